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
 * Expects what SIP (RFC 3261) over UDP announces: calls to those who register, and the media of
 * calls (Linux's nf_conntrack_sip.c). Rules give it the connections to servers with
 * `-j CT --helper sip`.
 *
 * REGISTER makes an expectation that the registrar's answer activates for as long as it says.
 * INVITE, UPDATE, PRACK, ACK and the answers to them make two expectations of each medium that they
 * describe, RTP and RTCP, from the other peer's address only; BYE, a new INVITE and a refusal
 * forget them. Linux's module parameters have their defaults: signalling and media are direct.
 *
 * Divergence: SIP over TCP or IPv6 is not read; NfSilentHelper stands in.
 */
class NfSipHelper : public NfConnectionHelper
{
  public:
    /// @param translator asked for translated connections; null: none
    void SetTranslator(std::unique_ptr<NfSipTranslator> translator);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    bool Serves(NfFamily family) const override;
    uint32_t GetMaxExpected(uint8_t expectClass) const override;
    Time GetTimeout() const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

  private:
    std::unique_ptr<NfSipTranslator> m_translator;
};

} // namespace ns3

#endif /* NF_HELPER_SIP_H */
