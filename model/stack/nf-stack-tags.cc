// SPDX-License-Identifier: GPL-2.0-only

#include "nf-stack-tags.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfStampTag);
NS_OBJECT_ENSURE_REGISTERED(NfRawOutputTag);
NS_OBJECT_ENSURE_REGISTERED(NfMarkTag);
NS_OBJECT_ENSURE_REGISTERED(NfTraceNumberTag);

namespace
{

/// \param name of the tag's class \return its TypeId
template <class T>
TypeId
MakeTagTypeId(const char* name)
{
    return TypeId(name).SetParent<Tag>().SetGroupName("Netfilter").AddConstructor<T>();
}

} // namespace

TypeId
NfStampTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfStampTag>("ns3::NfStampTag");
    return tid;
}

TypeId
NfStampTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
NfStampTag::GetSerializedSize() const
{
    return sizeof(m_node) + sizeof(m_serial);
}

void
NfStampTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU32(m_node);
    buffer.WriteU64(m_serial);
}

void
NfStampTag::Deserialize(TagBuffer buffer)
{
    m_node = buffer.ReadU32();
    m_serial = buffer.ReadU64();
}

void
NfStampTag::Print(std::ostream& os) const
{
    os << "node=" << m_node << " serial=" << m_serial;
}

TypeId
NfRawOutputTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfRawOutputTag>("ns3::NfRawOutputTag");
    return tid;
}

TypeId
NfRawOutputTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
NfRawOutputTag::GetSerializedSize() const
{
    return sizeof(m_node);
}

void
NfRawOutputTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU32(m_node);
}

void
NfRawOutputTag::Deserialize(TagBuffer buffer)
{
    m_node = buffer.ReadU32();
}

void
NfRawOutputTag::Print(std::ostream& os) const
{
    os << "node=" << m_node;
}

TypeId
NfMarkTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfMarkTag>("ns3::NfMarkTag");
    return tid;
}

TypeId
NfMarkTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
NfMarkTag::GetSerializedSize() const
{
    return sizeof(m_mark);
}

void
NfMarkTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU32(m_mark);
}

void
NfMarkTag::Deserialize(TagBuffer buffer)
{
    m_mark = buffer.ReadU32();
}

void
NfMarkTag::Print(std::ostream& os) const
{
    os << "mark=" << m_mark;
}

TypeId
NfTraceNumberTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfTraceNumberTag>("ns3::NfTraceNumberTag");
    return tid;
}

TypeId
NfTraceNumberTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
NfTraceNumberTag::GetSerializedSize() const
{
    return sizeof(m_number);
}

void
NfTraceNumberTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU64(m_number);
}

void
NfTraceNumberTag::Deserialize(TagBuffer buffer)
{
    m_number = buffer.ReadU64();
}

void
NfTraceNumberTag::Print(std::ostream& os) const
{
    os << "number=" << m_number;
}

} // namespace ns3
