// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-helper.h"
#include "nf-conntrack.h"
#include "nf-extension-type.h"
#include "nf-flag-names.h"
#include "nf-netns.h"
#include "nf-rule-spec.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t ORIG = 1;
constexpr uint8_t REPLY = 2;
constexpr uint8_t BOTH = ORIG | REPLY;

/// Events of connections.
const NfFlagNames&
CtEventNames()
{
    static const NfFlagNames names({{"new", 1U << 0},
                                    {"related", 1U << 1},
                                    {"destroy", 1U << 2},
                                    {"reply", 1U << 3},
                                    {"assured", 1U << 4},
                                    {"protoinfo", 1U << 5},
                                    {"helper", 1U << 6},
                                    {"mark", 1U << 7},
                                    {"natseqinfo", 1U << 8},
                                    {"secmark", 1U << 9}},
                                   NfFlagNames::EXACT);
    return names;
}

/// Events of expectations.
const NfFlagNames&
ExpEventNames()
{
    static const NfFlagNames names({{"new", 1U << 0}}, NfFlagNames::EXACT);
    return names;
}

bool
IsDecided(const NfPacket& packet)
{
    return packet.ct || packet.ctState != NfCtState::INVALID;
}

void
Untrack(NfPacket& packet)
{
    packet.ct = nullptr;
    packet.ctState = NfCtState::UNTRACKED;
}

/// What --zone, --zone-orig and --zone-reply say together.
struct Zone
{
    uint8_t directions{0}; //!< of --zone-orig and --zone-reply; none: both
    bool fromMark{false};
    uint16_t number{0};
};

/// One of these options.
struct ZoneKind : NfWordKind
{
    using Value = Zone;

    uint8_t direction; //!< that it adds

    explicit ZoneKind(uint8_t own)
        : direction(own)
    {
    }

    NfComplaint Take(const NfOption& option, Zone& zone) const
    {
        const std::string& text = NfArgumentOf(option);
        zone.directions |= direction;
        if (text == "mark")
        {
            zone.fromMark = true;
            return {};
        }
        auto number = NfParseNumber(text, UINT16_MAX);
        zone.number = number.value_or(0);
        return number ? NfComplaint()
                      : fmt::format("--{}: \"{}\" is neither a number from 0 to 65535 nor \"mark\"",
                                    option.spec->name,
                                    text);
    }

    void Print(std::ostream& os, const Zone& zone) const
    {
        os << (zone.fromMark ? "mark" : std::to_string(zone.number));
    }

    /// Zone 0 goes without saying; both directions are printed as none.
    bool IsSilent(const Zone& zone) const
    {
        const uint8_t printed = zone.directions == BOTH ? 0 : zone.directions;
        return (zone.number == 0 && !zone.fromMark) || printed != direction;
    }
};

/// A helper, of which connection tracking must have one for the rule's protocol; empty: none.
struct HelperKind : NfTextKind
{
    HelperKind()
        : NfTextKind(0, 15, "a helper's name")
    {
    }

    NfComplaint Take(const NfOption& option, std::string& name) const
    {
        name = NfArgumentOf(option);
        return name.size() > max
                   ? fmt::format("--helper: \"{}\" has more than {} characters", name, max)
                   : NfComplaint();
    }

    bool IsSilent(const std::string& name) const
    {
        return name.empty();
    }

    void Print(std::ostream& os, const std::string& name) const
    {
        os << name;
    }

    NfComplaint Check(const std::string& name, const NfRuleContext& context) const
    {
        if (name.empty())
        {
            return {};
        }
        if (!context.rule || context.rule->protocol == 0 || context.rule->notProtocol)
        {
            return "CT --helper needs -p with one protocol";
        }
        const uint8_t protocol = context.rule->protocol;
        return context.netns && context.netns->conntrack && !Find(name, context)
                   ? fmt::format("there is no helper \"{}\" for protocol {}", name, protocol)
                   : NfComplaint();
    }

