// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-spec.h"

#include "nf-prefix.h"
#include "nf-protocol-names.h"
#include "nf-types.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace ns3
{

namespace
{

/// Compare the name of a device, empty without one.
bool
NameMatches(const NfDevice* device, const NfInterfaceName& name, const NfInterfaceName& mask)
{
    return (device ? device->name : NfInterfaceName()).Equals(name, mask);
}

/// Describe an address under a mask: a range, unless the mask has gaps.
void
DescribeAddress(NfRuleDescription& description,
                NfConditionField field,
                const NfAddress& address,
                const NfAddress& mask,
                bool negated,
                NfFamily family)
{
    if (mask.IsAny() && !negated)
    {
        return;
    }
    if (const auto length = NfPrefix::LengthOf(mask, family))
    {
        const NfAddress last = NfPrefix(address, *length, family).GetLast();
        description.AddRange(field, address, last, negated);
        return;
    }
    description.AddMasked(field, address, mask, negated);
}

/// Describe the name of a device; a lone "+", negated, matches nothing.
void
DescribeName(NfRuleDescription& description,
             NfConditionField field,
             const NfInterfaceName& name,
             const NfInterfaceName& mask,
             bool negated)
{
    if (mask == NfInterfaceName())
    {
        if (negated)
        {
            description.AddValue(field, std::string("+"), true);
        }
        return;
    }
    const bool exact = mask == NfInterfaceName::MaskOf(name.View().size() + 1);
    description.AddValue(field, std::string(name.View()) + (exact ? "" : "+"), negated);
}

} // namespace

void
NfRuleSpec::Describe(NfRuleDescription& description) const
{
    using Field = NfConditionField;
    DescribeAddress(description, Field::SOURCE, source, sourceMask, notSource, family);
    DescribeAddress(description,
                    Field::DESTINATION,
                    destination,
                    destinationMask,
                    notDestination,
                    family);
    DescribeName(description, Field::IN_INTERFACE, in, inMask, notIn);
    DescribeName(description, Field::OUT_INTERFACE, out, outMask, notOut);
    if (protocol != 0)
    {
        description.AddValue(Field::PROTOCOL, uint32_t{protocol}, notProtocol);
    }
    if (fragment)
    {
        description.AddValue(Field::FRAGMENT, uint32_t{!notFragment});
    }
}

std::string
NfRuleSpec::GetCaveat() const
{
    const bool ipv6 = family == NfFamily::IPV6;
    const std::string name(NfIpProtocolName(protocol));
    if (notProtocol)
    {
        return "";
    }
    if (protocol == (ipv6 ? NfProtocol::ICMP : NfProtocol::ICMPV6))
    {
        return fmt::format("-p {} in a rule of {} matches no packet: IPv{} has {}",
                           name,
                           ipv6 ? "ip6tables" : "iptables",
                           ipv6 ? 6 : 4,
                           ipv6 ? "ipv6-icmp" : "icmp");
    }
    // Linux's ipv6_find_hdr() passes these on its way to the upper layer.
    constexpr uint8_t headers[] = {NfProtocol::ROUTING,
                                   NfProtocol::FRAGMENT,
                                   NfProtocol::AH,
                                   NfProtocol::DESTINATION_OPTIONS};
    if (ipv6 && std::find(std::begin(headers), std::end(headers), protocol) != std::end(headers))
    {
        return fmt::format("-p {} matches no packet: it is an extension header, which has a match "
                           "of its own",
                           name);
    }
    return "";
}

bool
NfRuleSpec::Matches(const NfPacket& packet) const
{
    const NfIpHeader& ip = packet.ip;
    return (ip.source.Masked(sourceMask) == source) != notSource &&
           (ip.destination.Masked(destinationMask) == destination) != notDestination &&
           NameMatches(packet.in, in, inMask) != notIn &&
           NameMatches(packet.out, out, outMask) != notOut && !(asksProtocol && ip.brokenChain) &&
           (protocol == 0 || (ip.protocol == protocol) != notProtocol) &&
           (!fragment || (ip.fragmentOffset != 0) != notFragment);
}

} // namespace ns3
