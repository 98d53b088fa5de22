// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-helper.h"
#include "nf-conntrack.h"
#include "nf-extension-type.h"
#include "nf-netns.h"
#include "nf-rule-spec.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

enum Option
{
    NOTRACK,
    ZONE,
    ZONE_ORIG,
    ZONE_REPLY,
    HELPER,
    CTEVENTS,
    EXPEVENTS
};

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

class CtTarget : public NfTarget
{
  public:
    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case NOTRACK:
            m_notrack = true;
            return {};
        case HELPER:
            return ParseHelper(option.arguments[0].text);
        case CTEVENTS:
            return ParseEvents(option, CtEventNames(), m_ctEvents);
        case EXPEVENTS:
            return ParseEvents(option, ExpEventNames(), m_expEvents);
        default:
            m_directions |= option.spec->id == ZONE_ORIG    ? ORIG
                            : option.spec->id == ZONE_REPLY ? REPLY
                                                            : 0;
            return ParseZone(option);
        }
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (m_helper.empty())
        {
            return {};
        }
        if (!context.rule || context.rule->protocol == 0 || context.rule->notProtocol)
        {
            return "CT --helper needs -p with one protocol";
        }
        m_protocol = context.rule->protocol;
        if (context.netns && context.netns->conntrack)
        {
            const auto* helper =
                context.netns->conntrack->FindHelper(m_helper, m_protocol, context.family);
            if (!helper)
            {
                return fmt::format("there is no helper \"{}\" for protocol {}",
                                   m_helper,
                                   m_protocol);
            }
            m_reads = helper->ReadsItsProtocol();
        }
        return {};
    }

    std::string GetCaveat() const override
    {
        if (!m_reads)
        {
            return fmt::format(
                "the helper \"{}\" reads nothing here: what its connections announce "
                "is neither RELATED nor translated",
                m_helper);
        }
        return m_ctEvents || m_expEvents
                   ? "the events that CT --ctevents and --expevents choose are told to nobody here"
                   : "";
    }

    void Save(std::ostream& os) const override
    {
        Print(os, " --");
    }

    void List(std::ostream& os) const override
    {
        os << "CT";
        Print(os, " ");
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (IsDecided(packet))
        {
            return NfTargetResult::CONTINUE;
        }
        if (m_notrack)
        {
            Untrack(packet);
            return NfTargetResult::CONTINUE;
        }
        const NfConntrack* conntrack = packet.netns->conntrack;
        const NfConnectionHelper* helper =
            m_helper.empty() || !conntrack
                ? nullptr
                : conntrack->FindHelper(m_helper, m_protocol, GetFamily());
        packet.ct = NfConntrack::MakeTemplate(m_zoneFromMark ? packet.mark : m_zone,
                                              m_directions ? m_directions : BOTH,
                                              helper);
        packet.ctState = NfCtState::NEW;
        return NfTargetResult::CONTINUE;
    }

  private:
    static NfComplaint ParseEvents(const NfOption& option, const NfFlagNames& names, uint32_t& bits)
    {
        auto read = names.Read(NfArgumentOf(option));
        bits = read.value_or(0);
        return read ? NfComplaint() : NfBadArgument(option, names.GetSyntax());
    }

    static void PrintEvents(std::ostream& os,
                            const std::string& before,
                            const NfFlagNames& names,
                            uint32_t bits)
    {
        if (bits)
        {
            os << before;
            names.Print(os, bits);
        }
    }

    NfComplaint ParseHelper(const std::string& text)
    {
        constexpr std::size_t maxLength = 15;
        if (text.size() > maxLength)
        {
            return fmt::format("--helper: \"{}\" has more than {} characters", text, maxLength);
        }
        m_helper = text;
        return {};
    }

    NfComplaint ParseZone(const NfOption& option)
    {
        const std::string& text = option.arguments[0].text;
        if (text == "mark")
        {
            m_zoneFromMark = true;
            return {};
        }
        auto zone = NfParseNumber(text, UINT16_MAX);
        if (!zone)
        {
            return fmt::format("--{}: \"{}\" is neither a number from 0 to 65535 nor \"mark\"",
                               option.spec->name,
                               text);
        }
        m_zone = *zone;
        return {};
    }

    void Print(std::ostream& os, const std::string& before) const
    {
        os << (m_notrack ? before + "notrack" : "");
        os << (m_helper.empty() ? "" : before + "helper " + m_helper);
        PrintEvents(os, before + "ctevents ", CtEventNames(), m_ctEvents);
        PrintEvents(os, before + "expevents ", ExpEventNames(), m_expEvents);
        if (m_zone == 0 && !m_zoneFromMark)
        {
            return;
        }
        constexpr std::array<const char*, BOTH + 1> suffixes = {"", "-orig", "-reply", ""};
        os << before << "zone" << suffixes[m_directions] << ' '
           << (m_zoneFromMark ? "mark" : std::to_string(m_zone));
    }

    bool m_notrack{false};
    uint8_t m_directions{0}; //!< of --zone-orig and --zone-reply; none: both
    bool m_zoneFromMark{false};
    uint16_t m_zone{0};
    bool m_reads{true}; //!< false: the helper is one of Linux that is not read here
    std::string m_helper;
    uint8_t m_protocol{0};   //!< of the rule, with a helper
    uint32_t m_ctEvents{0};  //!< bits of CtEventNames()
    uint32_t m_expEvents{0}; //!< bits of ExpEventNames()
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
    type.options = {{NOTRACK, "notrack", "", 0, 0},
                    {ZONE, "zone", ""},
                    {ZONE_ORIG, "zone-orig", ""},
                    {ZONE_REPLY, "zone-reply", ""},
                    {HELPER, "helper", ""},
                    {CTEVENTS, "ctevents", ""},
                    {EXPEVENTS, "expevents", ""}};
    type.tables = {"raw"};
    type.needsConntrack = true;
    return type;
}

NfTargetType
NfMakeNotrackTargetType()
{
    NfTargetType type = NfMakeTargetType<NotrackTarget>("NOTRACK", "do not track the packet");
    type.heading = "NOTRACK";
    type.kernelName = "CT";
    type.tables = {"raw"};
    type.needsConntrack = true;
    return type;
}

} // namespace ns3
