// SPDX-License-Identifier: GPL-2.0-only

// The table of all keys. What stands in it is read, refused, proposed, written as JSON Schema and
// documented; see nf-scenario-schema.h.

#include "nf-scenario-schema.h"

#include "ns3/abort.h"
#include "ns3/nf-topology-media.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Type = NfScenarioType;
using Shape = NfScenarioShape;

const std::vector<std::string> BOXES{"router", "host"}; // kinds that have rules

constexpr const char* VARIABLE_NAMES = "^[^ ${}=,]+$";
constexpr const char* CHANGED_ADDRESS =
    "^\\s*\\S+\\s+([0-9]{1,3}\\.){3}[0-9]{1,3}/([1-9]|[12][0-9]|3[0-2])\\s*$";
constexpr const char* EXPECTATION =
    "^\\s*((allowed|denied)\\s*:|at\\s+(least|most)\\s+(100(\\.0*)?|[0-9]{1,2}(\\.[0-9]*)?)\\s*%)";
constexpr const char* MORE_THAN_NOTHING = "^(?=[^1-9]*[1-9])\\s*[0-9.][0-9.eE+-]* *([munp]?s)\\s*$";
constexpr const char* NODE_NAMES = "^([A-Za-z0-9_.\\u0080-\\uffff-]|\\[[0-9]+\\.\\.[0-9]+\\])+$";

NfScenarioKey
Key(std::string name, Type type, std::string about, Shape shape = Shape::ONE)
{
    NfScenarioKey key;
    key.name = std::move(name);
    key.type = type;
    key.shape = shape;
    key.about = std::move(about);
    return key;
}

NfScenarioKey
Required(NfScenarioKey key)
{
    key.isRequired = true;
    return key;
}

NfScenarioKey
Bounded(NfScenarioKey key, double least, double most)
{
    key.least = least;
    key.most = most;
    return key;
}

NfScenarioKey
Choice(std::string name, std::vector<std::string> choices, std::string about)
{
    NfScenarioKey key = Key(std::move(name), Type::CHOICE, std::move(about));
    key.choices = std::move(choices);
    return key;
}

NfScenarioKey
Needing(std::string other, NfScenarioKey key)
{
    key.needs = std::move(other);
    return key;
}

NfScenarioKey
Named(std::string pattern, NfScenarioKey key)
{
    key.names = std::move(pattern);
    return key;
}

NfScenarioKey
Patterned(std::string pattern, NfScenarioKey key)
{
    key.pattern = std::move(pattern);
    return key;
}

// A key that goes with some kinds only.
NfScenarioKey
Of(std::vector<std::string> kinds, NfScenarioKey key)
{
    key.kinds = std::move(kinds);
    return key;
}

NfScenarioKey
Counted(std::size_t fewest, std::size_t largest, NfScenarioKey key)
{
    key.fewest = fewest;
    key.largest = largest;
    return key;
}

NfScenarioKey
Object(std::string name, std::string parent, std::string example, std::string about)
{
    NfScenarioKey key = Key(std::move(name), Type::OBJECT, std::move(about));
    key.parent = std::move(parent);
    key.example = std::move(example);
    return key;
}

// A value that goes to an attribute of an ns-3 object as it is.
NfScenarioKey
To(std::string attribute, NfScenarioKey key)
{
    key.attribute = std::move(attribute);
    return key;
}

NfScenarioKey
Section(std::string name, std::string section, Shape shape, std::string about)
{
    NfScenarioKey key = Key(std::move(name), Type::SECTION, std::move(about), shape);
    key.section = std::move(section);
    return key;
}

