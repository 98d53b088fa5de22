// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-ct.h"

#include "nf-connection-helper.h"
#include "nf-conntrack.h"
#include "nf-netns.h"
#include "nf-rule-spec.h"
#include "nf-target-checks.h"
#include "nf-target-options.h"

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

/// Names of events, in the order in which they are printed; the index is the bit.
using EventNames = std::vector<std::string_view>;

const EventNames&
CtEventNames()
{
    static const EventNames names = {"new",
                                     "related",
                                     "destroy",
                                     "reply",
                                     "assured",
                                     "protoinfo",
                                     "helper",
                                     "mark",
                                     "natseqinfo",
                                     "secmark"};
    return names;
}

const EventNames&
ExpEventNames()
{
    static const EventNames names = {"new"};
    return names;
}

/// A choice of events.
class EventList
{
  public:
    explicit EventList(const EventNames& names)
        : m_names(names)
    {
    }

    NfComplaint Parse(const NfOption& option)
    {
        std::string_view rest = option.arguments[0].text;
        for (bool more = true; more;)
        {
            std::size_t comma = rest.find(',');
            std::string_view word = rest.substr(0, comma);
            auto found = std::find(m_names.begin(), m_names.end(), word);
            if (found == m_names.end())
            {
                return fmt::format("--{}: unknown event \"{}\"; known are {}",
                                   option.spec->name,
                                   word,
                                   fmt::join(m_names, ", "));
            }
            m_bits |= 1U << (found - m_names.begin());
            more = comma != std::string_view::npos;
            rest.remove_prefix(more ? comma + 1 : 0);
        }
        return {};
    }

    /// \return true if any event is chosen
    bool IsGiven() const
    {
        return m_bits != 0;
    }

    void Print(std::ostream& os, const char* name) const
    {
        const char* before = name;
        for (std::size_t i = 0; i < m_names.size(); ++i)
        {
            if (m_bits >> i & 1)
            {
                os << before << m_names[i];
                before = ",";
            }
        }
    }

  private:
    const EventNames& m_names;
    uint32_t m_bits{0};
};

bool
IsDecided(const NfPacket& packet)
{
    return packet.ct || packet.ctState == NfCtState::UNTRACKED;
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
    std::string_view GetName() const override
    {
        return "CT";
    }

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
            return m_ctEvents.Parse(option);
        case EXPEVENTS:
            return m_expEvents.Parse(option);
        default:
            m_directions |= option.spec->id == ZONE_ORIG    ? ORIG
                            : option.spec->id == ZONE_REPLY ? REPLY
                                                            : 0;
            return ParseZone(option);
        }
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (auto complaint = NfRequireTable("CT", context, "raw"))
        {
            return complaint;
        }
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
            const auto* helper = context.netns->conntrack->FindHelper(m_helper, m_protocol);
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
        return m_ctEvents.IsGiven() || m_expEvents.IsGiven()
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

    bool NeedsConntrack() const override
    {
        return true;
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
            m_helper.empty() || !conntrack ? nullptr : conntrack->FindHelper(m_helper, m_protocol);
        packet.ct = NfConntrack::MakeTemplate(m_zoneFromMark ? packet.mark : m_zone,
                                              m_directions ? m_directions : BOTH,
                                              helper);
        packet.ctState = NfCtState::NEW;
        return NfTargetResult::CONTINUE;
    }

  private:
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
        m_ctEvents.Print(os, (before + "ctevents ").c_str());
        m_expEvents.Print(os, (before + "expevents ").c_str());
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
    uint8_t m_protocol{0}; //!< of the rule, with a helper
    EventList m_ctEvents{CtEventNames()};
    EventList m_expEvents{ExpEventNames()};
};

class NotrackTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "NOTRACK";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        return "NOTRACK takes no options";
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireTable("NOTRACK", context, "raw");
    }

    void Save(std::ostream& os) const override
    {
    }

    void List(std::ostream& os) const override
    {
        os << "NOTRACK";
    }

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
    return NfMakeTargetType<CtTarget>("CT",
                                      {{NOTRACK, "notrack", "", 0, 0},
                                       {ZONE, "zone", ""},
                                       {ZONE_ORIG, "zone-orig", ""},
                                       {ZONE_REPLY, "zone-reply", ""},
                                       {HELPER, "helper", ""},
                                       {CTEVENTS, "ctevents", ""},
                                       {EXPEVENTS, "expevents", ""}},
                                      "say how the packet is to be tracked");
}

NfTargetType
NfMakeNotrackTargetType()
{
    return NfMakeTargetType<NotrackTarget>("NOTRACK", {}, "do not track the packet");
}

} // namespace ns3
