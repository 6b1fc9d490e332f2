#!/usr/bin/env bash
# Tests of deploy/: templates, secrets, and the scripts against an AWS emulator with the real AWS CLI. What needs a tool that is
# not installed is skipped with a line that says so.
set -uo pipefail
test=$(cd "$(dirname "$0")" && pwd)
deploy=$(dirname "$test")
work=$(mktemp -d)
passed=0 failed=0 skipped=0
trap 'if [ -n "${children:-}" ]; then kill "${children[@]}"; fi; rm -rf "$work"' EXIT

ok() { passed=$((passed + 1)); echo "ok       $1"; }
no() { failed=$((failed + 1)); echo "FAILED   $1"; sed 's/^/         /' "$work/out" | tail -20; }
skip() { skipped=$((skipped + $2)); echo "skipped  $1"; }

# expect NAME STATUS TEXT COMMAND...: the command ends with this status and says this text.
expect() {
  local name=$1 status=$2 text=$3 found=0
  shift 3
  "$@" >"$work/out" 2>&1 </dev/null || found=$?
  if [ "$found" = "$status" ] && { [ -z "$text" ] || grep -qF -- "$text" "$work/out"; }; then ok "$name"; else echo "status $found, wanted $status and: $text" >>"$work/out"; no "$name"; fi
}

# Secrets: nothing that looks like a key of Alpaca's or AWS's is in what git knows.
secrets() {
  ! git -C "$deploy/.." grep -nIE '(AKIA|ASIA)[0-9A-Z]{16}|\b(PK|AK|CK)[A-Z0-9]{18}\b|aws_secret_access_key *= *[A-Za-z0-9/+]{40}|-----BEGIN [A-Z ]*PRIVATE KEY' -- . ':!deploy/test/run.sh'
}
expect "F62 no credentials in the repository" 0 "" secrets

if command -v cfn-lint >/dev/null && cfn-lint --version >/dev/null 2>&1; then
  expect "templates pass cfn-lint" 0 "" cfn-lint --regions us-west-2 -- "$deploy/aws/foundation.yaml" "$deploy/aws/tier.yaml"
  sed '0,/RetentionInDays: !Ref RetentionDays/s//RetentionInDays: 17/' "$deploy/aws/foundation.yaml" >"$work/broken.yaml"
  expect "a broken template is found" 2 "17" cfn-lint --regions us-west-2 -- "$work/broken.yaml"
else
  skip "templates: cfn-lint is not installed (pip install cfn-lint)" 2
fi

