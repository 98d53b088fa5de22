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

} // namespace

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
