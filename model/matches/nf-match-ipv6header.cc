// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-listing-style.h"
#include "nf-protocol-names.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t UPPER = 255; //!< stands for what follows the extension headers
constexpr uint32_t OPTION_HEADER = 2;

/// A header that may be asked for.
struct HeaderRow
{
    uint8_t number;
    uint8_t bit;
    std::string_view name;  //!< that is printed
    std::string_view brief; //!< a second one
};

/// In the order of printing.
constexpr HeaderRow HEADERS[] = {
    {NfProtocol::HOP_BY_HOP, 0x80, "hop-by-hop", "hop"},
    {NfProtocol::DESTINATION_OPTIONS, 0x40, "ipv6-opts", "dst"},
    {NfProtocol::ROUTING, 0x20, "ipv6-route", "route"},
    {NfProtocol::FRAGMENT, 0x10, "ipv6-frag", "frag"},
    {NfProtocol::AH, 0x08, "ah", "auth"},
    {NfProtocol::ESP, 0x04, "esp", "esp"},
    {NfProtocol::NO_NEXT_HEADER, 0x02, "ipv6-nonxt", "none"},
    {UPPER, 0x01, "protocol", "prot"},
};

uint8_t
BitOf(uint8_t number)
{
    for (const HeaderRow& row : HEADERS)
    {
        if (row.number == number)
        {
            return row.bit;
        }
    }
    return 0;
}

constexpr uint8_t UPPER_BIT = 0x01;

/// Names or numbers of headers, separated by commas, as bits.
struct HeadersKind : NfWordKind
{
    using Value = uint8_t;

    std::optional<Value> Read(std::string_view text) const
    {
        Value bits = 0;
        for (auto word : NfSplit(text, ','))
        {
            const Value bit = BitNamed(word);
            if (!bit && !word.empty())
            {
                return std::nullopt;
            }
            bits |= bit;
        }
        return bits ? std::optional(bits) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "a list of hop, dst, route, frag, auth, esp, none and prot, or of their numbers";
    }

    void Print(std::ostream& os, Value bits) const
    {
        const char* separator = "";
        for (const HeaderRow& row : HEADERS)
        {
            if (bits & row.bit)
            {
                os << separator << row.name;
                separator = ",";
            }
        }
    }

    void List(std::ostream& os, Value bits) const
    {
        NfListsNames(os) ? Print(os, bits) : void(os << fmt::format("0x{:02X}", bits));
    }

  private:
    static Value BitNamed(std::string_view word)
    {
        for (const HeaderRow& row : HEADERS)
        {
            if (word == row.name || word == row.brief || word == std::to_string(row.number))
            {
                return row.bit;
            }
        }
        const auto protocol = word == "all" ? std::nullopt : NfFindIpProtocol(word);
        return protocol ? BitOf(*protocol) : 0;
    }
};

/**
 * Match "ipv6header": which headers a packet has (Linux's ip6t_ipv6header.c). Exactly those that
 * are named, or, with --soft, at least those. Unlike other matches it looks past the header of a
 * later fragment.
 */
class Ipv6headerMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const auto bits = BitsOf(packet);
        if (!bits)
        {
            return NfMatchResult::NO;
        }
        if (!m_soft.given)
        {
            return NfResult(m_headers.Holds(*bits == m_headers.value));
        }
        const uint8_t wrong = m_headers.inverted ? UINT8_MAX : 0;
        return NfResult(!((*bits ^ m_headers.value ^ wrong) & m_headers.value));
    }

    NfOptionValue<uint8_t> m_headers; //!< --header
    NfSwitch m_soft;                  //!< --soft

  private:
    /// @return a bit for each header; nothing if the packet ends inside of the chain
    static std::optional<uint8_t> BitsOf(const NfPacket& packet)
    {
        const auto& chain = packet.GetExtensions();
        uint8_t next = chain ? chain->GetFirst() : packet.ip.protocol;
        const std::vector<uint8_t> bytes = packet.CopyBytes();
        std::size_t place = NfHeaderSize::IPV6;
        uint8_t bits = 0;
        while (BitOf(next) && next != UPPER)
        {
            bits |= BitOf(next);
            if (next == NfProtocol::NO_NEXT_HEADER)
            {
                return bits;
            }
            if (place + OPTION_HEADER > bytes.size())
            {
                return std::nullopt;
            }
            if (next == NfProtocol::ESP)
            {
                return bits;
            }
            const uint8_t* header = bytes.data() + place;
            place += next == NfProtocol::FRAGMENT ? 8
                     : next == NfProtocol::AH     ? (header[1] + 2U) * 4
                                                  : (header[1] + 1U) * 8;
            next = header[0];
            if (place > bytes.size())
            {
                break;
            }
        }
        const bool ends = next == NfProtocol::NO_NEXT_HEADER || next == NfProtocol::ESP;
        return ends ? bits : bits | UPPER_BIT;
    }
};

} // namespace

NfMatchType
NfMakeIpv6headerMatchType()
{
    using M = Ipv6headerMatch;
    NfMatchType type = NfMakeMatchType<M>("ipv6header", "which headers the packet has");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.heading = "ipv6header";
    type.options = {
        NfOptionRow(&M::m_headers, "header", HeadersKind())
            .Invertible()
            .Mandatory()
            .Listed("flags:{}", "flags:!{}"),
        NfOptionRow(&M::m_soft, "soft").Listed("soft"),
    };
    return type;
}

} // namespace ns3
