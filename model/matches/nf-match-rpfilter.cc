// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-rpfilter.h"

#include "nf-match-text.h"
#include "nf-netns.h"

#include <array>

namespace ns3
{

namespace
{

class RpfilterMatch : public NfMatch
{
  public:
    enum Option
    {
        LOOSE,
        VALIDMARK,
        ACCEPT_LOCAL,
        INVERT,
        N_OPTIONS
    };

    static constexpr std::array<std::string_view, N_OPTIONS> NAMES{"loose",
                                                                   "validmark",
                                                                   "accept-local",
                                                                   "invert"};

    std::string_view GetName() const override
    {
        return "rpfilter";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_given[option.spec->id] = true;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        bool table = context.table == "raw" || context.table == "mangle";
        if (!table || context.hooks & ~(1U << static_cast<unsigned>(NfHook::PREROUTING)))
        {
            return "match rpfilter works only in PREROUTING of the tables raw and mangle";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        Print(os, " --");
    }

    void List(std::ostream& os) const override
    {
        os << "rpfilter";
        Print(os, " ");
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(IsReachable(packet) != m_given[INVERT]);
    }

  private:
    bool IsReachable(const NfPacket& packet) const
    {
        if (packet.in && packet.in->loopback)
        {
            return true;
        }
        uint32_t source = packet.ip.source.V4();
        uint32_t destination = packet.ip.destination.V4();
        bool fromZero = packet.ip.family == NfFamily::IPV4 && source == 0;
        if (fromZero && (destination == 0xffffffff || destination >> 8 == 0xe00000))
        {
            return true; // a host that asks for its address (DHCP, IGMP)
        }
        return packet.netns->CheckReversePath(packet,
                                              m_given[LOOSE],
                                              m_given[VALIDMARK],
                                              m_given[ACCEPT_LOCAL]);
    }

    void Print(std::ostream& os, std::string_view prefix) const
    {
        for (std::size_t i = 0; i < N_OPTIONS; ++i)
        {
            if (m_given[i])
            {
                os << prefix << NAMES[i];
            }
        }
    }

    std::array<bool, N_OPTIONS> m_given{};
};

} // namespace

NfMatchType
NfMakeRpfilterMatchType()
{
    std::vector<NfOptionSpec> options;
    options.reserve(RpfilterMatch::N_OPTIONS);
    for (int id = 0; id < RpfilterMatch::N_OPTIONS; ++id)
    {
        options.push_back({id, RpfilterMatch::NAMES[id], "", 0, 0});
    }
    return NfMakeMatchType<RpfilterMatch>(
        {"rpfilter", options, "would an answer leave through the device the packet came in by"});
}

} // namespace ns3
