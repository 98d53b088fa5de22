// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_AMANDA_H
#define NF_HELPER_AMANDA_H

#include "nf-connection-helper.h"
#include "nf-expectation.h"

#include <cstdint>
#include <functional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Expects the connections of Amanda's backups (Linux's nf_conntrack_amanda.c): a client answers the
 * server's request with the TCP ports at which it waits for it, `CONNECT DATA 1 MESG 2 INDEX 3`.
 * Rules give it the requests with `-j CT --helper amanda`.
 */
class NfAmandaHelper : public NfConnectionHelper
{
  public:
    /// Where a datagram tells a port.
    struct Place
    {
        uint32_t offset{0}; //!< in bytes from the beginning of the datagram's data
        uint32_t length{0}; //!< of the number
    };

    /// What NAT does instead of NfConntrack::Expect(): see to it that the connection follows its
    /// master, and tell the port that was found.
    using Mangler =
        std::function<NfVerdict(NfPacket& packet, const Place& place, NfExpectation& expectation)>;

    /// @param mangler called for translated connections of IPv4; empty: none
    void SetMangler(Mangler mangler);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    uint32_t GetMaxExpected(uint8_t expectClass) const override;
    Time GetTimeout() const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

  private:
    Mangler m_mangler;
};

} // namespace ns3

#endif /* NF_HELPER_AMANDA_H */
