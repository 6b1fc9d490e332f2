#!/usr/bin/env bash
# Says what runs: per tier the services' definitions; definition, state and image of every task that is not gone yet; and which
# version of the limits the dispatcher itself says it has accepted. Exit status 1 when that is not what was deployed.
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

# The tasks of a service that are not gone yet, those being stopped included: definition, status and image, one a line.
tasks() {
  local wanted arns=''
  for wanted in RUNNING STOPPED; do
    arns+=" $(aws_call ecs list-tasks --cluster "$cluster" --service-name "$1" --desired-status $wanted --query taskArns |
      jq -r '.[:50] | join(" ")')" || return 1
  done
  [ -n "${arns// /}" ] || return 0
  # shellcheck disable=SC2086
  aws_call ecs describe-tasks --cluster "$cluster" --tasks $arns |
    jq -r '.tasks[] | select(.lastStatus != "STOPPED") | "\(.taskDefinitionArn) \(.lastStatus) \(.containers[0].image)"'
}

# What is wrong with the tasks of a service, one a line; nothing when all of them run what was deployed.
unsettled() {
  local name=$1 definition=$2 image=$3 found runs status its_image
  found=$(tasks "$name") || { echo "$name: its tasks could not be asked for, so what runs is not verified"; return 0; }
  [ -n "$found" ] || { echo "$name has no task"; return 0; }
  while read -r runs status its_image; do
    if [ "$runs" != "$definition" ]; then
      echo "$name still has a task of ${runs##*/} ($status), not of ${definition##*/}"
    elif [ "$status" != RUNNING ]; then
      echo "$name has a task of ${definition##*/} that is $status, not RUNNING"
    elif [ "$its_image" != "$image" ]; then
      echo "$name has a task with the image $its_image, not $image"
    fi
  done <<<"$found"
}

# What the newest dispatcher of a tier last said of its limits: version and revision.
accepted() {
  aws_call logs filter-log-events --log-group-name /ecs/ops-pipeline/dispatcher --log-stream-name-prefix "$1/" \
    --filter-pattern '{ $.event = "config.accepted" }' --start-time "$((($(date +%s) - 86400) * 1000))" \
    --query 'events[].message' |
    jq -r --arg tier "$1" '[.[] | fromjson? | select(.event == "config.accepted" and .tier == $tier)] | last // empty
      | "\(.version) \(.revision)"'
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
    image=$(aws_call ecs describe-task-definition --task-definition "$definition" \
      --query 'taskDefinition.containerDefinitions[0].image' | tr -d '"')
    [ "${image##*:}" = "$revision" ] || complain "${definition##*/} is of image $image, not of revision $revision"
    if $started; then
      deadline=$((SECONDS + timeout))
      found=$(unsettled "$name" "$definition" "$image")
      while [ -n "$found" ] && [ $SECONDS -lt $deadline ]; do
        sleep 5
        found=$(unsettled "$name" "$definition" "$image")
      done
      while read -r line; do
        [ -z "$line" ] || complain "$line"
      done <<<"$found"
    fi
    say "  $name: ${current##*/}, image ${image##*/}$($started || echo ", what runs not looked at")"
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
