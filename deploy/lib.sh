# shellcheck shell=bash disable=SC2034
# Sourced by the scripts beside it: names, one-line complaints, questions, and AWS calls that say what went wrong.

region=${AWS_REGION:-${AWS_DEFAULT_REGION:-us-west-2}}
cluster=ops-pipeline-cluster
known_tiers=(tiny small medium large)
tiers=(large tiny)
dry_run=false
assume_yes=false
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

say() { echo "$*"; }

# Runs what changes something, or only says it.
change() {
  if $dry_run; then
    say "would run: $*"
  else
    "$@" >/dev/null
  fi
}

# Asks before anything is changed; --yes answers.
confirm() {
  $dry_run && return
  $assume_yes && return
  local answer
  read -r -p "$1 Go on? [y/N] " answer || answer=n
  [[ $answer == [yY]* ]] || die "nothing was changed"
}

# An AWS call whose failure is one line with advice.
aws_call() {
  local errors status=0
  errors=$(mktemp)
  aws --region "$region" --output json "$@" 2>"$errors" || status=$?
  if [ "$status" -ne 0 ]; then
    local said
    said=$(tr '\n' ' ' <"$errors")
    rm -f "$errors"
    explain "$said" "$*" >&2
    return 1
  fi
  rm -f "$errors"
}

explain() {
  local said=$1 call=$2 advice
  case $said in
    *"Unable to locate credentials"* | *ExpiredToken* | *InvalidClientTokenId* | *"security token"*)
      advice="no valid AWS credentials: run 'aws sso login' or set AWS_PROFILE" ;;
    *"Could not connect to the endpoint"* | *"Could not resolve"*)
      advice="region $region does not answer: set AWS_REGION to the region of $cluster (us-west-2)" ;;
    *"ParameterNotFound"*)
      advice="a parameter is absent: run create_separate_account_configs.sh first" ;;
    *"ParameterVersionNotFound"*)
      advice="the parameter has no such version: aws ssm get-parameter-history shows which there are" ;;
    *"ClusterNotFound"*)
      advice="no cluster $cluster in $region: set AWS_REGION, or run deploy_separate_account_configs.sh first" ;;
    *) advice=${said#*: } ;;
  esac
  echo "$(basename "$0"): $advice (aws ${call%% --*})"
}

require_tools() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || die "$tool is not installed"
  done
}

require_tier() {
  local known
  for known in "${known_tiers[@]}"; do
    [ "$known" = "$1" ] && return
  done
  die "unknown tier '$1': there are ${known_tiers[*]}"
}

set_tiers() {
  IFS=, read -r -a tiers <<<"$1"
  local tier
  for tier in "${tiers[@]}"; do require_tier "$tier"; done
}

# "large" has no suffix: its service was there first.
suffix() { [ "$1" = large ] || printf -- '-%s' "$1"; }
service_name() { echo "$1$(suffix "$2")-service"; }
family_name() { echo "ops-pipeline-$1$(suffix "$2")"; }
config_name() { echo "/ops-pipeline/dispatcher_config_$1"; }
release_name() { echo "/ops-pipeline/release/$1"; }

# In the order in which they are deployed: exits before entries, which wait for their heartbeat. The one signal engine belongs to
# no account and goes with the large one, whose key it reads bars with.
services_of() {
  echo position-manager
  echo dispatcher
  [ "$1" != large ] || echo signal-engine
}

account_id() { aws_call sts get-caller-identity --query Account | tr -d '"'; }

parameter() { aws_call ssm get-parameter --name "$1" "${@:2}"; }

# Empty when there is none.
parameter_or_nothing() {
  aws_call ssm get-parameters --names "$1" --query 'Parameters[0]' | sed 's/^null$//'
}

put_parameter() {
  change aws_call ssm put-parameter --overwrite --type String --name "$1" --value "$2" "${@:3}"
}

# The definition that a service is set to; empty when there is no such service.
current_definition() {
  # shellcheck disable=SC2016
  aws_call ecs describe-services --cluster "$cluster" --services "$1" \
    --query 'services[?status==`ACTIVE`].taskDefinition | [0]' | tr -d '"' | sed 's/^null$//'
}

# The account whose real money a task definition spends; empty where it is play money.
live_account() {
  aws_call ecs describe-task-definition --task-definition "$1" |
    jq -r '[.taskDefinition.containerDefinitions[].environment[]? | select(.name == "ALPACA_LIVE_ACCOUNT").value] | first // empty'
}

# The same of what a tier's dispatcher is set to; empty as well where nothing is deployed yet.
live_account_of() {
  local there definition
  # shellcheck disable=SC2016
  there=$(aws_call ecs describe-clusters --clusters "$cluster" --query 'length(clusters[?status==`ACTIVE`])') || return 1
  [ "$there" != 0 ] || return 0
  definition=$(current_definition "$(service_name dispatcher "$1")") || return 1
  [ -z "$definition" ] || live_account "$definition"
}
