// SPDX-License-Identifier: GPL-2.0-only

#include "nf-generic-tracker.h"

namespace ns3
{

bool
NfGenericTracker::ReadTuple(const uint8_t* /* header */,
                            uint32_t /* size */,
                            NfTuple& /* tuple */) const
{
    return true;
}

NfTrackResult
NfGenericTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    host.Refresh(connection, packet, host.GetSettings().generic);
    return NfTrackResult::ACCEPT;
}

} // namespace ns3
