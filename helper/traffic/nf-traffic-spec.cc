// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-spec.h"

#include "nf-prefix.h"
#include "nf-probe-source.h"
#include "nf-traffic-values.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Type = NfTrafficValueType;

constexpr const char* EXPONENTIAL_1S = "ns3::ExponentialRandomVariable[Mean=1]";

const NfTrafficParameter*
FindParameter(const NfTrafficKind& kind, const std::string& name)
{
    for (const NfTrafficParameter& parameter : kind.parameters)
    {
        if (name == parameter.name)
        {
            return &parameter;
        }
    }
    return nullptr;
}

const char*
Expected(Type type)
{
    switch (type)
    {
    case Type::RATE:
        return "a rate above 0 such as 1Mbps";
    case Type::BYTES:
        return "a number of bytes, or a random variable such as "
               "ns3::ExponentialRandomVariable[Mean=1000]";
    case Type::DATAGRAM:
        return "a number of bytes up to 65507, or a random variable such as "
               "ns3::ExponentialRandomVariable[Mean=1000]";
    case Type::TIME:
        return "a time such as 20ms, or a random variable of seconds such as "
               "ns3::ExponentialRandomVariable[Mean=0.1]";
    case Type::COUNT:
        return "a whole number";
    case Type::PORT:
        return "a port from 1 to 65535";
    case Type::PORTS:
        return "ports such as 22,80,1000-2000";
    case Type::PREFIX:
        return "an IPv4 prefix such as 198.18.0.0/15";
    case Type::NUMBER:
        return "a number above 0";
    case Type::FILE_NAME:
        return "the name of a file";
    }
    return "a value";
}

bool
IsGood(Type type, const std::string& value)
{
    switch (type)
    {
    case Type::RATE:
        return NfReadTrafficRate(value).has_value();
    case Type::BYTES:
        return NfReadTrafficVariable(value, false) != nullptr;
    case Type::DATAGRAM: {
        const Ptr<RandomVariableStream> size = NfReadTrafficVariable(value, false);
        const auto constant = DynamicCast<ConstantRandomVariable>(size);
        return size && (!constant || constant->GetConstant() <= NF_LONGEST_DATAGRAM);
    }
    case Type::TIME:
        return NfReadTrafficVariable(value, true) != nullptr;
    case Type::COUNT:
        return NfReadTrafficCount(value).has_value();
    case Type::PORT: {
        const auto port = NfReadTrafficCount(value);
        return port && *port > 0 && *port <= UINT16_MAX;
    }
    case Type::PORTS:
        return NfReadTrafficPorts(value).has_value();
    case Type::PREFIX:
        return NfParsePrefix(value).has_value();
    case Type::NUMBER: {
        // A variable is no number; what is constant is.
        const bool isVariable = value.find(':') != std::string::npos;
        Ptr<RandomVariableStream> number =
            isVariable ? nullptr : NfReadTrafficVariable(value, false);
        return number && number->GetValue() > 0;
    }
    case Type::FILE_NAME:
        return !value.empty();
    }
    return false;
}

// Whether packets go to addresses that its parameters name, whoever has them.
bool
NamesItsTargets(const NfTrafficSpec& spec)
{
    const auto prefix = spec.values.find("prefix");
    return spec.kind == "pcap" ||
           (spec.kind == "sweep" && prefix != spec.values.end() && !prefix->second.empty());
}

std::string
ListOf(const std::vector<NfTrafficParameter>& parameters)
{
    std::string text;
    for (const NfTrafficParameter& parameter : parameters)
    {
        text += (text.empty() ? "" : ", ") + std::string(parameter.name);
    }
    return text;
}

} // namespace

