// SPDX-License-Identifier: GPL-2.0-only

#include "netfilter.h"

#include "nf-aggregate.h"
#include "nf-nat-helpers.h"
#include "nf-set-references.h"
#include "nf-sets.h"
#include "nf-socket-reactions.h"
#include "nf-standard-helpers.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-text-family.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <array>
#include <map>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("Netfilter");

NS_OBJECT_ENSURE_REGISTERED(Netfilter);

namespace
{

/// What a rule set asks of the sockets of the simulation.
struct SocketNeeds
{
    bool rules{false};       //!< it has rules, or drops by policy
    bool segmentSize{false}; //!< a rule looks at, or sets, the maximum segment size
};

void
AddNeeds(const NfTable& table, SocketNeeds& needs)
{
    for (const NfChain* chain : table.GetChains())
    {
        needs.rules |= !chain->rules.empty() ||
                       (chain->policy && chain->policy->GetAction() == NfRuleAction::DROP);
        for (const auto& rule : chain->rules)
        {
            needs.segmentSize |= rule->GetTargetName() == "TCPMSS";
            rule->PeekMatches(
                [&](const NfMatch& match) { needs.segmentSize |= match.GetName() == "tcpmss"; });
        }
    }
}

/// Let the sockets of all nodes react while a node has rules.
void
DeclareNeeds(uint32_t nodeId, const NfRuleset& ruleset, const NfRuleset& ruleset6)
{
    SocketNeeds needs;
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        for (const NfTable* table : {ruleset.GetTable(i), ruleset6.GetTable(i)})
        {
            if (table)
            {
                AddNeeds(*table, needs);
            }
        }
    }
    NfSocketReactions::Declare(nodeId, needs.rules, needs.segmentSize);
}

} // namespace

TypeId
Netfilter::GetTypeId()
{
    static TypeId tid = TypeId("ns3::Netfilter")
                            .SetParent<Object>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<Netfilter>()
                            .AddAttribute("Conntrack",
                                          "When connection tracking runs: auto, always or off.",
                                          StringValue("auto"),
                                          MakeStringAccessor(&Netfilter::SetConntrackModeName,
                                                             &Netfilter::GetConntrackModeName),
                                          MakeStringChecker())
                            .AddAttribute("Stack",
                                          "The hold on the node's IPv4 stack.",
                                          TypeId::ATTR_GET,
                                          PointerValue(),
                                          MakePointerAccessor(&Netfilter::m_stack),
                                          MakePointerChecker<NfIpv4Stack>())
                            .AddAttribute("Ipv6Stack",
                                          "The hold on the node's IPv6.",
                                          TypeId::ATTR_GET,
                                          PointerValue(),
                                          MakePointerAccessor(&Netfilter::m_ipv6Stack),
                                          MakePointerChecker<NfIpv6Stack>())
                            .AddAttribute("Tables",
                                          "Tables and rules.",
                                          TypeId::ATTR_GET,
                                          PointerValue(),
                                          MakePointerAccessor(&Netfilter::m_tables),
                                          MakePointerChecker<NfTables>())
                            .AddAttribute("Tables6",
                                          "Tables and rules for IPv6.",
                                          TypeId::ATTR_GET,
                                          PointerValue(),
                                          MakePointerAccessor(&Netfilter::m_tables6),
                                          MakePointerChecker<NfTables>())
                            .AddAttribute("ConnectionTracking",
                                          "Connection tracking.",
                                          TypeId::ATTR_GET,
                                          PointerValue(),
                                          MakePointerAccessor(&Netfilter::m_conntrack),
                                          MakePointerChecker<NfConntrack>())
                            .AddAttribute("Nat",
                                          "Network address translation.",
                                          TypeId::ATTR_GET,
                                          PointerValue(),
                                          MakePointerAccessor(&Netfilter::m_nat),
                                          MakePointerChecker<NfNat>());
    return tid;
}

Netfilter::Netfilter()
    : m_stack(CreateObject<NfIpv4Stack>()),
      m_ipv6Stack(CreateObject<NfIpv6Stack>()),
      m_tables(CreateObject<NfTables>()),
      m_tables6(CreateObject<NfTables>(NfFamily::IPV6)),
      m_conntrack(CreateObject<NfConntrack>()),
      m_nat(CreateObject<NfNat>())
{
    m_ipv6Stack->Join(m_stack->GetShared(), [this](const NfPacket& packet, const NfPacket& about) {
        m_stack->m_generated(packet, about);
    });
    m_stack->SetIpv6(PeekPointer(m_ipv6Stack));
    NfRegisterStandardMatches();
    NfRegisterStandardTargets();
    m_conntrack->SetNetns(PeekPointer(m_stack));
    m_nat->SetNetns(PeekPointer(m_stack));
    m_nat->SetConntrack(m_conntrack);
    m_nat->SetLookup(
        [this](NfPacket& packet) { return GetTables(packet.ip.family)->RunNat(packet); });
    NfTranslateHelpers(NfRegisterStandardHelpers(*m_conntrack), *m_nat, *m_conntrack);
    for (const Ptr<NfTables>& tables : {m_tables, m_tables6})
    {
        tables->SetNetns(PeekPointer(m_stack));
        tables->SetChangedCallback([this] { Update(); });
    }
    NfSets::Of(*m_stack).SetReferences([this] {
        std::map<std::string, uint32_t> references = NfCountSetReferences(m_tables->GetRuleset());
        for (const auto& [set, count] : NfCountSetReferences(m_tables6->GetRuleset()))
        {
            references[set] += count;
        }
        return references;
    });
    m_stack->SetLocalDefrag([this](NfPacket& packet) { return m_conntrack->Defragment(packet); });
    m_stack->SetDeviceDownCallback(
        [this](const NfDevice& device) { m_nat->NotifyDeviceDown(device.ifindex); });
}

