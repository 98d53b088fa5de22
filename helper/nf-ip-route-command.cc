// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-route-command.h"

#include "nf-device-table.h"
#include "nf-ip-route-list.h"
#include "nf-ip-text.h"
#include "nf-ip-words.h"
#include "nf-ipv6-address-kinds.h"
#include "nf-ipv6-convert.h"
#include "nf-policy-routing.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"

#include <vector>

namespace ns3
{

namespace
{

/// A route as a command describes it.
struct RouteText
{
    NfRoute route;
    uint32_t table{NfPolicyRouting::TABLE_MAIN};
    bool namesType{false};
};

RouteText
TakeRoute(NfIpWords& words)
{
    RouteText text;
    NfRoute& route = text.route;
    if (auto type = NfFindIpWord(NF_ROUTE_TYPES, words.Peek()))
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
            route.onlink = true;
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

/// What IPv6 makes of what is not said, and does not look at.
void
CompleteIpv6(RouteText& text)
{
    NfRoute& route = text.route;
    route.metric = route.metric == 0 ? NF_USUAL_IPV6_METRIC : route.metric;
    if (NfIsRefusing(route))
    {
        route.device.clear();
    }
}

/// What only IPv6 asks of a new route.
void
CheckIpv6Route(NfIpWords& words, const RouteText& text, const NfDeviceTable& devices)
{
    const NfRoute& route = text.route;
    if (route.type == NfRoute::LOCAL && route.device.empty())
    {
        words.FailWhole("a local route of IPv6 names an interface: dev lo");
    }
    if (route.hasGateway && route.device.empty() && NfIpv6Address::IsLinkLocal(route.gateway))
    {
        words.FailWhole("a gateway's address of a link needs an interface: dev");
    }
    if (route.onlink && route.device.empty())
    {
        words.FailWhole("onlink needs an interface: dev");
    }
    const Ptr<Ipv6> ipv6 = NfFindIp<Ipv6>(devices);
    if (route.hasSource && (!ipv6 || ipv6->GetInterfaceForAddress(NfToIpv6(route.source)) < 0))
    {
        words.FailWhole("the source is no address of the node");
    }
}

/// The kernel's checks of a new route.
void
CheckRoute(NfIpWords& words,
           const RouteText& text,
           const NfPolicyRouting& routing,
           const NfDeviceTable& devices)
{
    const NfRoute& route = text.route;
    if (NfIsRefusing(route) && (route.hasGateway || !route.device.empty()))
    {
        words.FailWhole("a route of this type has neither gateway nor interface");
    }
    if (words.GetFamily() == NfFamily::IPV6)
    {
        CheckIpv6Route(words, text, devices);
    }
    if (route.type == NfRoute::LOCAL && route.hasGateway)
    {
        words.FailWhole("a local route has no gateway");
    }
    if (text.table == NfPolicyRouting::TABLE_LOCAL && route.type != NfRoute::LOCAL)
    {
        words.FailWhole("the table local takes local routes only");
    }
    const bool hasInterface = words.GetFamily() == NfFamily::IPV6
                                  ? NfFindIpInterface<Ipv6>(devices, route.device).has_value()
                                  : NfFindIpInterface<Ipv4>(devices, route.device).has_value();
    if (!route.device.empty() && !hasInterface)
    {
        words.FailWhole("the node has no interface \"" + route.device + "\" of this family");
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
    const bool isLinks =
        words.GetFamily() == NfFamily::IPV6 && NfIpv6Address::IsLinkLocal(route.gateway);
    if (route.hasGateway && !route.onlink && !isLinks && !routing.DeviceOf(toGateway))
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
AddRoute(NfIpWords& words,
         const std::string& verb,
         NfPolicyRouting& routing,
         const NfDeviceTable& devices)
{
    RouteText text = TakeRoute(words);
    if (words.GetFamily() == NfFamily::IPV6)
    {
        CompleteIpv6(text);
    }
    CheckRoute(words, text, routing, devices);
    if (words.GetError())
    {
        return;
    }
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

} // namespace

void
NfExecuteIpRoute(NfIpWords& words,
                 NfPolicyRouting& routing,
                 const NfDeviceTable& devices,
                 std::string& output)
{
    std::string verb = words.AtEnd() ? "list" : words.Take("a command");
    bool list = verb == "list" || verb == "show" || verb == "ls";
    if (verb == "add" || verb == "append" || verb == "replace")
    {
        AddRoute(words, verb, routing, devices);
    }
    else if (verb == "del" || verb == "delete")
    {
        DeleteRoute(words, routing);
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
            NfListIpRoutes(table, routing, devices, output);
        }
        else
        {
            routing.FlushTable(table);
        }
    }
    else
    {
        words.Fail("\"" + verb +
                   "\" is not understood: expected add, append, replace, del, list or flush");
    }
}

} // namespace ns3
