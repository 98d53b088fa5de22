// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-address.h"

#include "nf-ipv6-address-bytes.h"

#include <arpa/inet.h>

namespace ns3
{

namespace
{

constexpr std::size_t ADDRESS_SIZE = 16;

} // namespace

NfAddress
NfFromIpv6(const Ipv6Address& address)
{
    uint8_t bytes[ADDRESS_SIZE];
    address.GetBytes(bytes);
    return NfReadIpv6Address(bytes);
}

Ipv6Address
NfToIpv6(const NfAddress& address)
{
    // Word by word, not byte by byte: each packet's header is made of two of them, often.
    std::array<uint32_t, 4> words = address.Words();
    for (uint32_t& word : words)
    {
        word = htonl(word);
    }
    return Ipv6Address(reinterpret_cast<uint8_t*>(words.data()));
}

} // namespace ns3
