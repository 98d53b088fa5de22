// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_TEXT_H
#define NF_SIP_TEXT_H

#include "nf-address.h"
#include "nf-sip-address.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ns3
{

namespace NfSipGrammar
{
struct Kind;
}

/// A piece of a text.
struct NfTextPiece
{
    uint32_t offset{0};
    uint32_t length{0};

    /// @return the offset behind it
    uint32_t End() const
    {
        return offset + length;
    }
};

/// Headers of SIP that connection tracking looks at.
enum class NfSipHeader : uint8_t
{
    CSEQ,
    FROM,
    TO,
    CONTACT,
    VIA_UDP,
    VIA_TCP,
    EXPIRES,
    CONTENT_LENGTH
};

/// Lines of a session description (SDP) that connection tracking looks at.
enum class NfSdpLine : uint8_t
{
    VERSION,
    OWNER,
    CONNECTION,
    MEDIA
};

/// How a search in a message ended.
enum class NfSipFound : uint8_t
{
    YES,
    NO,
    UNREADABLE //!< it is there, and makes no sense
};

/// A number or an address in a message: where it stands, if it was found.
struct NfSipField
{
    NfSipFound found{NfSipFound::NO};
    NfTextPiece piece; //!< UNREADABLE: its offset is where a further search may begin
};

/// Address and port of a URI in a message. Of IPv6, its piece has the brackets, too.
struct NfSipUri : NfSipField
{
    NfAddress address;
    uint16_t port{0};
};

/// A number in a message.
struct NfSipNumber : NfSipField
{
    uint32_t value{0};
};

/// An address in a message.
struct NfSipAddress : NfSipField
{
    NfAddress address;
};

/**
 * @ingroup netfilter
 * Reads a SIP message (RFC 3261) and the session description in it (RFC 4566) as Linux's
 * nf_conntrack_sip.c does: headers by name or by their compact form, over continuation lines, each
 * by what connection tracking wants of it. What follows a field is not looked at.
 *
 * All offsets count from the beginning of the text. Nothing is read beyond its end, whatever the
 * text says.
 */
class NfSipText
{
  public:
    /// Goes through all addresses of one kind of header, over several headers and lists in them.
    struct Walk
    {
        uint32_t from{0};
        bool inHeader{false}; //!< the next one may stand behind a comma
    };

    /**
     * @param text a message, which must outlive this
     * @param family of the addresses in it; those of the other one are none
     */
    NfSipText(std::string_view text, NfFamily family)
        : m_text(text),
          m_family(family)
    {
    }

    /// @return true if it is a response
    bool IsResponse() const;

    /**
     * @param method of a request, in capitals
     * @return true if this is a request with that method
     */
    bool IsRequest(std::string_view method) const;

    /// @return the status code of a response; 0: it has none
    uint32_t GetStatus() const;

    /**
     * @param header a header
     * @param from where to begin; only headers in later lines are found
     * @return the value of the first one, without what stands around it
     */
    NfSipField FindHeader(NfSipHeader header, uint32_t from = 0) const;

    /**
     * @param header a header with a number
     * @return the first such number; 0 if it cannot be read
     */
    uint32_t FindNumber(NfSipHeader header) const;

    /**
     * @param header a header with addresses
     * @return the first address of which address and port can be told apart
     */
    NfSipUri FindUri(NfSipHeader header) const;

    /**
     * @param header a header with addresses
     * @param walk where to go on; changed
     * @return the next address
     */
    NfSipUri FindUri(NfSipHeader header, Walk& walk) const;

    /// @return the address that a request is for
    NfSipUri FindRequestUri() const;

    /**
     * @param name of a parameter behind an address, with its equals sign
     * @param from where the address ends
     * @return the text of the parameter, up to the next semicolon
     */
    std::optional<std::string_view> FindParameter(std::string_view name, uint32_t from) const;

    /**
     * @param name of a parameter with a number
     * @param from where the address before it ends
     * @return the number
     */
    NfSipNumber FindNumberParameter(std::string_view name, uint32_t from) const;

    /**
     * @param name of a parameter with an address
     * @param from where the address before it ends
     * @param brackets around the address
     * @return the address
     */
    NfSipAddress FindAddressParameter(std::string_view name,
                                      uint32_t from,
                                      NfSipAddressText::Brackets brackets) const;

    /**
     * @param line a kind of line of the session description
     * @param from where to begin; only later lines are found
     * @param before lines of this kind end the search; nothing: none do
     * @return the value of the first one: a version, an address, or kind and port of a medium
     */
    NfSipField FindSdp(NfSdpLine line,
                       uint32_t from = 0,
                       std::optional<NfSdpLine> before = std::nullopt) const;

    /**
     * @param line OWNER or CONNECTION
     * @param from as above
     * @param before as above
     * @return its address
     */
    NfSipAddress FindSdpAddress(NfSdpLine line, uint32_t from, NfSdpLine before) const;

    /**
     * @param from where digits stand
     * @return the number; nothing without digits, or if they are more than Linux reads, or if it
     *         has more than 32 bits
     */
    std::optional<uint32_t> ReadNumber(uint32_t from) const;

    /**
     * @param piece a piece of the message
     * @return its text
     */
    std::string_view Get(NfTextPiece piece) const
    {
        return m_text.substr(piece.offset, piece.length);
    }

  private:
    NfSipField FindNext(NfSipHeader header, uint32_t from) const;
    NfSipField FindReadable(NfSipHeader header, Walk& walk) const;
    std::string_view UpToComma(uint32_t from) const;
    NfSipUri MakeUri(const NfSipField& field) const;
    NfSipField MakeField(std::size_t at, const NfSipGrammar::Kind& kind) const;

    std::string_view m_text;
    NfFamily m_family;
};

} // namespace ns3

#endif /* NF_SIP_TEXT_H */
