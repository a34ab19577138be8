#!/usr/bin/env bash
# The C libraries under the thread and the address sanitizer, each by programs in C that are built with it.
#   sanitize.sh SECONDS     how long random calls go on
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror -g -O1)
export SWIFT_BACKTRACE=enable=no
# The sanitizers' runtimes that come with Swift know of libdispatch.
runtime=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")/lib/swift/linux
for sanitizer in thread address; do
  scratch=$root/.build-c-$sanitizer
  for product in SarcomaC SarcomaFitC; do
    swift build --package-path "$root" --scratch-path "$scratch" --product "$product" \
      --disable-default-traits --sanitize "$sanitizer" >"$scratch.log" 2>&1 || { cat "$scratch.log"; exit 1; }
  done
  for program in scorer_test:SarcomaC scorer_fuzz:SarcomaC fit_test:SarcomaFitC fit_fuzz:SarcomaFitC; do
    name=${program%:*} library=${program#*:}
    clang "${flags[@]}" -fuse-ld=lld -fsanitize="$sanitizer" "$here/$name.c" \
      -I "$root/Sources/CSarcoma/include" -I "$root/Sources/CSarcomaFit/include" -o "$scratch/$name" \
      -L "$scratch/debug" "-l$library" -Wl,-rpath,"$scratch/debug" \
      -L "$runtime" -Wl,-rpath,"$runtime" -ldispatch -lBlocksRuntime -lm -pthread
  done
  "$scratch/scorer_test" "$root/models" >/dev/null
  "$scratch/fit_test" >/dev/null
  echo "$sanitizer sanitizer: 8 threads on one scorer, a fit, no report"
  echo "$sanitizer sanitizer, scores: $("$scratch/scorer_fuzz" "$root/models" "$1" "$RANDOM"), no report"
  echo "$sanitizer sanitizer, fits: $("$scratch/fit_fuzz" "$1" "$RANDOM"), no report"
done
