// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_SIP_H
#define NF_HELPER_SIP_H

#include "nf-connection-helper.h"
#include "nf-sip-translator.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Expects what SIP (RFC 3261) over UDP or TCP, IPv4 or IPv6, announces: calls to those who
 * register, and the media of calls (Linux's nf_conntrack_sip.c). Rules give it the connections to
 * servers with `-j CT --helper sip`.
 *
 * REGISTER makes an expectation that the registrar's answer activates for as long as it says.
 * INVITE, UPDATE, PRACK, ACK and the answers to them make two expectations of each medium that they
 * describe, RTP and RTCP, from the other peer's address only; BYE, a new INVITE and a refusal
 * forget them. Linux's module parameters have their defaults: signalling and media are direct.
 *
 * Over TCP a segment has whole messages, one behind another, each with its Content-Length; what
 * follows them, or says that it is longer than what is left of the segment, passes as it is. In the
 * latter case Linux does not note how NAT has shifted the sequence numbers by the messages before,
 * and the connection breaks; so it does here.
 */
class NfSipHelper : public NfConnectionHelper
{
  public:
    /// @param protocol TCP or UDP: of the connections that it reads
    explicit NfSipHelper(uint8_t protocol)
        : m_protocol(protocol)
    {
    }

    /// @param translator asked for translated connections; null: none
    void SetTranslator(std::unique_ptr<NfSipTranslator> translator);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    uint32_t GetMaxExpected(uint8_t expectClass) const override;
    Time GetTimeout() const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

  private:
    NfVerdict ReadMessage(NfSipMessage& message, NfConntrack& conntrack) const;
    NfVerdict ReadSegment(NfSipMessage& message, uint32_t sequence, NfConntrack& conntrack) const;

    uint8_t m_protocol;
    std::unique_ptr<NfSipTranslator> m_translator;
};

} // namespace ns3

#endif /* NF_HELPER_SIP_H */
