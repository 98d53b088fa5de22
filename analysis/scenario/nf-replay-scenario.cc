// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-scenario.h"

#include "nf-replay-json.h"
#include "nf-replay-network.h"
#include "nf-replay-packets.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <limits>

namespace ns3
{

namespace
{

constexpr std::array<const char*, 17> KEYS{"name",
                                           "note",
                                           "description",
                                           "interfaces",
                                           "routes",
                                           "ip_rules",
                                           "forwarding",
                                           "sysctls",
                                           "rules",
                                           "listen",
                                           "local_stack",
                                           "conntrack",
                                           "conntrack_every_packet",
                                           "kernel_log",
                                           "nflog_groups",
                                           "settle_ms",
                                           "packets"};

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
    if (auto rules = root.Find("rules"))
    {
        scenario.ruleset = rules->Text();
        scenario.rulesetName = rules->Place();
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
    try
    {
        if (file == "-")
        {
            document = nlohmann::json::parse(std::cin);
        }
        else
        {
            std::ifstream stream(file);
            if (!stream)
            {
                throw NfCliError(file + ": cannot open it");
            }
            document = nlohmann::json::parse(stream);
        }
    }
    catch (const nlohmann::json::exception& error)
    {
        throw NfCliError(scenario.file + ": this is not JSON: " + error.what());
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

void
NfAddReplayAddress(NfReplayInterface& interface, Ipv4Address address, Ipv4Mask mask)
{
    Ipv4InterfaceAddress added(address, mask);
    bool secondary = std::any_of(interface.addresses.begin(),
                                 interface.addresses.end(),
                                 [&](const Ipv4InterfaceAddress& other) {
                                     return !other.IsSecondary() && other.GetMask() == mask &&
                                            mask.IsMatch(other.GetLocal(), address);
                                 });
    secondary ? added.SetSecondary() : added.SetPrimary();
    interface.addresses.push_back(added);
}

} // namespace ns3
