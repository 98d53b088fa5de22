// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Target "TRACE": report every rule that the packet hits from here on (Linux's xt_TRACE.c).
class TraceTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.traced = true;
        return NfTargetResult::CONTINUE;
    }
};

} // namespace

NfTargetType
NfMakeTraceTargetType()
{
    NfTargetType type =
        NfMakeTargetType<TraceTarget>("TRACE", "report every rule that the packet hits");
    type.stateless = true;
    type.tables = {"raw"};
    type.changes = false;
    return type;
}

} // namespace ns3
