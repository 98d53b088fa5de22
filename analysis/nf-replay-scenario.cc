// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-scenario.h"

#include "nf-replay-json.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = NfInterfaceName::MAX_LENGTH;
constexpr uint32_t TABLE_LOCAL = 255;
constexpr uint32_t FIRST_OWN_PRIORITY = 32765; // what ip rule gives to the first

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

std::optional<uint32_t>
ParseNumber(const std::string& text)
{
    bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char* begin = text.data() + (hex ? 2 : 0);
    const char* end = text.data() + text.size();
    uint32_t number = 0;
    auto [stop, error] = std::from_chars(begin, end, number, hex ? 16 : 10);
    return error == std::errc() && stop == end && begin != end ? std::optional(number)
                                                               : std::nullopt;
}

std::optional<Ipv4Address>
ParseAddress(const std::string& text)
{
    in_addr parsed{};
    if (inet_pton(AF_INET, text.c_str(), &parsed) != 1)
    {
        return std::nullopt;
    }
    return Ipv4Address(ntohl(parsed.s_addr));
}

Ipv4Address
ReadAddress(const NfJsonNode& node)
{
    std::optional<Ipv4Address> address = ParseAddress(node.Text());
    if (!address)
    {
        node.Fail("expected an IPv4 address, not " + node.Describe());
    }
    return *address;
}

std::pair<Ipv4Address, Ipv4Mask>
ReadPrefix(const NfJsonNode& node)
{
    std::string text = node.Text();
    if (text == "default" || text == "all" || text == "any")
    {
        return {Ipv4Address::GetAny(), Ipv4Mask::GetZero()};
    }
    auto prefix = NfParseReplayPrefix(text);
    if (!prefix)
    {
        node.Fail("expected ADDRESS or ADDRESS/LENGTH, not " + node.Describe());
    }
    return *prefix;
}

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
    std::optional<uint32_t> number = ParseNumber(word);
    if (!number || *number == 0 || *number == TABLE_LOCAL)
    {
        node.Fail(
            "expected a routing table: main, default, or a number other than 0 and 255, not " +
            node.Describe());
    }
    return *number;
}

/// Reads the parts of a scenario.
class Reader
{
  public:
    Reader(const NfJsonNode& root, NfReplayScenario& scenario)
        : m_root(root),
          m_scenario(scenario)
    {
    }

    void Read(bool needsPackets)
    {
        WarnOfUnknownKeys();
        if (auto name = m_root.Find("name"))
        {
            m_scenario.name = name->Text();
        }
        for (const NfJsonNode& node : m_root.At("interfaces").Elements())
        {
            m_scenario.interfaces.push_back(ReadInterface(node));
        }
        for (const NfJsonNode& node : m_root.Elements("routes"))
        {
            m_scenario.routes.push_back(ReadRoute(node));
        }
        for (const NfJsonNode& node : m_root.Elements("ip_rules"))
        {
            m_scenario.rules.push_back(ReadRule(node));
        }
        ReadSettings();
        for (const NfJsonNode& node : m_root.Elements("listen"))
        {
            m_scenario.listen.push_back(ReadSocket(node));
        }
        if (needsPackets)
        {
            m_root.At("packets");
        }
        for (const NfJsonNode& node : m_root.Elements("packets"))
        {
            m_scenario.packets.push_back(ReadPacket(node));
        }
    }

