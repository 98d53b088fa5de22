// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-packets.h"

#include "nf-replay-network.h"
#include "nf-replay-values.h"

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

NfReplayReply
ReadReply(const NfJsonNode& node, std::size_t before)
{
    constexpr int64_t max8 = 255;
    constexpr int64_t max16 = 65535;
    constexpr int64_t max32 = std::numeric_limits<uint32_t>::max();
    NfReplayReply reply;
    NfJsonNode to = node.At("reply_to");
    if (before == 0)
    {
        to.Fail("there is no packet before this one");
    }
    reply.to = to.Integer(0, int64_t(before) - 1);
    auto number = [](const NfJsonNode& object, const char* key, auto& value, int64_t most) {
        if (auto member = object.Find(key))
        {
            value = member->Integer(0, most);
        }
    };
    number(node, "output", reply.output, max32);
    number(node, "ttl", reply.ttl, max8);
    number(node, "ident", reply.ident, max16);
    if (auto l4 = node.Find("l4"))
    {
        if (auto flags = l4->Find("flags"))
        {
            reply.flags = flags->Text();
            if (reply.flags.find_first_not_of("FSRPAUEC") != std::string::npos)
            {
                flags->Fail("expected letters of FSRPAUEC, not " + flags->Describe());
            }
        }
        number(*l4, "seq", reply.seq, max32);
        number(*l4, "ack", reply.ack, max32);
        number(*l4, "win", reply.window, max16);
        number(*l4, "time", reply.time, max32);
        if (auto follows = l4->Find("follows"))
        {
            reply.follows = follows->Flag();
        }
        if (auto data = l4->Find("data"))
        {
            reply.data = NfReadReplayBytes(*data);
        }
    }
    if (auto error = node.Find("error"))
    {
        std::vector<NfJsonNode> pair = error->Elements();
        if (pair.size() != 2)
        {
            error->Fail("expected [type, code], not " + error->Describe());
        }
        reply.error =
            std::pair<uint8_t, uint8_t>(pair[0].Integer(0, max8), pair[1].Integer(0, max8));
    }
    number(node, "mtu", reply.mtu, max32);
    if (auto from = node.Find("from"))
    {
        reply.from = NfReadReplayAddress(*from);
    }
    return reply;
}

void
ReadOwner(const NfJsonNode& node, NfSocketOwner& owner)
{
    constexpr int64_t last = std::numeric_limits<uint32_t>::max() - 1;
    if (auto uid = node.Find("uid"))
    {
        owner.uid = uid->Integer(0, last);
    }
    if (auto gid = node.Find("gid"))
    {
        owner.gid = gid->Integer(0, last);
    }
    for (const NfJsonNode& group : node.Elements("groups"))
    {
        owner.groups.push_back(group.Integer(0, last));
    }
}

NfReplayPacket
ReadPacket(const NfJsonNode& node, const NfReplayScenario& scenario)
{
    NfReplayPacket packet;
    packet.place = node.Place();
    if (auto local = node.Find("local"))
    {
        packet.local = local->Flag();
    }
    if (auto device = node.Find("in"))
    {
        packet.in = NfReadReplayDevice(*device, scenario);
        if (packet.in == "lo")
        {
            device->Fail("lo is given no packets from outside; use \"local\"");
        }
    }
    if (auto mark = node.Find("mark"))
    {
        packet.mark = mark->Integer(0, std::numeric_limits<uint32_t>::max());
    }
    ReadOwner(node, packet.owner);
    if (auto at = node.Find("at"))
    {
        packet.at = at->Seconds();
    }
    if (auto note = node.Find("note"))
    {
        packet.note = note->Text();
    }
    if (auto hex = node.Find("hex"))
    {
        packet.bytes = NfReadReplayBytes(*hex);
    }
    if (node.Find("reply_to"))
    {
        packet.reply = ReadReply(node, scenario.packets.size());
    }
    else if (!packet.bytes || (!packet.local && packet.in.empty()))
    {
        node.Fail("a packet needs \"hex\", and \"in\" or \"local\"; or \"reply_to\"");
    }
    return packet;
}

} // namespace

void
NfReadReplayPackets(const NfJsonNode& root, NfReplayScenario& scenario)
{
    for (const NfJsonNode& node : root.Elements("packets"))
    {
        scenario.packets.push_back(ReadPacket(node, scenario));
    }
}

} // namespace ns3
