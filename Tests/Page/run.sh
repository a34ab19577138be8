#!/usr/bin/env bash
# Drives the page in a real browser, with no network but the loopback.
#   run.sh PROGRAM PATIENTS [SCREENSHOTS]     the sarcoma to serve with, random patients, a folder for pictures
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../.venv
if ! "$venv/bin/python" -c 'import playwright, axe_playwright_python, pypdf' 2>/dev/null; then
  { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet playwright axe-playwright-python pypdf; } || {
    echo "playwright could not be installed into .venv: the network is missing."
    exit 1
  }
fi
SARCOMA=$(realpath "$1") PATIENTS=$2 SCREENSHOTS=${3:-} "$venv/bin/python" "$here/page_test.py"
