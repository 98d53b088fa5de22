#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The pages build without a warning: each is in a table of contents, each reference leads somewhere,
# and each literal text is in the language that it claims.
# usage: check_sphinx.sh DOC_DIR
set -eu
command -v sphinx-build >/dev/null || {
    echo "sphinx-build is not there"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sphinx-build -q -n -W --keep-going -b html -d "$work/doctrees" "$1" "$work/html"
[ -s "$work/html/netfilter.html" ]
