// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_SIP_H
#define NF_NAT_SIP_H

#include "nf-sip-translator.h"

#include <cstdint>
#include <string>

namespace ns3
{

class NfConntrack;
class NfNat;

/**
 * @ingroup netfilter
 * Rewrites SIP messages, so that calls work through NAT (Linux's nf_nat_sip.c).
 *
 * An address with its port, of IPv6 in brackets, is exchanged where it is an end of the connection,
 * in the request line, in Via with maddr=, received= and rport=, in Contact, From and To. A
 * registered address and a medium become what the other peer may reach; their ports are kept if
 * they can be expected, else others are. Content-Length follows. What was expected is then
 * translated as its announcement says, without consulting any rule.
 */
class NfNatSip : public NfSipTranslator
{
  public:
    /**
     * @param nat does the translation of expected connections; outlives this
     * @param conntrack takes expectations; outlives this
     */
    NfNatSip(NfNat& nat, NfConntrack& conntrack)
        : m_nat(nat),
          m_conntrack(conntrack)
    {
    }

    bool TranslateHeaders(NfSipMessage& message) const override;
    NfVerdict ExpectRegistered(NfSipMessage& message,
                               NfExpectation expectation,
                               NfTextPiece place) const override;
    NfVerdict ExpectMedium(NfSipMessage& message,
                           NfSipMedium medium,
                           NfTextPiece place,
                           NfAddress& address) const override;
    bool WritePort(NfSipMessage& message, NfTextPiece place, uint16_t port) const override;
    bool WriteMediumAddress(NfSipMessage& message,
                            uint32_t from,
                            const NfAddress& address) const override;
    bool WriteSessionAddress(NfSipMessage& message,
                             uint32_t from,
                             const NfAddress& address) const override;

  private:
    void Translate(const NfSipMessage& message, NfExpectation& expectation) const;
    bool ExpectBoth(NfSipMedium& medium) const;
    static void Follow(NfNat& nat,
                       NfConntrack& conntrack,
                       NfConnection& connection,
                       const NfExpectation& expectation);

    NfNat& m_nat;
    NfConntrack& m_conntrack;
};

} // namespace ns3

#endif /* NF_NAT_SIP_H */