Netfilter::~Netfilter()
{
    m_stack->SetIpv6(nullptr); // a script may hold it for longer
}

Ptr<Netfilter>
Netfilter::Install(Ptr<Node> node)
{
    Ptr<Netfilter> netfilter = node->GetObject<Netfilter>();
    if (!netfilter)
    {
        NS_LOG_INFO("on node " << node->GetId());
        netfilter = CreateObject<Netfilter>();
        netfilter->m_stack->Attach(node);
        NfAggregateUnseen(node, netfilter);
    }
    netfilter->m_stack->Attach(node);
    netfilter->Update();
    return netfilter;
}

NfStatus
Netfilter::Restore(const std::string& text, const std::string& name, NfFamily family)
{
    if (!NfFindNamedFamilies(text).AreBoth())
    {
        return GetTables(family)->Restore(text, name);
    }
    NfRestoreOptions onlyTest;
    onlyTest.test = true;
    for (const NfRestoreOptions& options : {onlyTest, NfRestoreOptions()})
    {
        for (const Ptr<NfTables>& tables : {m_tables, m_tables6})
        {
            if (NfStatus error = tables->Restore(text, name, options))
            {
                return error;
            }
        }
    }
    return {};
}

void
Netfilter::NotifyNewAggregate()
{
    Ptr<Node> node = GetObject<Node>();
    if (node && !m_stack->IsAttached() && NfIpv4Stack::CanAttach(node))
    {
        m_stack->Attach(node);
        Update();
    }
    Object::NotifyNewAggregate();
}

void
Netfilter::SetConntrackMode(ConntrackMode mode)
{
    m_conntrackMode = mode;
    if (m_stack->IsAttached())
    {
        Update();
    }
}

namespace
{

/// Names of the values of ConntrackMode.
constexpr std::array<const char*, 3> CONNTRACK_MODE_NAMES{"auto", "always", "off"};

} // namespace

void
Netfilter::SetConntrackModeName(std::string name)
{
    auto found = std::find(CONNTRACK_MODE_NAMES.begin(), CONNTRACK_MODE_NAMES.end(), name);
    NS_ABORT_MSG_IF(found == CONNTRACK_MODE_NAMES.end(),
                    "Conntrack is auto, always or off, not \"" << name << "\"");
    SetConntrackMode(static_cast<ConntrackMode>(found - CONNTRACK_MODE_NAMES.begin()));
}

std::string
Netfilter::GetConntrackModeName() const
{
    return CONNTRACK_MODE_NAMES[m_conntrackMode];
}

int64_t
Netfilter::AssignStreams(int64_t stream)
{
    return m_stack->AssignStreams(stream);
}

void
Netfilter::Update(NfFamily family)
{
    const Ptr<NfTables> tables = GetTables(family);
    const bool needed = tables->NeedsConntrack();
    const bool tracking =
        m_conntrackMode == CONNTRACK_ALWAYS || (m_conntrackMode == CONNTRACK_AUTO && needed);
    if (tracking != m_conntrack->IsActive(family))
    {
        NS_LOG_INFO("connection tracking of " << (family == NfFamily::IPV6 ? "IPv6" : "IPv4")
                                              << (tracking ? " starts" : " stops"));
    }
    tracking ? m_conntrack->Activate(family) : m_conntrack->Deactivate(family);
    const bool translating = tracking && tables->GetRuleset().FindTable("nat");
    translating ? m_nat->Activate(family) : m_nat->Deactivate(family);
}

void
Netfilter::Update()
{
    Update(NfFamily::IPV4);
    Update(NfFamily::IPV6);
    if (!m_stack->IsAttached())
    {
        return; // called again when it is
    }
    DeclareNeeds(m_stack->GetNodeId(), m_tables->GetRuleset(), m_tables6->GetRuleset());
    if (Simulator::Now().IsStrictlyPositive())
    {
        NfSocketReactions::AttachToNodes();
    }
}

void
Netfilter::DoInitialize()
{
    NS_ABORT_MSG_UNLESS(m_stack->IsAttached(),
                        "a node has a Netfilter but no IP stack, so no packet would be filtered: "
                        "use InternetStackHelper");
    m_stack->Initialize();
    Update();
    NfSocketReactions::AttachToNodes(); // all nodes are there by now, and their layers are below
    Object::DoInitialize();
}

void
Netfilter::DoDispose()
{
    m_tables->Dispose();
    m_tables6->Dispose();
    m_nat->Dispose();
    m_conntrack->Dispose();
    if (m_stack->IsAttached())
    {
        NfSocketReactions::Declare(m_stack->GetNodeId(), false, false);
    }
    m_stack->Dispose();
    m_ipv6Stack->Dispose();
    Object::DoDispose();
}

} // namespace ns3
