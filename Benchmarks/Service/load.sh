#!/usr/bin/env bash
# The service under load beside a bare route of the same framework, in one run: wrk on the same machine.
#   load.sh SARCOMA      the release build of the command, with the service
# Prints medians of five runs of five seconds, alternating; latency at half load; memory; time until ready;
# and a batch of a million rows.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sarcoma=$1
swift build -c release --package-path "$here" >/dev/null
bare=$here/.build/release/BareServer
work=$(mktemp -d)
model=sarculator-extremity-os-2016-reconstructed
body='{"patient": {"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh", "depth": "deep"}, "at": ["5y"]}'
cat >"$work/post.lua" <<LUA
wrk.method = "POST"
wrk.body = '$body'
wrk.headers["Content-Type"] = "application/json"
LUA
start=$(date +%s%N)
"$sarcoma" serve --port 8098 --log-level warning 2>"$work/log" &
ours=$!
until curl -sf localhost:8098/readyz >/dev/null; do sleep 0.005; done
echo "start to ready: $((($(date +%s%N) - start) / 1000000)) ms"
"$bare" 8099 2>/dev/null &
theirs=$!
trap 'kill $ours $theirs 2>/dev/null; rm -rf "$work"' EXIT
sleep 1
echo "bytes of an answer: $(curl -s -H 'Content-Type: application/json' -d "$body" "localhost:8098/v1/models/$model/score" | wc -c), bare $(curl -s -H 'Content-Type: application/json' -d "$body" localhost:8099/score | wc -c)"
rate() { wrk -t1 -c16 -d5s -s "$work/post.lua" "$1" | awk '/Requests\/sec/ {print $2}'; }
for _ in 1 2 3 4 5; do
  rate "http://localhost:8098/v1/models/$model/score" >>"$work/ours"
  rate "http://localhost:8099/score" >>"$work/bare"
done
median() { sort -n "$1" | sed -n 3p; }
echo "requests a second: $(median "$work/ours"), bare $(median "$work/bare"), ratio $(python3 -c "print(round($(median "$work/ours")/$(median "$work/bare"), 3))")"
# Half load: as many connections as reach about half the rate.
wrk -t1 -c1 -d5s --latency -s "$work/post.lua" "http://localhost:8098/v1/models/$model/score" | grep -E "99%|Requests/sec"
python3 - "$work/rows" <<'PY'
import random, sys
random.seed(1)
with open(sys.argv[1], "w") as f:
    for _ in range(1000000):
        f.write('{"age": %d, "size": %.1f, "grade": %d, "histology": "%s", "site": "thigh", "depth": "deep"}\n'
                % (random.randint(20, 80), random.uniform(1, 25), random.randint(1, 3), random.choice(["LMS", "UPS", "DDLPS"])))
PY
for _ in 1 2 3; do
  start=$(date +%s%N)
  curl -s -H 'Content-Type: application/x-ndjson' -T "$work/rows" -X POST "localhost:8098/v1/score/batch?model=$model&at=5y" -o "$work/out"
  python3 -c "print('batch: %d rows a second' % (1e6 / ($(date +%s%N) - $start) * 1e9))"
done
wc -l "$work/out" | awk '{print "lines:", $1}'
echo "memory: $(awk '/VmHWM/ {print int($2/1024)}' /proc/$ours/status) MB at most"
