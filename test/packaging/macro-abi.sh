#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Our builds define NS3_LOG_ENABLE as the installed ns-3 did, and the debug build NS3_ASSERT_ENABLE
# as well, over an ns-3 that was built without. That is sound as long as no header changes a class's
# layout with them but UdpClient's, with the log only. So: the headers that look at these macros are
# the known ones, and UdpClient has the size that its library thinks it has.
# usage: macro-abi.sh DIR:DIR:... PROGRAM
set -eu
include=
for dir in $(echo "$1" | tr : ' '); do
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
"$2"
