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

/**
 * @param name of the tag's class
 * @return its TypeId
 */
template <class T>
TypeId
MakeTagTypeId(const char* name)
{
    return TypeId(name).SetParent<Tag>().SetGroupName("Netfilter").AddConstructor<T>();
}

} // namespace

std::ostream&
operator<<(std::ostream& os, const NfStamp& stamp)
{
    return os << "node=" << stamp.node << " serial=" << stamp.serial;
}

std::ostream&
operator<<(std::ostream& os, const NfTraceNumber& number)
{
    return os << number.number;
}

TypeId
NfStampTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfStampTag>("ns3::NfStampTag");
    return tid;
}

TypeId
NfRawOutputTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfRawOutputTag>("ns3::NfRawOutputTag");
    return tid;
}

TypeId
NfMarkTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfMarkTag>("ns3::NfMarkTag");
    return tid;
}

TypeId
NfTraceNumberTag::GetTypeId()
{
    static TypeId tid = MakeTagTypeId<NfTraceNumberTag>("ns3::NfTraceNumberTag");
    return tid;
}

void
NfRemoveTraceNumber(const Ptr<Packet>& packet)
{
    NfTraceNumberTag number;
    packet->RemovePacketTag(number);
}

} // namespace ns3
