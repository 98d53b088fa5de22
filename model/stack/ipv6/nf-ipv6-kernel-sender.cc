// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-kernel-sender.h"

#include "nf-generated-packet.h"
#include "nf-icmpv6-error.h"
#include "nf-ipv6-convert.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-output-routing.h"
#include "nf-ipv6-output.h"
#include "nf-ipv6-source-choice.h"

#include <utility>
#include <vector>

namespace ns3
{

NfIpv6KernelSender::NfIpv6KernelSender(NfIpv6Node& node,
                                       const NfIpv6OutputRouting& routing,
                                       NfIpv6Output& output,
                                       Listener generated)
    : m_node(node),
      m_routing(routing),
      m_output(output),
      m_generated(std::move(generated)),
      m_limit(node.settings)
{
    m_node.kernel = this;
}

NfSendResult
NfIpv6KernelSender::SendDatagram(NfPacket packet)
{
    return m_output.SendDatagram(std::move(packet));
}

bool
NfIpv6KernelSender::SendGenerated(const NfIpHeader& header,
                                  Ptr<Packet> payload,
                                  const NfPacket* about)
{
    NfPacket packet = NfMakeGenerated(header, payload, about, m_node.shared.netns);
    NfIpv6OutputRouting::Answer answer = m_routing.Route(packet, about ? about->in : nullptr);
    if (!answer.entry)
    {
        return false;
    }
    packet.route = answer.entry;
    if (packet.ip.source.IsAny())
    {
        packet.ip.source =
            NfChooseIpv6Source(m_node, packet.ip.destination, *answer.entry).value_or(NfAddress());
    }
    if (about)
    {
        m_generated(packet, *about);
    }
    SendDatagram(std::move(packet));
    return true;
}

void
NfIpv6KernelSender::SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device)
{
    if (m_copying)
    {
        return;
    }
    NfPacket copy = NfMakeCopy(packet);
    copy.route = m_routing.RouteToward(gateway, copy, m_node.shared.devices.Find(device));
    if (!copy.route)
    {
        return;
    }
    m_copying = true;
    m_output.SendCopy(std::move(copy));
    m_copying = false;
}

void
NfIpv6KernelSender::SendIcmpError(NfPacket& about,
                                  uint8_t type,
                                  uint8_t code,
                                  uint32_t info,
                                  uint32_t limit)
{
    if (NfIcmpv6Error::IsForbidden(about, type, code))
    {
        return;
    }
    NfIpHeader header;
    header.family = NfFamily::IPV6;
    header.protocol = NfProtocol::ICMPV6;
    header.ttl = m_node.defaultHopLimit;
    header.destination = about.ip.source;
    NfPacket probe(header, Create<Packet>());
    const NfIpv6OutputRouting::Answer answer = m_routing.Route(probe, about.in);
    if (!answer.entry)
    {
        return;
    }
    header.source = about.ip.destination;
    if (!m_node.addresses.IsLocal(about.ip.destination))
    {
        // Linux looks at the device that it came in by, unless the route back has a source.
        const bool isOwn = answer.entry->source || !about.in;
        const auto own = isOwn ? NfChooseIpv6Source(m_node, header.destination, *answer.entry)
                               : NfChooseIpv6Source(m_node, header.destination, about.in);
        header.source = own.value_or(NfAddress());
    }
    if (!answer.entry->out->loopback &&
        !m_limit.TakeError(header.destination,
                           type,
                           m_routing.GetPrefixLength(*answer.entry->route, header.destination)))
    {
        return;
    }
    std::vector<uint8_t> message = NfIcmpv6Error::Build(about, type, code, info, limit);
    NfIcmpv6Error::FillChecksum(header, message);
    SendGenerated(header, Create<Packet>(message.data(), message.size()), &about);
}

} // namespace ns3
