// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_COMMAND_H
#define NF_IP_COMMAND_H

#include "nf-error.h"

#include "ns3/ptr.h"

#include <string>

namespace ns3
{

class Netfilter;

/**
 * @ingroup netfilter
 * The commands `ip rule` and `ip route` of a node's policy routing, and `ip address`, in iproute2's
 * words and with its defaults (man 8 ip-rule, ip-route, ip-address).
 *
 * @verbatim
 * [-4 | -6] and then one of
 * rule { add | del } [not] [from P] [to P] [fwmark M[/M]] [tos T] [iif D] [oif D] [priority N]
 *      { [table T] [suppress_prefixlength N] | unreachable | prohibit | blackhole }
 * rule { list | flush }
 * route { add | append | replace | del } [TYPE] P [via A] [dev D] [src A] [metric N] [table T]
 *       [onlink]
 * route { list | flush } [table T]
 * address { add | del } A/N dev D
 * address { list | show } [dev D]
 * @endverbatim
 * Without -4 and -6, an address tells the family, and IPv4 is meant if there is none.
 * TYPE is unicast, local, unreachable, prohibit, blackhole or throw. Other words of iproute2 are
 * refused, with their column, because they would change what is routed.
 *
 * `route list` prints what was added here, and for the tables main and local what the interfaces'
 * addresses make of them; routes of the node's ns-3 routing protocol, which the table main ends
 * with, are the protocol's to print. A default rule that is deleted stays away, but the node's own
 * addresses go before all rules whatever is said of the table local. IPv6 routes that are appended
 * to one of the same metric are listed beside it, where Linux shows one with several next hops; the
 * first is used.
 */
class NfIpCommand
{
  public:
    /**
     * @param netfilter of the node
     * @param command without the word ip: "rule add fwmark 2 table 100"
     * @param output receives what the command prints; may be null
     * @return nothing, or what is wrong, with its column; then nothing has changed
     */
    static NfStatus Execute(Ptr<Netfilter> netfilter,
                            const std::string& command,
                            std::string* output);
};

} // namespace ns3

#endif /* NF_IP_COMMAND_H */
