// SPDX-License-Identifier: GPL-2.0-only

// The table of all keys. What stands in it is read, refused, proposed, written as JSON Schema and
// documented; see nf-scenario-schema.h.

#include "nf-scenario-schema.h"

#include "ns3/abort.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Type = NfScenarioType;
using Shape = NfScenarioShape;

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
            Required(Key("duration", Type::DURATION, "How much time is simulated.")),
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
            Key("variables",
                Type::SCALAR,
                "Names and values. ``${name}`` in any value below stands for the variable; "
                "``--set name=value`` gives it another value.",
                Shape::MAP),
            Key("sweep",
                Type::SCALAR,
                "Names and lists of values. A variant of the scenario has one value of each; "
                "without ``--set`` all variants are run, one after the other.",
                Shape::LISTS),
            Required(Section("topology", "topology", Shape::ONE, "The network.")),
            Key("policy",
                Type::RULES,
                "A policy that does not say where it is enforced: its file, or its lines; see "
                ":doc:`policy`."),
            Key("firewalls",
                Type::NODE,
                "The nodes that enforce the policy. Their rule sets are compiled of it.",
                Shape::SOME),
            Key("placements",
                Type::NODE,
                "Names, each with nodes that could enforce the policy instead: ``--placement`` "
                "chooses one.",
                Shape::LISTS),
            Section("traffic", "traffic", Shape::LIST, "What is sent."),
            Section("changes", "change", Shape::LIST, "What changes while the network runs."),
            Key("expectations",
                Type::TEXT,
                "What has to be true at the end. One that does not hold makes the exit code 1.",
                Shape::LIST),
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
            Section("nodes",
                    "node",
                    Shape::MAP,
                    "Nodes by name. ``lan[1..20]`` stands for lan1 to lan20, all alike."),
            Section("links", "link", Shape::LIST, "Links between nodes."),
        },
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
                {"router", "host", "lan"},
                "A ``router`` forwards (without it), a ``host`` does not; a ``lan`` is no box but "
                "an Ethernet segment (CSMA) that links join nodes to."),
            Key("nat",
                Type::FLAG,
                "true: a router beyond which nobody gets a route to private networks. The "
                "translation itself is for its rules to do."),
            Key("rules", Type::RULES, "Its rule set, in the format of iptables-save."),
            Key("iptables", Type::TEXT, "Commands without the word iptables.", Shape::SOME),
            Key("ip",
                Type::TEXT,
                "Commands of its policy routing, without the word ip: ``rule add fwmark 2 table "
                "100``.",
                Shape::SOME),
            Key("sysctls",
                Type::SCALAR,
                "Linux's settings and their values, such as net.netfilter.nf_conntrack_max, and "
                "the "
                "timeouts of connection tracking: those that ``nfsim replay`` knows.",
                Shape::MAP),
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
            Key("queue",
                Type::QUEUE,
                "The queue disc at its ends; ns-3's standard one without it."),
            Key("network", Type::NETWORK, "Its network; one of the pool without it."),
            Key("addresses",
                Type::ADDRESS,
                "Names of nodes at its ends, and their addresses on it.",
                Shape::MAP),
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
            Key("address",
                Type::TEXT,
                "An interface and its new address, ``eth0 10.0.0.9/24``, in the place of those "
                "that "
                "it had."),
            Key("restart",
                Type::DURATION,
                "The node goes down for that long, and comes up with the rule set of its ``rules`` "
                "and ``iptables`` and without connections."),
        },
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
            Key("to", Type::NODE, "Who receives.", Shape::SOME),
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