NfScenarioSection
MakeScenario()
{
    return {
        "scenario",
        "What a file may hold.",
        {
            Key("name", Type::NAME, "What to call it; the file's name without it."),
            Key("about", Type::TEXT, "What it shows."),
            Required(Patterned(MORE_THAN_NOTHING,
                               Key("duration", Type::DURATION, "How much time is simulated."))),
            Bounded(Key("seed",
                        Type::COUNT,
                        "ns-3's seed, 1 without it; ``--seed`` goes before it. The replication "
                        "(``--replication``) is ns-3's run number."),
                    1,
                    4294967295.0),
            Choice(
                "trace",
                {"rules", "hooks", "drops", "off"},
                "How much the trace database tells, if ``--trace`` asks for one: ``rules`` without "
                "it."),
            Named(VARIABLE_NAMES,
                  Key("variables",
                      Type::SCALAR,
                      "Names and values. ``${name}`` in any value below stands for the variable; "
                      "``--set name=value`` gives it another value.",
                      Shape::MAP)),
            Counted(1,
                    0,
                    Named(VARIABLE_NAMES,
                          Key("sweep",
                              Type::SCALAR,
                              "Names and lists of values. A variant of the scenario has one value "
                              "of each; "
                              "without ``--set`` all variants are run, one after the other.",
                              Shape::LISTS))),
            Required(Section("topology", "topology", Shape::ONE, "The network.")),
            Key("policy",
                Type::RULES,
                "A policy that does not say where it is enforced: its file, or its lines; see "
                ":doc:`policy`."),
            Needing("policy",
                    Key("firewalls",
                        Type::NODE,
                        "The nodes that enforce the policy. Their rule sets are compiled of it.",
                        Shape::SOME)),
            Needing(
                "policy",
                Key("placements",
                    Type::NODE,
                    "Names, each with nodes that could enforce the policy instead: ``--placement`` "
                    "chooses one.",
                    Shape::LISTS)),
            Section("traffic", "traffic", Shape::LIST, "What is sent."),
            Section("changes", "change", Shape::LIST, "What changes while the network runs."),
            Patterned(
                EXPECTATION,
                Key("expectations",
                    Type::TEXT,
                    "What has to be true at the end. One that does not hold makes the exit code 1.",
                    Shape::LIST)),
        },
    };
}

NfScenarioSection
MakeTopology()
{
    return {
        "topology",
        "The network: a file, nodes and links, or both. Nodes of the file may be named again, to "
        "give them rules or another kind.",
        {
            Key("file", Type::FILE, "A topology that ``nfsim topology`` reads."),
            Choice("routing",
                   {"static", "global", "rip", "olsr", "nixvector"},
                   "Who makes routes: shortest paths before the start (``static``, without it), or "
                   "a routing protocol of ns-3, which may take other paths."),
            Choice("metric",
                   {"hops", "delay"},
                   "What a static path has little of: networks (``hops``, without it) or delay."),
            Key("pool",
                Type::NETWORK,
                "Where addresses come from that are not given; 10.0.0.0/8 without it."),
            Key("rate", Type::RATE, "Rate of links that say none."),
            Key("delay", Type::DURATION, "Delay of links that say none."),
            Named(NODE_NAMES,
                  Section("nodes",
                          "node",
                          Shape::MAP,
                          "Nodes by name. ``lan[1..20]`` stands for lan1 to lan20, all alike.")),
            Section("links", "link", Shape::LIST, "Links between nodes."),
        },
        "",
        {},
        {"file", "nodes"},
    };
}

