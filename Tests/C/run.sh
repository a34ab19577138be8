#!/usr/bin/env bash
# Builds the C libraries, installs them, and compiles and runs programs against what was installed.
#   run.sh [FOLDER]     where to install; a folder that goes afterwards unless named
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
[ $# -gt 0 ] || trap 'rm -rf "$folder"' EXIT
"$root/bindings/c/build.sh" "$folder" 2>"$folder/build.log" || { cat "$folder/build.log"; exit 1; }
export PKG_CONFIG_PATH=$folder/lib/pkgconfig
for name in sarcoma sarcomafit; do
  library=$folder/lib/lib$name.so
  exported=$(nm -D --defined-only "$library" | awk '{print $3}' | grep -v '^sarcoma_' || true)
  [ -z "$exported" ] || { echo "lib$name exports what is not its own: $exported"; exit 1; }
  needed='swift|foundation'
  [ "$name" = sarcomafit ] || needed+='|lapack|blas'
  if ldd "$library" | grep -Ei "$needed"; then
    echo "lib$name needs more than it says at run time."
    exit 1
  fi
done
flags=(-std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror)
# program NAME LIBRARY SANITIZER
program() {
  # shellcheck disable=SC2046
  cc "${flags[@]}" $3 -fno-omit-frame-pointer "$here/$1.c" -o "$folder/$1" \
    $(pkg-config --cflags --libs "$2") -Wl,-rpath,"$folder/lib" -lm -pthread
}
for sanitizer in '' -fsanitize=address,undefined; do
  program scorer_test sarcoma "$sanitizer"
  scored=$("$folder/scorer_test" "$root/models" | tr '\n' ' ')
  program fit_test sarcomafit "$sanitizer"
  "$folder/fit_test" >"$folder/fit.txt"
done
program scorer_fuzz sarcoma -fsanitize=address,undefined
program fit_fuzz sarcomafit -fsanitize=address,undefined
fuzzed="$("$folder/scorer_fuzz" "$root/models" 5 20261128 2>&1); $("$folder/fit_fuzz" 5 20261128 2>&1)"
[ "$(wc -l <<<"$fuzzed")" = 1 ] || { echo "A library prints, which is its caller's to do: $fuzzed"; exit 1; }
# Whoever has the libraries and not OpenBLAS's development files compiles against them, from C++ too.
cat >"$folder/both.cpp" <<'CPP'
#include <sarcoma.h>
#include <sarcoma_fit.h>
int main() { return *sarcoma_last_error().message != 0 || *sarcoma_fit_version() == 0; }
CPP
# shellcheck disable=SC2046
c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror "$folder/both.cpp" -o "$folder/both" \
  $(PKG_CONFIG_LIBDIR="$PKG_CONFIG_PATH" pkg-config --cflags --libs sarcoma sarcomafit) -Wl,-rpath,"$folder/lib"
"$folder/both"
# What the README shows compiles and prints what it says.
{
  printf '#include <sarcoma.h>\n#include <stdio.h>\n#include <string.h>\nint main(void) {\n'
  sed -n '/^```c$/,/^```$/p' "$root/README.md" | grep -v '^```'
  printf 'printf("%%.17g\\n", survival);\nreturn 0; }\n'
} >"$folder/readme.c"
# shellcheck disable=SC2046
cc -std=c11 -Wall -Werror "$folder/readme.c" -o "$folder/readme" $(pkg-config --cflags --libs sarcoma) \
  -Wl,-rpath,"$folder/lib"
(cd "$root" && grep -q "// survival is $("$folder/readme")$" README.md) || { echo 'The README says another survival.'; exit 1; }
size() { stat -Lc %s "$folder/lib/lib$1.so"; }
echo "C: libsarcoma $(size sarcoma) bytes, libsarcomafit $(size sarcomafit); $scored"
echo "C: $fuzzed"
