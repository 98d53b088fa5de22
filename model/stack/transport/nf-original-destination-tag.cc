// SPDX-License-Identifier: GPL-2.0-only

#include "nf-original-destination-tag.h"

#include <ostream>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfOriginalDestinationTag);

TypeId
NfOriginalDestinationTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfOriginalDestinationTag")
                            .SetParent<Tag>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfOriginalDestinationTag>();
    return tid;
}

TypeId
NfOriginalDestinationTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
NfOriginalDestinationTag::GetSerializedSize() const
{
    return m_destination.GetSerializedSize();
}

void
NfOriginalDestinationTag::Serialize(TagBuffer buffer) const
{
    m_destination.Serialize(buffer);
}

void
NfOriginalDestinationTag::Deserialize(TagBuffer buffer)
{
    m_destination.Deserialize(buffer);
}

void
NfOriginalDestinationTag::Print(std::ostream& os) const
{
    os << "original destination " << m_destination;
}

} // namespace ns3