NfScenarioSection
MakeNode()
{
    return {
        "node",
        "A node. One without keys (``host:``) is a router without rules.",
        {
            Choice(
                "kind",
                {"router", "host", "lan", "bridge", "wifi"},
                "A ``router`` forwards (without it), a ``host`` does not. A ``lan`` is no box but "
                "an Ethernet segment (CSMA) that links join nodes to, a ``bridge`` a switch, to "
                "which each link is an Ethernet cable of its own, and ``wifi`` a Wi-Fi: links join "
                "stations to it, or a ``lan`` or ``bridge`` behind its access point."),
            Of({"wifi"},
               Choice("standard",
                      NfGetWifiStandards(),
                      "Of a Wi-Fi; 802.11n without it, at 5 GHz where there is a choice.")),
            Of({"wifi"},
               Choice("rates",
                      NfGetWifiRates(),
                      "Of a Wi-Fi: who chooses the rates of transmission; ``ideal`` without it.")),
            Of({"wifi"},
               Key("access-point",
                   Type::NODE,
                   "Of a Wi-Fi: the node that is its access point. Without it that is a box of its "
                   "own.")),
            Of({"wifi"},
               Bounded(Key("radius",
                           Type::NUMBER,
                           "Of a Wi-Fi: how many metres from the access point nodes stand (evenly "
                           "around it) that have no ``position``; 5 without it."),
                       0,
                       10000)),
            Bounded(
                Counted(
                    2,
                    2,
                    Key("position",
                        Type::NUMBER,
                        "Where it stands, of two numbers: metres to the east and to the north. An "
                        "access point without one stands at [0, 0]. Only Wi-Fi asks for it.",
                        Shape::LIST)),
                -1e6,
                1e6),
            Bounded(Key("rank",
                        Type::COUNT,
                        "The process that simulates it, from 0, where ``mpirun`` starts several "
                        "(see :doc:`experiments`); chosen without it. What shares a LAN, or a link "
                        "without delay, is on one."),
                    0,
                    65535),
            Of({"router"},
               Key("nat",
                   Type::FLAG,
                   "true: a router beyond which nobody gets a route to private networks. The "
                   "translation itself is for its rules to do.")),
            Of(BOXES,
               Key("ipsets",
                   Type::RULES,
                   "Its sets, as ``ipset save`` prints them; see :doc:`ipset`. They are there "
                   "before "
                   "its rules.")),
            Of(BOXES, Key("rules", Type::RULES, "Its rule set, in the format of iptables-save.")),
            Of(BOXES,
               Key("iptables", Type::TEXT, "Commands without the word iptables.", Shape::SOME)),
            Of(BOXES,
               Key("ip",
                   Type::TEXT,
                   "Commands of its policy routing, without the word ip: ``rule add fwmark 2 table "
                   "100``.",
                   Shape::SOME)),
            Of(BOXES,
               Key("sysctls",
                   Type::SCALAR,
                   "Linux's settings and their values, such as net.netfilter.nf_conntrack_max, and "
                   "the "
                   "timeouts of connection tracking: those that ``nfsim replay`` knows.",
                   Shape::MAP)),
            Of(BOXES,
               Section(
                   "cpu",
                   "cpu",
                   Shape::ONE,
                   "Filtering takes simulated time on it. Without it, packets pass in no time.")),
        },
    };
}

NfScenarioSection
MakeCpu()
{
    constexpr double MOST_NANOSECONDS = 1e9;
    auto cost = [](const char* name, const char* attribute, const char* about) {
        return Bounded(To(attribute, Key(name, Type::NUMBER, about)), 0, MOST_NANOSECONDS);
    };
    return {
        "cpu",
        "A node's CPU: one packet after the other takes a fixed time, and more for each thing that "
        "is done for it; see :doc:`filtering-cost`. Times are nanoseconds.",
        {
            Bounded(To("QueueLimit",
                       Key("queue-limit",
                           Type::COUNT,
                           "How many packets may wait or be processed at a time, 1000 without it; "
                           "the next one is dropped.")),
                    1,
                    1e6),
            cost("fixed", "Fixed", "For each packet, 700 without it."),
            cost("per-rule", "PerRule", "For each rule visited, 5 without it."),
            cost("per-lookup", "PerLookup", "For each look-up of a connection, 100 without it."),
            cost("per-insertion",
                 "PerInsertion",
                 "For each new connection, beside its look-up, 600 without it."),
            cost("per-translation",
                 "PerTranslation",
                 "For each address that NAT rewrites, 200 without it."),
            cost("per-log-line", "PerLogLine", "For each line that LOG writes, 1300 without it."),
            To("Search",
               Choice("search",
                      {"linear", "logarithmic"},
                      "How the time for rules grows with their number: ``linear`` without it.")),
            To("Factor",
               Object("factor",
                      "ns3::RandomVariableStream",
                      "a random variable of ns-3, such as ns3::ExponentialRandomVariable[Mean=1]",
                      "Drawn for each packet and multiplied with its time; its mean should be 1. "
                      "Constant without it.")),
        },
    };
}