expect "every event in filters and queries is one that a service logs" 0 "" \
  python3 "$test/check_templates.py" "$deploy"/aws/foundation.yaml "$deploy"/aws/tier.yaml "$deploy"/*.sh
sed 's/"config.refused"/"config-was-refused"/' "$deploy/aws/tier.yaml" >"$work/broken.yaml"
expect "a filter for an event that nobody logs is found" 1 "no service logs the event config-was-refused" \
  python3 "$test/check_templates.py" "$work/broken.yaml"
sed 's/dispatcher.exposure.limit/dispatcher.exposure.most/' "$deploy/aws/foundation.yaml" >"$work/broken.yaml"
expect "a dashboard's metric that no meter publishes is found" 1 "nobody publishes the metric dispatcher.exposure.most" \
  python3 "$test/check_templates.py" "$work/broken.yaml"
sed 's/dispatcher.recommendation.to.order.max/dispatcher.recommendation.to.order/' "$deploy/aws/foundation.yaml" >"$work/broken.yaml"
expect "a timer published by its longest only is found" 1 "nobody publishes the metric dispatcher.recommendation.to.order" \
  python3 "$test/check_templates.py" "$work/broken.yaml"
sed 's/{OpsPipeline,service,tier} MetricName=\\"exits.acting/{OpsPipeline,tier} MetricName=\\"exits.acting/' "$deploy/aws/foundation.yaml" >"$work/broken.yaml"
expect "a metric by other dimensions than it has is found" 1 "exits.acting is published by service and tier, not by tier" \
  python3 "$test/check_templates.py" "$work/broken.yaml"
sed 's/MetricName: Silence$/MetricName: Quiet/; 0,/MetricName: Quiet/s//MetricName: Silence/' "$deploy/aws/foundation.yaml" >"$work/broken.yaml"
expect "an alarm on a metric that no filter makes is found" 1 "nobody publishes the metric Quiet" \
  python3 "$test/check_templates.py" "$work/broken.yaml"
sed "s/{OpsPipeline} Entries/{OpsPipeline} Entrances/" "$deploy/aws/foundation.yaml" >"$work/broken.yaml"
expect "a dashboard's metric that no filter makes is found" 1 "nobody publishes the metric Entrances" \
  python3 "$test/check_templates.py" "$work/broken.yaml"

render() {
  sed -e 's|@FAMILY@|ops-pipeline-dispatcher-tiny|; s|@SERVICE@|dispatcher|g; s|@TIER@|tiny|g; s|@REGION@|us-west-2|g; s|@STOP_TIMEOUT@|60|' \
    -e 's|@IMAGE@|r/ops-pipeline/dispatcher:4f2c1aa|; s|@SECRET@|arn:aws:secretsmanager:us-west-2:1:secret:ops-pipeline/alpaca/tiny-AbCdEf|g' \
    "$deploy/aws/task-definition.json"
}
render >"$work/task.json"
expect "the task definition keeps ECS's limits and ours" 0 "" python3 "$test/check_templates.py" "$work/task.json"
broken() {
  local name=$1 change=$2 complaint=$3
  jq "$change" "$work/task.json" >"$work/broken.json"
  expect "a task definition with $name is found" 1 "$complaint" python3 "$test/check_templates.py" "$work/broken.json"
}
broken "a stop time-out of 121 s" '.containerDefinitions[0].stopTimeout = 121' "stopTimeout must be 2 to 120, was 121"
broken "a health check every 4 s" '.containerDefinitions[0].healthCheck.interval = 4' "interval must be 5 to 300, was 4"
broken "a key in plain sight" '.containerDefinitions[0].environment += [{name: "APCA_API_SECRET_KEY", value: "x"}]' "in plain sight"
broken "no revision in its image" '.containerDefinitions[0].image = "dispatcher:latest"' "named by its revision"
broken "a writable root" '.containerDefinitions[0].readonlyRootFilesystem = false' "read-only"
broken "too little memory for its CPU" '.memory = "512"' "no 512 CPU with 512 memory"

# variant SERVICE LIVE PROTOCOL MECHANISM LOGIN FILTER [TRACES]: prints what the filter finds in the container of that task definition.
variant() {
  jq -c --arg service "$1" --arg live "$2" --arg protocol "$3" --arg mechanism "$4" --arg login "$5" \
    --arg traces "${7:-}" -f "$deploy/aws/task-definition.jq" "$work/task.json" >"$work/variant.json"
  python3 "$test/check_templates.py" "$work/variant.json" && jq -c ".containerDefinitions[0] | $6" "$work/variant.json"
}
settings='[(.environment + .secrets)[] | select(.name | test("KAFKA_S|LIVE|URL|TIER|TRACES")) | "\(.name)=\(.value // .valueFrom)"]'
expect "Kafka without security is told nothing of it" 0 '["ACCOUNT_TIER=tiny"]' variant dispatcher '' '' '' '' "$settings"
expect "Kafka by TLS" 0 '["ACCOUNT_TIER=tiny","KAFKA_SECURITY_PROTOCOL=SSL"]' variant dispatcher '' SSL '' '' "$settings"
expect "Kafka by the task's role" 0 '["KAFKA_SECURITY_PROTOCOL=SASL_SSL","KAFKA_SASL_MECHANISM=AWS_MSK_IAM"]' \
  variant signal-engine '' SASL_SSL AWS_MSK_IAM '' "$settings"
expect "a collector of traces" 0 '["ACCOUNT_TIER=tiny","TRACES_ENDPOINT=http://collector:4318/v1/traces"]' \
  variant dispatcher '' '' '' '' "$settings" http://collector:4318/v1/traces
expect "F62 Kafka by name and password: both from the secret" 0 \
  '"KAFKA_SASL_USERNAME=arn:aws:secretsmanager:x:username::","KAFKA_SASL_PASSWORD=arn:aws:secretsmanager:x:password::"]' \
  variant dispatcher '' SASL_SSL SCRAM-SHA-512 arn:aws:secretsmanager:x "$settings"
expect "real money: its addresses and, for the dispatcher, the account's number" 0 \
  '"ALPACA_TRADING_URL=https://api.alpaca.markets","ALPACA_TRADING_STREAM_URL=wss://api.alpaca.markets/stream","ALPACA_LIVE_ACCOUNT=123456789"]' \
  variant dispatcher 123456789 '' '' '' "$settings"
expect "real money: the position manager closes without that word" 0 \
  '"ALPACA_TRADING_URL=https://api.alpaca.markets","ALPACA_TRADING_STREAM_URL=wss://api.alpaca.markets/stream"]' \
  variant position-manager 123456789 '' '' '' "$settings"

if ! command -v moto_server >/dev/null || ! moto_server --help >/dev/null 2>&1 || ! aws --version >/dev/null 2>&1; then
  skip "scripts: moto_server or the AWS CLI is not installed (pip install 'moto[server]' awscli)" 65
else
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  moto_server -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
  children=($!)
  # The CLI's start takes most of a call's time: where it can be, it is loaded once.
  if python3 -c 'import awscli.clidriver' 2>/dev/null; then
    python3 "$test/aws_once.py" serve "$work/aws.socket" 2>"$work/aws.log" &
    children+=($!)
    for _ in $(seq 100); do [ -S "$work/aws.socket" ] && break; sleep 0.2; done
    mkdir "$work/once"
    printf '#!/bin/sh\nexec python3 -S "%s" call "%s" "$@"\n' "$test/aws_once.py" "$work/aws.socket" >"$work/once/aws"
    chmod +x "$work/once/aws"
    PATH=$work/once:$PATH
  fi
  for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/moto-api/" >/dev/null && break; sleep 0.2; done
  export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-west-2 \
    AWS_DEFAULT_REGION=us-west-2 AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=/dev/null \
    AWS_SHARED_CREDENTIALS_FILE=/dev/null KAFKA_BOOTSTRAP_SERVERS=kafka:9092
  SUBNETS=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
  SECURITY_GROUPS=$(aws ec2 describe-security-groups --query 'SecurityGroups[0].GroupId' --output text)
  export SUBNETS SECURITY_GROUPS
  deploy() { "$deploy/deploy_separate_account_configs.sh" --yes --skip-build --not-started "$@"; }
  images() {
    local service
    for service in dispatcher position-manager signal-engine; do
      aws ecr put-image --repository-name "ops-pipeline/$service" --image-tag "$1" \
        --image-manifest-media-type application/vnd.oci.image.manifest.v1+json \
        --image-manifest "{\"schemaVersion\": 2, \"revision\": \"$1\"}" >/dev/null
    done
  }
  definition() {
    aws ecs describe-services --cluster ops-pipeline-cluster --services "$1" --query 'services[0].taskDefinition' --output text | sed 's|.*/||'
  }
  contracts() {
    aws ssm get-parameter --name /ops-pipeline/dispatcher_config_tiny --query Parameter.Value --output text | sed 's|//.*||' | jq .max_contracts_per_trade
  }
  tickers() { aws ssm get-parameter --name /ops-pipeline/tickers --query Parameter.Value --output text; }
  version() { aws ssm get-parameter --name /ops-pipeline/dispatcher_config_tiny --query Parameter.Version --output text; }

  expect "without credentials: one line that says what to do" 1 "no valid AWS credentials" \
    env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY -u AWS_ENDPOINT_URL "$deploy/create_separate_account_configs.sh" --yes
  expect "an unknown tier: one line" 1 "unknown tier 'huge': there are tiny small medium large" \
    "$deploy/create_separate_account_configs.sh" --tiers huge
  expect "a region that does not answer: one line" 1 "set AWS_REGION" \
    env AWS_ENDPOINT_URL=http://127.0.0.1:9 "$deploy/verify.sh" --tier tiny
  expect "a tier never deployed cannot be rolled back" 1 "was never deployed" "$deploy/rollback.sh" --tier tiny --yes
  expect "without the secret nothing is changed" 1 "no secret ops-pipeline/alpaca/large" deploy --revision r1
  expect "F53 a login by role and by name at once: one line" 1 "set one" env MSK_CLUSTER_ARN=a KAFKA_SECRET_ARN=b "$deploy/deploy_separate_account_configs.sh" --revision r1
  expect "F53 a login without saying which: one line" 1 "needs MSK_CLUSTER_ARN or KAFKA_SECRET_ARN" \
    env KAFKA_SECURITY_PROTOCOL=SASL_SSL "$deploy/deploy_separate_account_configs.sh" --revision r1
  expect "F53 a login without TLS: one line" 1 "AWS_MSK_IAM needs KAFKA_SECURITY_PROTOCOL=SASL_SSL, which was 'SSL'" \
    env KAFKA_SECURITY_PROTOCOL=SSL MSK_CLUSTER_ARN=a "$deploy/deploy_separate_account_configs.sh" --revision r1
  expect "F53 an unknown protocol: one line" 1 "must be PLAINTEXT, SSL or SASL_SSL, was 'TLS'" \
    env KAFKA_SECURITY_PROTOCOL=TLS "$deploy/deploy_separate_account_configs.sh" --revision r1
  expect "F53 a collector without a path: one line" 1 "TRACES_ENDPOINT must be an http or https address with a path" \
    env TRACES_ENDPOINT=http://collector:4318 "$deploy/deploy_separate_account_configs.sh" --revision r1
  for tier in tiny large small; do
    aws secretsmanager create-secret --name "ops-pipeline/alpaca/$tier" \
      --secret-string '{"key_id": "x", "secret_key": "x", "account_number": "x"}' >/dev/null
  done
  expect "nobody says yes: nothing is changed" 1 "nothing was changed" "$deploy/create_separate_account_configs.sh"
  expect "a dry run changes nothing" 0 "would run: aws_call ssm put-parameter" "$deploy/create_separate_account_configs.sh" --dry-run
  expect "nothing was written so far" 0 "[]" aws ssm describe-parameters --query Parameters --output json
  mkdir "$work/docker"
  printf '#!/bin/sh\n' >"$work/docker/docker"
  chmod +x "$work/docker/docker"
  steps() {
    PATH=$work/docker:$PATH "$deploy/deploy_separate_account_configs.sh" --dry-run --revision r0 --tiers tiny |
      grep -oE 'clean package|docker (build|push)' | tr '\n' ' '
  }
  expect "F59 images are made of jars built from the checkout, once" 0 \
    "clean package docker build docker push docker build docker push" steps

  # From nothing, with a failure in the middle: limits and stacks are there, the image is not.
  expect "an image that is not there stops the deployment in one line" 1 "image not found" deploy --revision r1
  images r1
  expect "the deployment goes on where it stopped" 0 "Deployment Complete" deploy --revision r1
  first=$(definition dispatcher-tiny-service)
  expect "a second run changes nothing" 0 "equal    dispatcher-tiny-service runs $first" deploy --revision r1
  expect "and registers nothing" 0 "$first" definition dispatcher-tiny-service
  expect "the stocks to watch are in the store" 0 "AAPL,AMD," tickers
  expect "and has one release" 0 "1  revision r1, limits version 1" "$deploy/rollback.sh" --tier tiny --list

  # New code, new limits and other tickers.
  aws ssm put-parameter --overwrite --name /ops-pipeline/tickers --value NVDA >/dev/null
  aws ssm put-parameter --overwrite --name /ops-pipeline/dispatcher_config_tiny \
    --value "$(sed 's/"max_contracts_per_trade": *[0-9]*/"max_contracts_per_trade": 1/' "$deploy/parameters/dispatcher_config_tiny.json")" >/dev/null
  expect "limits edited by an operator are kept" 0 "edited since" "$deploy/create_separate_account_configs.sh" --yes
  expect "a release whose limits were edited is not what was deployed" 1 "limits were edited since" "$deploy/verify.sh" --tier tiny --not-started
  expect "and so are the stocks to watch" 0 NVDA tickers
  images r2
  expect "the next revision is deployed" 0 "update   dispatcher-tiny-service from $first" deploy --revision r2
  expect "with the edited limits" 0 1 contracts
  expect "F59 rolling back restores the code" 0 "Rolled Back" "$deploy/rollback.sh" --tier tiny --yes --not-started
  expect "F59 the task definition is the first one" 0 "$first" definition dispatcher-tiny-service
  expect "F59 and the limits are the first ones" 0 2 contracts
  expect "F59 under a version of their own" 0 3 version
  expect "what runs then is what was deployed" 0 "limits: version 3 stored" "$deploy/verify.sh" --tier tiny --not-started
  expect "a release that is not there: one line" 1 "no release 9 of tier tiny" "$deploy/rollback.sh" --tier tiny --to 9 --yes
  expect "another tier is untouched by it" 0 "revision r2" "$deploy/rollback.sh" --tier large --list
  expect "a tier is added at the revision that runs" 0 "create   dispatcher-small-service" "$deploy/add_tier.sh" small --yes --not-started
  expect "and is there when added again" 0 "equal    dispatcher-small-service" "$deploy/add_tier.sh" small --yes --not-started

  # What runs. moto runs no task: a stand-in for the AWS CLI answers for tasks and for what they logged, and passes the rest on to moto.
  mkdir "$work/bin"
  cat >"$work/bin/aws" <<'STAND_IN'
