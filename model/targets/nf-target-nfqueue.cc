// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-hook-registry.h"
#include "nf-netns.h"
#include "nf-queue-bypass.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

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

/// Queues, one behind the other.
struct Queues
{
    uint32_t first{0};
    uint32_t count{1};
};

std::optional<Queues>
ReadQueue(std::string_view text)
{
    auto number = NfParseNumber(text, UINT16_MAX);
    return number ? std::optional(Queues{static_cast<uint32_t>(*number), 1}) : std::nullopt;
}

std::optional<Queues>
ReadBalance(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
    {
        return std::nullopt;
    }
    auto queue = [](std::string_view word, uint64_t usual) {
        return word.empty() ? std::optional(usual) : NfParseNumber(word, UINT16_MAX);
    };
    auto first = queue(text.substr(0, colon), 0);
    auto last = queue(text.substr(colon + 1), UINT16_MAX);
    if (!first || !last || *first >= *last)
    {
        return std::nullopt;
    }
    return Queues{static_cast<uint32_t>(*first), static_cast<uint32_t>(*last - *first + 1)};
}

void
PrintQueues(std::ostream& os, const Queues& queues)
{
    os << queues.first;
    if (queues.count > 1)
    {
        os << ':' << queues.first + queues.count - 1;
    }
}

/// The value of --queue-balance.
struct BalanceKind : NfOwnKind<Queues>
{
    BalanceKind()
        : NfOwnKind(ReadBalance,
                    PrintQueues,
                    "first:last, a growing pair of numbers up to 65535, either of which may be "
                    "left out")
    {
    }

    NfComplaint Check(const Value& queues, const NfRuleContext&) const
    {
        return queues.count > UINT16_MAX ? NfComplaint("spreads over at most 65535 queues")
                                         : NfComplaint();
    }
};

/// Target "NFQUEUE": hand the packet to the handler of a queue (Linux's xt_NFQUEUE.c).
class NfqueueTarget : public NfTarget
{
  public:
    NfComplaint FinishParse() override
    {
        m_queues = m_balance.given ? m_balance.value : m_number.value;
        return {};
    }

    /// Without a number it is queue 0, which is printed.
    void Save(std::ostream& os) const override
    {
        Print(os, " --queue-");
        os << (m_bypass.given ? " --queue-bypass" : "")
           << (m_cpuFanout.given ? " --queue-cpu-fanout" : "");
    }

    void List(std::ostream& os) const override
    {
        Print(os, "NFQUEUE ");
        os << (m_bypass.given ? " bypass" : "") << (m_cpuFanout.given ? " cpu-fanout" : "");
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.queue = Choose(packet);
        packet.queue |= m_bypass.given ? NF_QUEUE_BYPASS : 0;
        return NfTargetResult::QUEUE;
    }

    NfOptionValue<Queues> m_number;  //!< --queue-num
    NfOptionValue<Queues> m_balance; //!< --queue-balance
    NfSwitch m_bypass;               //!< --queue-bypass
    NfSwitch m_cpuFanout;            //!< --queue-cpu-fanout

  private:
    void Print(std::ostream& os, const char* prefix) const
    {
        os << prefix << (m_balance.given ? "balance " : "num ");
        PrintQueues(os, m_queues);
    }

    uint32_t Choose(const NfPacket& packet) const
    {
        if (m_queues.count == 1 || m_cpuFanout.given)
        {
            return m_queues.first;
        }
        auto [low, high] = std::minmax(packet.ip.source, packet.ip.destination);
        uint32_t hash = packet.ip.protocol;
        for (unsigned i = 0; i < low.Words().size(); ++i)
        {
            hash = Mix(Mix(hash, low.Words()[i]), high.Words()[i]);
        }
        return m_queues.first +
               static_cast<uint32_t>(static_cast<uint64_t>(hash) * m_queues.count >> 32);
    }

    Queues m_queues; //!< those of the option that was given
};

} // namespace

NfTargetType
NfMakeNfqueueTargetType()
{
    NfTargetType type =
        NfMakeTargetType<NfqueueTarget>("NFQUEUE", "hand the packet to the handler of a queue");
    type.stateless = true;
    using T = NfqueueTarget;
    const NfOwnKind<Queues> number(ReadQueue, PrintQueues, "a number from 0 to 65535");
    type.options = {
        NfOptionRow(&T::m_number, "queue-num", number).AtMostOne(1),
        NfOptionRow(&T::m_balance, "queue-balance", BalanceKind()).AtMostOne(1),
        NfOptionRow(&T::m_bypass, "queue-bypass"),
        NfOptionRow(&T::m_cpuFanout, "queue-cpu-fanout"),
    };
    type.relations = {NfOptionRelation::Needs({"queue-cpu-fanout"},
                                              {"queue-balance"},
                                              "--queue-cpu-fanout also needs --queue-balance")};
    type.typical = NfTargetResult::QUEUE;
    type.ends = true;
    return type;
}

} // namespace ns3
