// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack.h"

#include "nf-connection-confirmer.h"
#include "nf-connection-finder.h"
#include "nf-connection-store.h"
#include "nf-ipv4-defrag.h"
#include "nf-ipv6-defrag.h"
#include "nf-port-protocols.h"
#include "nf-sequence-adjuster.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NfConntrack");

NS_OBJECT_ENSURE_REGISTERED(NfConntrack);

TypeId
NfConntrack::GetTypeId()
{
    static TypeId tid = MakeTypeId();
    return tid;
}

NfConntrack::NfConntrack()
    : m_store(std::make_unique<NfConnectionStore>(
          GetSettings(),
          [this](const NfConntrackEvent& event) { Fire(event); })),
      m_finder(std::make_unique<NfConnectionFinder>(*m_store)),
      m_confirmer(std::make_unique<NfConnectionConfirmer>(*m_store)),
      m_defrag(std::make_unique<NfIpv4Defrag>()),
      m_defrag6(std::make_unique<NfIpv6Defrag>())
{
}

NfConntrack::~NfConntrack() = default;

void
NfConntrack::DoDispose()
{
    Deactivate();
    if (m_netns && m_netns->conntrack == this)
    {
        m_netns->conntrack = nullptr;
    }
    m_netns = nullptr;
    m_defrag->Clear();
    m_defrag6->Clear();
    m_store->Clear();
    Object::DoDispose();
}

void
NfConntrack::SetNetns(NfNetns* netns)
{
    NS_ABORT_MSG_IF(IsActive(), "SetNetns() of an active NfConntrack");
    m_netns = netns;
    m_netns->conntrack = this;
    verifyChecksums = verifyChecksums || Node::ChecksumEnabled();
}

void
NfConntrack::Activate(NfFamily family)
{
    if (IsActive(family))
    {
        return;
    }
    NS_ABORT_MSG_UNLESS(m_netns, "NfConntrack::Activate() needs SetNetns() before");
    NfHookRegistry& hooks = m_netns->GetHooks();
    std::vector<NfHookRegistry::Id>& ids = m_hooks[family];
    auto add = [&](NfHook hook,
                   int priority,
                   NfVerdict (NfConntrack::*callback)(NfPacket&),
                   const char* name) {
        ids.push_back(hooks.Register(
            family,
            hook,
            priority,
            [this, callback](NfPacket& packet) { return (this->*callback)(packet); },
            name));
    };
    for (NfHook hook : {NfHook::PREROUTING, NfHook::OUTPUT})
    {
        add(hook, NfPriority::DEFRAG, &NfConntrack::Defragment, "defrag");
        add(hook, NfPriority::CONNTRACK, &NfConntrack::Track, "conntrack");
    }
    for (NfHook hook : {NfHook::INPUT, NfHook::POSTROUTING})
    {
        add(hook, NfPriority::CONFIRM, &NfConntrack::Confirm, "conntrack confirm");
    }
}

void
NfConntrack::Deactivate(NfFamily family)
{
    const auto active = m_hooks.find(family);
    if (active == m_hooks.end())
    {
        return;
    }
    for (NfHookRegistry::Id id : active->second)
    {
        m_netns->GetHooks().Unregister(id);
    }
    m_hooks.erase(active);
    GetDefrag(family).Clear();
}

void
NfConntrack::Deactivate()
{
    Deactivate(NfFamily::IPV4);
    Deactivate(NfFamily::IPV6);
}

bool
NfConntrack::IsActive() const
{
    return !m_hooks.empty();
}

bool
NfConntrack::IsActive(NfFamily family) const
{
    return m_hooks.count(family) != 0;
}

const NfConntrackSettings&
NfConntrack::GetSettings() const
{
    return *this;
}

const NfConntrackStatistics&
NfConntrack::GetStatistics() const
{
    return m_store->GetStatistics();
}

Ptr<NfConnection>
NfConntrack::MakeTemplate(uint16_t zone, uint8_t directions, const NfConnectionHelper* helper)
{
    auto connection = Create<NfConnection>();
    connection->status = NfCtStatus::TEMPLATE;
    connection->zone = zone;
    connection->zoneDirections = directions;
    connection->helper = helper;
    return connection;
}