const std::vector<NfTrafficKind>&
NfGetTrafficKinds()
{
    static const std::vector<NfTrafficKind> kinds{
        {"tcp-bulk",
         "one upload after the other over TCP, each on a connection of its own",
         "tcp",
         "the receiver has all bytes and the sender knows it",
         {{"size", Type::BYTES, "1000000", "bytes of an upload; 0: as many as can be sent"},
          {"count", Type::COUNT, "1", "uploads; 0: without end"},
          {"pause", Type::TIME, "0", "from the end of an upload to the next"},
          {"port", Type::PORT, "5001", "of the receiver"}}},
        {"web",
         "requests and answers over TCP, each on a connection of its own",
         "tcp",
         "the answer has arrived whole",
         {{"request", Type::BYTES, "400", "bytes of a request"},
          {"response",
           Type::BYTES,
           "ns3::ParetoRandomVariable[Scale=4000|Shape=1.4|Bound=5000000]",
           "bytes of an answer"},
          {"pause", Type::TIME, EXPONENTIAL_1S, "from an answer to the next request"},
          {"count", Type::COUNT, "0", "requests; 0: without end"},
          {"port", Type::PORT, "80", "of the server"}}},
        {"udp-cbr",
         "datagrams at a constant rate",
         "udp",
         "the receiver's socket has it",
         {{"rate", Type::RATE, "500kbps", "of the datagrams' contents"},
          {"size", Type::DATAGRAM, "1000", "bytes of a datagram's contents"},
          {"count", Type::COUNT, "0", "datagrams; 0: without end"},
          {"port", Type::PORT, "9", "of the receiver"}}},
        {"udp-onoff",
         "datagrams at a constant rate, with pauses",
         "udp",
         "the receiver's socket has it",
         {{"rate", Type::RATE, "500kbps", "while it sends, of the datagrams' contents"},
          {"size", Type::DATAGRAM, "1000", "bytes of a datagram's contents"},
          {"on", Type::TIME, EXPONENTIAL_1S, "how long it sends"},
          {"off", Type::TIME, EXPONENTIAL_1S, "how long it does not"},
          {"port", Type::PORT, "9", "of the receiver"}}},
        {"voip",
         "speech: 50 datagrams a second of 20 ms each while somebody talks",
         "udp",
         "the receiver's socket has it",
         {{"rate", Type::RATE, "68800bps", "while somebody talks (G.711 with RTP's header)"},
          {"size", Type::DATAGRAM, "172", "bytes of a datagram's contents"},
          {"on", Type::TIME, "ns3::ExponentialRandomVariable[Mean=1.004]", "a talk spurt (P.59)"},
          {"off", Type::TIME, "ns3::ExponentialRandomVariable[Mean=1.587]", "a pause (P.59)"},
          {"port", Type::PORT, "16384", "of the receiver"}}},
        {"dns",
         "small requests over UDP, each answered",
         "udp",
         "the answer has arrived",
         {{"request", Type::DATAGRAM, "60", "bytes of a request"},
          {"response", Type::DATAGRAM, "200", "bytes of an answer"},
          {"interval", Type::TIME, EXPONENTIAL_1S, "from a request to the next"},
          {"count", Type::COUNT, "0", "requests; 0: without end"},
          {"port", Type::PORT, "53", "of the server"}}},
        {"ping",
         "echo requests",
         "icmp",
         "the echo reply has arrived",
         {{"interval", Type::TIME, "1s", "from a request to the next"},
          {"size", Type::DATAGRAM, "56", "bytes of a request's contents"},
          {"count", Type::COUNT, "0", "requests; 0: without end"}}},
        {"traceroute",
         "datagrams with a TTL of 1, 2, 3, ... to one port after the other",
         "udp",
         "it has reached the node",
         {{"hops", Type::COUNT, "16", "largest TTL"},
          {"interval", Type::TIME, "0.1s", "from a datagram to the next"},
          {"port", Type::PORT, "33434", "first port"}}},
        {"scan-syn",
         "a SYN to each port",
         "tcp",
         "the SYN has reached the node's TCP",
         {{"ports", Type::PORTS, "1-1024", "which ports"},
          {"interval", Type::TIME, "10ms", "from a SYN to the next"}}},
        {"scan-udp",
         "a datagram to each port",
         "udp",
         "it has reached the node's UDP",
         {{"ports", Type::PORTS, "1-1024", "which ports"},
          {"interval", Type::TIME, "10ms", "from a datagram to the next"}}},
        {"sweep",
         "an echo request to each address of a prefix",
         "icmp",
         "it has reached a node",
         {{"prefix", Type::PREFIX, "", "which addresses; none: those of the nodes it goes to"},
          {"interval", Type::TIME, "10ms", "from a request to the next"}}},
        {"flood-syn",
         "SYNs to one port",
         "tcp",
         "the SYN has reached the node's TCP",
         {{"rate", Type::NUMBER, "1000", "packets per second"},
          {"port", Type::PORT, "80", "of the victim"},
          {"spoof", Type::PREFIX, "", "sources are drawn from it; none: the node's own address"},
          {"count", Type::COUNT, "0", "packets; 0: without end"}}},
        {"flood-udp",
         "datagrams to one port",
         "udp",
         "it has reached the node's UDP",
         {{"rate", Type::NUMBER, "1000", "packets per second"},
          {"size", Type::DATAGRAM, "100", "bytes of a datagram's contents"},
          {"port", Type::PORT, "53", "of the victim"},
          {"spoof", Type::PREFIX, "", "sources are drawn from it; none: the node's own address"},
          {"count", Type::COUNT, "0", "packets; 0: without end"}}},
        {"pcap",
         "the IPv4 packets of a capture, at its times, as they are",
         "",
         "it has reached a node",
         {{"file", Type::FILE_NAME, "", "a capture in pcap's format", true},
          {"speed", Type::NUMBER, "1", "times are divided by it"}}},
    };
    return kinds;
}

