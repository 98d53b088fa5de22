// SPDX-License-Identifier: GPL-2.0-only

#include "nf-raw-header.h"

#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfRawHeader);

TypeId
NfRawHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfRawHeader")
                            .SetParent<Header>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfRawHeader>();
    return tid;
}

NfRawHeader::NfRawHeader(std::vector<uint8_t> bytes, TypeId typeId)
    : m_bytes(std::move(bytes)),
      m_typeId(typeId)
{
}

TypeId
NfRawHeader::GetInstanceTypeId() const
{
    return m_typeId;
}

uint32_t
NfRawHeader::GetSerializedSize() const
{
    return m_bytes.size();
}

void
NfRawHeader::Serialize(Buffer::Iterator start) const
{
    start.Write(m_bytes.data(), m_bytes.size());
}

uint32_t
NfRawHeader::Deserialize(Buffer::Iterator start)
{
    start.Read(m_bytes.data(), m_bytes.size());
    return m_bytes.size();
}

void
NfRawHeader::Print(std::ostream& os) const
{
    os << m_bytes.size() << " bytes";
}

} // namespace ns3
