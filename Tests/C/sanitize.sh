#!/usr/bin/env bash
# The C libraries under the thread and the address sanitizer, each by programs in C that are built with it.
#   sanitize.sh SECONDS     how long random calls go on
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror -g -O1)
export SWIFT_BACKTRACE=enable=no
for sanitizer in thread address; do
  scratch=$root/.build-c-$sanitizer
  swift build --package-path "$root" --scratch-path "$scratch" --product SarcomaC \
    --disable-default-traits --sanitize "$sanitizer" >"$scratch.log" 2>&1 || { cat "$scratch.log"; exit 1; }
  for program in scorer_test scorer_fuzz; do
    clang "${flags[@]}" -fsanitize="$sanitizer" "$here/$program.c" -I "$root/Sources/CSarcoma/include" \
      -o "$scratch/$program" -L "$scratch/debug" -lSarcomaC -Wl,-rpath,"$scratch/debug" -lm -pthread
  done
  "$scratch/scorer_test" "$root/models" >/dev/null
  echo "$sanitizer sanitizer: 8 threads on one scorer, no report"
  echo "$sanitizer sanitizer: $("$scratch/scorer_fuzz" "$root/models" "$1" "$RANDOM"), no report"
done
