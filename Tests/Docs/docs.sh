#!/usr/bin/env bash
# The documentation of the Swift libraries, converted without a warning from modules that are built already, so
# that the package needs no plugin.
#   docs.sh [FOLDER [BUILD]]     a website; a folder that goes afterwards, and .build/debug, unless named
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${2:-$root/.build/debug}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
folder=${1:-$scratch/docs}
triple=$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')
maps=()
for map in "$build"/*.build/module.modulemap "$root"/Sources/{CLAPACK,COpenBLAS}/module.modulemap; do
  maps+=(-Xcc "-fmodule-map-file=$map")
done
archives=()
for module in PrognosticModels Biostatistics; do
  mkdir -p "$scratch/$module"
  swift-symbolgraph-extract -module-name $module -I "$build/Modules" -target "$triple" "${maps[@]}" \
    -minimum-access-level public -skip-inherited-docs -skip-synthesized-members \
    -output-dir "$scratch/$module"
  docc convert "$root/Sources/$module/$module.docc" --additional-symbol-graph-dir "$scratch/$module" \
    --fallback-display-name $module --fallback-bundle-identifier $module --fallback-default-module-kind Library --warnings-as-errors \
    --output-path "$scratch/$module.doccarchive" >"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    echo "The documentation of $module has faults."
    exit 1
  }
  archives+=("$scratch/$module.doccarchive")
done
rm -rf "$folder"
docc merge "${archives[@]}" --synthesized-landing-page-name SarcomaRisk --output-path "$folder" >/dev/null
echo "Documentation: $(find "$folder/data" -name '*.json' | wc -l) pages, no warning"
