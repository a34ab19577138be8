#!/usr/bin/env bash
# The service under load beside a bare route of the same framework, in one run: wrk on the same machine.
#   load.sh SARCOMA      the release build of the command, with the service
# Prints medians of five: time until ready, and requests a second beside the bare route, alternating, from
# 16 connections for five seconds; then latency at half that rate, batches of a million rows (medians of
# three), and memory.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sarcoma=$1
swift build -c release --package-path "$here" >/dev/null
bare=$here/.build/release/BareServer
work=$(mktemp -d)
model=sarculator-extremity-os-2016-reconstructed
score=http://localhost:8098/v1/models/$model/score
body='{"patient": {"age": 61, "size": 12, "grade": 3, "histology": "LMS", "site": "thigh", "depth": "deep"}, "at": ["5y"]}'
cat >"$work/post.lua" <<LUA
wrk.method = "POST"
wrk.body = '$body'
wrk.headers["Content-Type"] = "application/json"
LUA
median() { sort -n "$1" | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }
milliseconds() { echo $((($(date +%s%N) - $1) / 1000000)); }

for _ in 1 2 3 4 5; do
  [ -z "${ours:-}" ] || { kill "$ours"; wait "$ours" || true; }
  start=$(date +%s%N)
  "$sarcoma" serve --port 8098 --log-level warning 2>"$work/log" &
  ours=$!
  until curl -sf localhost:8098/readyz >/dev/null; do sleep 0.002; done
  milliseconds "$start" >>"$work/ready"
done
echo "start to ready: $(median "$work/ready") ms"
"$bare" 8099 2>/dev/null &
theirs=$!
trap 'kill $ours $theirs 2>/dev/null; rm -rf "$work"' EXIT
sleep 1

size() { curl -s -H 'Content-Type: application/json' -d "$body" "$1" | wc -c; }
rate() { wrk -t1 -c16 -d5s -s "$work/post.lua" "$1" | awk '/Requests\/sec/ { print $2 }'; }
for _ in 1 2 3 4 5; do
  rate "$score" >>"$work/ours"
  rate http://localhost:8099/score >>"$work/bare"
done
most=$(median "$work/ours")
echo "bytes of an answer: $(size "$score"), bare $(size http://localhost:8099/score)"
echo "requests a second: $most, bare $(median "$work/bare"), ratio $(awk "BEGIN { printf \"%.3f\", $most / $(median "$work/bare") }")"
grep -h VmHWM /proc/$ours/status /proc/$theirs/status | awk '{ printf "%s%d MB", NR == 1 ? "memory: " : ", bare ", $2 / 1024 } END { print "" }'

# 64 askers who wait between two questions so long, on average, that half of the rate comes together.
{ cat "$work/post.lua"; echo "function delay() return math.floor(-math.log(1 - math.random()) * 124000 / $most + 0.5) end"; } >"$work/half.lua"
wrk -t1 -c64 -d10s --latency -s "$work/half.lua" "$score" >"$work/half"
awk -v most="$most" '/99%/ { p = $2 } /Requests\/sec/ { printf "at %.2f of that rate: 99 %% within %s\n", $2 / most, p }' "$work/half"

python3 - "$work" <<'PY'
import random, sys
random.seed(1)
with open(sys.argv[1] + "/rows.ndjson", "w") as lines, open(sys.argv[1] + "/rows.csv", "w") as table:
    table.write("age,size,grade,histology,site,depth\n")
    for _ in range(1000000):
        row = (random.randint(20, 80), random.uniform(1, 25), random.randint(1, 3),
               random.choice(["LMS", "UPS", "DDLPS"]))
        lines.write('{"age": %d, "size": %.1f, "grade": %d, "histology": "%s", "site": "thigh", "depth": "deep"}\n' % row)
        table.write("%d,%.1f,%d,%s,thigh,deep\n" % row)
PY
for kind in ndjson csv; do
  type=application/x-ndjson
  [ $kind = ndjson ] || type=text/csv
  for _ in 1 2 3; do
    start=$(date +%s%N)
    curl -s -H "Content-Type: $type" -T "$work/rows.$kind" -X POST \
      "localhost:8098/v1/score/batch?model=$model&at=5y" -o "$work/out"
    milliseconds "$start" >>"$work/$kind"
    grep VmHWM /proc/$ours/status >>"$work/memory.$kind"
  done
  echo "batch of $kind: $((1000000000 / $(median "$work/$kind"))) rows a second, $(wc -l <"$work/out") lines, memory at most$(awk '{ printf " %d", $2 / 1024 }' "$work/memory.$kind") MB"
done
