// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-kernel-sender.h"

#include "nf-generated-packet.h"
#include "nf-icmp-error.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-output.h"

#include <vector>

namespace ns3
{

NfIpv4KernelSender::NfIpv4KernelSender(NfIpv4Node& node,
                                       const NfIpv4OutputRouting& routing,
                                       NfIpv4Output& output,
                                       Listener generated)
    : m_node(node),
      m_routing(routing),
      m_output(output),
      m_generated(std::move(generated))
{
    m_node.kernel = this;
}

NfSendResult
NfIpv4KernelSender::SendDatagram(NfPacket packet)
{
    return m_output.SendDatagram(std::move(packet));
}

bool
NfIpv4KernelSender::SendGenerated(const NfIpHeader& header,
                                  Ptr<Packet> payload,
                                  const NfPacket* about)
{
    NfPacket packet = NfMakeGenerated(header, payload, about, m_node.netns);
    NfIpv4OutputRouting::Answer answer = m_routing.Route(packet);
    if (!answer.entry)
    {
        return false;
    }
    if (packet.ip.source.ToIpv4().IsLocalhost() && !answer.entry->out->loopback &&
        !m_node.settings.routeLocalnet)
    {
        return false; // 127/8 does not leave the node
    }
    packet.route = answer.entry;
    if (packet.ip.source.IsAny())
    {
        packet.ip.source = answer.entry->route->GetSource();
    }
    if (packet.ip.id == 0 && !packet.ip.dontFragment)
    {
        packet.ip.id = m_node.netns.NextIpId();
    }
    if (about)
    {
        m_generated(packet, *about);
    }
    SendDatagram(std::move(packet));
    return true;
}

void
NfIpv4KernelSender::SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device)
{
    if (m_copying)
    {
        return;
    }
    NfPacket copy = NfMakeCopy(packet);
    copy.route = m_routing.RouteToward(gateway, copy, m_node.devices.Find(device));
    if (!copy.route)
    {
        return;
    }
    m_copying = true;
    m_output.SendCopy(std::move(copy));
    m_copying = false;
}

void
NfIpv4KernelSender::SendIcmpError(NfPacket& about,
                                  uint8_t type,
                                  uint8_t code,
                                  uint32_t info,
                                  uint32_t limit)
{
    NfAddressType target = m_node.addresses.GetType(about.ip.destination.V4());
    if (NfIcmpError::IsForbidden(about) || target == NfAddressType::BROADCAST)
    {
        return;
    }
    // What only a table other than local delivers here cannot be answered from its address.
    if (about.hook == NfHook::INPUT && target == NfAddressType::UNICAST)
    {
        return;
    }
    if (!m_node.IsLocal(about.ip.source) &&
        !m_node.icmpLimit.TakeError(about.ip.source.V4(), type, code))
    {
        return;
    }
    std::vector<uint8_t> message =
        NfIcmpError::Build(about, type, code, info, m_node.checksums, limit);
    NfIpHeader header;
    header.protocol = NfProtocol::ICMP;
    header.ttl = m_node.defaultTtl;
    header.tos = NfIcmpError::GetTos(about);
    header.destination = about.ip.source;
    if (m_node.IsLocal(about.ip.destination))
    {
        header.source = about.ip.destination;
    }
    SendGenerated(header, Create<Packet>(message.data(), message.size()), &about);
}

} // namespace ns3
