// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_SNMP_H
#define NF_HELPER_SNMP_H

#include "nf-connection-helper.h"

#include <cstdint>
#include <functional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Expects the answers to a node's own SNMP requests by broadcast (Linux's nf_conntrack_snmp.c), and
 * with NAT changes addresses among the values of messages (RFC 2962, basic; Linux's
 * nf_nat_snmp_basic_main.c). Rules give it the requests with `-j CT --helper snmp`.
 */
class NfSnmpHelper : public NfConnectionHelper
{
  public:
    /// How NAT writes an address: where, in bytes from the beginning of the datagram's data.
    using Writer = std::function<bool(NfPacket& packet, uint32_t offset, const NfAddress& address)>;

    /// @param writer called for translated connections; empty: none
    void SetWriter(Writer writer);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    bool Serves(NfFamily family) const override;
    Time GetTimeout() const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

  private:
    NfVerdict Translate(NfPacket& packet, const NfConnection& connection) const;

    Writer m_writer;
};

} // namespace ns3

#endif /* NF_HELPER_SNMP_H */
