// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_IRC_H
#define NF_HELPER_IRC_H

#include "nf-connection-helper.h"
#include "nf-expectation.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/// An offer to connect directly, and where in the TCP payload address and port stand.
struct NfIrcOffer
{
    uint32_t offset{0}; //!< of the address, from the start of the TCP payload
    uint32_t length{0}; //!< of address and port, with the blanks between them
    NfAddress address;
    uint16_t port{0};
};

/**
 * @ingroup netfilter
 * Expects IRC's direct connections between clients (DCC; Linux's nf_conntrack_irc.c): a client
 * tells another one, through the server, where it listens. Rules give it the connections to servers
 * with
 * `-j CT --helper irc`.
 *
 * As in Linux only a message that is whole in one segment, right at its start, is understood.
 */
class NfIrcHelper : public NfConnectionHelper
{
  public:
    /// What NAT does instead of NfConntrack::Expect(); see NfFtpHelper::Mangler.
    using Mangler = std::function<
        NfVerdict(NfPacket& packet, const NfIrcOffer& offer, NfExpectation& expectation)>;

    /// @param mangler called for translated connections; empty: none
    void SetMangler(Mangler mangler);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    bool Serves(NfFamily family) const override;
    uint32_t GetMaxExpected(uint8_t expectClass) const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

    /**
     * Find an offer in what a client sends.
     * @param text a TCP payload
     * @return the offer, whatever its address and port; nothing if the text holds none
     */
    static std::optional<NfIrcOffer> Read(std::string_view text);

  private:
    Mangler m_mangler;
};

} // namespace ns3

#endif /* NF_HELPER_IRC_H */
