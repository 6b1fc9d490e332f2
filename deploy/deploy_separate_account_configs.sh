#!/usr/bin/env bash
# Deploys a revision: limits and tickers that are missing, stacks, images, task definitions, services; then checks what really runs and keeps
# a release record, which rollback.sh goes back to. Everything that is there already stays as it is.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
revision=''
build=true
real_money=false
wait_options=()
declare -A secrets=() live=() paper=()

usage() {
  cat <<'U'
usage: deploy_separate_account_configs.sh [--tiers large,tiny] [--revision REV] [--skip-build] [--not-started] [--dry-run] [--yes]
                                          [--live TIER=ACCOUNT_NUMBER]... [--real-money] [--paper TIER]...
  --revision     image tag (default: the commit checked out, which must be clean)
  --skip-build   the images are in the repository already
  --not-started  check what is registered, not what runs: for an emulator that runs nothing
  --live         the tier trades the real money of this account; asks for the number once more, whatever --yes says
  --real-money   answers that question
  --paper        the tier goes back to play money; without it a tier that is live is deployed with --live only
environment: KAFKA_BOOTSTRAP_SERVERS, SUBNETS and SECURITY_GROUPS (comma separated), AWS_REGION (us-west-2);
  TRACES_ENDPOINT=http://collector:4318/v1/traces                 who is told of traces, if anybody; for Kafka's security
  KAFKA_SECURITY_PROTOCOL=SSL                                     TLS, or
  MSK_CLUSTER_ARN=...                                             MSK by the tasks' roles, or
  KAFKA_SECRET_ARN=... [KAFKA_SECRET_KEY_ARN=...]                 SCRAM, by a secret with username and password, and the key it is under
U
}

# Only the number itself is a yes.
confirm_account() {
  local answer
  read -r -p "Type the number of $1's live account to go on: " answer || answer=''
  [ "$answer" = "$2" ] || die "nothing was changed"
}

# TIER=ACCOUNT_NUMBER
add_live() {
  local tier=${1%%=*} number=${1#*=}
  require_tier "$tier"
  [[ $1 == *=* && $number =~ ^[0-9A-Z]{6,20}$ ]] || die "--live must be TIER=ACCOUNT_NUMBER, was '$1'"
  [[ $number != PA* ]] || die "$number is a paper account: leave --live out"
  live[$tier]=$number
}

while [ $# -gt 0 ]; do
  case $1 in
    --tiers) set_tiers "${2:?--tiers needs a value}"; shift ;;
    --revision) revision=${2:?--revision needs a value}; shift ;;
    --skip-build) build=false ;;
    --live) add_live "${2:?--live needs a value}"; shift ;;
    --real-money) real_money=true ;;
    --paper) require_tier "${2:?--paper needs a value}"; paper[$2]=true; shift ;;
    --not-started) wait_options+=(--not-started) ;;
    --dry-run) dry_run=true ;;
    --yes) assume_yes=true ;;
    --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
require_tools aws jq git
for tier in "${!live[@]}" "${!paper[@]}"; do
  [[ " ${tiers[*]} " == *" $tier "* ]] || die "$tier is not deployed: name it in --tiers"
  [ -z "${live[$tier]:-}" ] || [ -z "${paper[$tier]:-}" ] || die "--live and --paper of one tier: say one"
done
if $real_money && [ ${#live[@]} -eq 0 ]; then die "--real-money goes with --live TIER=ACCOUNT_NUMBER"; fi
for needed in KAFKA_BOOTSTRAP_SERVERS SUBNETS SECURITY_GROUPS; do
  [ -n "${!needed:-}" ] || die "$needed must be set"
done
if [ -z "$revision" ]; then
  [ -z "$(git -C "$here" status --porcelain)" ] || die "uncommitted changes: commit them, or name a --revision"
  revision=$(git -C "$here" rev-parse --short=12 HEAD)
fi
# How Kafka is told who asks, from which of its settings are there.
protocol=${KAFKA_SECURITY_PROTOCOL:-}
mechanism=''
if [ -n "${MSK_CLUSTER_ARN:-}" ] && [ -n "${KAFKA_SECRET_ARN:-}" ]; then
  die "MSK_CLUSTER_ARN is for a login by role, KAFKA_SECRET_ARN for one by name and password: set one"
fi
[ -z "${MSK_CLUSTER_ARN:-}" ] || mechanism=AWS_MSK_IAM
[ -z "${KAFKA_SECRET_ARN:-}" ] || mechanism=SCRAM-SHA-512
[ -z "$mechanism" ] || protocol=${protocol:-SASL_SSL}
case $protocol:$mechanism in
  : | PLAINTEXT: | SSL: | SASL_SSL:?*) ;;
  SASL_SSL:) die "KAFKA_SECURITY_PROTOCOL=SASL_SSL needs MSK_CLUSTER_ARN or KAFKA_SECRET_ARN" ;;
  *:?*) die "$mechanism needs KAFKA_SECURITY_PROTOCOL=SASL_SSL, which was '$protocol'" ;;
  *) die "KAFKA_SECURITY_PROTOCOL must be PLAINTEXT, SSL or SASL_SSL, was '$protocol'" ;;
