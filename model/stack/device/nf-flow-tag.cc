// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-tag.h"

#include "nf-byte-tags.h"
#include "nf-checksum.h"

#include "ns3/tag-buffer.h"
#include "ns3/tag.h"

#include <array>

namespace ns3
{

namespace
{

/// The bytes of an Ipv4FlowProbeTag: flow, packet, size (host order), source, destination.
class FlowProbeTagBytes : public Tag
{
  public:
    static constexpr uint32_t SIZE = 20;
    static constexpr uint32_t SOURCE = 12;
    static constexpr uint32_t DESTINATION = 16;

    /// @param typeId of Ipv4FlowProbeTag
    explicit FlowProbeTagBytes(TypeId typeId)
        : m_typeId(typeId)
    {
    }

    TypeId GetInstanceTypeId() const override
    {
        return m_typeId;
    }

    uint32_t GetSerializedSize() const override
    {
        return SIZE;
    }

    void Serialize(TagBuffer buffer) const override
    {
        buffer.Write(bytes.data(), SIZE);
    }

    void Deserialize(TagBuffer buffer) override
    {
        buffer.Read(bytes.data(), SIZE);
    }

    void Print(std::ostream& os) const override
    {
        os << "flow probe";
    }

    std::array<uint8_t, SIZE> bytes{};

  private:
    TypeId m_typeId;
};

} // namespace

void
NfRewriteFlowTag(Ptr<Packet> packet,
                 const NfAddress& oldSource,
                 const NfAddress& oldDestination,
                 const NfAddress& newSource,
                 const NfAddress& newDestination)
{
    TypeId typeId;
    if (!packet->GetByteTagIterator().HasNext() ||
        !TypeId::LookupByNameFailSafe("ns3::Ipv4FlowProbeTag", &typeId))
    {
        return;
    }
    NfByteTags tags(packet);
    bool changed = false;
    for (NfByteTags::Entry& entry : tags.GetEntries())
    {
        if (entry.tag->GetInstanceTypeId() != typeId)
        {
            continue;
        }
        auto tag = std::make_unique<FlowProbeTagBytes>(typeId);
        entry.tag->Serialize(TagBuffer(tag->bytes.data(), tag->bytes.data() + tag->bytes.size()));
        uint8_t* source = &tag->bytes[FlowProbeTagBytes::SOURCE];
        uint8_t* destination = &tag->bytes[FlowProbeTagBytes::DESTINATION];
        if (NfRead32(source) == oldSource.V4() && NfRead32(destination) == oldDestination.V4())
        {
            NfWrite32(source, newSource.V4());
            NfWrite32(destination, newDestination.V4());
            entry.tag = std::move(tag);
            changed = true;
        }
    }
    if (changed)
    {
        tags.Restore(packet);
    }
}

} // namespace ns3