  private:
    void WarnOfUnknownKeys()
    {
        m_root.Find("name");
        for (const auto& member : m_root.Value().items())
        {
            if (std::find(KEYS.begin(), KEYS.end(), member.key()) == KEYS.end())
            {
                m_scenario.warnings.push_back(m_scenario.file + ": " + member.key() +
                                              ": nothing reads this");
            }
        }
    }

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
        if (interface.name == "lo" || HasInterface(interface.name))
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
            auto prefix = NfParseReplayPrefix(address.Text());
            if (!prefix)
            {
                address.Fail("expected ADDRESS/LENGTH, not " + address.Describe());
            }
            NfAddReplayAddress(interface, prefix->first, prefix->second);
        }
        if (auto mtu = node.Find("mtu"))
        {
            interface.mtu = mtu->Integer(minMtu, std::numeric_limits<uint16_t>::max());
        }
        return interface;
    }

    bool HasInterface(const std::string& name) const
    {
        return std::any_of(m_scenario.interfaces.begin(),
                           m_scenario.interfaces.end(),
                           [&](const NfReplayInterface& i) { return i.name == name; });
    }

    std::string ReadDevice(const NfJsonNode& node) const
    {
        std::string name = node.Text();
        if (name != "lo" && !HasInterface(name))
        {
            node.Fail("there is no interface \"" + name + "\"");
        }
        return name;
    }

    NfReplayRoute ReadRoute(const NfJsonNode& node) const
    {
        constexpr std::array<std::pair<const char*, NfRoute::Type>, 5> types{
            {{"unicast", NfRoute::UNICAST},
             {"unreachable", NfRoute::UNREACHABLE},
             {"prohibit", NfRoute::PROHIBIT},
             {"blackhole", NfRoute::BLACKHOLE},
             {"throw", NfRoute::THROW}}};
        NfReplayRoute route;
        std::tie(route.route.network, route.route.mask) = ReadPrefix(node.At("to"));
        if (auto type = node.Find("type"))
        {
            std::string name = type->Text();
            auto found =
                std::find_if(types.begin(), types.end(), [&](auto& t) { return t.first == name; });
            if (found == types.end())
            {
                type->Fail("expected unicast, unreachable, prohibit, blackhole or throw, not " +
                           type->Describe());
            }
            route.route.type = found->second;
        }
        if (auto via = node.Find("via"))
        {
            route.route.gateway = ReadAddress(*via);
            route.route.hasGateway = true;
        }
        if (auto device = node.Find("dev"))
        {
            route.route.device = ReadDevice(*device);
        }
        if (route.route.type == NfRoute::UNICAST)
        {
            CheckNextHop(node, route.route);
        }
        if (auto source = node.Find("src"))
        {
            route.route.source = ReadAddress(*source);
            route.route.hasSource = true;
        }
        if (auto table = node.Find("table"))
        {
            route.table = ReadTable(*table);
        }
        return route;
    }

    // As the kernel does: the gateway must be on a link, unless "onlink" says that it is.
    void CheckNextHop(const NfJsonNode& node, const NfRoute& route) const
    {
        if (!route.hasGateway && route.device.empty())
        {
            node.Fail("a unicast route needs \"via\" or \"dev\"");
        }
        auto onlink = node.Find("onlink");
        if (!route.hasGateway || (onlink && onlink->Flag()))
        {
            return;
        }
        for (const NfReplayInterface& interface : m_scenario.interfaces)
        {
            for (const Ipv4InterfaceAddress& address : interface.addresses)
            {
                if ((route.device.empty() || route.device == interface.name) &&
                    address.GetMask().IsMatch(address.GetLocal(), route.gateway))
                {
                    return;
                }
            }
        }
        for (const NfReplayRoute& other : m_scenario.routes)
        {
            if (other.route.type == NfRoute::UNICAST && !other.route.hasGateway &&
                other.route.mask.IsMatch(other.route.network, route.gateway))
            {
                return;
            }
        }
        node.At("via").Fail("the gateway is on no link of the box, and \"onlink\" is not set");
    }

    NfRoutingRule ReadRule(const NfJsonNode& node)
    {
        NfRoutingRule rule;
        rule.priority = m_nextPriority;
        if (auto priority = node.Find("priority"))
        {
            rule.priority = priority->Integer(0, std::numeric_limits<uint32_t>::max());
        }
        m_nextPriority = std::min(m_nextPriority, rule.priority == 0 ? 0 : rule.priority - 1);
        if (auto from = node.Find("from"))
        {
            std::tie(rule.from, rule.fromMask) = ReadPrefix(*from);
        }
        if (auto to = node.Find("to"))
        {
            std::tie(rule.to, rule.toMask) = ReadPrefix(*to);
        }
        if (auto mark = node.Find("fwmark"))
        {
            ReadMark(*mark, rule);
        }
        if (auto iif = node.Find("iif"))
        {
            rule.iif = ReadDevice(*iif);
        }
        if (auto oif = node.Find("oif"))
        {
            rule.oif = ReadDevice(*oif);
        }
        rule.table = ReadTable(node.At("table"));
        return rule;
    }

    static void ReadMark(const NfJsonNode& node, NfRoutingRule& rule)
    {
        std::string word = node.Word();
        std::size_t slash = word.find('/');
        std::optional<uint32_t> mark = ParseNumber(word.substr(0, slash));
        std::optional<uint32_t> mask = slash == std::string::npos
                                           ? std::numeric_limits<uint32_t>::max()
                                           : ParseNumber(word.substr(slash + 1));
        if (!mark || !mask)
        {
            node.Fail("expected MARK or MARK/MASK, not " + node.Describe());
        }
        rule.mark = *mark;
        rule.markMask = *mask;
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
            socket.address = ReadAddress(*address);
        }
        return socket;
    }

    template <class T>
    static T Choose(const NfJsonNode& node, const char* first, T one, const char* second, T two)
    {
        std::string word = node.Text();
        if (word != first && word != second)
        {
            node.Fail(fmt::format("expected {} or {}, not {}", first, second, node.Describe()));
        }
        return word == first ? one : two;
    }

    void ReadSettings()
    {
        auto flag = [this](const char* key, bool& value) {
            if (auto node = m_root.Find(key))
            {
                value = node->Flag();
            }
        };
        flag("forwarding", m_scenario.forwarding);
        flag("conntrack_every_packet", m_scenario.conntrackEveryPacket);
        flag("kernel_log", m_scenario.kernelLog);
        if (auto sysctls = m_root.Find("sysctls"))
        {
            sysctls->Find("");
            for (const auto& member : sysctls->Value().items())
            {
                NfJsonNode value(member.value(), m_scenario.file, "sysctls." + member.key());
                m_scenario.sysctls.push_back({member.key(), value.Word(), value.Place()});
            }
        }
        if (auto rules = m_root.Find("rules"))
        {
            m_scenario.ruleset = rules->Text();
            m_scenario.rulesetName = rules->Place();
        }
        if (auto stack = m_root.Find("local_stack"))
        {
            m_scenario.localStack = Choose(*stack,
                                           "real",
                                           NfReplayLocalStack::REAL,
                                           "silent",
                                           NfReplayLocalStack::SILENT);
        }
        if (auto mode = m_root.Find("conntrack"))
        {
            m_scenario.conntrackAlways = Choose(*mode, "always", true, "auto", false);
        }
        if (m_root.Find("nflog_groups"))
        {
            m_scenario.nflogGroups.clear();
        }
        for (const NfJsonNode& group : m_root.Elements("nflog_groups"))
        {
            m_scenario.nflogGroups.push_back(
                group.Integer(0, std::numeric_limits<uint16_t>::max()));
        }
    }

    static std::vector<uint8_t> ReadBytes(const NfJsonNode& node)
    {
        auto bytes = NfFromHex(node.Text());
        if (!bytes)
        {
            node.Fail("expected hexadecimal digits, two a byte, not " + node.Describe());
        }
        return *bytes;
    }

    NfReplayPacket ReadPacket(const NfJsonNode& node)
    {
        NfReplayPacket packet;
        packet.place = node.Place();
        if (auto local = node.Find("local"))
        {
            packet.local = local->Flag();
        }
        if (auto device = node.Find("in"))
        {
            packet.in = ReadDevice(*device);
            if (packet.in == "lo")
            {
                device->Fail("lo is given no packets from outside; use \"local\"");
            }
        }
        if (auto mark = node.Find("mark"))
        {
            packet.mark = mark->Integer(0, std::numeric_limits<uint32_t>::max());
        }
        if (auto at = node.Find("at"))
        {
            packet.at = at->Seconds();
        }
        if (auto note = node.Find("note"))
        {
            packet.note = note->Text();
        }
        if (auto hex = node.Find("hex"))
        {
            packet.bytes = ReadBytes(*hex);
        }
        if (node.Find("reply_to"))
        {
            packet.reply = ReadReply(node);
        }
        else if (!packet.bytes || (!packet.local && packet.in.empty()))
        {
            node.Fail("a packet needs \"hex\", and \"in\" or \"local\"; or \"reply_to\"");
        }
        return packet;
    }

    NfReplayReply ReadReply(const NfJsonNode& node)
    {
        constexpr int64_t max8 = 255;
        constexpr int64_t max16 = 65535;
        constexpr int64_t max32 = std::numeric_limits<uint32_t>::max();
        NfReplayReply reply;
        NfJsonNode to = node.At("reply_to");
        if (m_scenario.packets.empty())
        {
            to.Fail("there is no packet before this one");
        }
        reply.to = to.Integer(0, int64_t(m_scenario.packets.size()) - 1);
        auto number = [](const NfJsonNode& object, const char* key, auto& value, int64_t most) {
            if (auto member = object.Find(key))
            {
                value = member->Integer(0, most);
            }
        };
        number(node, "ttl", reply.ttl, max8);
        number(node, "ident", reply.ident, max16);
        if (auto l4 = node.Find("l4"))
        {
            if (auto flags = l4->Find("flags"))
            {
                reply.flags = flags->Text();
                if (reply.flags.find_first_not_of("FSRPAUEC") != std::string::npos)
                {
                    flags->Fail("expected letters of FSRPAUEC, not " + flags->Describe());
                }
            }
            number(*l4, "seq", reply.seq, max32);
            number(*l4, "ack", reply.ack, max32);
            number(*l4, "win", reply.window, max16);
            if (auto data = l4->Find("data"))
            {
                reply.data = ReadBytes(*data);
            }
        }
        if (auto error = node.Find("error"))
        {
            std::vector<NfJsonNode> pair = error->Elements();
            if (pair.size() != 2)
            {
                error->Fail("expected [type, code], not " + error->Describe());
            }
            reply.error =
                std::pair<uint8_t, uint8_t>(pair[0].Integer(0, max8), pair[1].Integer(0, max8));
        }
        if (auto from = node.Find("from"))
        {
            reply.from = ReadAddress(*from);
        }
        return reply;
    }

    const NfJsonNode& m_root;
    NfReplayScenario& m_scenario;
    uint32_t m_nextPriority{FIRST_OWN_PRIORITY};
};

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
    Reader(root, scenario).Read(needsPackets);
    return scenario;
}

