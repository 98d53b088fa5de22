// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-command.h"

#include "nf-address-book.h"
#include "nf-ip-words.h"
#include "nf-policy-routing.h"

#include "ns3/ipv4-l3-protocol.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

/// A word for what a route or rule does.
template <class T>
using Named = std::pair<std::string_view, T>;

constexpr std::array<Named<NfRoute::Type>, 6> ROUTE_TYPES{{{"unicast", NfRoute::UNICAST},
                                                           {"local", NfRoute::LOCAL},
                                                           {"unreachable", NfRoute::UNREACHABLE},
                                                           {"prohibit", NfRoute::PROHIBIT},
                                                           {"blackhole", NfRoute::BLACKHOLE},
                                                           {"throw", NfRoute::THROW}}};

constexpr std::array<Named<NfRoutingRule::Action>, 3> RULE_ACTIONS{
    {{"unreachable", NfRoutingRule::UNREACHABLE},
     {"prohibit", NfRoutingRule::PROHIBIT},
     {"blackhole", NfRoutingRule::BLACKHOLE}}};

template <class T, std::size_t N>
std::optional<T>
FindNamed(const std::array<Named<T>, N>& names, std::string_view word)
{
    auto found =
        std::find_if(names.begin(), names.end(), [word](const auto& n) { return n.first == word; });
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

template <class T, std::size_t N>
std::string_view
NameOf(const std::array<Named<T>, N>& names, T value)
{
    auto found = std::find_if(names.begin(), names.end(), [value](const auto& n) {
        return n.second == value;
    });
    return found == names.end() ? "" : found->first;
}

std::string
Dotted(Ipv4Address address)
{
    return NfToString(NfAddress(address));
}

/// As iproute2 prints it: without a length if it is one address.
std::string
PrefixText(const NfPrefix& network, std::string_view all)
{
    return network.GetLength() == 0 ? std::string(all) : NfToString(network);
}

// --- rules

/// A rule as a command describes it, and what it says at all.
struct RuleText
{
    NfRoutingRule rule;
    bool namesTable{false};
};

void
TakeMark(NfIpWords& words, NfRoutingRule& rule)
{
    std::string text = words.Take("a mark");
    std::size_t slash = text.find('/');
    std::optional<uint32_t> mark = NfParseIpNumber(text.substr(0, slash));
    std::optional<uint32_t> mask = UINT32_MAX;
    if (slash != text.npos)
    {
        mask = NfParseIpNumber(text.substr(slash + 1));
    }
    if (!mark || !mask)
    {
        words.Fail("\"" + text + "\" is no mark: expected MARK or MARK/MASK");
        return;
    }
    rule.mark = *mark;
    // Linux compares all bits of a mark without a mask, unless it is 0, which stands for any.
    rule.markMask = slash == text.npos && *mark == 0 ? 0 : *mask;
}

/// iproute2 reads it as hexadecimal, with or without 0x.
uint8_t
TakeTos(NfIpWords& words)
{
    constexpr uint32_t ecn = 0x03;
    constexpr uint32_t max = 0xff;
    std::string text = words.Take("a TOS");
    std::string digits = text.compare(0, 2, "0x") == 0 ? text.substr(2) : text;
    std::optional<uint32_t> tos = NfParseIpNumber("0x" + digits);
    if (!tos || *tos > max || (*tos & ecn) != 0)
    {
        words.Fail("\"" + text +
                   "\" is no TOS: expected a hexadecimal number up to ff whose "
                   "two lowest bits, which are ECN's, are 0");
        return 0;
    }
    return *tos;
}

RuleText
TakeRule(NfIpWords& words)
{
    constexpr uint32_t maxLength = 32;
    RuleText text;
    NfRoutingRule& rule = text.rule;
    while (!words.AtEnd())
    {
        std::string word = words.Take("a condition");
        if (word == "not")
        {
            rule.inverted = true;
        }
        else if (word == "from")
        {
            rule.from = words.TakePrefix("source");
        }
        else if (word == "to")
        {
            rule.to = words.TakePrefix("destination");
        }
        else if (word == "fwmark")
        {
            TakeMark(words, rule);
        }
        else if (word == "tos" || word == "dsfield")
        {
            rule.tos = TakeTos(words);
        }
        else if (word == "iif" || word == "dev")
        {
            rule.iif = words.Take("an interface");
        }
        else if (word == "oif")
        {
            rule.oif = words.Take("an interface");
        }
        else if (word == "priority" || word == "prio" || word == "pref" || word == "preference" ||
                 word == "order")
        {
            rule.priority = words.TakeNumber("priority", UINT32_MAX);
        }
        else if (word == "table" || word == "lookup")
        {
            rule.table = words.TakeTable();
            text.namesTable = true;
        }
        else if (word == "suppress_prefixlength" || word == "sup_pl")
        {
            rule.suppressPrefixLength = words.TakeNumber("prefix length", maxLength);
        }
        else if (auto action = FindNamed(RULE_ACTIONS, word))
        {
            rule.action = *action;
        }
        else
        {
            words.Fail("\"" + word +
                       "\" is not understood in a rule: expected not, from, to, "
                       "fwmark, tos, iif, oif, priority, table, suppress_prefixlength, "
                       "unreachable, prohibit or blackhole");
        }
    }
    if (rule.action != NfRoutingRule::LOOKUP && (text.namesTable || rule.suppressPrefixLength))
    {
        words.FailWhole("a rule that refuses looks into no table");
    }
    return text;
}

std::string
PrintRule(const NfRoutingRule& rule)
{
    std::string text = fmt::format("{}:\t{}from {}",
                                   rule.priority.value_or(0),
                                   rule.inverted ? "not " : "",
                                   PrefixText(rule.from, "all"));
    if (rule.to.GetLength() != 0)
    {
        text += " to " + PrefixText(rule.to, "all");
    }
    if (rule.tos != 0)
    {
        text += fmt::format(" tos {:#04x}", rule.tos);
    }
    auto hex = [](uint32_t number) {
        return number == 0 ? std::string("0") : fmt::format("{:#x}", number);
    };
    if (rule.mark && (rule.markMask != 0 || *rule.mark != 0))
    {
        text += " fwmark " + hex(*rule.mark);
        text += rule.markMask == UINT32_MAX ? "" : "/" + hex(rule.markMask);
    }
    text += rule.iif.empty() ? "" : " iif " + rule.iif;
    text += rule.oif.empty() ? "" : " oif " + rule.oif;
    if (rule.action != NfRoutingRule::LOOKUP)
    {
        return text + " " + std::string(NameOf(RULE_ACTIONS, rule.action)) + "\n";
    }
    text += " lookup " + NfIpTableName(rule.table);
    if (rule.suppressPrefixLength)
    {
        text += fmt::format(" suppress_prefixlength {}", *rule.suppressPrefixLength);
    }
    return text + "\n";
}

/// \return whether a command that describes \p text means \p rule, as `ip rule del` decides
bool
Means(const RuleText& text, const NfRoutingRule& rule)
{
    const NfRoutingRule& wanted = text.rule;
    return (!wanted.priority || wanted.priority == rule.priority) &&
           wanted.inverted == rule.inverted &&
           (wanted.action == NfRoutingRule::LOOKUP || wanted.action == rule.action) &&
           (!text.namesTable || wanted.table == rule.table) &&
           (wanted.from.GetLength() == 0 || wanted.from == rule.from) &&
           (wanted.to.GetLength() == 0 || wanted.to == rule.to) &&
           (!wanted.mark || (wanted.mark == rule.mark && wanted.markMask == rule.markMask)) &&
           (wanted.tos == 0 || wanted.tos == rule.tos) &&
           (wanted.iif.empty() || wanted.iif == rule.iif) &&
           (wanted.oif.empty() || wanted.oif == rule.oif) &&
           (!wanted.suppressPrefixLength ||
            wanted.suppressPrefixLength == rule.suppressPrefixLength);
}

void
DeleteRule(NfIpWords& words, NfPolicyRouting& routing)
{
    RuleText text = TakeRule(words);
    const std::vector<NfRoutingRule>& rules = routing.GetRules();
    auto found = std::find_if(rules.begin(), rules.end(), [&](const NfRoutingRule& rule) {
        return Means(text, rule);
    });
    if (words.GetError())
    {
        return;
    }
    if (found == rules.end())
    {
        words.FailWhole("there is no such rule");
        return;
    }
    routing.RemoveRule(found - rules.begin());
}

/// `ip rule flush` removes all but those of priority 0.
void
FlushRules(NfPolicyRouting& routing)
{
    for (std::size_t i = routing.GetRules().size(); i > 0; --i)
    {
        if (routing.GetRules()[i - 1].priority != 0U)
        {
            routing.RemoveRule(i - 1);
        }
    }
}

void
ExecuteRule(NfIpWords& words, NfPolicyRouting& routing, std::string& output)
{
    std::string verb = words.AtEnd() ? "list" : words.Take("a command");
    if (verb == "add")
    {
        RuleText text = TakeRule(words);
        if (!words.GetError())
        {
            routing.AddRule(text.rule);
        }
    }
    else if (verb == "del" || verb == "delete")
    {
        DeleteRule(words, routing);
    }
    else if ((verb == "list" || verb == "show" || verb == "ls") && words.AtEnd())
    {
        for (const NfRoutingRule& rule : routing.GetRules())
        {
            output += PrintRule(rule);
        }
    }
    else if (verb == "flush" && words.AtEnd())
    {
        FlushRules(routing);
    }
    else
    {
        words.Fail("\"" + verb + "\" is not understood: expected add, del, list or flush");
    }
}

// --- routes

/// A route as a command describes it.
struct RouteText
{
    NfRoute route;
    uint32_t table{NfPolicyRouting::TABLE_MAIN};
    bool onlink{false};
    bool namesType{false};
};

RouteText
TakeRoute(NfIpWords& words)
{
    RouteText text;
    NfRoute& route = text.route;
    if (auto type = FindNamed(ROUTE_TYPES, words.Peek()))
    {
        words.Take("a type");
        route.type = *type;
        text.namesType = true;
    }
    if (route.type == NfRoute::LOCAL)
    {
        text.table = NfPolicyRouting::TABLE_LOCAL;
    }
    route.network = words.TakePrefix("destination");
    while (!words.AtEnd())
    {
        std::string word = words.Take("an attribute");
        if (word == "via")
        {
            route.gateway = words.TakeAddress("gateway");
            route.hasGateway = true;
        }
        else if (word == "dev" || word == "oif")
        {
            route.device = words.Take("an interface");
        }
        else if (word == "src")
        {
            route.source = words.TakeAddress("source");
            route.hasSource = true;
        }
        else if (word == "metric" || word == "preference" || word == "priority")
        {
            route.metric = words.TakeNumber("metric", UINT32_MAX);
        }
        else if (word == "table")
        {
            text.table = words.TakeTable();
        }
        else if (word == "onlink")
        {
            text.onlink = true;
        }
        else if (word == "proto" || word == "protocol" || word == "scope")
        {
            words.Take("a value"); // neither changes where a packet goes
        }
        else
        {
            words.Fail("\"" + word +
                       "\" is not understood in a route: expected via, dev, src, "
                       "metric, table or onlink");
        }
    }
    return text;
}

/// The kernel's checks of a new route.
void
CheckRoute(NfIpWords& words, const RouteText& text, NfIpv4Stack& stack)
{
    const NfRoute& route = text.route;
    bool refuses = route.type != NfRoute::UNICAST && route.type != NfRoute::LOCAL;
    if (refuses && (route.hasGateway || !route.device.empty()))
    {
        words.FailWhole("a route of this type has neither gateway nor interface");
    }
    if (route.type == NfRoute::LOCAL && route.hasGateway)
    {
        words.FailWhole("a local route has no gateway");
    }
    if (text.table == NfPolicyRouting::TABLE_LOCAL && route.type != NfRoute::LOCAL)
    {
        words.FailWhole("the table local takes local routes only");
    }
    if (!route.device.empty() && !stack.GetDevices().Find(std::string_view(route.device)))
    {
        words.FailWhole("the node has no interface \"" + route.device + "\"");
    }
    if (route.type != NfRoute::UNICAST)
    {
        return;
    }
    if (!route.hasGateway && route.device.empty())
    {
        words.FailWhole("a route needs a gateway or an interface: via, dev");
    }
    NfRoute toGateway = route;
    toGateway.device.clear();
    if (route.hasGateway && !text.onlink && !stack.GetPolicyRouting().DeviceOf(toGateway))
    {
        words.FailWhole("the gateway is on no link of the node, and onlink is not said");
    }
}

bool
IsSamePlace(const NfRoute& a, const NfRoute& b)
{
    return a.network == b.network && a.metric == b.metric;
}

void
AddRoute(NfIpWords& words, const std::string& verb, NfIpv4Stack& stack)
{
    RouteText text = TakeRoute(words);
    CheckRoute(words, text, stack);
    if (words.GetError())
    {
        return;
    }
    NfPolicyRouting& routing = stack.GetPolicyRouting();
    auto table = routing.GetTables().find(text.table);
    if (table != routing.GetTables().end() && verb != "append")
    {
        const std::vector<NfRoute>& routes = table->second;
        auto same = std::find_if(routes.begin(), routes.end(), [&](const NfRoute& route) {
            return IsSamePlace(route, text.route);
        });
        if (same != routes.end() && verb == "add")
        {
            words.FailWhole("there is such a route already: append, replace, or another metric");
            return;
        }
        if (same != routes.end())
        {
            routing.RemoveRoute(text.table, same - routes.begin());
        }
    }
    routing.AddRoute(text.table, text.route);
}

void
DeleteRoute(NfIpWords& words, NfPolicyRouting& routing)
{
    RouteText text = TakeRoute(words);
    if (words.GetError())
    {
        return;
    }
    const NfRoute& wanted = text.route;
    auto means = [&](const NfRoute& route) {
        return wanted.network == route.network && (!text.namesType || wanted.type == route.type) &&
               (wanted.metric == 0 || wanted.metric == route.metric) &&
               (!wanted.hasGateway || (route.hasGateway && wanted.gateway == route.gateway)) &&
               (wanted.device.empty() || wanted.device == route.device) &&
               (!wanted.hasSource || (route.hasSource && wanted.source == route.source));
    };
    auto table = routing.GetTables().find(text.table);
    if (table != routing.GetTables().end())
    {
        auto found = std::find_if(table->second.begin(), table->second.end(), means);
        if (found != table->second.end())
        {
            routing.RemoveRoute(text.table, found - table->second.begin());
            return;
        }
    }
    words.FailWhole("there is no such route");
}

std::string
PrintRoute(const NfRoute& route, const NfPolicyRouting& routing)
{
    std::string text;
    if (route.type != NfRoute::UNICAST)
    {
        text += std::string(NameOf(ROUTE_TYPES, route.type)) + " ";
    }
    text += PrefixText(route.network, "default");
    if (route.hasGateway)
    {
        text += " via " + Dotted(route.gateway);
    }
    std::string device = route.device;
    if (device.empty() && route.type == NfRoute::LOCAL)
    {
        device = "lo";
    }
    if (device.empty() && route.hasGateway)
    {
        const NfDevice* found = routing.DeviceOf(route);
        device = found ? std::string(found->name.View()) : "";
    }
    text += device.empty() ? "" : " dev " + device;
    if (route.type == NfRoute::LOCAL)
    {
        text += " scope host";
    }
    else if (route.type == NfRoute::UNICAST && !route.hasGateway)
    {
        text += " scope link";
    }
    text += route.hasSource ? " src " + Dotted(route.source) : "";
    text += route.metric == 0 ? "" : fmt::format(" metric {}", route.metric);
    return text;
}

/// A line of a table, with what it is sorted by.
using RouteLine = std::tuple<NfPrefix, uint32_t, std::string>;

RouteLine
MakeLine(const NfPrefix& network, uint32_t metric, std::string text)
{
    return {network, metric, std::move(text)};
}

/// What the addresses of the interfaces make of the tables main and local.
void
AddKernelRoutes(uint32_t table, NfIpv4Stack& stack, std::vector<RouteLine>& lines)
{
    for (const NfDevice& device : stack.GetDevices().GetAll())
    {
        Ptr<Ipv4> ipv4 = device.netDevice->GetNode()->GetObject<Ipv4>();
        const uint32_t interface = ipv4->GetInterfaceForDevice(device.netDevice);
        for (uint32_t i = 0; i < ipv4->GetNAddresses(interface); ++i)
        {
            Ipv4InterfaceAddress address = ipv4->GetAddress(interface, i);
            const NfPrefix network = NfNetworkOf(address);
            std::string end = fmt::format(" src {}", Dotted(address.GetLocal()));
            if (table == NfPolicyRouting::TABLE_LOCAL)
            {
                lines.push_back(MakeLine(NfPrefix(address.GetLocal(), 32),
                                         0,
                                         fmt::format("local {} dev {} proto kernel scope host{}",
                                                     Dotted(address.GetLocal()),
                                                     device.name.View(),
                                                     end)));
            }
            else if (!device.loopback && !network.IsHost())
            {
                lines.push_back(MakeLine(network,
                                         0,
                                         fmt::format("{} dev {} proto kernel scope link{}",
                                                     PrefixText(network, "default"),
                                                     device.name.View(),
                                                     end)));
            }
        }
    }
}

void
ListRoutes(uint32_t table, NfIpv4Stack& stack, std::string& output)
{
    const NfPolicyRouting& routing = stack.GetPolicyRouting();
    std::vector<RouteLine> lines;
    if (table == NfPolicyRouting::TABLE_MAIN || table == NfPolicyRouting::TABLE_LOCAL)
    {
        AddKernelRoutes(table, stack, lines);
    }
    auto found = routing.GetTables().find(table);
    if (found != routing.GetTables().end())
    {
        for (const NfRoute& route : found->second)
        {
            lines.push_back(MakeLine(route.network, route.metric, PrintRoute(route, routing)));
        }
    }
    std::stable_sort(lines.begin(), lines.end(), [](const RouteLine& a, const RouteLine& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    for (const RouteLine& line : lines)
    {
        output += std::get<std::string>(line) + " \n";
    }
}

void
ExecuteRoute(NfIpWords& words, NfIpv4Stack& stack, std::string& output)
{
    std::string verb = words.AtEnd() ? "list" : words.Take("a command");
    bool list = verb == "list" || verb == "show" || verb == "ls";
    if (verb == "add" || verb == "append" || verb == "replace")
    {
        AddRoute(words, verb, stack);
    }
    else if (verb == "del" || verb == "delete")
    {
        DeleteRoute(words, stack.GetPolicyRouting());
    }
    else if (list || verb == "flush")
    {
        uint32_t table = words.TakeIf("table") ? words.TakeTable() : NfPolicyRouting::TABLE_MAIN;
        if (!words.AtEnd())
        {
            words.Take("");
            words.Fail("expected \"table\" and a routing table");
        }
        if (words.GetError())
        {
            return;
        }
        if (list)
        {
            ListRoutes(table, stack, output);
        }
        else
        {
            stack.GetPolicyRouting().FlushTable(table);
        }
    }
    else
    {
        words.Fail("\"" + verb +
                   "\" is not understood: expected add, append, replace, del, list or flush");
    }
}

} // namespace

NfStatus
NfIpCommand::Execute(Ptr<NfIpv4Stack> stack, const std::string& command, std::string* output)
{
    NfIpWords words(command);
    std::string printed;
    std::string object = words.Take("rule or route");
    if (object == "rule" || object == "ru")
    {
        ExecuteRule(words, stack->GetPolicyRouting(), printed);
    }
    else if (object == "route" || object == "r" || object == "ro")
    {
        ExecuteRoute(words, *stack, printed);
    }
    else
    {
        words.Fail("\"" + object + "\" is not understood: expected rule or route");
    }
    if (output && !words.GetError())
    {
        *output += printed;
    }
    return words.GetError();
}

} // namespace ns3
