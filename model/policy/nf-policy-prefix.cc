// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-prefix.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// An address that somebody has.
struct OwnedAddress
{
    Ipv4Address value;
    bool isMeant;
};

// A prefix without others' addresses is taken whole, one with both kinds is halved.
void
Cover(const NfPrefix& prefix,
      const std::vector<OwnedAddress>& addresses,
      std::vector<NfPrefix>& result)
{
    bool isSome = false;
    bool isAll = true;
    for (const OwnedAddress& address : addresses)
    {
        if (prefix.Contains(address.value))
        {
            isSome = isSome || address.isMeant;
            isAll = isAll && address.isMeant;
        }
    }
    if (isSome && isAll)
    {
        result.push_back(prefix);
    }
    else if (isSome)
    {
        const auto length = static_cast<uint8_t>(prefix.GetLength() + 1);
        Cover({prefix.GetAddress(), length}, addresses, result);
        Cover({prefix.GetLast(), length}, addresses, result);
    }
}

// Two halves are a whole, which may be the half of another.
void
Append(std::vector<NfPrefix>& joined, const NfPrefix& prefix)
{
    joined.push_back(prefix);
    while (joined.size() > 1)
    {
        const NfPrefix last = joined[joined.size() - 1];
        const NfPrefix left = joined[joined.size() - 2];
        if (left.GetLength() != last.GetLength() || left.GetLength() == 0)
        {
            return;
        }
        const NfPrefix whole(left.GetAddress(), static_cast<uint8_t>(left.GetLength() - 1));
        if (left == last || whole.GetAddress() != left.GetAddress() ||
            !whole.Contains(last.GetAddress()))
        {
            return;
        }
        joined.pop_back();
        joined.back() = whole;
    }
}

} // namespace

std::vector<NfPrefix>
NfCoverNodes(const NfTopologyPlan& plan, const std::function<bool(std::size_t node)>& isMeant)
{
    std::vector<NfPrefix> prefixes;
    for (const NfTopologySegment& segment : plan.GetSegments())
    {
        std::vector<OwnedAddress> addresses;
        for (const std::size_t number : segment.interfaces)
        {
            const NfTopologyInterface& interface = plan.GetInterfaces()[number];
            addresses.push_back({interface.address, isMeant(interface.node)});
        }
        Cover(segment.network, addresses, prefixes);
    }
    std::sort(prefixes.begin(), prefixes.end());
    std::vector<NfPrefix> joined;
    for (const NfPrefix& prefix : prefixes)
    {
        Append(joined, prefix);
    }
    return joined;
}

} // namespace ns3
