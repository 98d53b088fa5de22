// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_RANGE_H
#define NF_NAT_RANGE_H

#include "nf-address.h"

#include <cstdint>

namespace ns3
{

/// Which half of a packet a translation changes (Linux's enum nf_nat_manip_type).
enum class NfManip : uint8_t
{
    SOURCE,     //!< SNAT, MASQUERADE; done in POSTROUTING and INPUT
    DESTINATION //!< DNAT, REDIRECT; done in PREROUTING and OUTPUT
};

/**
 * @param manip a half
 * @return the other half
 */
constexpr NfManip
Opposite(NfManip manip)
{
    return manip == NfManip::SOURCE ? NfManip::DESTINATION : NfManip::SOURCE;
}

/**
 * @param manip a half
 * @return "SNAT" or "DNAT"
 */
const char* NfToString(NfManip manip);

/**
 * @ingroup netfilter
 * To what a rule allows an address and a port to be translated (Linux's struct nf_nat_range2).
 *
 * Both ends of a range are part of it. Without @ref mapAddresses the address is kept, without
 * @ref mapPorts the port is kept if possible. Ports are in host order; for ICMP they are ids.
 */
struct NfNatRange
{
    NfAddress minAddress;     //!< first address; only with mapAddresses
    NfAddress maxAddress;     //!< last address; only with mapAddresses
    uint16_t minPort{0};      //!< first port; only with mapPorts
    uint16_t maxPort{0};      //!< last port; only with mapPorts
    uint16_t basePort{0};     //!< with offset: the original port that maps to minPort
    bool mapAddresses{false}; //!< translate the address into the range
    bool mapPorts{false};     //!< translate the port into the range
    bool random{false};       //!< --random: start the search at a random port
    bool randomFully{false};  //!< --random-fully: has the same effect as random, as in Linux 6.18
    bool persistent{false};   //!< --persistent: choose the address by the source alone
    bool offset{false};       //!< `a-b/base`: shift the port by minPort - basePort
};

} // namespace ns3

#endif /* NF_NAT_RANGE_H */