std::optional<std::pair<Ipv4Address, Ipv4Mask>>
NfParseReplayPrefix(const std::string& text)
{
    constexpr uint32_t bits = 32;
    std::size_t slash = text.find('/');
    std::optional<Ipv4Address> address = ParseAddress(text.substr(0, slash));
    std::optional<uint32_t> length =
        slash == std::string::npos ? std::optional(bits) : ParseNumber(text.substr(slash + 1));
    if (!address || !length || *length > bits)
    {
        return std::nullopt;
    }
    uint32_t mask = *length == 0 ? 0 : std::numeric_limits<uint32_t>::max() << (bits - *length);
    return std::pair(*address, Ipv4Mask(mask));
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

std::optional<std::vector<uint8_t>>
NfFromHex(const std::string& text)
{
    constexpr int base = 16;
    if (text.size() % 2 != 0)
    {
        return std::nullopt;
    }
    std::vector<uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2)
    {
        uint8_t byte = 0;
        const char* end = text.data() + i + 2;
        auto [stop, error] = std::from_chars(text.data() + i, end, byte, base);
        if (error != std::errc() || stop != end)
        {
            return std::nullopt;
        }
        bytes.push_back(byte);
    }
    return bytes;
}

std::string
NfToHex(const std::vector<uint8_t>& bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (uint8_t byte : bytes)
    {
        fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    }
    return text;
}

} // namespace ns3