const NfTrafficKind*
NfFindTrafficKind(const std::string& name)
{
    const auto& kinds = NfGetTrafficKinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&name](const NfTrafficKind& kind) {
        return name == kind.name;
    });
    return found == kinds.end() ? nullptr : &*found;
}

std::optional<std::string>
NfCheckTrafficValue(const NfTrafficParameter& parameter, const std::string& value)
{
    const bool mayBeNone = value.empty() && !parameter.isRequired && *parameter.usual == '\0';
    if (mayBeNone || IsGood(parameter.type, value))
    {
        return parameter.type == Type::FILE_NAME ? NfCheckCapture(value) : std::nullopt;
    }
    return fmt::format("{} is expected", Expected(parameter.type));
}

std::vector<std::string>
NfCheckTraffic(const NfTrafficSpec& spec)
{
    std::vector<std::string> faults;
    const auto add = [&](const std::string& text) {
        faults.push_back(fmt::format("traffic '{}': {}", spec.name, text));
    };
    if (spec.name.empty())
    {
        add("it has no name");
    }
    if (spec.from.empty())
    {
        add("nodes from which it goes are expected");
    }
    if (spec.to.empty() && !NamesItsTargets(spec))
    {
        add("nodes to which it goes are expected");
    }
    if (spec.start.IsStrictlyNegative() || (spec.stop && *spec.stop <= spec.start))
    {
        add("it must start at 0 or later, and before it stops");
    }
    const NfTrafficKind* kind = NfFindTrafficKind(spec.kind);
    if (!kind)
    {
        add(fmt::format("there is no kind '{}'", spec.kind));
        return faults;
    }
    for (const auto& [name, value] : spec.values)
    {
        const NfTrafficParameter* parameter = FindParameter(*kind, name);
        if (!parameter)
        {
            add(fmt::format("'{}' has no parameter '{}', but {}",
                            kind->name,
                            name,
                            ListOf(kind->parameters)));
        }
        else if (const auto wrong = NfCheckTrafficValue(*parameter, value))
        {
            add(fmt::format("{} '{}': {}", name, value, *wrong));
        }
    }
    for (const NfTrafficParameter& parameter : kind->parameters)
    {
        if (parameter.isRequired && spec.values.count(parameter.name) == 0)
        {
            add(fmt::format("{} is missing", parameter.name));
        }
    }
    return faults;
}

} // namespace ns3
