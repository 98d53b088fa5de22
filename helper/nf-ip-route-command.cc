// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-route-command.h"

#include "nf-address-book.h"
#include "nf-ip-text.h"
#include "nf-ip-words.h"
#include "nf-ipv4-stack.h"
#include "nf-policy-routing.h"

#include "ns3/ipv4-l3-protocol.h"

#include <fmt/format.h>
#include <tuple>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::array<NfIpWord<NfRoute::Type>, 6> ROUTE_TYPES{{{"unicast", NfRoute::UNICAST},
                                                              {"local", NfRoute::LOCAL},
                                                              {"unreachable", NfRoute::UNREACHABLE},
                                                              {"prohibit", NfRoute::PROHIBIT},
                                                              {"blackhole", NfRoute::BLACKHOLE},
                                                              {"throw", NfRoute::THROW}}};

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
    if (auto type = NfFindIpWord(ROUTE_TYPES, words.Peek()))
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
        text += std::string(NfIpWordOf(ROUTE_TYPES, route.type)) + " ";
    }
    text += NfIpPrefixText(route.network, "default");
    if (route.hasGateway)
    {
        text += " via " + NfToString(route.gateway);
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
    text += route.hasSource ? " src " + NfToString(route.source) : "";
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
            std::string end = fmt::format(" src {}", NfToString(address.GetLocal()));
            if (table == NfPolicyRouting::TABLE_LOCAL)
            {
                lines.push_back(MakeLine(NfPrefix(address.GetLocal(), 32),
                                         0,
                                         fmt::format("local {} dev {} proto kernel scope host{}",
                                                     NfToString(address.GetLocal()),
                                                     device.name.View(),
                                                     end)));
            }
            else if (!device.loopback && !network.IsHost())
            {
                lines.push_back(MakeLine(network,
                                         0,
                                         fmt::format("{} dev {} proto kernel scope link{}",
                                                     NfIpPrefixText(network, "default"),
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

} // namespace

void
NfExecuteIpRoute(NfIpWords& words, NfIpv4Stack& stack, std::string& output)
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

} // namespace ns3