void
NfConntrack::Fire(const NfConntrackEvent& event)
{
    NS_LOG_LOGIC(NfToString(event.kind)
                 << " " << event.connection.Original().ToString()
                 << (event.reason == NfConntrackReason::NONE ? "" : ": ")
                 << (event.reason == NfConntrackReason::NONE ? "" : NfToString(event.reason)));
    m_event(event);
    const NfConnectionHelper* helper = event.connection.helper;
    if (event.kind == NfConntrackEventKind::DESTROY && helper)
    {
        helper->Forget(event.connection, *this);
    }
}

NfDefrag&
NfConntrack::GetDefrag(NfFamily family)
{
    return family == NfFamily::IPV6 ? *m_defrag6 : *m_defrag;
}

NfVerdict
NfConntrack::Defragment(NfPacket& packet)
{
    NfDefrag& defrag = GetDefrag(packet.ip.family);
    if (packet.ct || packet.ctState == NfCtState::UNTRACKED || !defrag.IsPiece(packet))
    {
        return NfVerdict::ACCEPT;
    }
    return defrag.Gather(packet, 0, packet.ip.family == NfFamily::IPV6 ? fragment6 : fragment);
}

NfVerdict
NfConntrack::Track(NfPacket& packet)
{
    return m_finder->Track(packet);
}

// A connection that ends with its first packet leaves no expectations behind.
void
NfConntrack::ForgetUnlessConfirmed(const NfConnection& connection)
{
    if (!connection.IsConfirmed() && !m_store->GetExpectations().IsEmpty())
    {
        m_store->GetExpectations().RemoveOf(connection);
    }
}

NfVerdict
NfConntrack::Confirm(NfPacket& packet)
{
    NfConnection* connection = NfGetConnection(packet);
    if (!connection || connection->Has(NfCtStatus::TEMPLATE))
    {
        return NfVerdict::ACCEPT;
    }
    const bool loopback = packet.in && packet.in->loopback; // shifted when it was sent
    bool shift = connection->Has(NfCtStatus::SEQ_ADJUST) && !loopback &&
                 packet.ip.protocol == NfProtocol::TCP;
    if (packet.ctState != NfCtState::RELATED || packet.ip.protocol != NfIcmpOf(packet.ip.family))
    {
        const NfConnectionHelper* helper = connection->helper;
        NfVerdict verdict = helper ? helper->Help(packet, *connection, *this) : NfVerdict::ACCEPT;
        if (verdict != NfVerdict::ACCEPT)
        {
            ForgetUnlessConfirmed(*connection);
            return verdict;
        }
        if (shift && !NfSequenceAdjuster::Adjust(packet, *connection))
        {
            return NfVerdict::DROP;
        }
    }
    if (connection->IsConfirmed() || packet.ctDirection != NfDirection::ORIGINAL)
    {
        return NfVerdict::ACCEPT;
    }
    const Ptr<NfConnection> hold(connection);
    const NfVerdict verdict = m_confirmer->Insert(packet, hold);
    ForgetUnlessConfirmed(*hold);
    return verdict;
}

Ptr<NfConnection>
NfConntrack::Find(const NfTuple& tuple, uint16_t zone, NfDirection* direction)
{
    m_store->Expire();
    return Ptr<NfConnection>(
        m_store->GetTable().Find(tuple, {zone}, NfDirection::ORIGINAL, direction));
}

bool
NfConntrack::IsTaken(const NfTuple& tuple, const NfConnection& ignored)
{
    return m_store->IsTaken(tuple, ignored);
}

void
NfConntrack::AlterReply(NfConnection& connection, const NfTuple& reply)
{
    NS_ABORT_MSG_IF(connection.IsConfirmed(), "AlterReply() of a confirmed connection");
    connection.tuples[static_cast<unsigned>(NfDirection::REPLY)] = reply;
}

std::vector<Ptr<NfConnection>>
NfConntrack::GetConnections()
{
    return m_store->GetConnections();
}

std::size_t
NfConntrack::GetSize()
{
    m_store->Expire();
    return m_store->GetTable().GetSize();
}

void
NfConntrack::Remove(NfConnection& connection, NfConntrackReason reason)
{
    m_store->Remove(connection, reason);
}

