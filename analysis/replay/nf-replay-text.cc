// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-text.h"

#include "nf-replay-describe.h"

#include "ns3/nf-types.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ostream.h>

namespace ns3
{

namespace
{

using Json = nlohmann::ordered_json;

std::string
Tuple(const Json& tuple)
{
    auto address = [&tuple](const char* which) { return tuple[which].get<std::string>(); };
    if (tuple.contains("sport"))
    {
        return fmt::format("{}:{} > {}:{}",
                           address("src"),
                           tuple["sport"].get<unsigned>(),
                           address("dst"),
                           tuple["dport"].get<unsigned>());
    }
    std::string text = address("src") + " > " + address("dst");
    if (tuple.contains("id"))
    {
        text += fmt::format(" type {} code {} id {}",
                            tuple["type"].get<unsigned>(),
                            tuple["code"].get<unsigned>(),
                            tuple["id"].get<unsigned>());
    }
    return text;
}

std::string
DescribeConnection(const Json& entry)
{
    std::string status;
    for (const Json& bit : entry["status"])
    {
        status += (status.empty() ? "" : ",") + bit.get<std::string>();
    }
    return fmt::format("#{} {}{} {}, answers {} [{}] mark {:#x}, {} s left",
                       entry["id"].get<unsigned>(),
                       entry["proto"].get<std::string>(),
                       entry["state"].is_null() ? "" : " " + entry["state"].get<std::string>(),
                       Tuple(entry["orig"]),
                       Tuple(entry["reply"]),
                       status,
                       entry["mark"].get<unsigned>(),
                       entry["timeout"].get<int64_t>());
}

/// Prints one packet's result.
class PacketPrinter
{
  public:
    PacketPrinter(std::ostream& os, const NfReplayPacket& given, const NfReplayPacketResult& packet)
        : m_os(os),
          m_given(given),
          m_packet(packet)
    {
    }

    void Print(std::size_t index)
    {
        if (!m_packet.sent)
        {
            fmt::print(m_os,
                       "packet {}: skipped, {}\n\n",
                       index,
                       m_given.unplayed ? "the box itself sent it"
                                        : "there is nothing to reply to");
            return;
        }
        const NfReplayPacket& sent = *m_packet.sent;
        fmt::print(m_os,
                   "packet {}, {:.6f} s: {} {}{}\n",
                   index,
                   m_packet.time,
                   sent.local ? "from the box," : "into " + sent.in + ",",
                   NfDescribePacket(*sent.bytes),
                   sent.note.empty() ? "" : "  # " + sent.note);
        for (std::size_t i = 0; i < m_packet.record.journeys.size(); ++i)
        {
            PrintJourney(i);
        }
        for (const NfReplayLog& log : m_packet.record.logs)
        {
            fmt::print(m_os,
                       "  NFLOG group {} in {}: {}\n",
                       log.group,
                       NfToString(log.hook),
                       log.prefix);
        }
        for (const std::string& line : m_packet.record.kernelLog)
        {
            fmt::print(m_os, "  LOG {}\n", line);
        }
        for (const NfReplayOutput& output : m_packet.outputs)
        {
            fmt::print(m_os, "  out of {}: {}\n", output.device, NfDescribePacket(output.bytes));
        }
        if (m_packet.record.journeys.empty())
        {
            fmt::print(m_os, "  result: {}\n", DescribeNoJourney());
        }
        if (m_packet.sendError)
        {
            fmt::print(m_os, "  the sender is told {}\n", *m_packet.sendError);
        }
    }

  private:
    void PrintJourney(std::size_t index)
    {
        const NfReplayJourney& journey = m_packet.record.journeys[index];
        if (index > 0)
        {
            fmt::print(m_os,
                       "  then, {}: {}\n",
                       journey.origin == "local" ? "from the box"
                                                 : "received on " + journey.origin.substr(3),
                       NfDescribePacket(journey.hooks.front().begin));
        }
        for (const NfReplayHook& hook : journey.hooks)
        {
            PrintHook(index, hook);
        }
        fmt::print(m_os, "    result: {}\n", DescribeEnd(index));
    }

