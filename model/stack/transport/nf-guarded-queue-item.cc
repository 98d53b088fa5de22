// SPDX-License-Identifier: GPL-2.0-only

#include "nf-guarded-queue-item.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-tcp-options.h"
#include "nf-types.h"

#include "ns3/hash.h"

#include <array>
#include <type_traits>
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
IsHashable(uint8_t protocol, const Packet& packet)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
        return IsTcpReadable(packet);
    case NfProtocol::UDP:
        return packet.GetSize() >= NfHeaderSize::UDP;
    default:
        return true;
    }
}

bool
IsHashable(const Ipv4QueueDiscItem& item)
{
    return item.GetHeader().GetFragmentOffset() != 0 ||
           IsHashable(item.GetHeader().GetProtocol(), *item.GetPacket());
}

bool
IsHashable(const Ipv6QueueDiscItem& item)
{
    return IsHashable(item.GetHeader().GetNextHeader(), *item.GetPacket());
}

uint8_t
GetProtocol(const Ipv4Header& header)
{
    return header.GetProtocol();
}

uint8_t
GetProtocol(const Ipv6Header& header)
{
    return header.GetNextHeader();
}

/// Bytes of an address in what is hashed.
template <class Item>
constexpr std::size_t ADDRESS_SIZE = std::is_same_v<Item, Ipv6QueueDiscItem> ? 16 : 4;

} // namespace

template <class Item>
Ptr<QueueDiscItem>
NfGuardedQueueItem<Item>::Guard(const Ptr<QueueDiscItem>& item)
{
    // Every packet comes here: a cast would cost more than all the rest.
    const QueueDiscItem& any = *item;
    if (typeid(any) != typeid(Item))
    {
        return item;
    }
    auto own = static_cast<const Item*>(&any);
    if (IsHashable(*own))
    {
        return item;
    }
    return Create<NfGuardedQueueItem>(item->GetPacket(),
                                      item->GetAddress(),
                                      item->GetProtocol(),
                                      own->GetHeader());
}

template <class Item>
uint32_t
NfGuardedQueueItem<Item>::Hash(uint32_t perturbation) const
{
    constexpr std::size_t protocol = 2 * ADDRESS_SIZE<Item>;
    constexpr std::size_t ports = protocol + 1;
    constexpr std::size_t perturbed = ports + 4;
    constexpr std::size_t total = perturbed + 4;
    std::array<uint8_t, total> key{};
    this->GetHeader().GetSource().Serialize(key.data());
    this->GetHeader().GetDestination().Serialize(key.data() + ADDRESS_SIZE<Item>);
    key[protocol] = GetProtocol(this->GetHeader());
    this->GetPacket()->CopyData(key.data() + ports, perturbed - ports);
    NfWrite32(&key[perturbed], perturbation);
    return Hash32(reinterpret_cast<const char*>(key.data()), key.size());
}

template class NfGuardedQueueItem<Ipv4QueueDiscItem>;
template class NfGuardedQueueItem<Ipv6QueueDiscItem>;

} // namespace ns3