NfScenarioSection
MakeLink()
{
    return {
        "link",
        "A link. Patterns with counts are taken in pairs: ``from: core``, ``to: edge[1..3]`` makes "
        "three links, and ``from: a[1..3]``, ``to: b[1..3]`` three as well.",
        {
            Key("name", Type::NAME, "What changes call it; ``from--to`` without it."),
            Required(Key("from", Type::NODE, "One end, or several.", Shape::SOME)),
            Required(Key("to", Type::NODE, "The other end, or several.", Shape::SOME)),
            Key("rate", Type::RATE, "Its rate; a LAN has the least of its links."),
            Key("delay", Type::DURATION, "Its delay; a LAN has the greatest of its links."),
            Bounded(Key("loss", Type::NUMBER, "Share of the packets that are lost on it."), 0, 1),
            Object("queue",
                   "ns3::QueueDisc",
                   "a queue disc of ns-3, such as ns3::FqCoDelQueueDisc or "
                   "ns3::PfifoFastQueueDisc[MaxSize=100p]",
                   "The queue disc at its ends; ns-3's standard one without it."),
            Key("network", Type::NETWORK, "Its network; one of the pool without it."),
            Key("addresses",
                Type::ADDRESS,
                "Names of nodes at its ends, and their addresses on it.",
                Shape::MAP),
            Key("dhcp",
                Type::NODE,
                "The node at the other end, or on the same LAN, that gives the ends their "
                "addresses "
                "by DHCP, where ``addresses`` names none. They have one as soon as they got a "
                "lease. Needs static routing."),
            Needing("dhcp",
                    Key("lease",
                        Type::DURATION,
                        "For how long ``dhcp`` grants them, from 2s on; an hour without it. Who "
                        "has not renewed its lease by then has no address any more. Of links that "
                        "one node serves in a network the shortest counts.")),
            Key("private",
                Type::FLAG,
                "true: nobody beyond a node with ``nat`` gets a route to its network. Needs static "
                "routing."),
        },
    };
}

NfScenarioSection
MakeChange()
{
    return {
        "change",
        "A change: its time, and one thing that changes then.",
        {
            Required(Key("at", Type::DURATION, "When, from the start.")),
            Key("node", Type::NODE, "The nodes that it is about, for all but links."),
            Key("link-down", Type::NAME, "The name of a link that carries nothing from then on."),
            Key("link-up", Type::NAME, "The name of a link that works again."),
            Key("iptables", Type::TEXT, "Commands without the word iptables.", Shape::SOME),
            Key("rules",
                Type::RULES,
                "A rule set in the format of iptables-save, which takes the place of the tables "
                "that it names."),
            Key("ip", Type::TEXT, "Commands of policy routing, without the word ip.", Shape::SOME),
            Key("conntrack",
                Type::TEXT,
                "Commands without the word conntrack: ``-F`` forgets all connections.",
                Shape::SOME),
            Patterned(
                CHANGED_ADDRESS,
                Key("address",
                    Type::TEXT,
                    "An interface and its new address, ``eth0 10.0.0.9/24``, in the place of those "
                    "that "
                    "it had.")),
            Key("restart",
                Type::DURATION,
                "The node goes down for that long, and comes up with the sets and rules that it "
                "started with, and without connections."),
        },
        "",
        {{"link-down", "!node"},
         {"link-up", "!node"},
         {"iptables", "node"},
         {"rules", "node"},
         {"ip", "node"},
         {"conntrack", "node"},
         {"address", "node"},
         {"restart", "node"}},
    };
}

