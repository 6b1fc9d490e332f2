#!/usr/bin/env bash
# Puts each tier's limits into the parameter store, as they stand in deploy/parameters. Changes nothing that is equal already;
# a document that operators have edited since is shown and only replaced with --replace. The stocks to watch and the kill switch are
# written when there are none, and belong to operators from then on.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
replace=false

usage() {
  echo "usage: create_separate_account_configs.sh [--tiers large,tiny] [--replace] [--dry-run] [--yes]"
}
while [ $# -gt 0 ]; do
  case $1 in
    --tiers) set_tiers "${2:?--tiers needs a value}"; shift ;;
    --replace) replace=true ;;
    --dry-run) dry_run=true ;;
    --yes) assume_yes=true ;;
    --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
require_tools aws jq
account_id >/dev/null

plan=()
for tier in "${tiers[@]}"; do
  file=$here/parameters/dispatcher_config_$tier.json
  [ -r "$file" ] || die "no document for tier $tier: write $file"
  name=$(config_name "$tier")
  stored=$(parameter_or_nothing "$name")
  if [ -z "$stored" ]; then
    plan+=("$tier")
    say "create   $name"
  elif [ "$(jq -r .Value <<<"$stored")" = "$(cat "$file")" ]; then
    say "equal    $name, version $(jq .Version <<<"$stored")"
  elif $replace; then
    plan+=("$tier")
    say "replace  $name, version $(jq .Version <<<"$stored"):"
    diff <(jq -r .Value <<<"$stored") "$file" | sed 's/^/           /' || true
  else
    say "kept     $name, version $(jq .Version <<<"$stored"): edited since; --replace puts the file's limits back"
  fi
done
kill_switch=$(parameter_or_nothing /ops-pipeline/kill_switch)
[ -n "$kill_switch" ] || say "create   /ops-pipeline/kill_switch: none"
tickers=$(parameter_or_nothing /ops-pipeline/tickers)
[ -n "$tickers" ] || say "create   /ops-pipeline/tickers: $(cat "$here/parameters/tickers")"
if [ ${#plan[@]} -eq 0 ] && [ -n "$kill_switch" ] && [ -n "$tickers" ]; then
  say "Nothing to change."
  exit
fi
confirm "This writes the parameters above in $region."
for tier in ${plan[@]+"${plan[@]}"}; do
  put_parameter "$(config_name "$tier")" "$(cat "$here/parameters/dispatcher_config_$tier.json")" \
    --allowed-pattern '^\s*\{[\s\S]*\}\s*$'
done
[ -n "$tickers" ] || put_parameter /ops-pipeline/tickers "$(cat "$here/parameters/tickers")"
[ -n "$kill_switch" ] || put_parameter /ops-pipeline/kill_switch none --allowed-pattern '^(none|halt_entries|flatten)$'
