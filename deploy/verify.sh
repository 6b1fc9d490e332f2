#!/usr/bin/env bash
# Says what runs: per tier the services' definitions, the revision of every running task, and which version of the limits the
# dispatcher itself says it has accepted. Exit status 1 when that is not what was deployed.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
expect=''
started=true
timeout=300

usage() {
  echo "usage: verify.sh [--tier tiny] [--timeout SECONDS] [--not-started] [--expect RELEASE_JSON]"
}
while [ $# -gt 0 ]; do
  case $1 in
    --tier) set_tiers "${2:?--tier needs a value}"; shift ;;
    --expect) expect=${2:?--expect needs a value}; shift ;;
    --timeout) timeout=${2:?--timeout needs a value}; shift ;;
    --not-started) started=false ;;
    --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
require_tools aws jq
account_id >/dev/null
wrong=0

complain() {
  say "  WRONG  $*"
  wrong=1
}

# The definitions of a service's running tasks.
running() {
  local arns
  arns=$(aws_call ecs list-tasks --cluster "$cluster" --service-name "$1" --desired-status RUNNING --query taskArns | jq -r '.[]')
  [ -z "$arns" ] && return
  # shellcheck disable=SC2086
  aws_call ecs describe-tasks --cluster "$cluster" --tasks $arns --query 'tasks[].taskDefinitionArn' | jq -r '.[]'
}

# What the newest dispatcher of a tier last said of its limits: version and revision.
accepted() {
  aws_call logs filter-log-events --log-group-name /ecs/ops-pipeline/dispatcher --log-stream-name-prefix "$1/" \
    --filter-pattern '{ $.event = "config.accepted" }' --start-time "$((($(date +%s) - 86400) * 1000))" \
    --query 'events[].message' |
    jq -r --arg tier "$1" '[.[] | fromjson? | select(.event == "config.accepted" and .tier == $tier)] | last // empty
      | "\(.version) \(.revision)"'
}

settled() {
  local name=$1 definition=$2 found
  found=$(running "$name" | sort -u)
  [ "$found" = "$definition" ]
}

for tier in "${tiers[@]}"; do
  say "$tier:"
  release=$expect
  [ -n "$release" ] || release=$(parameter_or_nothing "$(release_name "$tier")" | jq -r '.Value // empty')
  [ -n "$release" ] || die "tier $tier was never deployed: no $(release_name "$tier")"
  revision=$(jq -r .revision <<<"$release")
  for service in $(services_of "$tier"); do
    name=$(service_name "$service" "$tier")
    definition=$(jq -r --arg s "$service" '.task_definitions[$s]' <<<"$release")
    current=$(current_definition "$name")
    [ "$current" = "$definition" ] || complain "$name is set to ${current##*/}, not to ${definition##*/}"
    if $started; then
      deadline=$((SECONDS + timeout))
      until settled "$name" "$definition" || [ $SECONDS -ge $deadline ]; do sleep 5; done
      settled "$name" "$definition" || complain "$name does not run ${definition##*/} after $timeout s"
    fi
    say "  $name: ${current##*/}"
  done
  stored=$(parameter "$(config_name "$tier")" | jq .Parameter.Version)
  config=$(jq .config_version <<<"$release")
  [ "$stored" = "$config" ] || complain "limits were edited since: version $stored is stored, the release has $config"
  say "  limits: version $stored stored"
  if $started; then
    read -r version running_revision <<<"$(accepted "$tier") "
    [ "${version:-none}" = "$stored" ] || complain "the dispatcher has accepted version ${version:-none}, not $stored"
    [ "${running_revision:-none}" = "$revision" ] || complain "the dispatcher runs revision ${running_revision:-none}, not $revision"
    say "  dispatcher says: limits version ${version:-none}, revision ${running_revision:-none}"
  fi
done
exit $wrong
