// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_TRANSLATOR_H
#define NF_SIP_TRANSLATOR_H

#include "nf-expectation.h"
#include "nf-sip-message.h"

#include <cstdint>

namespace ns3
{

/// The two connections of a medium: RTP and, at the next port, RTCP.
struct NfSipMedium
{
    NfExpectation media;
    NfExpectation control;
};

/**
 * @ingroup netfilter
 * What NAT does to SIP messages of translated connections, and to what they announce (Linux's
 * struct nf_nat_sip_hooks).
 */
class NfSipTranslator
{
  public:
    virtual ~NfSipTranslator() = default;

    /**
     * Rewrite the request line and the headers.
     * @param message the message
     * @return false if it cannot be rewritten
     */
    virtual bool TranslateHeaders(NfSipMessage& message) const = 0;

    /**
     * Expect a registered connection, and rewrite the address that is registered.
     * @param message the message
     * @param expectation as it would be without NAT
     * @param place of the address in the message
     * @return ACCEPT; DROP if it cannot be expected or rewritten
     */
    virtual NfVerdict ExpectRegistered(NfSipMessage& message,
                                       NfExpectation expectation,
                                       NfTextPiece place) const = 0;

    /**
     * Expect a medium, and rewrite its port.
     * @param message the message
     * @param medium as it would be without NAT
     * @param place of the port in the message
     * @param address of the medium; set to what it has to be in the message
     * @return ACCEPT; DROP if it cannot be expected or rewritten
     */
    virtual NfVerdict ExpectMedium(NfSipMessage& message,
                                   NfSipMedium medium,
                                   NfTextPiece place,
                                   NfAddress& address) const = 0;

    /**
     * @param message the message
     * @param place of a medium's port in the message
     * @param port to write there
     * @return false if it cannot be written
     */
    virtual bool WritePort(NfSipMessage& message, NfTextPiece place, uint16_t port) const = 0;

    /**
     * @param message the message
     * @param from where the medium's description begins
     * @param address to write into its line c=
     * @return false if it cannot be written
     */
    virtual bool WriteMediumAddress(NfSipMessage& message,
                                    uint32_t from,
                                    const NfAddress& address) const = 0;

    /**
     * @param message the message
     * @param from where the session's description begins
     * @param address to write into its lines o= and c=
     * @return false if it cannot be written
     */
    virtual bool WriteSessionAddress(NfSipMessage& message,
                                     uint32_t from,
                                     const NfAddress& address) const = 0;
};

} // namespace ns3

#endif /* NF_SIP_TRANSLATOR_H */
