// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_REGISTRATION_H
#define NF_SIP_REGISTRATION_H

#include "nf-sip-exchange.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * REGISTER: who registers an address of its own expects calls to it. The expectation waits until
 * the registrar agrees, and then for as long as it says.
 */
class NfSipRegistration
{
  public:
    /// @param exchange a message about a registration
    explicit NfSipRegistration(const NfSipExchange& exchange)
        : m_exchange(exchange)
    {
    }

    /**
     * @param number CSeq of the request
     * @return the verdict on it
     */
    NfVerdict ReadRequest(uint32_t number) const;

    /**
     * @param number CSeq of the response
     * @param status its code; provisional ones say nothing
     * @return the verdict on it
     */
    NfVerdict ReadResponse(uint32_t number, uint32_t status) const;

  private:
    std::optional<uint32_t> ReadExpires(const NfSipUri& contact, uint32_t otherwise) const;
    bool IsOtherTransport(uint32_t from) const;
    bool Activate(const NfSipUri& contact, uint32_t expires) const;

    const NfSipExchange& m_exchange;
};

} // namespace ns3

#endif /* NF_SIP_REGISTRATION_H */
