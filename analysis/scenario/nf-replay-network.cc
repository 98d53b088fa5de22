// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-network.h"

#include "nf-replay-values.h"

#include "ns3/nf-ip-route-list.h"
#include "ns3/nf-ip-text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

/// What every link has.
constexpr NfPrefix LINK_LOCAL(NfAddress({0xfe800000, 0, 0, 0}), 10, NfFamily::IPV6);

constexpr std::size_t MAX_NAME = NfInterfaceName::MAX_LENGTH;

uint32_t
ReadTable(const NfJsonNode& node)
{
    std::string word = node.Word();
    if (word == "main")
    {
        return NfPolicyRouting::TABLE_MAIN;
    }
    if (word == "default")
    {
        return NfPolicyRouting::TABLE_DEFAULT;
    }
    if (word == "local")
    {
        return NfPolicyRouting::TABLE_LOCAL;
    }
    std::optional<uint32_t> number = NfParseReplayNumber(word);
    if (!number || *number == 0)
    {
        node.Fail("expected a routing table: main, default, local, or a number other than 0, not " +
                  node.Describe());
    }
    return *number;
}

bool
HasInterface(const NfReplayScenario& scenario, const std::string& name)
{
    return std::any_of(scenario.interfaces.begin(),
                       scenario.interfaces.end(),
                       [&](const NfReplayInterface& i) { return i.name == name; });
}

/// Reads one part after the other: later ones refer to earlier ones.
class Reader
{
  public:
    explicit Reader(NfReplayScenario& scenario)
        : m_scenario(scenario)
    {
    }

    void Read(const NfJsonNode& root)
    {
        for (const NfJsonNode& node : root.At("interfaces").Elements())
        {
            m_scenario.interfaces.push_back(ReadInterface(node));
        }
        for (const NfJsonNode& node : root.Elements("routes"))
        {
            m_scenario.routes.push_back(ReadRoute(node));
        }
        for (const NfJsonNode& node : root.Elements("ip_rules"))
        {
            const NfFamily family = ReadRuleFamily(node);
            (family == NfFamily::IPV6 ? m_scenario.rules6 : m_scenario.rules)
                .push_back(ReadRule(family, node));
        }
        for (const NfJsonNode& node : root.Elements("listen"))
        {
            m_scenario.listen.push_back(ReadSocket(node));
        }
    }

  private:
    NfReplayInterface ReadInterface(const NfJsonNode& node)
    {
        constexpr int64_t minMtu = 68;
        NfReplayInterface interface;
        NfJsonNode name = node.At("name");
        interface.name = name.Text();
        if (interface.name.empty() || interface.name.size() > MAX_NAME ||
            interface.name.find_first_of("/ \t\n") != std::string::npos)
        {
            name.Fail(fmt::format("expected an interface name of 1 to {} characters, not {}",
                                  MAX_NAME,
                                  name.Describe()));
        }
        if (interface.name == "lo" || HasInterface(m_scenario, interface.name))
        {
            name.Fail("there is already an interface \"" + interface.name + "\"");
        }
        std::vector<NfJsonNode> addresses = node.Elements("addresses");
        if (auto address = node.Find("address"); address && addresses.empty())
        {
            addresses.push_back(*address);
        }
        for (const NfJsonNode& address : addresses)
        {
            auto parsed = NfParseReplayInterfaceAddress(address.Text());
            if (!parsed)
            {
                address.Fail("expected ADDRESS/LENGTH, not " + address.Describe());
            }
            interface.addresses.push_back(*parsed);
        }
        if (auto mtu = node.Find("mtu"))
        {
            interface.mtu = mtu->Integer(minMtu, std::numeric_limits<uint16_t>::max());
        }
        return interface;
    }

    // "family" says which "default" is meant; else an address beside it does.
    static NfFamily ReadFamily(const NfJsonNode& node, const std::string& beside)
    {
        constexpr int64_t version4 = 4;
        constexpr int64_t version6 = 6;
        if (auto family = node.Find("family"))
        {
            const int64_t version = family->Integer(version4, version6);
            if (version != version4 && version != version6)
            {
                family->Fail("expected 4 or 6, not " + family->Describe());
            }
            return version == version6 ? NfFamily::IPV6 : NfFamily::IPV4;
        }
        return NfFamilyOfText(beside);
    }

