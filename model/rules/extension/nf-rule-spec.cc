// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-spec.h"

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
                bool negated)
{
    if (mask.IsAny() && !negated)
    {
        return;
    }
    const uint32_t rest = ~mask.V4();
    if ((rest & (rest + 1)) == 0)
    {
        description.AddRange(field, address, NfAddress(address.V4() | rest), negated);
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
    DescribeAddress(description, Field::SOURCE, source, sourceMask, notSource);
    DescribeAddress(description, Field::DESTINATION, destination, destinationMask, notDestination);
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

bool
NfRuleSpec::Matches(const NfPacket& packet) const
{
    const NfIpHeader& ip = packet.ip;
    return (ip.source.Masked(sourceMask) == source) != notSource &&
           (ip.destination.Masked(destinationMask) == destination) != notDestination &&
           NameMatches(packet.in, in, inMask) != notIn &&
           NameMatches(packet.out, out, outMask) != notOut &&
           (protocol == 0 || (ip.protocol == protocol) != notProtocol) &&
           (!fragment || (ip.fragmentOffset != 0) != notFragment);
}

} // namespace ns3