esac
[[ ${TRACES_ENDPOINT:-} =~ ^(https?://[^/@?]+/[^@?]+)?$ ]] ||
  die "TRACES_ENDPOINT must be an http or https address with a path, and without credentials or a query"
account=$(account_id)
repository=$account.dkr.ecr.$region.amazonaws.com/ops-pipeline

say "Revision $revision to ${tiers[*]} in account $account, region $region"
for tier in "${tiers[@]}"; do
  secrets[$tier]=$(aws_call secretsmanager describe-secret --secret-id "ops-pipeline/alpaca/$tier" --query ARN 2>/dev/null | tr -d '"') || true
  [ -n "${secrets[$tier]}" ] ||
    die "no secret ops-pipeline/alpaca/$tier in $region: create it with the keys key_id, secret_key and account_number"
done
# Whose money: never changed by leaving an option out, and real money by its owner's explicit word only.
for tier in "${tiers[@]}"; do
  before=$(live_account_of "$tier")
  wanted=${live[$tier]:-}
  if [ -n "$before" ] && [ "$before" != "$wanted" ] && { [ -n "$wanted" ] || [ -z "${paper[$tier]:-}" ]; }; then
    die "$tier trades the real money of account $before: --live $tier=$before goes on with it, --paper $tier ends it once nothing is held there"
  fi
  if [ -n "$wanted" ]; then
    say "REAL MONEY: $tier trades account $wanted, and ${before:-play money} before"
    $dry_run || $real_money || confirm_account "$tier" "$wanted"
  elif [ -n "$before" ]; then
    say "Play money: $tier leaves account $before"
  fi
done
confirm "This changes limits that are missing, stacks, task definitions and services of ${tiers[*]}."

pass=(--yes --tiers "$(IFS=,; echo "${tiers[*]}")")
$dry_run && pass+=(--dry-run)
"$here/create_separate_account_configs.sh" "${pass[@]}"

# A stack that is as it should be is no failure, however that is put.
deploy_stack() {
  local said status=0
  said=$(aws_call cloudformation deploy --no-fail-on-empty-changeset --stack-name "$@" 2>&1) || status=$?
  if [ "$status" -ne 0 ] && [[ $said != *"No updates are to be performed"* ]]; then
    die "stack $1: $said"
  fi
}

change deploy_stack ops-pipeline-foundation \
  --template-file "$here/aws/foundation.yaml"
for tier in "${tiers[@]}"; do
  change deploy_stack "ops-pipeline-tier-$tier" \
    --capabilities CAPABILITY_NAMED_IAM --template-file "$here/aws/tier.yaml" \
    --parameter-overrides "Tier=$tier" "MskClusterArn=${MSK_CLUSTER_ARN:-}" \
    "KafkaSecretArn=${KAFKA_SECRET_ARN:-}" "KafkaSecretKeyArn=${KAFKA_SECRET_KEY_ARN:-}"
done

# What lies there built may be another revision's.
jars=''
build_jars() {
  [ -z "$jars" ] || return 0
  change "$here/../mvnw" -B -q -f "$here/../pom.xml" clean package -DskipTests || die "the build failed: see ./mvnw clean package -DskipTests"
  jars=built
}

for service in $(for tier in "${tiers[@]}"; do services_of "$tier"; done | sort -u); do
  image=$repository/$service:$revision
  if $build && ! aws_call ecr describe-images --repository-name "ops-pipeline/$service" \
      --image-ids "imageTag=$revision" >/dev/null 2>&1; then
    require_tools docker
    build_jars
    change docker build --build-arg "SERVICE=$service" --build-arg "REVISION=$revision" -t "$image" "$here/.."
    $dry_run || aws --region "$region" ecr get-login-password | docker login --username AWS --password-stdin "${repository%%/*}" >/dev/null
    change docker push "$image"
  fi
  $dry_run || aws_call ecr describe-images --repository-name "ops-pipeline/$service" --image-ids "imageTag=$revision" >/dev/null 2>&1 ||
    die "image not found: $image; push it, or leave --skip-build out"
done

# Prints the task definition of a service and tier.
render() {
  local service=$1 tier=$2 stop=60
  [ "$service" = position-manager ] && stop=120
  sed -e "s|@FAMILY@|$(family_name "$service" "$tier")|g" -e "s|@SERVICE@|$service|g" -e "s|@TIER@|$tier|g" \
    -e "s|@IMAGE@|$repository/$service:$revision|g" -e "s|@REVISION@|$revision|g" -e "s|@ACCOUNT@|$account|g" \
    -e "s|@REGION@|$region|g" -e "s|@KAFKA@|$KAFKA_BOOTSTRAP_SERVERS|g" -e "s|@STOP_TIMEOUT@|$stop|g" \
    -e "s|@SECRET@|${secrets[$tier]}|g" "$here/aws/task-definition.json" |
    jq -c --arg service "$service" --arg live "${live[$tier]:-}" --arg protocol "$protocol" --arg mechanism "$mechanism" \
      --arg login "${KAFKA_SECRET_ARN:-}" --arg traces "${TRACES_ENDPOINT:-}" -f "$here/aws/task-definition.jq"
}

# Registers a definition unless the newest is equal, and prints its ARN.
register() {
  local service=$1 tier=$2 rendered sum family newest
  rendered=$(render "$service" "$tier")
  sum=$(sha256sum <<<"$rendered" | cut -c1-16)
  family=$(family_name "$service" "$tier")
  newest=$(aws_call ecs describe-task-definition --task-definition "$family" --include TAGS 2>/dev/null || echo '{}')
  if [ "$(jq -r '.tags[]? | select(.key == "rendered").value' <<<"$newest")" = "$sum" ]; then
    jq -r .taskDefinition.taskDefinitionArn <<<"$newest"
  elif $dry_run; then
    echo "would register: $family$(jq -r '[.containerDefinitions[0].environment[] | select(.name | startswith("ALPACA_")) | " \(.name)=\(.value)"] | add // ""' <<<"$rendered")" >&2
    echo "$family"
  else
    aws_call ecs register-task-definition --cli-input-json "$rendered" --tags "key=rendered,value=$sum" \
      --query taskDefinition.taskDefinitionArn | tr -d '"'
  fi
}

# Two dispatchers of a tier would fight, so the old one ends first; an exit manager must never be missing, so the new comes first.
bounds() {
  case $1 in
    dispatcher) echo "maximumPercent=100,minimumHealthyPercent=0" ;;
    *) echo "maximumPercent=200,minimumHealthyPercent=100" ;;
  esac
}

network="awsvpcConfiguration={subnets=[$SUBNETS],securityGroups=[$SECURITY_GROUPS],assignPublicIp=DISABLED}"
for tier in "${tiers[@]}"; do
  definitions='{}'
  for service in $(services_of "$tier"); do
    name=$(service_name "$service" "$tier")
    definition=$(register "$service" "$tier")
    definitions=$(jq -c --arg s "$service" --arg d "$definition" '.[$s] = $d' <<<"$definitions")
    current=''
    $dry_run || current=$(current_definition "$name")
    settings="$(bounds "$service"),deploymentCircuitBreaker={enable=true,rollback=true}"
    if [ -z "$current" ]; then
      say "create   $name with ${definition##*/}"
      change aws_call ecs create-service --cluster "$cluster" --service-name "$name" --task-definition "$definition" \
        --desired-count 1 --launch-type FARGATE --deployment-configuration "$settings" \
        --availability-zone-rebalancing DISABLED --network-configuration "$network"
    elif [ "$current" != "$definition" ]; then
      say "update   $name from ${current##*/} to ${definition##*/}"
      change aws_call ecs update-service --cluster "$cluster" --service "$name" --task-definition "$definition" \
        --deployment-configuration "$settings"
    else
      say "equal    $name runs ${definition##*/}"
    fi
  done
  $dry_run && continue
  config=$(parameter "$(config_name "$tier")")
  release=$(jq -cn --arg revision "$revision" --argjson definitions "$definitions" \
    --argjson config "$(jq .Parameter.Version <<<"$config")" \
    '{revision: $revision, config_version: $config, task_definitions: $definitions}')
  "$here/verify.sh" --tier "$tier" --expect "$release" ${wait_options[@]+"${wait_options[@]}"}
  last=$(parameter_or_nothing "$(release_name "$tier")")
  if [ -z "$last" ] || [ "$(jq -r .Value <<<"$last" | jq -cS .)" != "$(jq -cS . <<<"$release")" ]; then
    put_parameter "$(release_name "$tier")" "$release"
  fi
done
$dry_run && exit
say "Deployment Complete"
for tier in "${tiers[@]}"; do
  config=$(parameter "$(config_name "$tier")")
  say "  $tier: $(config_name "$tier") version $(jq .Parameter.Version <<<"$config"), image tag and revision $revision${live[$tier]:+, REAL MONEY of account ${live[$tier]}}"
  jq -r .Parameter.Value <<<"$config" | sed 's|//.*||' |
    jq -r '"    exposure \(.max_notional_exposure), positions \(.max_open_positions), contracts \(.max_contracts_per_trade), daily loss \(.max_daily_loss)"'
done