    static NfAddress ReadAddressOf(NfFamily family, const NfJsonNode& node)
    {
        const NfReplayAddress read = NfReadReplayAddress(node);
        if (read.family != family)
        {
            node.Fail(fmt::format("expected an {} address, as the destination has, not {}",
                                  NfFamilyName(family),
                                  node.Describe()));
        }
        return read.address;
    }

    NfReplayRoute ReadRoute(const NfJsonNode& node) const
    {
        NfReplayRoute route;
        const auto gateway = node.Find("via");
        route.network =
            NfReadReplayPrefix(node.At("to"), ReadFamily(node, gateway ? gateway->Text() : ""));
        if (auto type = node.Find("type"))
        {
            const auto found = NfFindIpWord(NF_ROUTE_TYPES, type->Text());
            if (!found)
            {
                type->Fail(
                    "expected unicast, local, unreachable, prohibit, blackhole or throw, not " +
                    type->Describe());
            }
            route.type = *found;
        }
        if (gateway)
        {
            route.gateway = ReadAddressOf(route.network.GetFamily(), *gateway);
        }
        if (auto device = node.Find("dev"))
        {
            route.device = NfReadReplayDevice(*device, m_scenario);
        }
        if (route.type == NfRoute::UNICAST)
        {
            CheckNextHop(node, route);
        }
        if (auto source = node.Find("src"))
        {
            route.source = ReadAddressOf(route.network.GetFamily(), *source);
        }
        if (auto metric = node.Find("metric"))
        {
            route.metric = metric->Integer(0, std::numeric_limits<uint32_t>::max());
        }
        if (route.type == NfRoute::LOCAL)
        {
            route.table = NfPolicyRouting::TABLE_LOCAL;
        }
        if (auto table = node.Find("table"))
        {
            route.table = ReadTable(*table);
        }
        if (route.table == NfPolicyRouting::TABLE_LOCAL && route.type != NfRoute::LOCAL)
        {
            node.Fail("the table local takes routes of the type local only");
        }
        return route;
    }

    // As the kernel does: the gateway must be on a link, unless "onlink" says that it is.
    void CheckNextHop(const NfJsonNode& node, const NfReplayRoute& route) const
    {
        if (!route.gateway && route.device.empty())
        {
            node.Fail("a unicast route needs \"via\" or \"dev\"");
        }
        auto onlink = node.Find("onlink");
        if (!route.gateway || (onlink && onlink->Flag()))
        {
            return;
        }
        if (!NfIsReplayGatewayOnLink(m_scenario, route))
        {
            node.At("via").Fail("the gateway is on no link of the box, and \"onlink\" is not set");
        }
    }

    NfRoutingRule ReadRule(NfFamily family, const NfJsonNode& node) const
    {
        constexpr std::array<NfIpWord<NfRoutingRule::Action>, 4> actions{
            {{"lookup", NfRoutingRule::LOOKUP},
             {"unreachable", NfRoutingRule::UNREACHABLE},
             {"prohibit", NfRoutingRule::PROHIBIT},
             {"blackhole", NfRoutingRule::BLACKHOLE}}};
        constexpr int64_t maxTos = 255;
        const int64_t maxLength = NfPrefix::GetWidth(family);
        NfRoutingRule rule;
        if (auto priority = node.Find("priority"))
        {
            rule.priority = priority->Integer(0, std::numeric_limits<uint32_t>::max());
        }
        if (auto inverted = node.Find("not"))
        {
            rule.inverted = inverted->Flag();
        }
        if (auto action = node.Find("type"))
        {
            const auto found = NfFindIpWord(actions, action->Text());
            if (!found)
            {
                action->Fail("expected lookup, unreachable, prohibit or blackhole, not " +
                             action->Describe());
            }
            rule.action = *found;
        }
        if (auto tos = node.Find("tos"))
        {
            rule.tos = tos->Integer(0, maxTos);
        }
        if (auto length = node.Find("suppress_prefixlength"))
        {
            rule.suppressPrefixLength = length->Integer(0, maxLength);
        }
        if (auto from = node.Find("from"))
        {
            rule.from = NfReadReplayPrefix(*from, family);
        }
        if (auto to = node.Find("to"))
        {
            rule.to = NfReadReplayPrefix(*to, family);
        }
        if (auto mark = node.Find("fwmark"))
        {
            ReadMark(*mark, rule);
        }
        if (auto iif = node.Find("iif"))
        {
            rule.iif = NfReadReplayDevice(*iif, m_scenario);
        }
        if (auto oif = node.Find("oif"))
        {
            rule.oif = NfReadReplayDevice(*oif, m_scenario);
        }
        if (rule.action == NfRoutingRule::LOOKUP)
        {
            rule.table = ReadTable(node.At("table"));
        }
        return rule;
    }

