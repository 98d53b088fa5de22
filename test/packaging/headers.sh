#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Each public header compiles on its own, with no others than public ones, as does the umbrella, and
# none shows a third-party library. Examples and documents include no others.
# usage: headers.sh CXX BUILD_DIR CXX_STANDARD
set -eu
cxx=$1
include=$2/public
module=$(cd "$(dirname "$0")/../.." && pwd)
standard=$3

set -- "$include"/ns3/*.h
[ -f "$include/ns3/netfilter-module.h" ] && [ $# -gt 1 ] || {
    echo "no headers in $include/ns3" >&2
    exit 1
}
if grep -nE '^# *include *[<"](sqlite3|SQLiteCpp|boost|expat|fmt|nlohmann|CLI)[/.]' "$@"; then
    echo "A public header shows a third-party library." >&2
    exit 1
fi
grep -rhoE '#include ["<]ns3/(nf-|netfilter)[a-z0-9-]+\.h' "$module/examples" "$module/doc" "$module/README.md" |
    sed 's/.*ns3.//' | sort -u | while read -r header; do
    [ -e "$include/ns3/$header" ] || {
        echo "An example or a document includes ns3/$header, which is no public header." >&2
        exit 1
    }
done
for header in "$@"; do
    basename "$header"
done | xargs -P 2 -I '{}' sh -c "echo '#include \"ns3/{}\"' |
    '$cxx' -std=c++$standard -fsyntax-only -Wall -Wextra -Wno-unused-parameter -Werror \
        -I '$include' -x c++ - || { echo 'ns3/{} does not compile on its own.' >&2; exit 1; }"
echo "$# headers compile on their own"
