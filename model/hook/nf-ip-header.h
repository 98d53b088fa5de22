// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_HEADER_H
#define NF_IP_HEADER_H

#include "nf-address.h"
#include "nf-header-size.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * The fields of a network header that rules read and targets write, for both families.
 *
 * There is no checksum here: the stack adapter writes it when it turns this back into an ns-3
 * header. IPv4 options do not exist in ns-3's Ipv4Header and therefore not here either. Of IPv6,
 * the extension headers are part of the network header: NfPacket has their bytes, and what rules
 * ask most (upper layer, fragment) stands here, so that both families are asked alike.
 */
struct NfIpHeader
{
    NfFamily family{NfFamily::IPV4};
    uint8_t protocol{0};        //!< of the upper layer; IPv6: behind the extension headers
    uint8_t ttl{64};            //!< IPv6: hop limit
    uint8_t tos{0};             //!< the whole octet: DSCP and ECN; IPv6: traffic class
    uint32_t id{0};             //!< IPv4: 16 bits; IPv6: of the fragment header, 0 without one
    uint16_t fragmentOffset{0}; //!< in bytes
    uint16_t extensionSize{0};  //!< IPv6: bytes of NfPacket::GetExtensions()
    /// IPv6: bytes behind the fixed header that its length field leaves out: all of them if it is
    /// 0, as in front of a jumbo payload.
    uint16_t unclaimed{0};
    bool moreFragments{false};
    bool dontFragment{false}; //!< IPv4 only
    bool brokenChain{false};  //!< IPv6: the extension headers end before the upper layer is known
    uint32_t flowLabel{0};    //!< IPv6: 20 bits
    NfAddress source;
    NfAddress destination;

    /// @return bytes of the header, extension headers included
    uint32_t GetSize() const
    {
        return family == NfFamily::IPV6 ? NfHeaderSize::IPV6 + extensionSize : NfHeaderSize::IPV4;
    }

    /// @return true if this is one piece of a larger datagram
    bool IsFragment() const
    {
        return moreFragments || fragmentOffset != 0;
    }

    friend bool operator==(const NfIpHeader& a, const NfIpHeader& b)
    {
        return a.family == b.family && a.protocol == b.protocol && a.ttl == b.ttl &&
               a.tos == b.tos && a.id == b.id && a.fragmentOffset == b.fragmentOffset &&
               a.extensionSize == b.extensionSize && a.unclaimed == b.unclaimed &&
               a.brokenChain == b.brokenChain && a.flowLabel == b.flowLabel &&
               a.moreFragments == b.moreFragments && a.dontFragment == b.dontFragment &&
               a.source == b.source && a.destination == b.destination;
    }

    friend bool operator!=(const NfIpHeader& a, const NfIpHeader& b)
    {
        return !(a == b);
    }
};

} // namespace ns3

#endif /* NF_IP_HEADER_H */
