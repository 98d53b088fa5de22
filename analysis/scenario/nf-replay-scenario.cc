// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-scenario.h"

#include "nf-replay-json.h"
#include "nf-replay-network.h"
#include "nf-replay-packets.h"
#include "nf-replay-values.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>

namespace ns3
{

namespace
{

constexpr std::array<const char*, 20> KEYS{
    "name",       "date",         "note",      "description",
    "interfaces", "routes",       "ip_rules",  "forwarding",
    "sysctls",    "ipset",        "rules",     "rules6",
    "listen",     "local_stack",  "conntrack", "conntrack_every_packet",
    "kernel_log", "nflog_groups", "settle_ms", "packets"};

void
WarnOfUnknownKeys(const NfJsonNode& root, NfReplayScenario& scenario)
{
    root.Find("name");
    for (const auto& member : root.Value().items())
    {
        if (std::find(KEYS.begin(), KEYS.end(), member.key()) == KEYS.end())
        {
            scenario.warnings.push_back(scenario.file + ": " + member.key() +
                                        ": nothing reads this");
        }
    }
}

template <class T>
T
Choose(const NfJsonNode& node, const char* first, T one, const char* second, T two)
{
    std::string word = node.Text();
    if (word != first && word != second)
    {
        node.Fail(fmt::format("expected {} or {}, not {}", first, second, node.Describe()));
    }
    return word == first ? one : two;
}

void
ReadSettings(const NfJsonNode& root, NfReplayScenario& scenario)
{
    auto flag = [&root](const char* key, bool& value) {
        if (auto node = root.Find(key))
        {
            value = node->Flag();
        }
    };
    if (auto date = root.Find("date"))
    {
        scenario.date = NfParseReplayDate(date->Word());
        if (!scenario.date)
        {
            date->Fail("expected a date as 2026-11-28T07:46:36 (UTC) or seconds since 1970, not " +
                       date->Describe());
        }
    }
    flag("forwarding", scenario.forwarding);
    flag("conntrack_every_packet", scenario.conntrackEveryPacket);
    flag("kernel_log", scenario.kernelLog);
    if (auto sysctls = root.Find("sysctls"))
    {
        sysctls->Find("");
        for (const auto& member : sysctls->Value().items())
        {
            NfJsonNode value(member.value(), scenario.file, "sysctls." + member.key());
            scenario.sysctls.push_back({member.key(), value.Word(), value.Place()});
        }
    }
    if (auto sets = root.Find("ipset"))
    {
        scenario.sets = sets->Text();
        scenario.setsName = sets->Place();
    }
    if (auto rules = root.Find("rules"))
    {
        scenario.ruleset = rules->Text();
        scenario.rulesetName = rules->Place();
    }
    if (auto rules = root.Find("rules6"))
    {
        scenario.ruleset6 = rules->Text();
        scenario.ruleset6Name = rules->Place();
    }
    if (auto stack = root.Find("local_stack"))
    {
        scenario.localStack =
            Choose(*stack, "real", NfReplayLocalStack::REAL, "silent", NfReplayLocalStack::SILENT);
    }
    if (auto mode = root.Find("conntrack"))
    {
        scenario.conntrackAlways = Choose(*mode, "always", true, "auto", false);
    }
    if (root.Find("nflog_groups"))
    {
        scenario.nflogGroups.clear();
    }
    for (const NfJsonNode& group : root.Elements("nflog_groups"))
    {
        scenario.nflogGroups.push_back(group.Integer(0, std::numeric_limits<uint16_t>::max()));
    }
}

} // namespace

NfReplayScenario
NfReadReplayScenario(const std::string& file, bool needsPackets)
{
    NfReplayScenario scenario;
    scenario.file = file == "-" ? "standard input" : file;
    nlohmann::json document;
    // What is nested deeper would end in a stack overflow when it is printed.
    auto checkDepth = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        constexpr int deepest = 32;
        if (depth > deepest)
        {
            throw NfCliError(
                fmt::format("{}: it is nested more than {} deep", scenario.file, deepest));
        }
        return true;
    };
    try
    {
        if (file == "-")
        {
            document = nlohmann::json::parse(std::cin, checkDepth);
        }
        else
        {
            std::ifstream stream(file);
            if (!stream)
            {
                throw NfCliError(file + ": cannot open it");
            }
            document = nlohmann::json::parse(stream, checkDepth);
        }
    }
    catch (const nlohmann::json::exception& error)
    {
        constexpr std::size_t enough = 300; // it may quote a number of any length
        throw NfCliError(scenario.file +
                         ": this is not JSON: " + std::string(error.what()).substr(0, enough));
    }
    NfJsonNode root(document, scenario.file);
    WarnOfUnknownKeys(root, scenario);
    if (auto name = root.Find("name"))
    {
        scenario.name = name->Text();
    }
    NfReadReplayNetwork(root, scenario);
    ReadSettings(root, scenario);
    if (needsPackets)
    {
        root.At("packets");
    }
    NfReadReplayPackets(root, scenario);
    return scenario;
}

