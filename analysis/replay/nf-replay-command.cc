// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-command.h"

#include "nf-replay-network.h"
#include "nf-replay-pcap.h"
#include "nf-replay-result-json.h"
#include "nf-replay-runner.h"
#include "nf-replay-scenario.h"
#include "nf-replay-text.h"
#include "nf-replay-values.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// Arguments of nfsim replay.
struct Arguments
{
    std::string scenario;
    std::vector<std::string> captures;
    std::vector<std::string> interfaces;
    std::vector<std::string> macs;
    std::string sent{"skip"};
    std::string date;
    std::string rules;
    std::string rules6;
    std::string sets;
    std::vector<std::string> addresses;
    std::vector<std::string> routes;
    bool text{false};
    bool tableAtEnd{false};
    bool fixChecksums{false};
};

std::string
ReadFile(const std::string& file)
{
    std::ifstream stream(file);
    if (!stream)
    {
        throw NfCliError(file + ": cannot open it");
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

NfReplayInterface&
FindInterface(NfReplayScenario& scenario, const std::string& name)
{
    auto found = std::find_if(scenario.interfaces.begin(),
                              scenario.interfaces.end(),
                              [&](const NfReplayInterface& i) { return i.name == name; });
    if (found != scenario.interfaces.end())
    {
        return *found;
    }
    if (name.empty() || name.size() > NfInterfaceName::MAX_LENGTH || name == "lo")
    {
        throw NfCliError("\"" + name + "\" is no name for an interface of the box");
    }
    NfReplayInterface& added = scenario.interfaces.emplace_back();
    added.name = name;
    return added;
}

// --address eth0=10.0.0.1/24
void
AddAddress(NfReplayScenario& scenario, const std::string& text)
{
    std::size_t equals = text.find('=');
    auto address = equals == std::string::npos
                       ? std::nullopt
                       : NfParseReplayInterfaceAddress(text.substr(equals + 1));
    if (!address)
    {
        throw NfCliError("--address: expected INTERFACE=ADDRESS/LENGTH, not \"" + text + "\"");
    }
    FindInterface(scenario, text.substr(0, equals)).addresses.push_back(*address);
}

// --route 0.0.0.0/0=eth1 or 0.0.0.0/0=192.0.2.254 or ::/0=2001:db8::1
void
AddRoute(NfReplayScenario& scenario, const std::string& text)
{
    std::size_t equals = text.find('=');
    std::string destination = text.substr(0, equals);
    std::string hop = equals == std::string::npos ? "" : text.substr(equals + 1);
    const auto gateway = NfParseReplayAddress(hop);
    if (destination == "default")
    {
        destination = gateway && gateway->family == NfFamily::IPV6 ? "::/0" : "0.0.0.0/0";
    }
    auto prefix = NfParsePrefix(destination, NfFamilyOfText(destination));
    if (!prefix || hop.empty() || (gateway && gateway->family != prefix->GetFamily()))
    {
        throw NfCliError("--route: expected PREFIX=GATEWAY or PREFIX=INTERFACE, not \"" + text +
                         "\"");
    }
    NfReplayRoute route;
    route.network = *prefix;
    if (gateway)
    {
        route.gateway = gateway->address;
        if (!NfIsReplayGatewayOnLink(scenario, route))
        {
            throw NfCliError("--route: the gateway " + hop +
                             " is on no link of the box (--address gives it links)");
        }
    }
    else
    {
        route.device = FindInterface(scenario, hop).name;
    }
    scenario.routes.push_back(route);
}

bool
HasAddress(const NfReplayScenario& scenario)
{
    return std::any_of(scenario.interfaces.begin(),
                       scenario.interfaces.end(),
                       [](const NfReplayInterface& i) { return !i.addresses.empty(); });
}

// --mac eth0=02:00:00:00:00:01
void
AddMac(NfReplayCaptureOptions& options, const std::string& text)
{
    constexpr std::size_t digits = 2;
    NfReplayMac mac{};
    const std::size_t equals = text.find('=');
    const std::string number = equals == std::string::npos ? "" : text.substr(equals + 1);
    bool sound = number.size() == mac.size() * (digits + 1) - 1;
    for (std::size_t i = 0; sound && i < mac.size(); ++i)
    {
        const std::size_t at = i * (digits + 1);
        auto byte = NfFromHex(number.substr(at, digits));
        sound = byte && (i == 0 || number[at - 1] == ':');
        mac[i] = sound ? byte->front() : 0;
    }
    if (!sound)
    {
        throw NfCliError("--mac: expected INTERFACE=XX:XX:XX:XX:XX:XX, not \"" + text + "\"");
    }
    options.macs[text.substr(0, equals)].insert(mac);
}

void
ReadCaptures(const Arguments& arguments, NfReplayScenario& scenario)
{
    NfReplayCaptureOptions options;
    options.fixChecksums = arguments.fixChecksums;
    options.sent = arguments.sent == "local"  ? NfReplaySent::LOCAL
                   : arguments.sent == "drop" ? NfReplaySent::DROP
                                              : NfReplaySent::SKIP;
    for (const std::string& mac : arguments.macs)
    {
        AddMac(options, mac);
    }
    std::vector<NfReplayCapture> captures;
    for (std::size_t i = 0; i < arguments.captures.size(); ++i)
    {
        NfReplayCapture& capture = captures.emplace_back();
        capture.file = arguments.captures[i];
        if (!arguments.interfaces.empty())
        {
            capture.interface = FindInterface(scenario, arguments.interfaces[i]).name;
        }
    }
    NfReadReplayCaptures(captures, options, scenario);
}

NfReplayScenario
MakeScenario(const Arguments& arguments)
{
    bool fromCapture = !arguments.captures.empty();
    NfReplayScenario scenario;
    if (!arguments.scenario.empty())
    {
        scenario = NfReadReplayScenario(arguments.scenario, !fromCapture);
    }
    else if (!fromCapture)
    {
        throw NfCliError("a scenario or --pcap is expected");
    }
    if (!fromCapture && !arguments.interfaces.empty())
    {
        throw NfCliError("--interface: goes with --pcap only");
    }
    if (!arguments.interfaces.empty() && arguments.interfaces.size() != arguments.captures.size())
    {
        throw NfCliError("--interface: expected one for each --pcap, in their order, or none, "
                         "where captures (pcapng) name their interfaces");
    }
    for (const std::string& address : arguments.addresses)
    {
        AddAddress(scenario, address);
    }
    for (const std::string& route : arguments.routes)
    {
        AddRoute(scenario, route);
    }
    if (!arguments.sets.empty())
    {
        scenario.sets = ReadFile(arguments.sets);
        scenario.setsName = arguments.sets;
    }
    if (!arguments.rules.empty())
    {
        scenario.ruleset = ReadFile(arguments.rules);
        scenario.rulesetName = arguments.rules;
    }
    if (!arguments.rules6.empty())
    {
        scenario.ruleset6 = ReadFile(arguments.rules6);
        scenario.ruleset6Name = arguments.rules6;
    }
    scenario.conntrackEveryPacket = scenario.conntrackEveryPacket && !arguments.tableAtEnd;
    if (fromCapture)
    {
        ReadCaptures(arguments, scenario);
        scenario.asCaptured = true;
        if (scenario.routes.empty() && !HasAddress(scenario))
        {
            scenario.warnings.emplace_back("the box has neither addresses nor routes (--address, "
                                           "--route): nothing gets beyond PREROUTING");
        }
    }
    if (!arguments.date.empty())
    {
        scenario.date = NfParseReplayDate(arguments.date);
        if (!scenario.date)
        {
            throw NfCliError("--date: expected a date as 2026-11-28T07:46:36 (UTC) or seconds "
                             "since 1970, not \"" +
                             arguments.date + "\"");
        }
    }
    if (!scenario.date)
    {
        scenario.date = std::time(nullptr);
    }
    NfFindReplayFamilies(scenario);
    NfWarnOfIpOptions(scenario);
    return scenario;
}

int
Replay(const Arguments& arguments)
{
    NfReplayScenario scenario = MakeScenario(arguments);
    NfReplayResult result = NfReplayRunner(scenario).Run();
    if (arguments.text)
    {
        NfPrintReplay(std::cout, result, scenario);
    }
    else
    {
        std::cout << NfToJson(result, scenario).dump(1) << '\n';
    }
    std::cout.flush();
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
    return 0;
}

} // namespace

NfCliAction
NfSetupReplay(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    parser.add_option("scenario", arguments->scenario, "Scenario file, - for standard input");
    parser.add_flag("--text", arguments->text, "Print for people, phase by phase");
    parser.add_flag("--conntrack-at-end",
                    arguments->tableAtEnd,
                    "Tell the connection table only at the end, not after each packet");
    parser.add_option("--pcap",
                      arguments->captures,
                      "Capture (pcap, pcapng) whose packets to play; repeatable");
    parser.add_flag("--fix-checksums",
                    arguments->fixChecksums,
                    "Put right the capture's checksums, where a network card was to fill them in");
    parser.add_option("--interface",
                      arguments->interfaces,
                      "Where the packets of a capture come in, one for each --pcap; without it, "
                      "the capture's own names");
    parser
        .add_option("--sent",
                    arguments->sent,
                    "What to do with frames that the box itself sent: leave them out (skip), keep "
                    "their numbers without playing them (drop), or let it send those with a source "
                    "address of its own (local)")
        ->check(CLI::IsMember({"skip", "drop", "local"}))
        ->capture_default_str();
    parser.add_option("--mac",
                      arguments->macs,
                      "INTERFACE=XX:XX:XX:XX:XX:XX: an Ethernet address of the box, which tells "
                      "sent frames from received ones; repeatable");
    parser.add_option("--date",
                      arguments->date,
                      "Date and time (UTC) at the start, for -m time: 2026-11-28T07:46:36, or "
                      "seconds since 1970");
    parser.add_option("--rules", arguments->rules, "Rules, in the format of iptables-save");
    parser.add_option("--rules6", arguments->rules6, "Rules, in the format of ip6tables-save");
    parser.add_option("--ipset",
                      arguments->sets,
                      "Sets that the rules name, as ipset save prints them");
    parser.add_option("--address", arguments->addresses, "INTERFACE=ADDRESS/LENGTH; repeatable");
    parser.add_option("--route",
                      arguments->routes,
                      "PREFIX=GATEWAY or PREFIX=INTERFACE; repeatable");
    return [arguments] { return Replay(*arguments); };
}

} // namespace ns3
