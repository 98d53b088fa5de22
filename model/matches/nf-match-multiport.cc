// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-listing-style.h"
#include "nf-match-ports.h"
#include "nf-option-text.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_PORTS = 15; //!< Linux's XT_MULTI_PORTS; a range takes two
constexpr uint8_t DCCP = 33;

/// Whose ports are compared.
enum Side : uint8_t
{
    SOURCE,
    DESTINATION,
    EITHER
};

/// The value of one of the options.
struct Ports
{
    Side side{SOURCE};
    std::vector<NfPortRange> ranges;
};

/// One of the options.
struct PortsKind : NfWordKind
{
    using Value = Ports;

    Side side;

    explicit PortsKind(Side own)
        : side(own)
    {
    }

    NfComplaint Take(const NfOption& option, Ports& ports) const
    {
        ports.side = side;
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
            ports.ranges.push_back({*first, *last});
        }
        return slots > MAX_PORTS
                   ? NfBadArgument(option, "at most 15 ports, a range counting as two")
                   : NfComplaint();
    }

    /// The rule's protocol says how its services are called.
    void Print(std::ostream& os, const Ports& ports) const
    {
        const uint8_t protocol = NfListedProtocol(os);
        const char* separator = "";
        for (const auto& range : ports.ranges)
        {
            os << separator;
            NfListPort(os, range.min, protocol);
            if (range.min != range.max)
            {
                os << ':';
                NfListPort(os, range.max, protocol);
            }
            separator = ",";
        }
    }

    bool IsSilent(const Ports& ports) const
    {
        return ports.side != side;
    }
};

class MultiportMatch : public NfMatch
{
  public:
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
        bool found =
            std::any_of(m_ports.value.ranges.begin(),
                        m_ports.value.ranges.end(),
                        [&](const NfPortRange& range) {
                            return (m_ports.value.side != DESTINATION && range.Contains(source)) ||
                                   (m_ports.value.side != SOURCE && range.Contains(destination));
                        });
        return NfResult(found != m_ports.inverted);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        NfRuleCondition condition;
        condition.negated = m_ports.inverted;
        auto add = [&condition](NfConditionField field, const NfPortRange& range) {
            NfConditionPart part;
            part.field = field;
            part.first = uint32_t{range.min};
            part.last = uint32_t{range.max};
            condition.parts.push_back(part);
        };
        for (const NfPortRange& range : m_ports.value.ranges)
        {
            if (m_ports.value.side != DESTINATION)
            {
                add(NfConditionField::SOURCE_PORT, range);
            }
            if (m_ports.value.side != SOURCE)
            {
                add(NfConditionField::DESTINATION_PORT, range);
            }
        }
        description.conditions.push_back(condition);
    }

    NfPortBounds GetPortBounds() const override
    {
        NfPortBounds bounds;
        if (m_ports.inverted || m_ports.value.side == EITHER)
        {
            return bounds;
        }
        uint16_t& lowest = m_ports.value.side == SOURCE ? bounds.sourceMin : bounds.destinationMin;
        uint16_t& highest = m_ports.value.side == SOURCE ? bounds.sourceMax : bounds.destinationMax;
        lowest = UINT16_MAX;
        highest = 0;
        for (const NfPortRange& range : m_ports.value.ranges)
        {
            lowest = std::min(lowest, range.min);
            highest = std::max(highest, range.max);
        }
        return bounds;
    }

    NfOptionValue<Ports> m_ports; //!< --sports, --dports or --ports
};

} // namespace

NfMatchType
NfMakeMultiportMatchType()
{
    using M = MultiportMatch;
    NfMatchType type =
        NfMakeMatchType<M>("multiport", "several ports of TCP, UDP, UDP-Lite, SCTP or DCCP");
    type.heading = "multiport";
    type.options = {
        NfOptionRow(&M::m_ports, "sports", PortsKind(SOURCE))
            .Alias("source-ports")
            .Invertible()
            .Listed("sports {}", "sports  !{}"),
        NfOptionRow(&M::m_ports, "dports", PortsKind(DESTINATION))
            .Alias("destination-ports")
            .Invertible()
            .Listed("dports {}", "dports  !{}"),
        NfOptionRow(&M::m_ports, "ports", PortsKind(EITHER))
            .Invertible()
            .Listed("ports {}", "ports  !{}"),
    };
    const NfOptionRelation::Names sides{"sports", "dports", "ports"};
    type.relations = {
        NfOptionRelation::OnlyOne(sides, "only one of --sports, --dports and --ports can be given"),
        NfOptionRelation::OneOf(sides, "multiport expects one of --sports, --dports and --ports"),
    };
    type.protocols = {NfProtocol::TCP,
                      NfProtocol::UDP,
                      NfProtocol::UDPLITE,
                      NfProtocol::SCTP,
                      DCCP};
    return type;
}

} // namespace ns3
