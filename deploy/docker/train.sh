#!/bin/sh
# Runs a service with nothing to talk to until its loop beats, and keeps what it loaded as service.aot. Used in the image's
# build: the flags must be those it runs with (jvm.options), or the cache would be ignored.
set -eu
service=$1
nobody=127.0.0.1:9
export ACCOUNT_TIER=tiny REVISION=training CLOUDWATCH_METRICS=emf MANAGEMENT_PORT=8081 HEARTBEAT_FILE=/tmp/training \
  KAFKA_BOOTSTRAP_SERVERS=$nobody AWS_REGION=us-west-2 AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none \
  AWS_ENDPOINT_URL_SSM=http://$nobody APCA_API_KEY_ID=none APCA_API_SECRET_KEY=none ALPACA_ACCOUNT_NUMBER=none \
  ALPACA_TRADING_URL=http://$nobody ALPACA_DATA_URL=http://$nobody \
  ALPACA_TRADING_STREAM_URL=ws://$nobody/stream ALPACA_DATA_STREAM_URL=ws://$nobody \
  LOGGING_STRUCTURED_FORMAT_CONSOLE=dev.opspipeline.adapters.runtime.JsonLines

run() {
  java @jvm.options "$@" -jar service.jar >/tmp/training.log 2>&1 &
  pid=$!
  for _ in $(seq 120); do
    [ -e "$HEARTBEAT_FILE" ] && break
    kill -0 $pid 2>/dev/null || break
    sleep 0.5
  done
  # A few rounds of everything that is done by wall time: polls, reconnections, a beat.
  sleep 8
  if ! [ -e "$HEARTBEAT_FILE" ] || ! kill -TERM $pid; then
    cat /tmp/training.log
    echo "train.sh: $service did not start" >&2
    exit 1
  fi
  wait $pid || true
  rm -f "$HEARTBEAT_FILE"
}

run -XX:AOTCacheOutput=service.aot
[ -s service.aot ] || { cat /tmp/training.log; echo "train.sh: $service left no cache" >&2; exit 1; }
# "on" makes a cache that does not fit an error; without a revision a service that starts says so and ends with status 78.
status=0
REVISION='' java @jvm.options -XX:AOTCache=service.aot -XX:AOTMode=on -jar service.jar >/tmp/training.log 2>&1 || status=$?
[ "$status" = 78 ] || { cat /tmp/training.log; echo "train.sh: the cache does not fit, status $status" >&2; exit 1; }
rm -f /tmp/training.log