std::optional<uint32_t>
NfParseReplayDate(const std::string& text)
{
    if (std::optional<uint32_t> seconds = NfParseReplayNumber(text))
    {
        return seconds;
    }
    for (const char* format : {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"})
    {
        std::tm broken{};
        const char* end = strptime(text.c_str(), format, &broken);
        const int day = broken.tm_mday;
        const std::time_t seconds = end && *end == '\0' ? timegm(&broken) : -1;
        if (seconds >= 0 && seconds <= std::numeric_limits<uint32_t>::max() &&
            broken.tm_mday == day)
        {
            return seconds;
        }
    }
    return std::nullopt;
}

std::string
NfPrintReplayDate(uint32_t date)
{
    const std::time_t seconds = date;
    std::tm broken{};
    gmtime_r(&seconds, &broken);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &broken);
    return text.data();
}

void
NfWarnOfIpOptions(NfReplayScenario& scenario)
{
    constexpr uint8_t plain = 0x45;
    constexpr uint8_t last = 0x4f;
    const auto count =
        std::count_if(scenario.packets.begin(),
                      scenario.packets.end(),
                      [](const NfReplayPacket& packet) {
                          return !packet.unplayed && packet.bytes && !packet.bytes->empty() &&
                                 packet.bytes->front() > plain && packet.bytes->front() <= last;
                      });
    if (count > 0)
    {
        scenario.warnings.push_back(
            fmt::format("{} of {} packets carry IP options, which ns-3 does not know: they are "
                        "played without them",
                        count,
                        scenario.packets.size()));
    }
}

void
NfFindReplayFamilies(NfReplayScenario& scenario)
{
    constexpr uint8_t version6 = 6;
    constexpr int versionShift = 4;
    auto isIpv6 = [](const NfReplayInterfaceAddress& a) { return a.host.family == NfFamily::IPV6; };
    scenario.ipv6 = scenario.ipv6 || !scenario.ruleset6Name.empty() ||
                    std::any_of(scenario.interfaces.begin(),
                                scenario.interfaces.end(),
                                [&](const NfReplayInterface& interface) {
                                    return std::any_of(interface.addresses.begin(),
                                                       interface.addresses.end(),
                                                       isIpv6);
                                }) ||
                    std::any_of(scenario.routes.begin(),
                                scenario.routes.end(),
                                [](const NfReplayRoute& route) {
                                    return route.network.GetFamily() == NfFamily::IPV6;
                                }) ||
                    std::any_of(scenario.packets.begin(),
                                scenario.packets.end(),
                                [](const NfReplayPacket& packet) {
                                    return packet.bytes && !packet.bytes->empty() &&
                                           packet.bytes->front() >> versionShift == version6;
                                });
}

} // namespace ns3
