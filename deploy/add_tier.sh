#!/usr/bin/env bash
# Adds an account: add_tier.sh small. Checks its document and secret, then deploys it at the revision the other tiers run.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  echo "usage: add_tier.sh TIER [--revision REV] [--live TIER=ACCOUNT_NUMBER] [options of deploy_separate_account_configs.sh]"
}
if [ $# -eq 0 ] || [ "$1" = --help ]; then
  usage
  exit 2
fi
tier=$1
shift
require_tier "$tier"
require_tools aws jq
[ -r "$here/parameters/dispatcher_config_$tier.json" ] || die "no document for tier $tier: write deploy/parameters/dispatcher_config_$tier.json"
account_id >/dev/null
options=("$@")
if [[ " $* " != *" --revision "* ]]; then
  for other in "${known_tiers[@]}"; do
    [ "$other" = "$tier" ] && continue
    release=$(parameter_or_nothing "$(release_name "$other")")
    [ -n "$release" ] && break
  done
  [ -n "${release:-}" ] || die "no tier is deployed yet: name a --revision"
  options+=(--revision "$(jq -r .Value <<<"$release" | jq -r .revision)" --skip-build)
fi
exec "$here/deploy_separate_account_configs.sh" --tiers "$tier" "${options[@]}"
