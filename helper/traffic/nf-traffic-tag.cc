// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-tag.h"

#include <ostream>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfTrafficTag);

TypeId
NfTrafficTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfTrafficTag")
                            .SetParent<Tag>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfTrafficTag>();
    return tid;
}

TypeId
NfTrafficTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
NfTrafficTag::GetSerializedSize() const
{
    return sizeof(pair) + sizeof(uint8_t) + sizeof(uint64_t) + sizeof(answer);
}

void
NfTrafficTag::Serialize(TagBuffer i) const
{
    i.WriteU32(pair);
    i.WriteU8(static_cast<uint8_t>(reader));
    i.WriteU64(static_cast<uint64_t>(sent));
    i.WriteU32(answer);
}

void
NfTrafficTag::Deserialize(TagBuffer i)
{
    pair = i.ReadU32();
    reader = static_cast<Reader>(i.ReadU8());
    sent = static_cast<int64_t>(i.ReadU64());
    answer = i.ReadU32();
}

void
NfTrafficTag::Print(std::ostream& os) const
{
    os << "pair=" << pair << " sent=" << sent;
}

} // namespace ns3
