#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Each public header compiles on its own, as does the umbrella, and none shows a third-party
# library.
# usage: headers.sh CXX BUILD_DIR CXX_STANDARD
set -eu
cxx=$1
include=$2/include
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
for header in "$@"; do
    basename "$header"
done | xargs -P 2 -I '{}' sh -c "echo '#include \"ns3/{}\"' |
    '$cxx' -std=c++$standard -fsyntax-only -Wall -Wextra -Wno-unused-parameter -Werror \
        -I '$include' -x c++ - || { echo 'ns3/{} does not compile on its own.' >&2; exit 1; }"
echo "$# headers compile on their own"
