// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-addrtype.h"

#include "nf-match-text.h"
#include "nf-netns.h"

#include <array>

namespace ns3
{

namespace
{

/// By Linux's RTN_*, which NfAddressType follows; the last three are never found by a lookup.
constexpr std::array<std::string_view, 12> NAMES{"UNSPEC",
                                                 "UNICAST",
                                                 "LOCAL",
                                                 "BROADCAST",
                                                 "ANYCAST",
                                                 "MULTICAST",
                                                 "BLACKHOLE",
                                                 "UNREACHABLE",
                                                 "PROHIBIT",
                                                 "THROW",
                                                 "NAT",
                                                 "XRESOLVE"};

/// A set of types, perhaps negated.
struct TypeSet
{
    bool used{false};
    bool inverted{false};
    uint16_t bits{0};

    bool Holds(NfAddressType type) const
    {
        return static_cast<bool>(bits >> static_cast<unsigned>(type) & 1) != inverted;
    }

    void Print(std::ostream& os) const
    {
        const char* separator = "";
        for (std::size_t i = 0; i < NAMES.size(); ++i)
        {
            if (bits >> i & 1)
            {
                os << separator << NAMES[i];
                separator = ",";
            }
        }
    }
};

std::optional<uint16_t>
ParseTypes(std::string_view text)
{
    uint16_t bits = 0;
    for (auto word : NfSplit(text, ','))
    {
        std::size_t i = 0;
        while (i < NAMES.size() && !(word.size() && NfBeginsIgnoringCase(NAMES[i], word)))
        {
            ++i;
        }
        if (i == NAMES.size())
        {
            return std::nullopt;
        }
        bits |= 1 << i;
    }
    return bits;
}

class AddrtypeMatch : public NfMatch
{
  public:
    enum Option
    {
        SOURCE,
        DESTINATION,
        LIMIT_IN,
        LIMIT_OUT
    };

    std::string_view GetName() const override
    {
        return "addrtype";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (option.spec->id == LIMIT_IN || option.spec->id == LIMIT_OUT)
        {
            (option.spec->id == LIMIT_IN ? m_limitIn : m_limitOut) = true;
            return {};
        }
        auto bits = ParseTypes(NfArgumentOf(option));
        if (!bits)
        {
            return NfBadArgument(option,
                                 "UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, "
                                 "BLACKHOLE, UNREACHABLE, PROHIBIT, THROW, NAT or XRESOLVE, "
                                 "separated by commas without blanks");
        }
        (option.spec->id == SOURCE ? m_source : m_destination) = {true, option.inverted, *bits};
        return {};
    }

    NfComplaint FinishParse() override
    {
        if (!m_source.used && !m_destination.used)
        {
            return "addrtype expects --src-type or --dst-type";
        }
        if (m_limitIn && m_limitOut)
        {
            return "--limit-iface-in and --limit-iface-out cannot be used together";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (m_limitOut &&
            (context.ReachedFrom(NfHook::PREROUTING) || context.ReachedFrom(NfHook::INPUT)))
        {
            return "--limit-iface-out cannot be used in a rule that PREROUTING or INPUT reaches: "
                   "no output interface is known there";
        }
        if (m_limitIn &&
            (context.ReachedFrom(NfHook::POSTROUTING) || context.ReachedFrom(NfHook::OUTPUT)))
        {
            return "--limit-iface-in cannot be used in a rule that POSTROUTING or OUTPUT reaches: "
                   "no input interface is known there";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        if (m_source.used)
        {
            os << (m_source.inverted ? " ! --src-type " : " --src-type ");
            m_source.Print(os);
        }
        if (m_destination.used)
        {
            os << (m_destination.inverted ? " ! --dst-type " : " --dst-type ");
            m_destination.Print(os);
        }
        os << (m_limitIn ? " --limit-iface-in" : "") << (m_limitOut ? " --limit-iface-out" : "");
    }

    void List(std::ostream& os) const override
    {
        os << "ADDRTYPE match";
        if (m_source.used)
        {
            os << (m_source.inverted ? " src-type !" : " src-type ");
            m_source.Print(os);
        }
        if (m_destination.used)
        {
            os << (m_destination.inverted ? " dst-type !" : " dst-type ");
            m_destination.Print(os);
        }
        os << (m_limitIn ? " limit-in" : "") << (m_limitOut ? " limit-out" : "");
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfDevice* device = m_limitIn ? packet.in : m_limitOut ? packet.out : nullptr;
        auto holds = [&](const TypeSet& set, const NfAddress& address) {
            return !set.used || set.Holds(packet.netns->GetAddressType(address, device));
        };
        return NfResult(holds(m_source, packet.ip.source) &&
                        holds(m_destination, packet.ip.destination));
    }

  private:
    TypeSet m_source;
    TypeSet m_destination;
    bool m_limitIn{false};
    bool m_limitOut{false};
};

} // namespace

NfMatchType
NfMakeAddrtypeMatchType()
{
    return NfMakeMatchType<AddrtypeMatch>(
        {"addrtype",
         {{AddrtypeMatch::SOURCE, "src-type", "", 1, 1, true},
          {AddrtypeMatch::DESTINATION, "dst-type", "", 1, 1, true},
          {AddrtypeMatch::LIMIT_IN, "limit-iface-in", "", 0, 0},
          {AddrtypeMatch::LIMIT_OUT, "limit-iface-out", "", 0, 0}},
         "what routing says of an address"});
}

} // namespace ns3
