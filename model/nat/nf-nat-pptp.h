// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_PPTP_H
#define NF_NAT_PPTP_H

#include "nf-helper-pptp.h"

namespace ns3
{

class NfNat;

/**
 * @ingroup netfilter
 * NAT of PPTP (Linux's nf_nat_pptp.c): writes call ids into control messages, and gives a tunnel
 * the addresses of its control connection and the call ids that each side knows.
 */
class NfNatPptp final : public NfPptpTranslator
{
  public:
    /// @param nat does the translation; it must outlive this
    explicit NfNatPptp(NfNat& nat)
        : m_nat(nat)
    {
    }

    bool Write(NfPacket& packet,
               NfConnection& control,
               uint32_t offset,
               uint16_t id) const override;
    void Translate(NfConnection& tunnel, const NfExpectation& met) const override;

  private:
    NfNat& m_nat;
};

} // namespace ns3

#endif /* NF_NAT_PPTP_H */
