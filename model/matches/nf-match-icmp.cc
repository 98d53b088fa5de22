// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-listing-style.h"

#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t ANY_TYPE = 255;

struct IcmpName
{
    std::string_view name;
    uint8_t type;
    uint8_t minCode;
    uint8_t maxCode;
};

/// Names of types and codes (iptables-extensions(8), `iptables -p icmp -h`).
constexpr std::array<IcmpName, 40> NAMES{{{"any", ANY_TYPE, 0, 255},
                                          {"echo-reply", 0, 0, 255},
                                          {"pong", 0, 0, 255},
                                          {"destination-unreachable", 3, 0, 255},
                                          {"network-unreachable", 3, 0, 0},
                                          {"host-unreachable", 3, 1, 1},
                                          {"protocol-unreachable", 3, 2, 2},
                                          {"port-unreachable", 3, 3, 3},
                                          {"fragmentation-needed", 3, 4, 4},
                                          {"source-route-failed", 3, 5, 5},
                                          {"network-unknown", 3, 6, 6},
                                          {"host-unknown", 3, 7, 7},
                                          {"network-prohibited", 3, 9, 9},
                                          {"host-prohibited", 3, 10, 10},
                                          {"TOS-network-unreachable", 3, 11, 11},
                                          {"TOS-host-unreachable", 3, 12, 12},
                                          {"communication-prohibited", 3, 13, 13},
                                          {"host-precedence-violation", 3, 14, 14},
                                          {"precedence-cutoff", 3, 15, 15},
                                          {"source-quench", 4, 0, 255},
                                          {"redirect", 5, 0, 255},
                                          {"network-redirect", 5, 0, 0},
                                          {"host-redirect", 5, 1, 1},
                                          {"TOS-network-redirect", 5, 2, 2},
                                          {"TOS-host-redirect", 5, 3, 3},
                                          {"echo-request", 8, 0, 255},
                                          {"ping", 8, 0, 255},
                                          {"router-advertisement", 9, 0, 255},
                                          {"router-solicitation", 10, 0, 255},
                                          {"time-exceeded", 11, 0, 255},
                                          {"ttl-exceeded", 11, 0, 255},
                                          {"ttl-zero-during-transit", 11, 0, 0},
                                          {"ttl-zero-during-reassembly", 11, 1, 1},
                                          {"parameter-problem", 12, 0, 255},
                                          {"ip-header-bad", 12, 0, 0},
                                          {"required-option-missing", 12, 1, 1},
                                          {"timestamp-request", 13, 0, 255},
                                          {"timestamp-reply", 14, 0, 255},
                                          {"address-mask-request", 17, 0, 255},
                                          {"address-mask-reply", 18, 0, 255}}};

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
                                 "type, type/code, type/code:code (0 to 255 each) or an ICMP "
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
        os << (m_inverted ? " ! --icmp-type " : " --icmp-type ");
        if (m_type == ANY_TYPE)
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
        auto named = std::find_if(NAMES.begin(), NAMES.end(), [this](const IcmpName& name) {
            return name.type == m_type && name.minCode == m_minCode && name.maxCode == m_maxCode;
        });
        if (NfListsNames(os) && named != NAMES.end())
        {
            os << (m_inverted ? "icmp !" : "icmp ") << named->name;
            return;
        }
        os << (m_inverted ? "icmp !type " : "icmptype ") << +m_type;
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
        bool matches = m_type == ANY_TYPE ||
                       (header[0] == m_type && header[1] >= m_minCode && header[1] <= m_maxCode);
        return NfResult(matches != m_inverted);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        const uint32_t first = m_type == ANY_TYPE ? 0 : m_type * 256U + m_minCode;
        const uint32_t last = m_type == ANY_TYPE ? UINT16_MAX : m_type * 256U + m_maxCode;
        description.AddRange(NfConditionField::ICMP_TYPE, first, last, m_inverted);
    }

  private:
    // Take a name or an unambiguous beginning of one; sets m_found if the text is a name.
    NfComplaint FindName(std::string_view text)
    {
        m_found = nullptr;
        if (text.empty())
        {
            return {};
        }
        for (const auto& candidate : NAMES)
        {
            if (!NfBeginsIgnoringCase(candidate.name, text))
            {
                continue;
            }
            if (m_found)
            {
                return fmt::format("ICMP type \"{}\" is ambiguous: {} or {}",
                                   text,
                                   m_found->name,
                                   candidate.name);
            }
            m_found = &candidate;
        }
        if (m_found)
        {
            m_type = m_found->type;
            m_minCode = m_found->minCode;
            m_maxCode = m_found->maxCode;
        }
        return {};
    }

    const IcmpName* m_found{nullptr};
    uint8_t m_type{ANY_TYPE};
    uint8_t m_minCode{0};
    uint8_t m_maxCode{255};
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeIcmpMatchType()
{
    NfMatchType type = NfMakeMatchType<IcmpMatch>("icmp", "ICMP type and code");
    type.options = {{0, "icmp-type", "", 1, 1, true, true}};
    type.implicitProtocol = NfProtocol::ICMP;
    type.protocols = {NfProtocol::ICMP};
    return type;
}

} // namespace ns3
