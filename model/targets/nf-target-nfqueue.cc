// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-nfqueue.h"

#include "nf-hook-registry.h"
#include "nf-netns.h"
#include "nf-target-options.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

enum Option
{
    NUM,
    BALANCE,
    BYPASS,
    CPU_FANOUT
};

// Spread addresses and protocol over 32 bits (the mixing steps of MurmurHash3, public domain).
uint32_t
Mix(uint32_t hash, uint32_t word)
{
    hash ^= word;
    hash ^= hash >> 16;
    hash *= 0x85ebca6bU;
    hash ^= hash >> 13;
    hash *= 0xc2b2ae35U;
    return hash ^ hash >> 16;
}

class NfqueueTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "NFQUEUE";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case NUM: {
            auto complaint = m_choice.Take(option);
            return complaint ? complaint : NfNumberArgument(option, 0, UINT16_MAX, m_first);
        }
        case BALANCE: {
            auto complaint = m_choice.Take(option);
            m_balance = true;
            return complaint ? complaint : ParseBalance(option.arguments[0].text);
        }
        case BYPASS:
            m_bypass = true;
            return {};
        default:
            m_cpuFanout = true;
            return {};
        }
    }

    NfComplaint FinishParse() override
    {
        if (m_cpuFanout && !m_balance)
        {
            return "--queue-cpu-fanout also needs --queue-balance";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (m_count > UINT16_MAX)
        {
            return "NFQUEUE spreads over at most 65535 queues";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        Print(os, " --queue-");
        os << (m_bypass ? " --queue-bypass" : "") << (m_cpuFanout ? " --queue-cpu-fanout" : "");
    }

    void List(std::ostream& os) const override
    {
        Print(os, "NFQUEUE ");
        os << (m_bypass ? " bypass" : "") << (m_cpuFanout ? " cpu-fanout" : "");
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.queue = Choose(packet);
        if (m_bypass && !packet.netns->GetHooks().HasQueueHandler(packet.queue))
        {
            return NfTargetResult::ACCEPT;
        }
        return NfTargetResult::QUEUE;
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.ends = true;
    }

    NfTargetResult GetTypicalResult() const override
    {
        return NfTargetResult::QUEUE;
    }

  private:
    NfComplaint ParseBalance(std::string_view text)
    {
        std::size_t colon = text.find(':');
        auto first = NfParseNumber(text.substr(0, colon), UINT16_MAX);
        auto last = colon == std::string_view::npos
                        ? std::nullopt
                        : NfParseNumber(text.substr(colon + 1), UINT16_MAX);
        if (!first || !last || *first >= *last)
        {
            return fmt::format("--queue-balance: \"{}\" is not first:last, a growing pair of "
                               "numbers up to 65535",
                               text);
        }
        m_first = *first;
        m_count = *last - *first + 1;
        return {};
    }

    void Print(std::ostream& os, const char* prefix) const
    {
        os << prefix << (m_balance ? "balance " : "num ") << m_first;
        if (m_balance)
        {
            os << ':' << m_first + m_count - 1;
        }
    }

    uint32_t Choose(const NfPacket& packet) const
    {
        if (m_count == 1 || m_cpuFanout)
        {
            return m_first;
        }
        auto [low, high] = std::minmax(packet.ip.source, packet.ip.destination);
        uint32_t hash = packet.ip.protocol;
        for (unsigned i = 0; i < low.Words().size(); ++i)
        {
            hash = Mix(Mix(hash, low.Words()[i]), high.Words()[i]);
        }
        return m_first + static_cast<uint32_t>(static_cast<uint64_t>(hash) * m_count >> 32);
    }

    NfExclusiveOption m_choice;
    bool m_balance{false};
    bool m_bypass{false};
    bool m_cpuFanout{false};
    uint32_t m_first{0};
    uint32_t m_count{1};
};

} // namespace

NfTargetType
NfMakeNfqueueTargetType()
{
    return NfMakeTargetType<NfqueueTarget>("NFQUEUE",
                                           {{NUM, "queue-num", ""},
                                            {BALANCE, "queue-balance", ""},
                                            {BYPASS, "queue-bypass", "", 0, 0},
                                            {CPU_FANOUT, "queue-cpu-fanout", "", 0, 0}},
                                           "hand the packet to the handler of a queue");
}

} // namespace ns3
