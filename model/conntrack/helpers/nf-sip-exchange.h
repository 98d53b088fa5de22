// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_EXCHANGE_H
#define NF_SIP_EXCHANGE_H

#include "nf-sip-translator.h"
#include "nf-types.h"

#include <cstdint>
#include <string>

namespace ns3
{

class NfConntrack;

/// Classes of the expectations of SIP (NfExpectation::expectClass).
namespace NfSipClass
{
constexpr uint8_t SIGNALLING = 0;
constexpr uint8_t AUDIO = 1;
constexpr uint8_t VIDEO = 2;
constexpr uint8_t IMAGE = 3;
} // namespace NfSipClass

/**
 * @ingroup netfilter
 * A SIP message, and what it does to the expectations of its connection. NfSipRegistration and
 * NfSipSession read their parts of it.
 */
struct NfSipExchange
{
    NfSipMessage& message;
    NfConntrack& conntrack;
    const NfSipTranslator* translator; //!< null: the connection is not translated

    /// @return a reader of the message as it is now
    NfSipText Read() const
    {
        return message.Read();
    }

    /**
     * @param why it is dropped
     * @return DROP
     */
    NfVerdict Drop(const std::string& why) const;

    /**
     * @param expectClass a class
     * @param address to be connected to
     * @param port to be connected to
     * @return an expectation from the other end of the connection: of media over UDP, of signalling
     *         over the protocol of the connection
     */
    NfExpectation MakeExpectation(uint8_t expectClass,
                                  const NfAddress& address,
                                  uint16_t port) const;

    /// Forget all media that the connection expects.
    void ForgetMedia() const;

    /// Forget the last registration that the connection expects calls for.
    void ForgetRegistration() const;
};

} // namespace ns3

#endif /* NF_SIP_EXCHANGE_H */
