// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tuple.h"

#include "nf-protocol-names.h"

#include <fmt/format.h>

namespace ns3
{

std::string
NfTuple::ToString() const
{
    std::string from = NfToString(source, family);
    std::string to = NfToString(destination, family);
    switch (protocol)
    {
    case NfProtocol::ICMP:
    case NfProtocol::ICMPV6:
        return fmt::format("{} {} > {} type {} code {} id {}",
                           NfFlowProtocolName(protocol),
                           from,
                           to,
                           IcmpType(),
                           IcmpCode(),
                           IcmpId());
    case NfProtocol::TCP:
    case NfProtocol::UDP:
    case NfProtocol::UDPLITE:
    case NfProtocol::SCTP:
        break;
    case NfProtocol::GRE:
        return fmt::format("gre {} > {} key {}", from, to, destinationPort);
    default:
        return fmt::format("{} {} > {}", protocol, from, to);
    }
    const char* format = family == NfFamily::IPV6 ? "{} [{}]:{} > [{}]:{}" : "{} {}:{} > {}:{}";
    return fmt::format(fmt::runtime(format),
                       NfFlowProtocolName(protocol),
                       from,
                       sourcePort,
                       to,
                       destinationPort);
}

} // namespace ns3
