// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-prefix.h"

#include <algorithm>
#include <sstream>

namespace ns3
{

namespace
{

uint32_t
GetMask(uint8_t length)
{
    return length == 0 ? 0 : ~uint32_t{0} << (32 - length);
}

/// An address that somebody has.
struct OwnedAddress
{
    uint32_t value;
    bool isMeant;
};

// A prefix without others' addresses is taken whole, one with both kinds is halved.
void
Cover(const NfPolicyPrefix& prefix,
      const std::vector<OwnedAddress>& addresses,
      std::vector<NfPolicyPrefix>& result)
{
    bool isSome = false;
    bool isAll = true;
    for (const OwnedAddress& address : addresses)
    {
        if ((address.value & GetMask(prefix.length)) == prefix.address)
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
        const auto length = static_cast<uint8_t>(prefix.length + 1);
        Cover({prefix.address, length}, addresses, result);
        Cover({prefix.address | (uint32_t{1} << (32 - length)), length}, addresses, result);
    }
}

// Two halves are a whole, which may be the half of another.
void
Append(std::vector<NfPolicyPrefix>& joined, const NfPolicyPrefix& prefix)
{
    joined.push_back(prefix);
    while (joined.size() > 1)
    {
        const NfPolicyPrefix& last = joined[joined.size() - 1];
        NfPolicyPrefix& left = joined[joined.size() - 2];
        const bool areHalves = left.length == last.length && left.length > 0 &&
                               (left.address ^ last.address) == uint32_t{1} << (32 - left.length) &&
                               left.address < last.address;
        if (!areHalves)
        {
            return;
        }
        --left.length;
        joined.pop_back();
    }
}

} // namespace

bool
NfPolicyPrefix::Contains(Ipv4Address other) const
{
    return (other.Get() & GetMask(length)) == address;
}

std::string
NfPolicyPrefix::ToString() const
{
    std::ostringstream text;
    text << Ipv4Address(address);
    if (length < 32)
    {
        text << "/" << +length;
    }
    return text.str();
}

std::vector<NfPolicyPrefix>
NfCoverNodes(const NfTopologyPlan& plan, const std::function<bool(std::size_t node)>& isMeant)
{
    std::vector<NfPolicyPrefix> prefixes;
    for (const NfTopologySegment& segment : plan.GetSegments())
    {
        std::vector<OwnedAddress> addresses;
        for (const std::size_t number : segment.interfaces)
        {
            const NfTopologyInterface& interface = plan.GetInterfaces()[number];
            addresses.push_back({interface.address.Get(), isMeant(interface.node)});
        }
        Cover({segment.network.Get(), segment.prefixLength}, addresses, prefixes);
    }
    std::sort(
        prefixes.begin(),
        prefixes.end(),
        [](const NfPolicyPrefix& a, const NfPolicyPrefix& b) { return a.address < b.address; });
    std::vector<NfPolicyPrefix> joined;
    for (const NfPolicyPrefix& prefix : prefixes)
    {
        Append(joined, prefix);
    }
    return joined;
}

} // namespace ns3
