// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipsec.h"

#include "nf-netns.h"

#include "ns3/abort.h"
#include "ns3/tag-buffer.h"
#include "ns3/tag.h"

#include <array>

namespace ns3
{

namespace
{

/// Both paths of a packet at a node.
class IpsecTag : public Tag
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::NfIpsecTag")
                                .SetParent<Tag>()
                                .SetGroupName("Netfilter")
                                .AddConstructor<IpsecTag>();
        return tid;
    }

    TypeId GetInstanceTypeId() const override
    {
        return GetTypeId();
    }

    uint32_t GetSerializedSize() const override
    {
        return HEAD_SIZE + TRANSFORM_SIZE * (received.size() + forSending.size());
    }

    void Serialize(TagBuffer buffer) const override
    {
        buffer.WriteU32(node);
        for (const NfIpsec::Path* path : {&received, &forSending})
        {
            buffer.WriteU8(path->size());
            for (const NfIpsecTransform& transform : *path)
            {
                Write(buffer, transform);
            }
        }
    }

    void Deserialize(TagBuffer buffer) override
    {
        node = buffer.ReadU32();
        for (NfIpsec::Path* path : {&received, &forSending})
        {
            path->resize(buffer.ReadU8());
            for (NfIpsecTransform& transform : *path)
            {
                Read(buffer, transform);
            }
        }
    }

    void Print(std::ostream& os) const override
    {
        os << "node " << node << ", undone " << received.size() << ", to do " << forSending.size();
    }

    uint32_t node{0};
    NfIpsec::Path received;
    NfIpsec::Path forSending;

  private:
    static constexpr uint32_t HEAD_SIZE = 6;       //!< node and two counts
    static constexpr uint32_t TRANSFORM_SIZE = 42; //!< two numbers, two bytes, two addresses

    static void Write(TagBuffer& buffer, const NfIpsecTransform& transform)
    {
        buffer.WriteU32(transform.request);
        buffer.WriteU32(transform.index);
        buffer.WriteU8(transform.protocol);
        buffer.WriteU8(transform.tunnel);
        for (const NfAddress& address : {transform.source, transform.destination})
        {
            for (uint32_t word : address.Words())
            {
                buffer.WriteU32(word);
            }
        }
    }

    static void Read(TagBuffer& buffer, NfIpsecTransform& transform)
    {
        transform.request = buffer.ReadU32();
        transform.index = buffer.ReadU32();
        transform.protocol = buffer.ReadU8();
        transform.tunnel = buffer.ReadU8() != 0;
        for (NfAddress* address : {&transform.source, &transform.destination})
        {
            std::array<uint32_t, 4> words{};
            for (uint32_t& word : words)
            {
                word = buffer.ReadU32();
            }
            *address = NfAddress(words);
        }
    }
};

NS_OBJECT_ENSURE_REGISTERED(IpsecTag);

/// @return the tag that a packet has for a node; an empty one if it has none
IpsecTag
Peek(const Ptr<const Packet>& packet, uint32_t node)
{
    IpsecTag tag;
    if (!packet || !packet->PeekPacketTag(tag) || tag.node != node)
    {
        tag = IpsecTag();
        tag.node = node;
    }
    return tag;
}

void
Mark(const Ptr<Packet>& packet,
     uint32_t node,
     NfIpsec::Path IpsecTag::*which,
     const NfIpsec::Path& path)
{
    NS_ABORT_MSG_IF(path.size() > NfIpsec::MAX_TRANSFORMS,
                    "a packet has at most " << NfIpsec::MAX_TRANSFORMS << " transformations");
    IpsecTag tag = Peek(packet, node);
    tag.*which = path;
    IpsecTag old;
    packet->RemovePacketTag(old); // another size: ReplacePacketTag() does not do
    packet->AddPacketTag(tag);
}

std::optional<NfIpsec::Path>
Get(const NfPacket& packet, NfIpsec::Path IpsecTag::*which)
{
    const IpsecTag tag = Peek(packet.PeekPayload(), packet.netns->GetNodeId());
    return (tag.*which).empty() ? std::nullopt : std::optional(tag.*which);
}

} // namespace

void
NfIpsec::MarkReceived(NfPacket& packet, const Path& path)
{
    MarkReceived(packet.GetPayload(), packet.netns->GetNodeId(), path);
}

void
NfIpsec::MarkReceived(const Ptr<Packet>& frame, uint32_t node, const Path& path)
{
    Mark(frame, node, &IpsecTag::received, path);
}

void
NfIpsec::MarkForSending(NfPacket& packet, const Path& path)
{
    Mark(packet.GetPayload(), packet.netns->GetNodeId(), &IpsecTag::forSending, path);
}

std::optional<NfIpsec::Path>
NfIpsec::GetReceived(const NfPacket& packet)
{
    return Get(packet, &IpsecTag::received);
}

std::optional<NfIpsec::Path>
NfIpsec::GetForSending(const NfPacket& packet)
{
    return Get(packet, &IpsecTag::forSending);
}

} // namespace ns3
