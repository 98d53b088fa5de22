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

/// Matches "icmp" and "icmp6": type and code (Linux's ip_tables.c and ip6_tables.c). Only of ICMP
/// is there a type that stands for all.
class IcmpMatch : public NfMatch
{
  public:
    NfComplaint Parse(const NfOption& option) override
    {
        m_inverted = option.inverted;
        const std::string& text = NfArgumentOf(option);
        auto complaint = FindName(text);
        if (m_found)
        {
            return complaint;
        }
        const auto slash = text.find('/');
        const bool coded = slash != std::string::npos;
        const std::string_view codes = coded ? std::string_view(text).substr(slash + 1) : "0:255";
        const auto colon = codes.find(':');
        auto type = NfParseNumber(std::string_view(text).substr(0, slash), 255);
        auto first = NfParseNumber(codes.substr(0, colon), 255);
        auto last = colon == codes.npos ? first : NfParseNumber(codes.substr(colon + 1), 255);
        if (!type || !first || !last)
        {
            return NfBadArgument(option,
                                 IsV6()
                                     ? "type, type/code, type/code:code (0 to 255 each) or an "
                                       "ICMPv6 type's name"
                                     : "type, type/code, type/code:code (0 to 255 each) or an ICMP "
                                       "type's name");
        }
        m_type = *type;
        m_minCode = *first;
        m_maxCode = *last;
        return {};
    }

    /// Codes are saved as a range where iptables-save writes the first one only, which would be
    /// another rule when it is restored.
    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --" : " --") << GetType().options.front().name << ' ';
        if (IsAny())
        {
            os << "any";
            return;
        }
        os << +m_type;
        if (m_minCode != 0 || m_maxCode != 255)
        {
            os << '/' << +m_minCode;
        }
        if (m_minCode != m_maxCode && (m_minCode != 0 || m_maxCode != 255))
        {
            os << ':' << +m_maxCode;
        }
    }

    void List(std::ostream& os) const override
    {
        const Names names = GetNames();
        const auto* named = std::find_if(names.begin(), names.end(), [this](const auto& name) {
            return name.type == m_type && name.firstCode == m_minCode && name.lastCode == m_maxCode;
        });
        os << GetType().heading;
        if (NfListsNames(os) && named != names.end())
        {
            os << (m_inverted ? " !" : " ") << named->name;
            return;
        }
        os << (m_inverted ? " !type " : "type ") << +m_type;
        if (m_minCode == m_maxCode)
        {
            os << " code " << +m_minCode;
        }
        else if (m_minCode != 0 || m_maxCode != 255)
        {
            os << " codes " << +m_minCode << '-' << +m_maxCode;
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
        bool matches =
            IsAny() || (header[0] == m_type && header[1] >= m_minCode && header[1] <= m_maxCode);
        return NfResult(matches != m_inverted);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        const uint32_t first = IsAny() ? 0 : m_type * 256U + m_minCode;
        const uint32_t last = IsAny() ? UINT16_MAX : m_type * 256U + m_maxCode;
        description.AddRange(NfConditionField::ICMP_TYPE, first, last, m_inverted);
    }

  private:
    bool IsV6() const
    {
        return GetFamily() == NfFamily::IPV6;
    }

    bool IsAny() const
    {
        return !IsV6() && m_type == NF_ANY_ICMP_TYPE;
    }

    Names GetNames() const
    {
        return IsV6() ? Names{std::begin(NF_ICMPV6_NAMES), std::end(NF_ICMPV6_NAMES)}
                      : Names{std::begin(NF_ICMP_NAMES), std::end(NF_ICMP_NAMES)};
    }

    // Take a name or an unambiguous beginning of one; sets m_found if the text is a name.
    NfComplaint FindName(std::string_view text)
    {
        m_found = nullptr;
        if (text.empty())
        {
            return {};
        }
        for (const auto& candidate : GetNames())
        {
            if (!NfBeginsIgnoringCase(candidate.name, text))
            {
                continue;
            }
            if (m_found)
            {
                return fmt::format("{} type \"{}\" is ambiguous: {} or {}",
                                   IsV6() ? "ICMPv6" : "ICMP",
                                   text,
                                   m_found->name,
                                   candidate.name);
            }
            m_found = &candidate;
        }
        if (m_found)
        {
            m_type = m_found->type;
            m_minCode = m_found->firstCode;
            m_maxCode = m_found->lastCode;
        }
        return {};
    }

    const NfIcmpName* m_found{nullptr};
    uint8_t m_type{NF_ANY_ICMP_TYPE};
    uint8_t m_minCode{0};
    uint8_t m_maxCode{255};
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeIcmpMatchType()
{
    NfMatchType type = NfMakeMatchType<IcmpMatch>("icmp", "ICMP type and code");
    type.family = NfFamily::IPV4;
    type.heading = "icmp";
    type.options = {{0, "icmp-type", "", 1, 1, true, true}};
    type.implicitProtocol = NfProtocol::ICMP;
    type.protocols = {NfProtocol::ICMP};
    return type;
}

NfMatchType
NfMakeIcmp6MatchType()
{
    NfMatchType type = NfMakeMatchType<IcmpMatch>("icmp6", "ICMPv6 type and code");
    type.family = NfFamily::IPV6;
    type.heading = "ipv6-icmp";
    type.options = {{0, "icmpv6-type", "", 1, 1, true, true}};
    type.implicitProtocol = NfProtocol::ICMPV6;
    type.protocols = {NfProtocol::ICMPV6};
    return type;
}

} // namespace ns3
