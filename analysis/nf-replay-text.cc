// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-text.h"

#include "ns3/nf-types.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <string_view>
#include <utility>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;
using Json = nlohmann::ordered_json;

constexpr std::size_t MIN_HEADER = 20;
constexpr std::size_t TCP_HEADER = 20;
constexpr std::size_t SHORT_HEADER = 8; // UDP, ICMP

uint16_t
Read16(const Bytes& bytes, std::size_t at)
{
    return bytes[at] << 8 | bytes[at + 1];
}

uint32_t
Read32(const Bytes& bytes, std::size_t at)
{
    return uint32_t(Read16(bytes, at)) << 16 | Read16(bytes, at + 2);
}

std::string
AddressAt(const Bytes& bytes, std::size_t at)
{
    return fmt::format("{}.{}.{}.{}", bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool
IsIcmpError(uint8_t type)
{
    constexpr std::array<uint8_t, 5> errors{3, 4, 5, 11, 12};
    return std::find(errors.begin(), errors.end(), type) != errors.end();
}

std::string
DescribeTransport(const Bytes& bytes, std::size_t at, uint8_t protocol)
{
    std::size_t size = bytes.size() - at;
    if (protocol == NfProtocol::UDP && size >= SHORT_HEADER)
    {
        return fmt::format("udp {}>{}", Read16(bytes, at), Read16(bytes, at + 2));
    }
    if (protocol == NfProtocol::TCP && size >= TCP_HEADER)
    {
        constexpr std::size_t flagsAt = 13;
        constexpr std::string_view letters = "FSRPAUEC";
        std::string flags;
        for (std::size_t i = 0; i < letters.size(); ++i)
        {
            flags += (bytes[at + flagsAt] >> i & 1) != 0 ? std::string(1, letters[i]) : "";
        }
        return fmt::format("tcp {}>{} [{}] seq {} ack {}",
                           Read16(bytes, at),
                           Read16(bytes, at + 2),
                           flags,
                           Read32(bytes, at + 4),
                           Read32(bytes, at + 8));
    }
    if (protocol == NfProtocol::ICMP && size >= SHORT_HEADER)
    {
        std::string text = fmt::format("icmp {}/{}", bytes[at], bytes[at + 1]);
        if (IsIcmpError(bytes[at]))
        {
            Bytes quote(bytes.begin() + at + SHORT_HEADER, bytes.end());
            return text + " {" + NfDescribePacket(quote) + "}";
        }
        return text + fmt::format(" id {} seq {}", Read16(bytes, at + 4), Read16(bytes, at + 6));
    }
    return fmt::format("proto {}", protocol);
}

/// What a hook did to a packet, field by field.
std::string
DescribeChanges(const NfReplayHook& hook)
{
    std::string text;
    auto add = [&text](const char* name, const auto& before, const auto& after) {
        if (before != after)
        {
            text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", name, before, after);
        }
    };
    const Bytes& a = hook.begin;
    const Bytes& b = *hook.end;
    add("mark", fmt::format("{:#x}", hook.markBegin), fmt::format("{:#x}", *hook.markEnd));
    add("out", hook.out.value_or("-"), hook.outEnd.value_or("-"));
    if (a.size() < MIN_HEADER || b.size() < MIN_HEADER)
    {
        return text;
    }
    add("source", AddressAt(a, 12), AddressAt(b, 12));
    add("destination", AddressAt(a, 16), AddressAt(b, 16));
    add("ttl", unsigned(a[8]), unsigned(b[8]));
    add("tos", fmt::format("{:#04x}", a[1]), fmt::format("{:#04x}", b[1]));
    add("length", a.size(), b.size());
    std::size_t l4a = (a[0] & 0x0f) * 4;
    std::size_t l4b = (b[0] & 0x0f) * 4;
    bool ports = a[9] == NfProtocol::TCP || a[9] == NfProtocol::UDP;
    if (ports && a.size() >= l4a + 4 && b.size() >= l4b + 4)
    {
        add("source port", Read16(a, l4a), Read16(b, l4b));
        add("destination port", Read16(a, l4a + 2), Read16(b, l4b + 2));
    }
    return text.empty() && a != b ? "payload" : text;
}

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
    PacketPrinter(std::ostream& os, const NfReplayPacketResult& packet)
        : m_os(os),
          m_packet(packet)
    {
    }

    void Print(std::size_t index)
    {
        if (!m_packet.sent)
        {
            fmt::print(m_os, "packet {}: skipped, there is nothing to reply to\n\n", index);
            return;
        }
        const NfReplayPacket& sent = *m_packet.sent;
        fmt::print(m_os,
                   "packet {}: {} {}{}\n",
                   index,
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
            fmt::print(m_os, "  result: {}\n", m_packet.sendError ? "not sent" : "no hook saw it");
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
        std::string changes = hook.end ? DescribeChanges(hook) : "";
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
        return fmt::format("ended {} {}: kept for reassembly, or dropped without a rule",
                           last.end ? "after" : "in",
                           NfToString(last.hook));
    }

    std::ostream& m_os;
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

std::string
NfDescribePacket(const std::vector<uint8_t>& bytes)
{
    constexpr std::size_t fragmentAt = 6;
    constexpr std::size_t protocolAt = 9;
    constexpr uint16_t dontFragment = 0x4000;
    constexpr uint16_t moreFragments = 0x2000;
    constexpr uint16_t offsetMask = 0x1fff;
    if (bytes.size() < MIN_HEADER)
    {
        return fmt::format("{} bytes: {}", bytes.size(), NfToHex(bytes));
    }
    uint16_t fragment = Read16(bytes, fragmentAt);
    std::string text = fmt::format("{} > {} ttl {} tos {:#04x} len {}",
                                   AddressAt(bytes, 12),
                                   AddressAt(bytes, 16),
                                   bytes[8],
                                   bytes[1],
                                   Read16(bytes, 2));
    text += (fragment & dontFragment) != 0 ? " DF" : "";
    unsigned offset = (fragment & offsetMask) * 8;
    if ((fragment & (offsetMask | moreFragments)) != 0)
    {
        text += fmt::format(" frag {}{}", offset, (fragment & moreFragments) != 0 ? "+" : "");
    }
    std::size_t l4 = (bytes[0] & 0x0f) * std::size_t(4);
    if (offset != 0 || l4 > bytes.size())
    {
        return text + fmt::format(" proto {}", bytes[protocolAt]);
    }
    return text + " " + DescribeTransport(bytes, l4, bytes[protocolAt]);
}

void
NfPrintReplay(std::ostream& os, const NfReplayResult& result, const NfReplayScenario& scenario)
{
    Json before = Json::array();
    for (std::size_t i = 0; i < result.packets.size(); ++i)
    {
        const NfReplayPacketResult& packet = result.packets[i];
        PacketPrinter(os, packet).Print(i);
        if (packet.sent)
        {
            PrintConnections(os, before, packet.conntrack);
            fmt::print(os, "\n");
        }
        before = packet.conntrack;
    }
    os << result.counters;
    for (const std::string& warning : scenario.warnings)
    {
        fmt::print(os, "warning: {}\n", warning);
    }
}

} // namespace ns3
