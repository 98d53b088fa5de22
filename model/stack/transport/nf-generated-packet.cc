// SPDX-License-Identifier: GPL-2.0-only

#include "nf-generated-packet.h"

#include "nf-named-headers.h"

namespace ns3
{

NfPacket
NfMakeGenerated(const NfIpHeader& header,
                const Ptr<Packet>& payload,
                const NfPacket* about,
                NfNetns& netns)
{
    NfNameHeaders(header.protocol, payload);
    NfPacket packet(header, payload);
    packet.generated = true;
    packet.netns = &netns;
    const bool isIpv6 = header.family == NfFamily::IPV6;
    packet.etherType = isIpv6 ? NfEtherType::IPV6 : NfEtherType::IPV4;
    // Errors, and resets where nobody listens, go out through sockets of the kernel. A reset about
    // a packet is a rule's, and needs none.
    const uint8_t errors = isIpv6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP;
    packet.socket = header.protocol == errors || !about ? &NF_KERNEL_SOCKET : nullptr;
    if (about && about->ct)
    {
        packet.ct = about->ct;
        packet.ctState = NfCtState::RELATED;
        packet.ctDirection = Opposite(about->ctDirection);
    }
    else if (about && about->ctState == NfCtState::UNTRACKED)
    {
        // Linux copies the label without a connection: rules of the table raw cannot say NOTRACK
        // any more, and connection tracking judges the packet afresh.
        packet.ctState = NfCtState::RELATED;
    }
    return packet;
}

NfPacket
NfMakeCopy(NfPacket& packet)
{
    NfPacket copy = packet.Clone();
    copy.ResetConntrack();
    copy.ctState = NfCtState::UNTRACKED;
    copy.generated = true;
    copy.socket = nullptr;
    copy.route = nullptr;
    const bool received = packet.hook == NfHook::PREROUTING || packet.hook == NfHook::INPUT;
    copy.ip.ttl -= received ? 1 : 0; // two hosts that copy to each other end so
    copy.ip.dontFragment |= copy.ip.family == NfFamily::IPV4;
    return copy;
}

} // namespace ns3