    /// @return the helper, or null
    static const NfConnectionHelper* Find(const std::string& name, const NfRuleContext& context)
    {
        const NfConntrack* conntrack = context.netns ? context.netns->conntrack : nullptr;
        return conntrack && context.rule
                   ? conntrack->FindHelper(name, context.rule->protocol, context.family)
                   : nullptr;
    }
};

class CtTarget : public NfTarget
{
  public:
    std::string GetCaveat(const NfRuleContext& context) const override
    {
        const auto* helper = HelperKind::Find(m_helper.value, context);
        if (helper && !helper->ReadsItsProtocol())
        {
            return fmt::format(
                "the helper \"{}\" reads nothing here: what its connections announce "
                "is neither RELATED nor translated",
                m_helper.value);
        }
        return m_ctEvents.value || m_expEvents.value
                   ? "the events that CT --ctevents and --expevents choose are told to nobody here"
                   : "";
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (IsDecided(packet))
        {
            return NfTargetResult::CONTINUE;
        }
        if (m_notrack.given)
        {
            Untrack(packet);
            return NfTargetResult::CONTINUE;
        }
        const NfConntrack* conntrack = packet.netns->conntrack;
        const NfConnectionHelper* helper =
            m_helper.value.empty() || !conntrack
                ? nullptr
                : conntrack->FindHelper(m_helper.value, packet.ip.protocol, GetFamily());
        const Zone& zone = m_zone.value;
        packet.ct = NfConntrack::MakeTemplate(zone.fromMark ? packet.mark : zone.number,
                                              zone.directions ? zone.directions : BOTH,
                                              helper);
        packet.ctState = NfCtState::NEW;
        return NfTargetResult::CONTINUE;
    }

    NfSwitch m_notrack;                  //!< --notrack
    NfOptionValue<Zone> m_zone;          //!< --zone and the like
    NfOptionValue<std::string> m_helper; //!< --helper
    NfOptionValue<uint32_t> m_ctEvents;  //!< --ctevents: bits of CtEventNames()
    NfOptionValue<uint32_t> m_expEvents; //!< --expevents: bits of ExpEventNames()
};

class NotrackTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        if (!IsDecided(packet))
        {
            Untrack(packet);
        }
        return NfTargetResult::CONTINUE;
    }
};

} // namespace

NfTargetType
NfMakeCtTargetType()
{
    NfTargetType type = NfMakeTargetType<CtTarget>("CT", "say how the packet is to be tracked");
    type.stateless = true;
    using T = CtTarget;
    type.heading = "CT";
    type.options = {
        NfOptionRow(&T::m_notrack, "notrack").Listed("notrack"),
        NfOptionRow(&T::m_helper, "helper", HelperKind()).Listed("helper {}"),
        NfOptionRow(&T::m_ctEvents, "ctevents", NfFlagsKind(CtEventNames())).Listed("ctevents {}"),
        NfOptionRow(&T::m_expEvents, "expevents", NfFlagsKind(ExpEventNames()))
            .Listed("expevents {}"),
        NfOptionRow(&T::m_zone, "zone", ZoneKind(0)).Listed("zone {}"),
        NfOptionRow(&T::m_zone, "zone-orig", ZoneKind(ORIG)).Listed("zone-orig {}"),
        NfOptionRow(&T::m_zone, "zone-reply", ZoneKind(REPLY)).Listed("zone-reply {}"),
    };
    type.tables = {"raw"};
    type.needsConntrack = true;
    return type;
}

NfTargetType
NfMakeNotrackTargetType()
{
    NfTargetType type = NfMakeTargetType<NotrackTarget>("NOTRACK", "do not track the packet");
    type.stateless = true;
    type.heading = "NOTRACK";
    type.kernelName = "CT";
    type.tables = {"raw"};
    type.needsConntrack = true;
    return type;
}

} // namespace ns3
