// SPDX-License-Identifier: GPL-2.0-only

#include "nf-guarded-queue-item.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-tcp-options.h"
#include "nf-types.h"

#include "ns3/hash.h"

#include <array>
#include <typeinfo>

namespace ns3
{

namespace
{

constexpr uint32_t LONGEST_TCP_HEADER = 60;

bool
IsTcpReadable(const Packet& packet)
{
    std::array<uint8_t, LONGEST_TCP_HEADER> tcp;
    uint32_t size = packet.CopyData(tcp.data(), tcp.size());
    if (size < NfHeaderSize::TCP)
    {
        return false;
    }
    uint32_t headerSize = (tcp[12] >> 4) * 4U;
    // Of a header that would be shorter than possible ns-3 looks at no options.
    return headerSize <= NfHeaderSize::TCP ||
           (headerSize <= size && NfTcpOptions::IsReadByStock(tcp.data() + NfHeaderSize::TCP,
                                                              headerSize - NfHeaderSize::TCP));
}

bool
IsHashable(const Ipv4QueueDiscItem& item)
{
    const Ipv4Header& header = item.GetHeader();
    if (header.GetFragmentOffset() != 0)
    {
        return true;
    }
    switch (header.GetProtocol())
    {
    case NfProtocol::TCP:
        return IsTcpReadable(*item.GetPacket());
    case NfProtocol::UDP:
        return item.GetPacket()->GetSize() >= NfHeaderSize::UDP;
    default:
        return true;
    }
}

} // namespace

Ptr<QueueDiscItem>
NfGuardedQueueItem::Guard(const Ptr<QueueDiscItem>& item)
{
    // Every packet comes here: a cast would cost more than all the rest.
    const QueueDiscItem& any = *item;
    if (typeid(any) != typeid(Ipv4QueueDiscItem))
    {
        return item;
    }
    auto ipv4Item = static_cast<const Ipv4QueueDiscItem*>(&any);
    if (IsHashable(*ipv4Item))
    {
        return item;
    }
    return Create<NfGuardedQueueItem>(item->GetPacket(),
                                      item->GetAddress(),
                                      item->GetProtocol(),
                                      ipv4Item->GetHeader());
}

uint32_t
NfGuardedQueueItem::Hash(uint32_t perturbation) const
{
    constexpr std::size_t protocol = 8;
    constexpr std::size_t ports = 9;
    constexpr std::size_t perturbed = 13;
    constexpr std::size_t total = 17;
    std::array<uint8_t, total> key{};
    GetHeader().GetSource().Serialize(key.data());
    GetHeader().GetDestination().Serialize(key.data() + 4);
    key[protocol] = GetHeader().GetProtocol();
    GetPacket()->CopyData(key.data() + ports, perturbed - ports);
    NfWrite32(&key[perturbed], perturbation);
    return Hash32(reinterpret_cast<const char*>(key.data()), key.size());
}

} // namespace ns3
