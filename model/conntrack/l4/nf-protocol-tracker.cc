// SPDX-License-Identifier: GPL-2.0-only

#include "nf-protocol-tracker.h"

#include "nf-checksum.h"
#include "nf-generic-tracker.h"
#include "nf-gre-tracker.h"
#include "nf-icmp-tracker.h"
#include "nf-icmpv6-tracker.h"
#include "nf-sctp-tracker.h"
#include "nf-tcp-tracker.h"
#include "nf-transport-checksum.h"
#include "nf-udp-tracker.h"

#include <algorithm>
#include <vector>

namespace ns3
{

const NfProtocolTracker&
NfProtocolTracker::Get(uint8_t protocol)
{
    static const NfTcpTracker tcp;
    static const NfUdpTracker udp;
    static const NfUdpTracker udpLite(NfUdpTracker::Variant::UDPLITE);
    static const NfIcmpTracker icmp;
    static const NfIcmpv6Tracker icmpv6;
    static const NfGreTracker gre;
    static const NfSctpTracker sctp;
    static const NfGenericTracker generic;
    switch (protocol)
    {
    case NfProtocol::TCP:
        return tcp;
    case NfProtocol::UDP:
        return udp;
    case NfProtocol::UDPLITE:
        return udpLite;
    case NfProtocol::ICMP:
        return icmp;
    case NfProtocol::ICMPV6:
        return icmpv6;
    case NfProtocol::GRE:
        return gre;
    case NfProtocol::SCTP:
        return sctp;
    default:
        return generic;
    }
}

bool
NfProtocolTracker::InvertPorts(const NfTuple& tuple, NfTuple& inverted) const
{
    inverted.sourcePort = tuple.destinationPort;
    inverted.destinationPort = tuple.sourcePort;
    return true;
}

bool
NfReadPorts(const uint8_t* header, uint32_t size, NfTuple& tuple)
{
    if (size < 4)
    {
        return false;
    }
    tuple.sourcePort = NfRead16(header);
    tuple.destinationPort = NfRead16(header + 2);
    return true;
}

bool
NfHasBadChecksum(const NfPacket& packet,
                 const NfConntrackSettings& settings,
                 uint32_t coverage,
                 bool pseudoHeader)
{
    if (packet.hook != NfHook::PREROUTING)
    {
        return false;
    }
    if (packet.checksumBad || !settings.verifyChecksums)
    {
        return packet.checksumBad;
    }
    std::vector<uint8_t> bytes = packet.CopyPayload();
    uint32_t covered = std::min<uint32_t>(coverage, bytes.size());
    const uint64_t sum =
        pseudoHeader ? NfTransportChecksum::SumPseudoHeader(packet.ip, bytes.size()) : 0;
    return NfChecksum::Finish(NfChecksum::Add(bytes.data(), covered, sum)) != 0;
}

} // namespace ns3