    void PrintHook(std::size_t index, const NfReplayHook& hook)
    {
        fmt::print(m_os,
                   "    {}{}{}{}\n",
                   NfToString(hook.hook),
                   hook.in ? " in " + *hook.in : "",
                   hook.out ? " out " + *hook.out : "",
                   hook.ct ? ", connection " + *hook.ct : "");
        for (const NfReplayStep& step : m_packet.record.steps)
        {
            if (step.journey == index && step.hook == hook.hook)
            {
                fmt::print(m_os, "      {}\n", DescribeStep(step));
            }
        }
        std::string changes = hook.end ? NfDescribeChanges(hook) : "";
        if (!changes.empty())
        {
            fmt::print(m_os, "      rewritten: {}\n", changes);
        }
    }

    static std::string DescribeStep(const NfReplayStep& step)
    {
        if (!step.text.empty())
        {
            std::string number = step.rule ? fmt::format(" {}", *step.rule) : "";
            return fmt::format("{} rule{}: {} ({})", step.table, number, step.text, step.verdict);
        }
        if (step.policy)
        {
            return fmt::format("{} {}: policy {}", step.table, step.chain, *step.policy);
        }
        return fmt::format("{} {}: end of the chain", step.table, step.chain);
    }

    std::string DescribeNoJourney() const
    {
        if (m_packet.record.earlyDrop)
        {
            return fmt::format("dropped by the stack before any hook: {}",
                               NfToString(*m_packet.record.earlyDrop));
        }
        return m_packet.sendError ? "not sent" : "no hook saw it";
    }

    std::string DescribeEnd(std::size_t index) const
    {
        const NfReplayJourney& journey = m_packet.record.journeys[index];
        const NfReplayHook& last = journey.hooks.back();
        if (journey.delivered)
        {
            return "delivered to the box";
        }
        if (journey.sent)
        {
            return "sent through " + last.outEnd.value_or("-");
        }
        auto step = std::find_if(m_packet.record.steps.rbegin(),
                                 m_packet.record.steps.rend(),
                                 [index](const NfReplayStep& s) { return s.journey == index; });
        if (!last.end && step != m_packet.record.steps.rend() && step->verdict == "DROP")
        {
            return "dropped by " + DescribeStep(*step);
        }
        if (last.end && journey.stackDrop)
        {
            return fmt::format("dropped by the stack after {}: {}",
                               NfToString(last.hook),
                               NfToString(*journey.stackDrop));
        }
        if (!last.end && NfIsFragment(last.begin))
        {
            return "kept until all fragments of the packet are there";
        }
        return fmt::format("ended {} {}: dropped without a rule",
                           last.end ? "after" : "in",
                           NfToString(last.hook));
    }

    std::ostream& m_os;
    const NfReplayPacket& m_given;
    const NfReplayPacketResult& m_packet;
};

/// Prints what changed in the connection table.
void
PrintConnections(std::ostream& os, const Json& before, const Json& after)
{
    auto find = [](const Json& entries, const Json& id) -> const Json* {
        auto found = std::find_if(entries.begin(), entries.end(), [&id](const Json& entry) {
            return entry["id"] == id;
        });
        return found == entries.end() ? nullptr : &*found;
    };
    for (const Json& entry : before)
    {
        if (!find(after, entry["id"]))
        {
            fmt::print(os, "  connection gone: {}\n", DescribeConnection(entry));
        }
    }
    for (const Json& entry : after)
    {
        const Json* old = find(before, entry["id"]);
        auto differs = [&](const char* key) { return (*old)[key] != entry[key]; };
        if (!old || differs("state") || differs("status") || differs("mark"))
        {
            fmt::print(os, "  connection {}: {}\n", old ? "now" : "new", DescribeConnection(entry));
        }
    }
}

} // namespace

void
NfPrintReplay(std::ostream& os, const NfReplayResult& result, const NfReplayScenario& scenario)
{
    fmt::print(os, "date {} UTC\n\n", NfPrintReplayDate(scenario.date.value_or(0)));
    Json before = Json::array();
    for (std::size_t i = 0; i < result.packets.size(); ++i)
    {
        const NfReplayPacketResult& packet = result.packets[i];
        PacketPrinter(os, scenario.packets[i], packet).Print(i);
        if (packet.sent)
        {
            if (!packet.conntrack.is_null())
            {
                PrintConnections(os, before, packet.conntrack);
            }
            fmt::print(os, "\n");
        }
        before = packet.conntrack;
    }
    os << result.counters << result.counters6;
    for (const auto* warnings : {&scenario.warnings, &result.warnings})
    {
        for (const std::string& warning : *warnings)
        {
            fmt::print(os, "warning: {}\n", warning);
        }
    }
}

} // namespace ns3
