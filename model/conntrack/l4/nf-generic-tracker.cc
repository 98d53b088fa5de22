// SPDX-License-Identifier: GPL-2.0-only

#include "nf-generic-tracker.h"

#include "nf-tell-once.h"

namespace ns3
{

bool
NfGenericTracker::ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const
{
    return m_ports == Ports::NO || NfReadPorts(header, size, tuple);
}

NfTrackResult
NfGenericTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    if (m_ports == Ports::YES && !connection.IsConfirmed())
    {
        NfTellOnce(
            "SCTP is tracked by its ports alone: what Linux finds INVALID because there is no "
            "association is NEW or ESTABLISHED here");
    }
    host.Refresh(connection, packet, host.GetSettings().generic);
    return NfTrackResult::ACCEPT;
}

} // namespace ns3
