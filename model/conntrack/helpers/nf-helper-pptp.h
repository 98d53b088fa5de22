// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_PPTP_H
#define NF_HELPER_PPTP_H

#include "nf-connection-helper.h"
#include "nf-expectation.h"
#include "nf-pptp-call.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * What NAT does for PPTP (Linux's nf_nat_pptp.c), as far as the helper cannot.
 */
class NfPptpTranslator
{
  public:
    virtual ~NfPptpTranslator() = default;

    /**
     * Exchange a call id.
     * @param packet a segment of the control connection
     * @param control the control connection
     * @param offset of the call id, in bytes from the beginning of the segment's data
     * @param id the new one
     * @return false if it cannot be done
     */
    virtual bool Write(NfPacket& packet,
                       NfConnection& control,
                       uint32_t offset,
                       uint16_t id) const = 0;

    /**
     * Translate a tunnel as its control connection is.
     * @param tunnel not yet confirmed
     * @param met what it was expected by
     */
    virtual void Translate(NfConnection& tunnel, const NfExpectation& met) const = 0;
};

/**
 * @ingroup netfilter
 * Expects the tunnels of PPTP (RFC 2637; Linux's nf_conntrack_pptp.c): packets of GRE, either way,
 * with the call ids that a control connection has agreed on. Rules give it the control connections
 * with `-j CT --helper pptp`.
 *
 * As in Linux it knows one call of each control connection, and with NAT the id of the client's
 * call becomes the port that the control connection has outside.
 */
class NfPptpHelper : public NfConnectionHelper
{
  public:
    /// @param translator called for translated connections; null: none
    void SetTranslator(std::unique_ptr<NfPptpTranslator> translator);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    bool Serves(NfFamily family) const override;
    uint32_t GetMaxExpected(uint8_t expectClass) const override;
    void Forget(const NfConnection& connection, NfConntrack& conntrack) const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

  private:
    bool IsTranslated(const NfConnection& control) const;
    void ExpectTunnel(NfConnection& control, const NfPptpCall& call, NfConntrack& conntrack) const;
    NfVerdict Rewrite(NfPacket& packet,
                      NfConnection& control,
                      NfPptpCall& call,
                      NfPptpType type) const;

    std::unique_ptr<NfPptpTranslator> m_translator;
};

} // namespace ns3

#endif /* NF_HELPER_PPTP_H */