NfScenarioSection
MakeTraffic()
{
    std::vector<std::string> kinds;
    for (const NfTrafficKind& kind : NfGetTrafficKinds())
    {
        kinds.emplace_back(kind.name);
    }
    return {
        "traffic",
        "What is sent: from each node of ``from`` to each node of ``to``, but never to itself. "
        "Which other keys there are depends on its kind.",
        {
            Required(
                Key("name", Type::NAME, "What to call it; its random choices go by it alone.")),
            Required(Choice("kind", kinds, "What it is like.")),
            Key("class", Type::NAME, "Under which results are told; its name without it."),
            Required(Key("from", Type::NODE, "Who sends.", Shape::SOME)),
            Key("to",
                Type::NODE,
                "Who receives, at its first address that the sender has a way to.",
                Shape::SOME),
            Choice("meant",
                   {"allowed", "denied"},
                   "Whether the policy means it to pass: what happens otherwise is a violation."),
            Key("start", Type::DURATION, "When it begins; with the simulation without it."),
            Key("stop", Type::DURATION, "When it ends; with the simulation without it."),
        },
        "kind",
    };
}

// A section for each kind of traffic, made from what the kind knows of itself.
void
AddTrafficKinds(std::vector<NfScenarioSection>& sections)
{
    for (const NfTrafficKind& kind : NfGetTrafficKinds())
    {
        NfScenarioSection section = MakeTraffic();
        section.name = std::string("traffic ") + kind.name;
        section.about = fmt::format("{}. Delivered is an item when {}.",
                                    std::string(kind.meaning),
                                    kind.delivered);
        section.chooser.clear();
        for (NfScenarioKey& key : section.keys)
        {
            if (key.name == "kind")
            {
                key.choices = {kind.name};
            }
        }
        for (const NfTrafficParameter& parameter : kind.parameters)
        {
            NfScenarioKey key = Key(parameter.name, Type::TRAFFIC, parameter.meaning);
            key.about += *parameter.usual == '\0'
                             ? "."
                             : fmt::format("; ``{}`` without it.", parameter.usual);
            key.isRequired = parameter.isRequired;
            key.parameter = &parameter;
            section.keys.push_back(std::move(key));
        }
        sections.push_back(std::move(section));
    }
}

std::vector<NfScenarioSection>
MakeSections()
{
    std::vector<NfScenarioSection> sections{MakeScenario(),
                                            MakeTopology(),
                                            MakeNode(),
                                            MakeCpu(),
                                            MakeLink(),
                                            MakeChange(),
                                            MakeTraffic()};
    AddTrafficKinds(sections);
    return sections;
}

} // namespace

const NfScenarioKey*
NfScenarioSection::Find(std::string_view key) const
{
    const auto found =
        std::find_if(keys.begin(), keys.end(), [key](const auto& k) { return k.name == key; });
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string>
NfScenarioSection::GetNames() const
{
    std::vector<std::string> names;
    names.reserve(keys.size());
    for (const NfScenarioKey& key : keys)
    {
        names.push_back(key.name);
    }
    return names;
}

const std::vector<NfScenarioSection>&
NfGetScenarioSections()
{
    static const std::vector<NfScenarioSection> sections = MakeSections();
    return sections;
}

const NfScenarioSection&
NfChooseScenarioSection(const NfScenarioSection& section, const std::string& value)
{
    const NfScenarioKey* chooser = section.Find(section.chooser);
    const auto& known = chooser ? chooser->choices : std::vector<std::string>();
    return std::find(known.begin(), known.end(), value) == known.end()
               ? section
               : NfGetScenarioSection(section.name + " " + value);
}

const NfScenarioSection&
NfGetScenarioSection(std::string_view name)
{
    const auto& sections = NfGetScenarioSections();
    const auto found = std::find_if(sections.begin(), sections.end(), [name](const auto& section) {
        return section.name == name;
    });
    NS_ABORT_MSG_IF(found == sections.end(), "there is no section '" << name << "'");
    return *found;
}

} // namespace ns3
