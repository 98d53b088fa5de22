#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes the figures of gallery.rst with the commands that stand there.
# usage: gallery.sh NFSIM THREE_ZONE FOLDER   the programs, and where the figures go
set -eu
nfsim=$1
example=$2
folder=$3
doc=$(cd "$(dirname "$0")" && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$work"

"$example" --trace=three-zone.db >/dev/null
mkdir accept-all
for rules in "$doc"/../examples/three-zone/*.rules; do
    {
        printf '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n'
        sed -n '/^\*nat/,/^COMMIT/p' "$rules"
    } >"accept-all/$(basename "$rules")"
done
"$example" --trace=open.db --rules=accept-all >/dev/null

PATH=$(dirname "$nfsim"):$PATH
sed -n 's/^``\(nfsim plot .*\)``$/\1/p' "$doc/gallery.rst" >commands
sh -eux commands
mv ./*.svg "$folder"
