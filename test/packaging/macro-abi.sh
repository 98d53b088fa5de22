#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The debug build turns on NS3_ASSERT_ENABLE everywhere and NS3_LOG_ENABLE in the library, over an
# ns-3 that was built without. That is sound as long as no header that we see changes a class's
# layout with them: the headers that look at these macros are known, and the one that does change
# (UdpClient keeps a string for its log) is not included by the library.
# usage: macro-abi.sh INCLUDE_DIRS_OF_NS3 SOURCE_DIR
set -eu
include=
for dir in $(echo "$1" | tr ';' ' '); do
    [ -f "$dir/ns3/assert.h" ] && include=$dir && break
done
[ -n "$include" ] || { echo "no ns3/assert.h in $1" >&2; exit 1; }

found=$(cd "$include/ns3" && grep -lE 'NS3_(ASSERT|LOG)_ENABLE' -- *.h | grep -vE '^nf-' | sort)
known='assert.h
log-macros-disabled.h
log-macros-enabled.h
udp-client.h'
if [ "$found" != "$known" ]; then
    echo "These ns-3 headers look at the macros; check that the new ones keep their layout:" >&2
    echo "$found" >&2
    exit 1
fi
if grep -q NS3_ASSERT_ENABLE "$include/ns3/udp-client.h"; then
    echo "UdpClient's layout depends on NS3_ASSERT_ENABLE" >&2
    exit 1
fi
if grep -rnE 'ns3/(udp-client|applications-module)\.h' "$2/model" "$2/helper"; then
    echo "The library may not include UdpClient: its layout depends on NS3_LOG_ENABLE." >&2
    exit 1
fi
