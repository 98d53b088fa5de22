// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-listing-style.h"
#include "nf-match-ports.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t FIN_SYN_RST_ACK = 0x17;
constexpr uint8_t SYN = 0x02;
constexpr std::string_view FLAGS_SYNTAX =
    "two lists of FIN,SYN,RST,PSH,ACK,URG,ALL,NONE: which to look at, and which must be set";

struct FlagName
{
    std::string_view name;
    uint8_t bits;
};

/// Those with one bit come first, in the order of printing.
constexpr std::array<FlagName, 8> FLAG_NAMES{{{"FIN", 0x01},
                                              {"SYN", 0x02},
                                              {"RST", 0x04},
                                              {"PSH", 0x08},
                                              {"ACK", 0x10},
                                              {"URG", 0x20},
                                              {"ALL", 0x3f},
                                              {"NONE", 0}}};

std::optional<uint8_t>
ParseFlags(std::string_view text)
{
    uint8_t flags = 0;
    for (auto word : NfSplit(text, ','))
    {
        auto found = std::find_if(FLAG_NAMES.begin(), FLAG_NAMES.end(), [&](const FlagName& flag) {
            return NfEqualsIgnoringCase(flag.name, word);
        });
        if (found == FLAG_NAMES.end())
        {
            return std::nullopt;
        }
        flags |= found->bits;
    }
    return flags;
}

void
PrintFlags(std::ostream& os, uint8_t flags)
{
    if (!flags)
    {
        os << "NONE";
        return;
    }
    const char* separator = "";
    for (std::size_t i = 0; i < 6; ++i)
    {
        if (flags & FLAG_NAMES[i].bits)
        {
            os << separator << FLAG_NAMES[i].name;
            separator = ",";
        }
    }
}

