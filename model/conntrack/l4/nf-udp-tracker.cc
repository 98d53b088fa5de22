// SPDX-License-Identifier: GPL-2.0-only

#include "nf-udp-tracker.h"

#include "nf-checksum.h"
#include "nf-header-size.h"

#include "ns3/simulator.h"

namespace ns3
{

namespace
{

} // namespace

bool
NfUdpTracker::ReadTuple(const uint8_t* header, uint32_t size, NfTuple& tuple) const
{
    return NfReadPorts(header, size, tuple);
}

bool
NfUdpTracker::IsBroken(const NfPacket& packet, const NfConntrackSettings& settings) const
{
    const uint8_t* header = packet.L4(NfHeaderSize::UDP);
    if (!header)
    {
        return true;
    }
    uint32_t length = NfRead16(header + 4);
    uint16_t checksum = NfRead16(header + 6);
    if (m_variant == Variant::UDPLITE && length == 0)
    {
        length = packet.GetPayloadSize();
    }
    if (length < NfHeaderSize::UDP || length > packet.GetPayloadSize())
    {
        return true;
    }
    if (checksum == 0)
    {
        return m_variant == Variant::UDPLITE && settings.verifyChecksums;
    }
    uint32_t coverage = m_variant == Variant::UDPLITE ? length : packet.GetPayloadSize();
    return NfHasBadChecksum(packet, settings, coverage, true);
}

NfTrackResult
NfUdpTracker::Track(NfPacket& packet, NfConnection& connection, NfTrackerHost& host) const
{
    const NfConntrackSettings& settings = host.GetSettings();
    if (IsBroken(packet, settings))
    {
        return NfTrackResult::INVALID;
    }
    if (!connection.IsConfirmed())
    {
        connection.assuredAfter = Simulator::Now() + Seconds(2);
    }
    bool stream =
        connection.Has(NfCtStatus::SEEN_REPLY) && Simulator::Now() > connection.assuredAfter;
    host.Refresh(connection, packet, stream ? settings.udpStream : settings.udp);
    if (stream && !connection.Has(NfCtStatus::NAT_CLASH))
    {
        host.Assure(connection);
    }
    return NfTrackResult::ACCEPT;
}

} // namespace ns3