    static NfFamily ReadRuleFamily(const NfJsonNode& node)
    {
        auto from = node.Find("from");
        auto to = node.Find("to");
        return ReadFamily(node, (from ? from->Text() : "") + (to ? to->Text() : ""));
    }

    static void ReadMark(const NfJsonNode& node, NfRoutingRule& rule)
    {
        std::string word = node.Word();
        std::size_t slash = word.find('/');
        std::optional<uint32_t> mark = NfParseReplayNumber(word.substr(0, slash));
        std::optional<uint32_t> mask = slash == std::string::npos
                                           ? std::numeric_limits<uint32_t>::max()
                                           : NfParseReplayNumber(word.substr(slash + 1));
        if (!mark || !mask)
        {
            node.Fail("expected MARK or MARK/MASK, not " + node.Describe());
        }
        rule.mark = *mark;
        // As ip rule: a mark of 0 without a mask is any mark.
        rule.markMask = *mark == 0 && slash == std::string::npos ? 0 : *mask;
    }

    NfReplaySocket ReadSocket(const NfJsonNode& node)
    {
        NfReplaySocket socket;
        NfJsonNode protocol = node.At("proto");
        std::string name = protocol.Text();
        if (name != "tcp" && name != "udp")
        {
            protocol.Fail("expected tcp or udp, not " + protocol.Describe());
        }
        socket.tcp = name == "tcp";
        socket.port = node.At("port").Integer(1, std::numeric_limits<uint16_t>::max());
        if (auto address = node.Find("address"))
        {
            socket.address = NfReadReplayAddress(*address);
        }
        if (auto transparent = node.Find("transparent"))
        {
            socket.transparent = transparent->Flag();
        }
        return socket;
    }

    NfReplayScenario& m_scenario;
};

} // namespace

void
NfReadReplayNetwork(const NfJsonNode& root, NfReplayScenario& scenario)
{
    Reader(scenario).Read(root);
}

std::string
NfReadReplayDevice(const NfJsonNode& node, const NfReplayScenario& scenario)
{
    std::string name = node.Text();
    if (name != "lo" && !HasInterface(scenario, name))
    {
        node.Fail("there is no interface \"" + name + "\"");
    }
    return name;
}

bool
NfIsReplayGatewayOnLink(const NfReplayScenario& scenario, const NfReplayRoute& route)
{
    const NfFamily family = route.network.GetFamily();
    const NfPrefix gateway(*route.gateway, NfPrefix::GetWidth(family), family);
    if (family == NfFamily::IPV6 && !route.device.empty() && LINK_LOCAL.Overlaps(gateway))
    {
        return true;
    }
    for (const NfReplayInterface& interface : scenario.interfaces)
    {
        for (const NfReplayInterfaceAddress& address : interface.addresses)
        {
            if ((route.device.empty() || route.device == interface.name) &&
                address.GetNetwork().Overlaps(gateway))
            {
                return true;
            }
        }
    }
    for (const NfReplayRoute& other : scenario.routes)
    {
        if (other.type == NfRoute::UNICAST && !other.gateway && other.network.Overlaps(gateway))
        {
            return true;
        }
    }
    return false;
}

} // namespace ns3
