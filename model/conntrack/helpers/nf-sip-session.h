// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_SESSION_H
#define NF_SIP_SESSION_H

#include "nf-sip-exchange.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * The description of a session in a SIP message (SDP): each medium that it names is expected, RTP
 * at its port and RTCP at the next one.
 */
class NfSipSession
{
  public:
    /// @param exchange a message that may describe a session
    explicit NfSipSession(const NfSipExchange& exchange)
        : m_exchange(exchange)
    {
    }

    /// @return the verdict on the message
    NfVerdict Read() const;

  private:
    NfVerdict ReadMedium(NfTextPiece place, uint8_t expectClass, NfAddress& address) const;
    NfVerdict ExpectMedium(const NfSipMedium& medium) const;

    const NfSipExchange& m_exchange;
};

} // namespace ns3

#endif /* NF_SIP_SESSION_H */
