#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Instructions per packet of the layer's modes, as ratios to stock ns-3 (doc/performance.rst).
#   test/benchmark/layer-cost.sh [BUILD_DIR [FAMILY]]     FAMILY: 4, 6; needs valgrind; about two minutes
set -eu
program="$(cd "${1:-build/release}" && pwd)/test/benchmark/layer-cost"
[ -x "$program" ] || { echo "layer-cost.sh: $program is not built" >&2; exit 2; }
family=${2:-4}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" "$family" 2>&1 |
        sed -n 's/.*Collected : //p'
}

few=200
many=1200
stock=
for mode in stock idle rules masquerade; do
    a=$(instructions $mode $few)
    b=$(instructions $mode $many)
    per_packet=$(( (b - a) / (many - few) ))
    stock=${stock:-$per_packet}
    awk -v m=$mode -v p=$per_packet -v s="$stock" \
        'BEGIN { printf "%-12s %8d instructions per packet  %.3f x stock\n", m, p, p / s }'
done