#!/usr/bin/env bash
option() { local name=$1; shift; while [ "$1" != "$name" ]; do shift; done; echo "$2"; }
case " $* " in
  *" ecs list-tasks "*)
    [ "$(jq -r type "$TASKS")" = array ] || { echo "Could not connect to the endpoint URL" >&2; exit 255; }
    jq --arg service "$(option --service-name "$@")" --arg desired "$(option --desired-status "$@")" \
      '[.[] | select(.service == $service and .desired == $desired).taskArn]' "$TASKS" ;;
  *" ecs describe-tasks "*) jq --arg asked " $* " '{tasks: [.[] | select(.taskArn as $arn | $asked | contains(" \($arn) "))]}' "$TASKS" ;;
  *" logs filter-log-events "*) jq '[tojson]' <<<"$SAID" ;;
  *) exec "$MOTOS_AWS" "$@" ;;
esac
STAND_IN
  chmod +x "$work/bin/aws"
  deployed=$(aws ssm get-parameter --name /ops-pipeline/release/large --query Parameter.Value --output text |
    jq -c '[.task_definitions | to_entries[] | {taskArn: "task/\(.key)", service: "\(.key)-service", desired: "RUNNING", lastStatus: "RUNNING",
      taskDefinitionArn: .value, containers: [{image: "123456789012.dkr.ecr.us-west-2.amazonaws.com/ops-pipeline/\(.key):r2"}]}]')
  said='{"event": "config.accepted", "tier": "large", "version": "1", "revision": "r2"}'
  # running FILTER [SAID]: verifies where this runs, made of what was deployed.
  running() {
    jq "def dispatcher: map(select(.service == \"dispatcher-service\"))[0]; $1" <<<"$deployed" >"$work/tasks.json"
    MOTOS_AWS=$(command -v aws) TASKS=$work/tasks.json SAID=${2:-$said} PATH=$work/bin:$PATH "$deploy/verify.sh" --tier large --timeout 0
  }
  old='(dispatcher | .taskArn += "-old" | .taskDefinitionArn |= sub(":[0-9]+$"; ":1"))'
  expect "F59 what was deployed runs" 0 "dispatcher says: limits version 1, revision r2" running .
  expect "F59 a task of the old revision still runs" 1 \
    "dispatcher-service still has a task of ops-pipeline-dispatcher:1 (RUNNING), not of ops-pipeline-dispatcher:2" running ". + [$old]"
  expect "F59 a task of the old revision is being stopped" 1 \
    "dispatcher-service still has a task of ops-pipeline-dispatcher:1 (DEACTIVATING)" \
    running ". + [$old | .desired = \"STOPPED\" | .lastStatus = \"DEACTIVATING\"]"
  expect "F59 a task of the old revision has stopped" 0 "" running ". + [$old | .desired = \"STOPPED\" | .lastStatus = \"STOPPED\"]"
  expect "F59 only the old revision runs" 1 "dispatcher-service still has a task of ops-pipeline-dispatcher:1" \
    running "map(select(.service != \"dispatcher-service\")) + [$old]"
  expect "F59 a task that does not run yet" 1 "dispatcher-service has a task of ops-pipeline-dispatcher:2 that is PENDING, not RUNNING" \
    running 'map(if .service == "dispatcher-service" then .lastStatus = "PENDING" else . end)'
  expect "F59 a task with another image" 1 "signal-engine-service has a task with the image other:r1, not" \
    running 'map(if .service == "signal-engine-service" then .containers[0].image = "other:r1" else . end)'
  expect "F59 no task at all" 1 "position-manager-service has no task" running 'map(select(.service != "position-manager-service"))'
  expect "F59 tasks that cannot be asked for are not verified" 1 "tasks could not be asked for, so what runs is not verified" running '"away"'
  expect "F59 a dispatcher that logs another revision" 1 "the dispatcher runs revision r1, not r2" running . "${said/r2/r1}"

  # Whose money.
  environment() {
    aws ecs describe-task-definition --task-definition "ops-pipeline-$1" --output json |
      jq -c '[.taskDefinition.containerDefinitions[0].environment[] | select(.name | test("KAFKA_S|LIVE|TRADING")) | "\(.name)=\(.value)"] | sort'
  }
  small() { "$deploy/add_tier.sh" small --yes --not-started "$@"; }
  answering() { local answer=$1; shift; "$@" <<<"$answer"; }
  live=(--live small=123456789)
  expect "a live account without its number: one line" 1 "--live must be TIER=ACCOUNT_NUMBER, was 'small'" small --live small
  expect "a paper account is not live: one line" 1 "PA1234567890 is a paper account" small --live small=PA1234567890
  expect "a live tier that is not deployed: one line" 1 "tiny is not deployed: name it in --tiers" small --live tiny=123456789
  expect "real money without an account: one line" 1 "--real-money goes with --live" small --real-money
  expect "a dry run shows what would trade real money" 0 "ALPACA_LIVE_ACCOUNT=123456789" small "${live[@]}" --dry-run
  expect "and changes nothing" 0 "[]" environment dispatcher-small
  expect "--yes is no yes to real money" 1 "nothing was changed" small "${live[@]}"
  expect "nor is a y" 1 "nothing was changed" answering y small "${live[@]}"
  expect "nor another number" 1 "nothing was changed" answering 123456788 small "${live[@]}"
  expect "and nothing was changed" 0 "[]" environment dispatcher-small
  expect "the number itself is" 0 "REAL MONEY of account 123456789" answering 123456789 small "${live[@]}"
  expect "the dispatcher has the word" 0 '"ALPACA_LIVE_ACCOUNT=123456789","ALPACA_TRADING_STREAM_URL=wss://api.alpaca.markets/stream","ALPACA_TRADING_URL=https://api.alpaca.markets"' environment dispatcher-small
  expect "the position manager only the addresses" 0 '["ALPACA_TRADING_STREAM_URL=wss://api.alpaca.markets/stream","ALPACA_TRADING_URL=https://api.alpaca.markets"]' environment position-manager-small
  expect "another tier knows nothing of it" 0 "[]" environment dispatcher-tiny
  expect "leaving the option out does not end it" 1 "small trades the real money of account 123456789" small
  expect "nor does another account" 1 "small trades the real money of account 123456789" small --live small=987654321 --real-money
  expect "with the second flag nobody is asked" 0 "equal    dispatcher-small-service" small "${live[@]}" --real-money
  expect "rolling back does not change accounts" 1 "trades play money, and 123456789 is traded now" "$deploy/rollback.sh" --tier small --yes
  expect "back to play money by its own word" 0 "Play money: small leaves account 123456789" small --paper small
  expect "and then there is none" 0 "[]" environment dispatcher-small

  # How Kafka is told who asks.
  msk=arn:aws:kafka:us-west-2:1:cluster/ops/0-1
  expect "a tier moves to Kafka by its roles" 0 "update   dispatcher-small-service" \
    env MSK_CLUSTER_ARN=$msk "$deploy/add_tier.sh" small --yes --not-started
  expect "and its services are told so" 0 '["KAFKA_SASL_MECHANISM=AWS_MSK_IAM","KAFKA_SECURITY_PROTOCOL=SASL_SSL"]' environment position-manager-small
  expect "and their roles may" 0 "ops-pipeline-kafka-small" aws iam list-role-policies --role-name ops-pipeline-dispatcher-small

  # Somebody deleted the limits.
  aws ssm delete-parameter --name /ops-pipeline/dispatcher_config_small
  expect "limits that are gone: one line" 1 "a parameter is absent: run create_separate_account_configs.sh first" \
    "$deploy/verify.sh" --tier small --not-started
fi

echo "deploy: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
