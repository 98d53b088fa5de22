// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-icmp-names.h"
#include "nf-listing-style.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace ns3
{

namespace
{

/// The names of a family's messages.
struct Names
{
    const NfIcmpName* first;
    const NfIcmpName* last;

    const NfIcmpName* begin() const
    {
        return first;
    }

    const NfIcmpName* end() const
    {
        return last;
    }
};

/// @param family a family
/// @return the names of its messages
Names
NamesOf(NfFamily family)
{
    return family == NfFamily::IPV6 ? Names{std::begin(NF_ICMPV6_NAMES), std::end(NF_ICMPV6_NAMES)}
                                    : Names{std::begin(NF_ICMP_NAMES), std::end(NF_ICMP_NAMES)};
}

/// A type, and codes from the first to the last.
struct Messages
{
    uint8_t type{NF_ANY_ICMP_TYPE};
    uint8_t minCode{0};
    uint8_t maxCode{255};
};

/// @return true if the type stands for all, which only one of ICMP does
bool
IsAny(const Messages& messages, NfFamily family)
{
    return family == NfFamily::IPV4 && messages.type == NF_ANY_ICMP_TYPE;
}

/// The value of --icmp-type and --icmpv6-type.
struct MessagesKind : NfWordKind
{
    using Value = Messages;

    NfFamily family;

    explicit MessagesKind(NfFamily own)
        : family(own)
    {
    }

    NfComplaint Take(const NfOption& option, Messages& messages) const
    {
        const std::string_view text = NfArgumentOf(option);
        const NfIcmpName* found = nullptr;
        if (NfComplaint complaint = FindName(text, found))
        {
            return complaint;
        }
        if (found)
        {
            messages = {found->type, found->firstCode, found->lastCode};
            return {};
        }
        const auto slash = text.find('/');
        const std::string_view codes = slash != text.npos ? text.substr(slash + 1) : "0:255";
        const auto colon = codes.find(':');
        auto type = NfParseNumber(text.substr(0, slash), 255);
        auto first = NfParseNumber(codes.substr(0, colon), 255);
        auto last = colon == codes.npos ? first : NfParseNumber(codes.substr(colon + 1), 255);
        if (!type || !first || !last)
        {
            return NfBadArgument(option,
                                 family == NfFamily::IPV6
                                     ? "type, type/code, type/code:code (0 to 255 each) or an "
                                       "ICMPv6 type's name"
                                     : "type, type/code, type/code:code (0 to 255 each) or an ICMP "
                                       "type's name");
        }
        messages = {static_cast<uint8_t>(*type),
                    static_cast<uint8_t>(*first),
                    static_cast<uint8_t>(*last)};
        return {};
    }

    /// Codes are saved as a range where iptables-save writes the first one only, which would be
    /// another rule when it is restored.
    void Print(std::ostream& os, const Messages& messages) const
    {
        if (IsAny(messages, family))
        {
            os << "any";
            return;
        }
        os << +messages.type;
        if (messages.minCode != 0 || messages.maxCode != 255)
        {
            os << '/' << +messages.minCode;
            if (messages.minCode != messages.maxCode)
            {
                os << ':' << +messages.maxCode;
            }
        }
    }

  private:
    /// Find a name, or the only one that begins with a text; null if it is the beginning of none.
    NfComplaint FindName(std::string_view text, const NfIcmpName*& found) const
    {
        for (const auto& candidate : NamesOf(family))
        {
            if (text.empty() || !NfBeginsIgnoringCase(candidate.name, text))
            {
                continue;
            }
            if (found)
            {
                return fmt::format("{} type \"{}\" is ambiguous: {} or {}",
                                   family == NfFamily::IPV6 ? "ICMPv6" : "ICMP",
                                   text,
                                   found->name,
                                   candidate.name);
            }
            found = &candidate;
        }
        return {};
    }
};

/// Matches "icmp" and "icmp6": type and code (Linux's ip_tables.c and ip6_tables.c).
class IcmpMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        const Messages& asked = m_messages.value;
        const Names names = NamesOf(GetFamily());
        const auto* named = std::find_if(names.begin(), names.end(), [&](const auto& name) {
            return name.type == asked.type && name.firstCode == asked.minCode &&
                   name.lastCode == asked.maxCode;
        });
        os << GetType().heading;
        if (NfListsNames(os) && named != names.end())
        {
            os << (m_messages.inverted ? " !" : " ") << named->name;
            return;
        }
        os << (m_messages.inverted ? " !type " : "type ") << +asked.type;
        if (asked.minCode == asked.maxCode)
        {
            os << " code " << +asked.minCode;
        }
        else if (asked.minCode != 0 || asked.maxCode != 255)
        {
            os << " codes " << +asked.minCode << '-' << +asked.maxCode;
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(8);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        const Messages& asked = m_messages.value;
        bool matches =
            IsAny(asked, GetFamily()) ||
            (header[0] == asked.type && header[1] >= asked.minCode && header[1] <= asked.maxCode);
        return NfResult(matches != m_messages.inverted);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        const Messages& asked = m_messages.value;
        const bool any = IsAny(asked, GetFamily());
        const uint32_t first = any ? 0 : asked.type * 256U + asked.minCode;
        const uint32_t last = any ? UINT16_MAX : asked.type * 256U + asked.maxCode;
        description.AddRange(NfConditionField::ICMP_TYPE, first, last, m_messages.inverted);
    }

    NfOptionValue<Messages> m_messages; //!< --icmp-type, --icmpv6-type
};

/// @param name of the match
/// @param help one line for people
/// @param option the name of its option
/// @param family of its rules
/// @return its type, still without a heading and a protocol
NfMatchType
MakeType(std::string_view name, std::string_view help, std::string_view option, NfFamily family)
{
    NfMatchType type = NfMakeMatchType<IcmpMatch>(name, help);
    type.family = family;
    type.options = {
        NfOptionRow(&IcmpMatch::m_messages, option, MessagesKind(family)).Invertible().Mandatory()};
    return type;
}

} // namespace

NfMatchType
NfMakeIcmpMatchType()
{
    NfMatchType type = MakeType("icmp", "ICMP type and code", "icmp-type", NfFamily::IPV4);
    type.heading = "icmp";
    type.implicitProtocol = NfProtocol::ICMP;
    type.protocols = {NfProtocol::ICMP};
    return type;
}

NfMatchType
NfMakeIcmp6MatchType()
{
    NfMatchType type = MakeType("icmp6", "ICMPv6 type and code", "icmpv6-type", NfFamily::IPV6);
    type.heading = "ipv6-icmp";
    type.implicitProtocol = NfProtocol::ICMPV6;
    type.protocols = {NfProtocol::ICMPV6};
    return type;
}

} // namespace ns3
