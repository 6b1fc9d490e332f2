#!/usr/bin/env bash
# Makes the topics that are missing: create_topics.sh --bootstrap-servers HOST:PORT[,...] [--tiers tiny,large]. Needs Kafka's own
# kafka-topics.sh on the path. Run twice it changes nothing.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'TEXT'
usage: create_topics.sh --bootstrap-servers HOST:PORT[,...] [options]
  --tiers T,...            accounts whose topics are made (large,tiny)
  --replicas N             copies of every partition (3)
  --command-config FILE    settings of the client that logs in: security.protocol and the like
  --dry-run                only says what it would run
  --yes                    does not ask
TEXT
}

servers='' replicas=3 login=()
while [ $# -gt 0 ]; do
  case $1 in
    --bootstrap-servers | --tiers | --replicas | --command-config) [ $# -ge 2 ] || die "$1 needs a value" ;;
  esac
  case $1 in
    --bootstrap-servers) servers=$2; shift 2 ;;
    --tiers) set_tiers "$2"; shift 2 ;;
    --replicas) [[ $2 =~ ^[1-9]$ ]] || die "--replicas must be 1 to 9, was '$2'"; replicas=$2; shift 2 ;;
    --command-config) [ -r "$2" ] || die "cannot read $2"; login=(--command-config "$2"); shift 2 ;;
    --dry-run) dry_run=true; shift ;;
    --yes) assume_yes=true; shift ;;
    --help) usage; exit 0 ;;
    *) usage >&2; die "unknown option $1" ;;
  esac
done
[ -n "$servers" ] || { usage >&2; die "name the brokers with --bootstrap-servers"; }
$dry_run || require_tools kafka-topics.sh

# topic NAME SETTING: one partition, because order matters more than breadth; and its dead letters.
topic() {
  local name=$1 setting=$2
  change kafka-topics.sh --bootstrap-server "$servers" "${login[@]}" --create --if-not-exists --topic "$name" \
    --partitions 1 --replication-factor "$replicas" --config "$setting"
}
days() { echo "retention.ms=$(($1 * 24 * 60 * 60 * 1000))"; }
both() { topic "$1" "$2"; topic "$1.dlt" "$(days 30)"; }

confirm "This makes the topics of ${tiers[*]} at $servers that are missing."
both recommendations "$(days 7)"
both holds "$(days 3)"
both heartbeats cleanup.policy=compact
both controls cleanup.policy=compact
both audit "$(days 90)"
for tier in "${tiers[@]}"; do
  both "decisions.$tier" "$(days 30)"
  both "orders.$tier" "$(days 30)"
  both "fills.$tier" "$(days 30)"
  both "positions.$tier" cleanup.policy=compact
  both "closed-trades.$tier" "$(days 30)"
  both "limits.$tier" cleanup.policy=compact
done
say "Topics are there."
