#!/usr/bin/env bash
# Builds the C libraries, each a shared object that needs nothing of Swift at run time.
#   build.sh FOLDER [NAME...]     libsarcoma.so without LAPACK, and libsarcomafit.so; both unless named
# Into FOLDER go lib/NAME.so.MAJOR with its links, include/ and lib/pkgconfig/. The pkg-config files say where
# they lie by themselves, so that what was installed may be moved. What libsarcomafit needs of OpenBLAS it names as
# libraries: a program is compiled and linked without OpenBLAS's own headers and pkg-config files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
scratch=${SARCOMA_SCRATCH:-$root/.build-c}
version=$(sed -n 's/.*current = "\(.*\)"/\1/p' "$root/Sources/PrognosticModels/Reporting/Version.swift")

# NAME PRODUCT HEADER DESCRIPTION LIBRARIES
build() {
  local name=$1 product=$2 header=$3 description=$4 private=$5
  local abi names exports=$scratch/$name.map
  abi=$(sed -n 's/#define SARCOMA.*_ABI_VERSION \([0-9]*\)/\1/p' "$header")
  names=$(grep -oE '\bsarcoma_[a-z_]+\(' "$header" | grep -vE '^sarcoma_(error|text)\(' | tr -d '(' | sort -u)
  mkdir -p "$scratch" "$folder/lib/pkgconfig" "$folder/include"
  { echo '{ global:'; for each in $names; do echo "  $each;"; done; echo '  local: *; };'; } >"$exports"
  swift build --package-path "$root" --scratch-path "$scratch" -c release --product "$product" \
    --disable-default-traits -Xswiftc -static-stdlib -Xswiftc -use-ld=lld \
    -Xlinker --version-script="$exports" -Xlinker --gc-sections -Xlinker -soname="$name.so.$abi" \
    -Xlinker -z -Xlinker nodelete -Xlinker --icf=safe -Xlinker -s 1>&2
  install -m 755 "$scratch/release/lib$product.so" "$folder/lib/$name.so.$abi"
  ln -sf "$name.so.$abi" "$folder/lib/$name.so"
  install -m 644 "$header" "$folder/include/"
  cat >"$folder/lib/pkgconfig/${name#lib}.pc" <<PC
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: ${name#lib}
Description: $description
Version: $version
Libs: -L\${libdir} -l${name#lib}
Libs.private: $private
Cflags: -I\${includedir}
PC
}

[ $# -gt 0 ] || set -- libsarcoma libsarcomafit
for name in "$@"; do
  case $name in
    libsarcoma)
      build libsarcoma SarcomaC "$root/Sources/CSarcoma/include/sarcoma.h" \
        'Prognosis in soft tissue sarcoma: scores, comparison and benefit' '' ;;
    libsarcomafit)
      build libsarcomafit SarcomaFitC "$root/Sources/CSarcomaFit/include/sarcoma_fit.h" \
        'Prognosis: Cox and logistic fits, survival curves, validations; needs OpenBLAS and LAPACKE' \
        '-lopenblas -llapacke' ;;
    *) echo "There is no library $name." >&2; exit 2 ;;
  esac
done
