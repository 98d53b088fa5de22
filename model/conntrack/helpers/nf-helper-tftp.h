// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_TFTP_H
#define NF_HELPER_TFTP_H

#include "nf-connection-helper.h"
#include "nf-expectation.h"

#include <cstdint>
#include <functional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Expects the transfers of TFTP (RFC 1350; Linux's nf_conntrack_tftp.c): a server answers a request
 * from a port of its own. Rules give it the requests with `-j CT --helper tftp`; what the server
 * sends from any port to the requester's is RELATED.
 *
 * As in Linux a request in either direction counts, and the expectation is about answers of the
 * connection. Nothing in the packet is changed by NAT; the transfer is translated as the request.
 */
class NfTftpHelper : public NfConnectionHelper
{
  public:
    /// What NAT does with an expectation of a translated connection: see to it that it follows.
    using Follower = std::function<void(NfExpectation& expectation)>;

    /// @param follower called for translated connections; empty: none
    void SetFollower(Follower follower);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

  private:
    Follower m_follower;
};

} // namespace ns3

#endif /* NF_HELPER_TFTP_H */
