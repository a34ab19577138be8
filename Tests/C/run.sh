#!/usr/bin/env bash
# Builds the C libraries, installs them, and compiles and runs programs against what was installed.
#   run.sh [FOLDER]     where to install; a folder that goes afterwards unless named
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'rm -rf "$folder"' EXIT
"$root/bindings/c/build.sh" "$folder" 2>"$folder/build.log" || { cat "$folder/build.log"; exit 1; }
export PKG_CONFIG_PATH=$folder/lib/pkgconfig
exported=$(nm -D --defined-only "$folder/lib/libsarcoma.so" | awk '{print $3}' | grep -v '^sarcoma_' || true)
[ -z "$exported" ] || { echo "libsarcoma exports what is not its own: $exported"; exit 1; }
if ldd "$folder/lib/libsarcoma.so" | grep -Ei 'lapack|blas|swift|foundation'; then
  echo 'libsarcoma needs more than the system at run time.'
  exit 1
fi
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror)
for sanitizer in '' -fsanitize=address,undefined; do
  # shellcheck disable=SC2046
  cc "${flags[@]}" $sanitizer -fno-omit-frame-pointer "$here/scorer_test.c" -o "$folder/scorer_test" \
    $(pkg-config --cflags --libs sarcoma) -Wl,-rpath,"$folder/lib" -lm -pthread
  "$folder/scorer_test" "$root/models" >"$folder/scorer.txt"
done
echo "C: libsarcoma $(stat -Lc %s "$folder/lib/libsarcoma.so") bytes, $(tr '\n' ' ' <"$folder/scorer.txt")"
