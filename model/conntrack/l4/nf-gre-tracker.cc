// SPDX-License-Identifier: GPL-2.0-only

#include "nf-gre-tracker.h"

#include "nf-checksum.h"

namespace ns3
{

bool
NfGreTracker::ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const
{
    constexpr uint32_t pptpSize = 8;
    constexpr uint16_t protocolPpp = 0x880b;
    if (size < pptpSize || (header[1] & 7) != 1)
    {
        return true; // Linux takes what it cannot read for version 0
    }
    if (NfRead16(header + 2) != protocolPpp)
    {
        return false;
    }
    tuple.destinationPort = NfRead16(header + 6);
    return true;
}

NfTrackResult
NfGreTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    // Linux's PPTP gives its calls hours, but the tracker forgets that with the first packet.
    if (connection.Has(NfCtStatus::SEEN_REPLY))
    {
        host.Refresh(connection, packet, host.GetSettings().greStream);
        host.Assure(connection);
    }
    else
    {
        host.Refresh(connection, packet, host.GetSettings().gre);
    }
    return NfTrackResult::ACCEPT;
}

} // namespace ns3
