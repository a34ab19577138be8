#!/usr/bin/env bash
# Runs openapi-spec-validator on the service's document and schemathesis against the live service.
#   conformance.sh PROGRAM EXAMPLES     the sarcoma to serve with, and examples an operation
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../.venv
if [ ! -x "$venv/bin/st" ]; then
  { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet schemathesis openapi-spec-validator; } || {
    echo "schemathesis could not be installed into .venv: the network is missing."
    exit 1
  }
fi
log=$(mktemp)
"$1" serve --port 0 --log-level info 2>"$log" &
server=$!
trap 'kill $server 2>/dev/null; rm -f "$log"' EXIT
port=
for _ in $(seq 100); do
  port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$log")
  [ -n "$port" ] && break
  sleep 0.1
done
"$venv/bin/openapi-spec-validator" "$here/../../Sources/SarcomaService/openapi.json"
SCHEMATHESIS_HOOKS=$here/hooks.py "$venv/bin/st" --config-file "$here/schemathesis.toml" run "http://127.0.0.1:$port/openapi.json" \
  --max-examples "$2" --seed 20261128 --no-color --workers 2
kill -0 $server
