#!/bin/sh
# Keeps what a service loads and links as service.aot, from a start that connects to all it needs and 45 minutes of trading in the
# sandbox. Used in the image's build: the flags must be those it runs with (jvm.options), or the cache would be ignored.
set -eu
service=$1
account=$service
[ "$service" = signal-engine ] || account=$service-tiny
record=/tmp/training
# Seconds for what takes twenty: a service that hangs must not hold the build.
patience=600
mkdir -p $record

timeout $patience java --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xmx512m -Dproject.root=/sandbox -jar /sandbox/sandbox/target/sandbox.jar \
  --plain --tiers tiny --until 10:15 --speed 100000 --record $record --leave-out "$account" >/tmp/day.log 2>&1 &
day=$!

give_up() {
  cat /tmp/day.log /tmp/service.log 2>/dev/null || true
  echo "train.sh: $service $1" >&2
  exit 1
}

while ! [ -e "$record/$account.env" ]; do
  kill -0 $day 2>/dev/null || give_up "cannot be trained: the sandbox did not start"
  sleep 0.2
done
# Ends by itself, when the sandbox's clock does.
status=0
(
  set -a
  # shellcheck source=/dev/null
  . "$record/$account.env"
  export CLOUDWATCH_METRICS=emf
  exec timeout $patience java @jvm.options -XX:AOTCacheOutput=service.aot -jar service.jar >/tmp/service.log 2>&1
) &
trained=$!
wait $day || give_up "was trained on a day that failed"
wait $trained || status=$?
[ "$status" = 0 ] || give_up "ended with status $status"
[ -s service.aot ] || give_up "left no cache"
# "on" makes a cache that does not fit an error; without a revision a service that starts says so and ends with status 78.
REVISION='' java @jvm.options -XX:AOTCache=service.aot -XX:AOTMode=on -jar service.jar >/tmp/service.log 2>&1 || status=$?
[ "$status" = 78 ] || give_up "does not start from its cache: status $status"