void
NfConntrack::SetClosing(NfConnection& connection)
{
    m_store->SetClosing(connection);
}

void
NfConntrack::SetTimeout(NfConnection& connection, Time timeout)
{
    if (!connection.Has(NfCtStatus::FIXED_TIMEOUT))
    {
        m_store->SetTimeout(connection, timeout);
    }
}

void
NfConntrack::Flush()
{
    m_store->Flush();
}

namespace
{

const NfConnectionHelper*
FindIn(const std::vector<std::shared_ptr<NfConnectionHelper>>& helpers,
       const std::string& name,
       uint8_t protocol)
{
    const auto found = std::find_if(helpers.begin(), helpers.end(), [&](const auto& helper) {
        return helper->GetName() == name && helper->GetProtocol() == protocol;
    });
    return found == helpers.end() ? nullptr : found->get();
}

} // namespace

void
NfConntrack::RegisterHelper(std::shared_ptr<NfConnectionHelper> helper)
{
    NS_ABORT_MSG_IF(FindIn(m_helpers, helper->GetName(), helper->GetProtocol()),
                    "there is a connection helper \"" << helper->GetName() << "\" already");
    m_helpers.push_back(std::move(helper));
}

void
NfConntrack::RegisterStandIn(std::shared_ptr<NfConnectionHelper> helper)
{
    m_standIns.push_back(std::move(helper));
}

const NfConnectionHelper*
NfConntrack::FindHelper(const std::string& name, uint8_t protocol, NfFamily family) const
{
    for (const auto* helpers : {&m_helpers, &m_standIns})
    {
        const NfConnectionHelper* helper = FindIn(*helpers, name, protocol);
        if (helper && helper->Serves(family))
        {
            return helper;
        }
    }
    return nullptr;
}

namespace
{

NfExpectationTable::Outcome
AddExpectation(NfConnectionStore& store,
               const NfExpectation& expectation,
               NfExpectationTable::Masters masters)
{
    NS_ABORT_MSG_UNLESS(expectation.master, "an expectation needs a master");
    const NfConnectionHelper* helper = expectation.master->helper;
    NfExpectation entry = expectation;
    entry.expires = Simulator::Now() + (helper ? helper->GetTimeout() : Minutes(5));
    uint32_t limit = helper ? helper->GetMaxExpected(entry.expectClass) : 0;
    auto outcome = store.GetExpectations().Add(std::move(entry), limit, Simulator::Now(), masters);
    store.GetStatistics().expectCreate += outcome == NfExpectationTable::Outcome::ADDED;
    return outcome;
}

} // namespace

bool
NfConntrack::Expect(const NfExpectation& expectation)
{
    return AddExpectation(*m_store, expectation, NfExpectationTable::Masters::SAME) !=
           NfExpectationTable::Outcome::CLASH;
}

std::optional<uint64_t>
NfConntrack::ExpectOnce(const NfExpectation& expectation)
{
    switch (AddExpectation(*m_store, expectation, NfExpectationTable::Masters::ANY))
    {
    case NfExpectationTable::Outcome::CLASH:
        return std::nullopt;
    case NfExpectationTable::Outcome::KNOWN:
        return 0;
    default:
        return m_store->GetExpectations().GetLastId();
    }
}

std::optional<NfExpectation>
NfConntrack::FindExpectation(const NfTuple& tuple, uint16_t zone) const
{
    return m_store->GetExpectations().Find(tuple, zone, Simulator::Now());
}

void
NfConntrack::ActivateExpectation(uint64_t id, Time lifetime)
{
    m_store->GetExpectations().Activate(id, Simulator::Now() + lifetime);
}

void
NfConntrack::Unexpect(uint64_t id)
{
    m_store->GetExpectations().Remove(id);
}

bool
NfConntrack::AddGreKey(const NfConnection& master, NfDirection direction, const NfTuple& tuple)
{
    return m_store->GetGreKeys().Add(master, direction, tuple);
}

void
NfConntrack::RemoveGreKeys(const NfConnection& master)
{
    m_store->GetGreKeys().Remove(master);
}

std::vector<NfExpectation>
NfConntrack::GetExpectations()
{
    return m_store->GetExpectations().List(Simulator::Now());
}

} // namespace ns3
