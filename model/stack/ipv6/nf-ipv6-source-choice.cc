// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-source-choice.h"

#include "nf-ipv6-convert.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-route-entry.h"
#include "nf-prefix.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace ns3
{

namespace
{

constexpr int SCOPE_LINK = 2;
constexpr int SCOPE_SITE = 5;
constexpr int SCOPE_GLOBAL = 14;

int
GetScope(const NfAddress& address)
{
    if (NfIpv6Address::IsMulticast(address))
    {
        return NfIpv6Address::GetMulticastScope(address);
    }
    constexpr uint32_t siteLocal = 0x3fb; // fec0::/10
    if (NfIpv6Address::IsLinkLocal(address) || NfIpv6Address::IsLoopback(address))
    {
        return SCOPE_LINK;
    }
    return address.Words()[0] >> 22 == siteLocal ? SCOPE_SITE : SCOPE_GLOBAL;
}

/// A line of the table of labels.
struct Label
{
    std::array<uint32_t, 4> network;
    uint8_t length;
    int label;
};

/// RFC 6724, 2.1, with the lines that Linux has; longer prefixes come first.
constexpr Label LABELS[] = {
    {{0, 0, 0, 1}, 128, 0},
    {{0, 0, 0xffff, 0}, 96, 4},
    {{0, 0, 0, 0}, 96, 3},
    {{0x20010000, 0, 0, 0}, 32, 6},
    {{0x20010010, 0, 0, 0}, 28, 7},
    {{0x20020000, 0, 0, 0}, 16, 2},
    {{0xfc000000, 0, 0, 0}, 7, 5},
};

/**
 * @param a an address
 * @param b another one
 * @return how many leading bits they share
 */
int
CommonBits(const NfAddress& a, const NfAddress& b)
{
    int bits = 0;
    for (std::size_t i = 0; i < a.Words().size(); ++i)
    {
        uint32_t differing = a.Words()[i] ^ b.Words()[i];
        if (differing == 0)
        {
            bits += 32;
            continue;
        }
        while (!(differing & 0x80000000))
        {
            ++bits;
            differing <<= 1;
        }
        break;
    }
    return bits;
}

int
GetLabel(const NfAddress& address)
{
    const auto* found = std::find_if(std::begin(LABELS), std::end(LABELS), [&](const Label& line) {
        return CommonBits(address, NfAddress(line.network)) >= line.length;
    });
    return found == std::end(LABELS) ? 1 : found->label;
}

/// How good an address is, most important first. The greater tuple is the better address.
using Score = std::tuple<bool, int, bool, bool, bool, int>;

Score
Rate(const Ipv6InterfaceAddress& candidate,
     const NfDevice& home,
     const NfAddress& destination,
     const NfDevice* out)
{
    const NfAddress address = NfFromIpv6(candidate.GetAddress());
    const int scope = GetScope(address);
    // A scope that reaches the destination, and no farther than it has to.
    const int distance = scope >= GetScope(destination) ? -scope : scope - 128;
    const int shared =
        std::min<int>(CommonBits(address, destination), candidate.GetPrefix().GetPrefixLength());
    return {address == destination,
            distance,
            candidate.GetState() != Ipv6InterfaceAddress::DEPRECATED,
            out == &home,
            GetLabel(address) == GetLabel(destination),
            shared};
}

} // namespace

std::optional<NfAddress>
NfChooseIpv6Source(const NfIpv6Node& node, const NfAddress& destination, const NfDevice* out)
{
    const bool onlyOut =
        out && (NfIpv6Address::IsMulticast(destination) || GetScope(destination) <= SCOPE_LINK);
    std::optional<NfAddress> best;
    Score bestScore;
    for (uint32_t number = 0; number < node.interfaces.GetAll().size(); ++number)
    {
        const NfDevice& home = *node.interfaces.Find(number);
        if (!node.ipv6->IsUp(number) || (onlyOut && &home != out))
        {
            continue;
        }
        for (uint32_t i = node.ipv6->GetNAddresses(number); i-- > 0;)
        {
            const Ipv6InterfaceAddress candidate = node.ipv6->GetAddress(number, i);
            if (candidate.GetState() == Ipv6InterfaceAddress::INVALID)
            {
                continue;
            }
            const Score score = Rate(candidate, home, destination, out);
            if (!best || score > bestScore)
            {
                best = NfFromIpv6(candidate.GetAddress());
                bestScore = score;
            }
        }
    }
    return best;
}

std::optional<NfAddress>
NfChooseIpv6Source(const NfIpv6Node& node,
                   const NfAddress& destination,
                   const NfIpv6RouteEntry& entry)
{
    return entry.source ? entry.source : NfChooseIpv6Source(node, destination, entry.out);
}

std::optional<NfAddress>
NfGetPrimaryIpv6Address(const NfIpv6Node& node, const NfDevice& device)
{
    const uint32_t number = node.interfaces.NumberOf(device);
    if (number == NfIpv6Interfaces::NONE)
    {
        return std::nullopt;
    }
    std::optional<NfAddress> best;
    for (uint32_t i = node.ipv6->GetNAddresses(number); i-- > 0;)
    {
        const NfAddress address = NfFromIpv6(node.ipv6->GetAddress(number, i).GetAddress());
        if (!best || GetScope(address) > GetScope(*best))
        {
            best = address;
        }
    }
    return best;
}

} // namespace ns3
