// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_FTP_H
#define NF_HELPER_FTP_H

#include "nf-connection-helper.h"
#include "nf-expectation.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/// How an FTP peer announces where it listens.
enum class NfFtpFormat : uint8_t
{
    PORT, //!< "PORT 10,0,0,2,4,1" (RFC 959)
    PASV, //!< "227 Entering Passive Mode (10,0,0,2,4,1)" (RFC 959, RFC 1123)
    EPRT, //!< "EPRT |1|10.0.0.2|1025|", "EPRT |2|2001:db8::2|1025|" (RFC 2428)
    EPSV  //!< "229 Entering Extended Passive Mode (|||1025|)" (RFC 2428)
};

/// An announcement, and where in the TCP payload its numbers are.
struct NfFtpAnnouncement
{
    NfFtpFormat format;
    uint32_t offset{0}; //!< of the first byte of the numbers, from the start of the TCP payload
    uint32_t length{0}; //!< of the numbers, in bytes
    std::optional<NfAddress> address; //!< not with EPSV: it is the speaker's
    NfFamily family{NfFamily::IPV4};  //!< of the connection
    uint16_t port{0};
    std::string_view keyword; //!< how the line begins: "PORT", "EPRT", "227 " or "229 "
};

/**
 * @ingroup netfilter
 * Expects FTP's data connections (RFC 959, 2428; Linux's nf_conntrack_ftp.c). Rules give it
 * control connections with `-j CT --helper ftp`; the data connections are RELATED.
 *
 * Only lines that begin where the last one of that direction ended are read, so that file names
 * cannot pose as commands. If a connection is translated, the mangler, which NAT sets, rewrites
 * the announcement and leaves the expectation.
 */
class NfFtpHelper : public NfConnectionHelper
{
  public:
    /**
     * What NAT does instead of NfConntrack::Expect(): choose a free port, set the expectation's
     * NAT fields, expect it, and write address and port into the packet.
     */
    using Mangler = std::function<NfVerdict(NfPacket& packet,
                                            NfConnection& connection,
                                            const NfFtpAnnouncement& announcement,
                                            NfExpectation& expectation)>;

    /// @param mangler called for translated connections; empty: none
    void SetMangler(Mangler mangler);

    /// @param loose also expect connections to third hosts (Linux's module parameter loose)
    void SetLoose(bool loose);

    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;

    /// What a line holds.
    enum class Finding
    {
        NOTHING,
        PARTIAL, //!< the start of an announcement, or a malformed one
        FOUND
    };

    /**
     * @param text a TCP payload that begins with a line
     * @param direction whose payload: clients say PORT and EPRT, servers 227 and 229
     * @param announcement filled in if one was found
     * @param family of the connection
     * @return what was found
     */
    static Finding Read(std::string_view text,
                        NfDirection direction,
                        NfFtpAnnouncement& announcement,
                        NfFamily family = NfFamily::IPV4);

  private:
    NfVerdict Announce(NfPacket& packet,
                       NfConnection& connection,
                       NfConntrack& conntrack,
                       const NfFtpAnnouncement& announcement) const;

    Mangler m_mangler;
    bool m_loose{false};
};

} // namespace ns3

#endif /* NF_HELPER_FTP_H */
