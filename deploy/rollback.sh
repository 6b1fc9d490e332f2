#!/usr/bin/env bash
# Takes one tier back to an earlier release, code and limits together: the task definitions and the limits that belonged to it.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
tier=''
to=''
wait_options=()

usage() {
  cat <<'U'
usage: rollback.sh --tier tiny [--to RELEASE] [--list] [--not-started] [--dry-run] [--yes]
  --to    version of /ops-pipeline/release/{tier} (default: the one before the last)
  --list  shows the releases there are
U
}
list=false
while [ $# -gt 0 ]; do
  case $1 in
    --tier) tier=${2:?--tier needs a value}; require_tier "$tier"; shift ;;
    --to) to=${2:?--to needs a value}; shift ;;
    --list) list=true ;;
    --not-started) wait_options+=(--not-started) ;;
    --dry-run) dry_run=true ;;
    --yes) assume_yes=true ;;
    --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[ -n "$tier" ] || { usage >&2; exit 2; }
require_tools aws jq
account_id >/dev/null

history=$(aws_call ssm get-parameter-history --name "$(release_name "$tier")" --query 'Parameters' 2>/dev/null) ||
  die "tier $tier was never deployed: no $(release_name "$tier")"
if $list; then
  jq -r '.[] | "\(.Version)  \(.Value | fromjson | "revision \(.revision), limits version \(.config_version)")"' <<<"$history"
  exit
fi
[ -n "$to" ] || to=$(jq '(map(.Version) | sort | .[-2]) // empty' <<<"$history")
[ -n "$to" ] || die "tier $tier has only one release: nothing to go back to"
release=$(jq -r --argjson to "$to" '.[] | select(.Version == $to).Value' <<<"$history")
[ -n "$release" ] || die "no release $to of tier $tier: rollback.sh --tier $tier --list shows which there are"

config=$(config_name "$tier")
document=$(aws_call ssm get-parameter-history --name "$config" --query Parameters |
  jq -r --argjson version "$(jq .config_version <<<"$release")" '.[] | select(.Version == $version).Value')
[ -n "$document" ] || die "version $(jq .config_version <<<"$release") of $config is no longer kept: name another --to"
stored=$(parameter "$config" | jq -r .Parameter.Value)
# Going back to other code must not be going to another account.
before=$(live_account_of "$tier")
account=$(live_account "$(jq -r .task_definitions.dispatcher <<<"$release")")
[ "$before" = "$account" ] ||
  die "release $to of $tier trades ${account:-play money}, and ${before:-play money} is traded now: deploy its revision with --live or --paper"

say "Back to release $to of $tier: revision $(jq -r .revision <<<"$release"), limits version $(jq .config_version <<<"$release")"
[ "$stored" = "$document" ] || diff <(echo "$stored") <(echo "$document") | sed 's/^/  /' || true
[ -z "$before" ] || say "REAL MONEY: $tier trades account $before"
confirm "This changes both services of $tier and its limits."

[ "$stored" = "$document" ] || put_parameter "$config" "$document"
for service in $(services_of "$tier"); do
  name=$(service_name "$service" "$tier")
  definition=$(jq -r --arg s "$service" '.task_definitions[$s]' <<<"$release")
  if [ "$(current_definition "$name")" = "$definition" ]; then
    say "equal    $name runs ${definition##*/}"
  else
    say "update   $name to ${definition##*/}"
    change aws_call ecs update-service --cluster "$cluster" --service "$name" --task-definition "$definition"
  fi
done
$dry_run && exit
# What runs now is a release of its own: the old code with the old limits under their new version.
release=$(jq -c --argjson version "$(parameter "$config" | jq .Parameter.Version)" '.config_version = $version' <<<"$release")
"$here/verify.sh" --tier "$tier" --expect "$release" ${wait_options[@]+"${wait_options[@]}"}
last=$(jq -r 'max_by(.Version).Value' <<<"$history")
[ "$(jq -cS . <<<"$last")" = "$(jq -cS . <<<"$release")" ] || put_parameter "$(release_name "$tier")" "$release"
say "Rolled Back"
