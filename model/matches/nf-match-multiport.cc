// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-match-ports.h"
#include "nf-option-text.h"
#include "nf-rule-spec.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_PORTS = 15; //!< Linux's XT_MULTI_PORTS; a range takes two
constexpr uint8_t DCCP = 33;
constexpr std::array<std::string_view, 3> SIDE_NAMES{"sports", "dports", "ports"};

class MultiportMatch : public NfMatch
{
  public:
    enum Side
    {
        SOURCE,
        DESTINATION,
        EITHER
    };

    NfComplaint Parse(const NfOption& option) override
    {
        if (!m_ranges.empty())
        {
            return "only one of --sports, --dports and --ports can be given";
        }
        m_side = static_cast<Side>(option.spec->id);
        m_inverted = option.inverted;
        std::size_t slots = 0;
        for (auto item : NfSplit(NfArgumentOf(option), ','))
        {
            auto colon = item.find(':');
            auto first = NfParsePort(item.substr(0, colon));
            auto last = colon == item.npos ? first : NfParsePort(item.substr(colon + 1));
            if (!first || !last || (colon != item.npos && *first >= *last))
            {
                return NfBadArgument(option,
                                     "ports or service names and rising ranges first:last, "
                                     "separated by commas");
            }
            slots += colon == item.npos ? 1 : 2;
            m_ranges.push_back({*first, *last});
        }
        if (slots > MAX_PORTS)
        {
            return NfBadArgument(option, "at most 15 ports, a range counting as two");
        }
        return {};
    }

    NfComplaint FinishParse() override
    {
        if (m_ranges.empty())
        {
            return "multiport expects one of --sports, --dports and --ports";
        }
        return {};
    }

    /// The rule's protocol, which has been checked, says how its services are called.
    NfComplaint Check(const NfRuleContext& context) override
    {
        m_protocol = context.rule->protocol;
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --" : " --") << SIDE_NAMES[m_side] << ' ';
        PrintPorts(os);
    }

    void List(std::ostream& os) const override
    {
        os << "multiport " << SIDE_NAMES[m_side] << ' ' << (m_inverted ? " !" : "");
        PrintPorts(os);
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(4);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        uint16_t source = NfRead16(header);
        uint16_t destination = NfRead16(header + 2);
        bool found = std::any_of(m_ranges.begin(), m_ranges.end(), [&](const NfPortRange& range) {
            return (m_side != DESTINATION && range.Contains(source)) ||
                   (m_side != SOURCE && range.Contains(destination));
        });
        return NfResult(found != m_inverted);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        NfRuleCondition condition;
        condition.negated = m_inverted;
        auto add = [&condition](NfConditionField field, const NfPortRange& range) {
            NfConditionPart part;
            part.field = field;
            part.first = uint32_t{range.min};
            part.last = uint32_t{range.max};
            condition.parts.push_back(part);
        };
        for (const NfPortRange& range : m_ranges)
        {
            if (m_side != DESTINATION)
            {
                add(NfConditionField::SOURCE_PORT, range);
            }
            if (m_side != SOURCE)
            {
                add(NfConditionField::DESTINATION_PORT, range);
            }
        }
        description.conditions.push_back(condition);
    }

    NfPortBounds GetPortBounds() const override
    {
        NfPortBounds bounds;
        if (m_inverted || m_side == EITHER)
        {
            return bounds;
        }
        uint16_t& lowest = m_side == SOURCE ? bounds.sourceMin : bounds.destinationMin;
        uint16_t& highest = m_side == SOURCE ? bounds.sourceMax : bounds.destinationMax;
        lowest = UINT16_MAX;
        highest = 0;
        for (const NfPortRange& range : m_ranges)
        {
            lowest = std::min(lowest, range.min);
            highest = std::max(highest, range.max);
        }
        return bounds;
    }

  private:
    void PrintPorts(std::ostream& os) const
    {
        const char* separator = "";
        for (const auto& range : m_ranges)
        {
            os << separator;
            NfListPort(os, range.min, m_protocol);
            if (range.min != range.max)
            {
                os << ':';
                NfListPort(os, range.max, m_protocol);
            }
            separator = ",";
        }
    }

    Side m_side{SOURCE};
    bool m_inverted{false};
    uint8_t m_protocol{0};
    std::vector<NfPortRange> m_ranges;
};

} // namespace

NfMatchType
NfMakeMultiportMatchType()
{
    NfMatchType type =
        NfMakeMatchType<MultiportMatch>("multiport",
                                        "several ports of TCP, UDP, UDP-Lite, SCTP or DCCP");
    type.options = {{MultiportMatch::SOURCE, "sports", "source-ports", 1, 1, true},
                    {MultiportMatch::DESTINATION, "dports", "destination-ports", 1, 1, true},
                    {MultiportMatch::EITHER, "ports", "", 1, 1, true}};
    type.protocols = {NfProtocol::TCP,
                      NfProtocol::UDP,
                      NfProtocol::UDPLITE,
                      NfProtocol::SCTP,
                      DCCP};
    return type;
}

} // namespace ns3
