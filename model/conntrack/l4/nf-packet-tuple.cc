// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-tuple.h"

#include "nf-protocol-tracker.h"

#include <algorithm>

namespace ns3
{

bool
NfHasUpperLayer(const NfIpHeader& ip)
{
    const bool ended = ip.family == NfFamily::IPV6 && ip.protocol == NfProtocol::NO_NEXT_HEADER;
    return ip.fragmentOffset == 0 && !ip.brokenChain && !ended;
}

std::optional<NfTuple>
NfGetTuple(const NfPacket& packet)
{
    if (!NfHasUpperLayer(packet.ip))
    {
        return {};
    }
    NfTuple tuple;
    tuple.source = packet.ip.source;
    tuple.destination = packet.ip.destination;
    tuple.protocol = packet.ip.protocol;
    tuple.family = packet.ip.family;
    constexpr uint32_t most = 8;
    uint32_t size = std::min(packet.GetPayloadSize(), most);
    const uint8_t* header = packet.L4(size);
    if (!NfProtocolTracker::Get(tuple.protocol).ReadTuple(header, size, tuple))
    {
        return {};
    }
    return tuple;
}

std::optional<NfTuple>
NfInvertTuple(const NfTuple& tuple)
{
    NfTuple inverted;
    inverted.source = tuple.destination;
    inverted.destination = tuple.source;
    inverted.protocol = tuple.protocol;
    inverted.family = tuple.family;
    if (!NfProtocolTracker::Get(tuple.protocol).InvertPorts(tuple, inverted))
    {
        return {};
    }
    return inverted;
}

} // namespace ns3
