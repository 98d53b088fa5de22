// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-flag-names.h"
#include "nf-header-size.h"
#include "nf-listing-style.h"
#include "nf-port-kind.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t FIN_SYN_RST_ACK = 0x17;
constexpr uint8_t SYN = 0x02;
constexpr std::string_view FLAGS_SYNTAX =
    "two lists of FIN,SYN,RST,PSH,ACK,URG,ALL,NONE: which to look at, and which must be set";

/// Those with one bit come first, in the order of printing.
const NfFlagNames&
FlagNames()
{
    static const NfFlagNames names({{"FIN", 0x01},
                                    {"SYN", SYN},
                                    {"RST", 0x04},
                                    {"PSH", 0x08},
                                    {"ACK", 0x10},
                                    {"URG", 0x20},
                                    {"ALL", 0x3f},
                                    {"NONE", 0}},
                                   NfFlagNames::ANY_CASE);
    return names;
}

/// Which flags are looked at, and which of them must be set.
struct Flags
{
    uint8_t mask{0};
    uint8_t set{0};
    bool inverted{false};

    /// @return true if it says nothing
    bool IsAny() const
    {
        return mask == 0 && !inverted;
    }
};

/// The value of --tcp-flags.
struct FlagsKind
{
    using Value = Flags;
    static constexpr uint8_t ARGUMENTS = 2;

    NfComplaint Take(const NfOption& option, Flags& flags) const
    {
        const auto mask = FlagNames().Read(option.arguments.at(0).text);
        const auto set = FlagNames().Read(option.arguments.at(1).text);
        flags = {static_cast<uint8_t>(mask.value_or(0)),
                 static_cast<uint8_t>(set.value_or(0)),
                 option.inverted};
        return mask && set ? NfComplaint() : NfBadArgument(option, FLAGS_SYNTAX);
    }

    void Print(std::ostream& os, const Flags& flags) const
    {
        Print(os, flags, ' ');
    }

    void Print(std::ostream& os, const Flags& flags, char between) const
    {
        FlagNames().Print(os, flags.mask);
        os << between;
        FlagNames().Print(os, flags.set);
    }

    bool IsSilent(const Flags& flags) const
    {
        return flags.IsAny();
    }
};

/// What --syn stands for.
struct SynKind : FlagsKind
{
    static constexpr uint8_t ARGUMENTS = 0;

    NfComplaint Take(const NfOption& option, Flags& flags) const
    {
        flags = {FIN_SYN_RST_ACK, SYN, option.inverted};
        return {};
    }
};

class TcpMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        const Flags& flags = m_flags.value;
        os << "tcp";
        m_source.value.List(os, "spt", NfProtocol::TCP);
        m_destination.value.List(os, "dpt", NfProtocol::TCP);
        if (m_option.given)
        {
            os << " option=" << (m_option.inverted ? "!" : "") << +m_option.value;
        }
        if (!flags.IsAny())
        {
            os << " flags:" << (flags.inverted ? "!" : "");
            if (NfListsNames(os))
            {
                FlagsKind().Print(os, flags, '/');
            }
            else
            {
                os << fmt::format("0x{:02X}/0x{:02X}", flags.mask, flags.set);
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
        const Flags& flags = m_flags.value;
        if (!m_source.value.Contains(NfRead16(header)) ||
            !m_destination.value.Contains(NfRead16(header + 2)) ||
            ((header[13] & flags.mask) == flags.set) == flags.inverted)
        {
            return NfMatchResult::NO;
        }
        return m_option.given ? MatchOption(packet, (header[12] >> 4) * 4) : NfMatchResult::YES;
    }

    /// As xt_TCPMSS asks: what --tcp-flags looks at does not count, only what it compares with.
    bool RequiresTcpSyn() const override
    {
        return (m_flags.value.set & SYN) && !m_flags.value.inverted;
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        m_source.value.Describe(description, NfConditionField::SOURCE_PORT);
        m_destination.value.Describe(description, NfConditionField::DESTINATION_PORT);
        const Flags& flags = m_flags.value;
        if (!flags.IsAny() || flags.set)
        {
            description.AddMasked(NfConditionField::TCP_FLAGS,
                                  uint32_t{flags.set},
                                  uint32_t{flags.mask},
                                  flags.inverted);
        }
        if (m_option.given)
        {
            description.AddText("tcp --tcp-option " + std::string(m_option.inverted ? "! " : "") +
                                std::to_string(m_option.value));
        }
    }

    NfPortBounds GetPortBounds() const override
    {
        return NfBoundsOf(m_source.value, m_destination.value);
    }

    NfOptionValue<NfPortRange> m_source;      //!< --sport
    NfOptionValue<NfPortRange> m_destination; //!< --dport
    NfOptionValue<uint8_t> m_option;          //!< --tcp-option
    NfOptionValue<Flags> m_flags;             //!< --tcp-flags, --syn

  private:
    NfMatchResult MatchOption(const NfPacket& packet, uint8_t headerSize) const
    {
        const uint8_t* header = headerSize < NfHeaderSize::TCP ? nullptr : packet.L4(headerSize);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        for (uint32_t i = NfHeaderSize::TCP; i < headerSize;)
        {
            if (header[i] == m_option.value)
            {
                return NfResult(!m_option.inverted);
            }
            bool hasLength = header[i] >= 2 && i + 1 < headerSize;
            i += hasLength ? std::max<uint8_t>(header[i + 1], 1) : 1;
        }
        return NfResult(m_option.inverted);
    }
};

} // namespace

NfMatchType
NfMakeTcpMatchType()
{
    NfMatchType type = NfMakeMatchType<TcpMatch>("tcp", "TCP ports, flags and options");
    using M = TcpMatch;
    const NfPortRangeKind ports(true);
    const auto kinds = NfNumberKind<uint8_t>(1).Called("the kind of a TCP option, 1 to 255");
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_source, "sport", ports).Alias("source-port").Invertible(),
        NfOptionRow(&M::m_destination, "dport", ports).Alias("destination-port").Invertible(),
        NfOptionRow(&M::m_option, "tcp-option", kinds).Invertible(),
        NfOptionRow(&M::m_flags, "tcp-flags", FlagsKind()).Invertible(),
        NfOptionRow(&M::m_flags, "syn", SynKind()).Invertible().Spelling(),
    };
    type.relations = {NfOptionRelation::OnlyOne({"tcp-flags", "syn"},
                                                "--syn and --tcp-flags cannot be used together")};
    type.implicitProtocol = NfProtocol::TCP;
    type.protocols = {NfProtocol::TCP};
    return type;
}

} // namespace ns3