class TcpMatch : public NfMatch
{
  public:
    enum Option
    {
        SPORT,
        DPORT,
        TCP_FLAGS,
        SYN_ONLY,
        TCP_OPTION
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case SPORT:
            return ParsePorts(option, m_source);
        case DPORT:
            return ParsePorts(option, m_destination);
        case TCP_FLAGS:
            return ParseTcpFlags(option);
        case SYN_ONLY:
            return SetFlags(FIN_SYN_RST_ACK, SYN, option.inverted);
        default:
            return ParseTcpOption(option);
        }
    }

    void Save(std::ostream& os) const override
    {
        m_source.Save(os, "sport");
        m_destination.Save(os, "dport");
        if (m_option || m_optionInverted)
        {
            os << (m_optionInverted ? " ! --tcp-option " : " --tcp-option ") << +m_option;
        }
        if (m_flagsMask || m_flagsInverted)
        {
            os << (m_flagsInverted ? " ! --tcp-flags " : " --tcp-flags ");
            PrintFlags(os, m_flagsMask);
            os << ' ';
            PrintFlags(os, m_flags);
        }
    }

    void List(std::ostream& os) const override
    {
        os << "tcp";
        m_source.List(os, "spt", NfProtocol::TCP);
        m_destination.List(os, "dpt", NfProtocol::TCP);
        if (m_option || m_optionInverted)
        {
            os << " option=" << (m_optionInverted ? "!" : "") << +m_option;
        }
        if (m_flagsMask || m_flagsInverted)
        {
            os << " flags:" << (m_flagsInverted ? "!" : "");
            if (NfListsNames(os))
            {
                PrintFlags(os, m_flagsMask);
                os << '/';
                PrintFlags(os, m_flags);
            }
            else
            {
                os << fmt::format("0x{:02X}/0x{:02X}", m_flagsMask, m_flags);
            }
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            // A second fragment that begins at byte 8 could overwrite the flags (RFC 1858). Linux
            // looks for it in IPv4 alone.
            const bool overwrites =
                packet.ip.fragmentOffset == 8 && packet.ip.family == NfFamily::IPV4;
            return overwrites ? NfMatchResult::HOTDROP : NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(NfHeaderSize::TCP);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        if (!m_source.Contains(NfRead16(header)) || !m_destination.Contains(NfRead16(header + 2)) ||
            ((header[13] & m_flagsMask) == m_flags) == m_flagsInverted)
        {
            return NfMatchResult::NO;
        }
        return m_option ? MatchOption(packet, (header[12] >> 4) * 4) : NfMatchResult::YES;
    }

    /// As xt_TCPMSS asks: what --tcp-flags looks at does not count, only what it compares with.
    bool RequiresTcpSyn() const override
    {
        return (m_flags & SYN) && !m_flagsInverted;
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        m_source.Describe(description, NfConditionField::SOURCE_PORT);
        m_destination.Describe(description, NfConditionField::DESTINATION_PORT);
        if (m_flagsMask || m_flags || m_flagsInverted)
        {
            description.AddMasked(NfConditionField::TCP_FLAGS,
                                  uint32_t{m_flags},
                                  uint32_t{m_flagsMask},
                                  m_flagsInverted);
        }
        if (m_option)
        {
            description.AddText("tcp --tcp-option " + std::string(m_optionInverted ? "! " : "") +
                                std::to_string(m_option));
        }
    }

    NfPortBounds GetPortBounds() const override
    {
        return {m_source.Lowest(),
                m_source.Highest(),
                m_destination.Lowest(),
                m_destination.Highest()};
    }

  private:
    static NfComplaint ParsePorts(const NfOption& option, NfPortRange& ports)
    {
        auto parsed = NfPortRange::Parse(NfArgumentOf(option));
        if (!parsed || parsed->min > parsed->max)
        {
            return NfBadArgument(option, NF_PORT_RANGE_SYNTAX);
        }
        ports = *parsed;
        ports.inverted = option.inverted;
        return {};
    }

    NfComplaint ParseTcpFlags(const NfOption& option)
    {
        auto mask = ParseFlags(option.arguments.at(0).text);
        auto flags = ParseFlags(option.arguments.at(1).text);
        if (!mask || !flags)
        {
            return NfBadArgument(option, FLAGS_SYNTAX);
        }
        return SetFlags(*mask, *flags, option.inverted);
    }

    NfComplaint SetFlags(uint8_t mask, uint8_t flags, bool inverted)
    {
        if (m_flagsGiven)
        {
            return "--syn and --tcp-flags cannot be used together";
        }
        m_flagsGiven = true;
        m_flagsMask = mask;
        m_flags = flags;
        m_flagsInverted = inverted;
        return {};
    }

    NfComplaint ParseTcpOption(const NfOption& option)
    {
        auto kind = NfParseNumber(NfArgumentOf(option), 255);
        if (!kind || !*kind)
        {
            return NfBadArgument(option, "the kind of a TCP option, 1 to 255");
        }
        m_option = *kind;
        m_optionInverted = option.inverted;
        return {};
    }

    NfMatchResult MatchOption(const NfPacket& packet, uint8_t headerSize) const
    {
        const uint8_t* header = headerSize < NfHeaderSize::TCP ? nullptr : packet.L4(headerSize);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        for (uint32_t i = NfHeaderSize::TCP; i < headerSize;)
        {
            if (header[i] == m_option)
            {
                return NfResult(!m_optionInverted);
            }
            bool hasLength = header[i] >= 2 && i + 1 < headerSize;
            i += hasLength ? std::max<uint8_t>(header[i + 1], 1) : 1;
        }
        return NfResult(m_optionInverted);
    }

    NfPortRange m_source;
    NfPortRange m_destination;
    uint8_t m_flagsMask{0};
    uint8_t m_flags{0};
    bool m_flagsInverted{false};
    bool m_flagsGiven{false};
    uint8_t m_option{0}; //!< 0: any
    bool m_optionInverted{false};
};

} // namespace

NfMatchType
NfMakeTcpMatchType()
{
    NfMatchType type = NfMakeMatchType<TcpMatch>("tcp", "TCP ports, flags and options");
    type.stateless = true;
    type.options = {{TcpMatch::SPORT, "sport", "source-port", 1, 1, true},
                    {TcpMatch::DPORT, "dport", "destination-port", 1, 1, true},
                    {TcpMatch::TCP_FLAGS, "tcp-flags", "", 2, 2, true},
                    {TcpMatch::SYN_ONLY, "syn", "", 0, 0, true},
                    {TcpMatch::TCP_OPTION, "tcp-option", "", 1, 1, true}};
    type.implicitProtocol = NfProtocol::TCP;
    type.protocols = {NfProtocol::TCP};
    return type;
}

} // namespace ns3
