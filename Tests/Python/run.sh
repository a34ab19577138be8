#!/usr/bin/env bash
# Builds the wheel, installs it into a clean virtual environment, has its types checked, runs the package's tests and
# the doors', and the notebooks in short.
#   run.sh PROGRAM PATIENTS     the sarcoma to compare with, and how many patients go through every door
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
python=$work/venv/bin/python
"$python" -m pip install --quiet -r "$root/notebooks/requirements.txt" mypy pandas-stubs 2>"$work/pip.log" || {
  cat "$work/pip.log"
  echo 'pandas, scikit-learn, nbclient and mypy could not be installed: the network is missing.'
  exit 1
}
"$python" -m pip wheel --quiet --no-deps --wheel-dir "$work" "$root/bindings/python" >"$work/wheel.log" 2>&1 || {
  cat "$work/wheel.log"
  exit 1
}
"$python" -m pip install --quiet --no-deps "$work"/sarcomarisk-*.whl
unset PYTHONPATH SARCOMA_MODELS SARCOMA_LIBRARY SARCOMA_FIT_LIBRARY
export SARCOMA=$program SARCOMA_COMMAND=$program PATIENTS=$2
cd "$work"
"$python" -m mypy --strict --package sarcomarisk
"$python" -m mypy --strict "$root/bindings/python/tests/typed.py"
"$python" -W ignore -m unittest discover -s "$root/bindings/python/tests"
"$python" -W ignore "$root/Tests/Doors/doors_test.py"
SARCOMA_NOTEBOOKS=short "$python" "$root/notebooks/run.py" --check
echo "Python: $(basename "$work"/sarcomarisk-*.whl), $(stat -c %s "$work"/sarcomarisk-*.whl) bytes"
