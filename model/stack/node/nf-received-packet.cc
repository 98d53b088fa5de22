// SPDX-License-Identifier: GPL-2.0-only

#include "nf-received-packet.h"

#include "ns3/simulator.h"

namespace ns3
{

NfReceivedPacket::NfReceivedPacket(const NfFrame& from, const NfDevice* in, NfNetns& netns)
    : device(from.device),
      to(from.to),
      packetType(from.packetType)
{
    packet.packetType = from.packetType;
    packet.etherType = from.protocol;
    packet.in = in;
    packet.netns = &netns;
    packet.sourceMac = from.from;
}

void
NfReceiveSelf(NfStackNode& node,
              const NfFrame& frame,
              const std::function<void(const NfFrame&)>& receive)
{
    if (node.IsIdle())
    {
        NfReceptions::Scope reception(node.link.GetReceptions());
        node.link.PassUp(frame);
        return;
    }
    Simulator::ScheduleNow([&node,
                            receive,
                            device = frame.device,
                            bytes = frame.bytes,
                            protocol = frame.protocol,
                            from = frame.from,
                            to = frame.to,
                            packetType = frame.packetType] {
        NfReceptions::Scope reception(node.link.GetReceptions());
        const NfFrame kept{device, bytes, protocol, from, to, packetType};
        node.IsIdle() ? node.link.PassUp(kept) : receive(kept);
    });
}

} // namespace ns3
