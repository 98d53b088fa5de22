// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_HEADER_CACHE_H
#define NF_IPV4_HEADER_CACHE_H

#include "nf-ip-header.h"
#include "nf-ipv4-convert.h"
#include "nf-packet.h"

#include "ns3/ipv4-header.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * The last ns-3 header that was made for a packet. Most packets leave the hooks with the header
 * that they came with, and comparing it costs a twentieth of making another.
 */
class NfIpv4HeaderCache
{
  public:
    /**
     * Take the header that the packet came with.
     * @param header of the packet
     * @return what hooks see of it
     */
    const NfIpHeader& Set(const Ipv4Header& header)
    {
        m_header = header;
        m_ip = NfFromIpv4(header);
        m_payloadSize = header.GetPayloadSize();
        // A header with options is not what NfToIpv4() makes.
        m_valid = header.GetSerializedSize() == MINIMUM_SIZE;
        return m_ip;
    }

    /**
     * @param ip what hooks see
     * @param payloadSize bytes behind the header
     * @param checksum see NfToIpv4()
     * @return the header; valid until the next call
     */
    const Ipv4Header& Get(const NfIpHeader& ip, uint32_t payloadSize, bool checksum)
    {
        if (!m_valid || ip != m_ip || payloadSize != m_payloadSize)
        {
            m_header = NfToIpv4(ip, payloadSize, checksum);
            m_ip = ip;
            m_payloadSize = payloadSize;
            m_valid = true;
        }
        return m_header;
    }

    /**
     * @param packet a packet
     * @param checksum see NfToIpv4()
     * @return its header, as above
     */
    const Ipv4Header& Get(const NfPacket& packet, bool checksum)
    {
        return Get(packet.ip, packet.GetPayloadSize(), checksum);
    }

  private:
    static constexpr uint32_t MINIMUM_SIZE = 20; //!< of a header

    Ipv4Header m_header;
    NfIpHeader m_ip; //!< what hooks see of m_header
    uint32_t m_payloadSize{0};
    bool m_valid{false};
};

} // namespace ns3

#endif /* NF_IPV4_HEADER_CACHE_H */
