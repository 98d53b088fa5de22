// SPDX-License-Identifier: GPL-2.0-only

#include "nf-application-owner.h"

#include "netfilter.h"
#include "nf-socket-owners.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NfApplicationOwner");

NS_OBJECT_ENSURE_REGISTERED(NfApplicationOwner);

TypeId
NfApplicationOwner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfApplicationOwner")
                            .SetParent<Object>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfApplicationOwner>();
    return tid;
}

void
NfApplicationOwner::Set(Ptr<Application> application, const NfSocketOwner& owner)
{
    NS_ABORT_MSG_UNLESS(application && application->GetNode(),
                        "an application needs a node before it can have an owner");
    NS_ABORT_MSG_IF(application->IsInitialized(),
                    "the owner of an application must be set before it is initialised, which is "
                    "when the simulation starts, or right after Node::AddApplication()");
    Ptr<NfApplicationOwner> self = application->GetObject<NfApplicationOwner>();
    if (!self)
    {
        self = CreateObject<NfApplicationOwner>();
        self->m_application = PeekPointer(application);
        self->m_stack = Netfilter::Install(application->GetNode())->GetStack();
        self->AggregateObject(application);
    }
    self->m_owner = owner;
    // ns-3 initialises aggregated objects in the order of how often GetObject() has found them.
    // DoInitialize() notices if this was not often enough.
    constexpr int often = 256;
    for (int i = 0; i < often; ++i)
    {
        self->GetObject<NfApplicationOwner>(GetTypeId()); // the form that counts
    }
}

void
NfApplicationOwner::DoInitialize()
{
    if (m_entered)
    {
        return;
    }
    m_entered = true;
    // What initialises the application comes back here, and this object is initialised then: ns-3
    // with assertions takes the call only before.
    Object::DoInitialize();
    NS_ABORT_MSG_IF(m_application->IsInitialized(),
                    "GetObject() has been asked for an application too often before the simulation "
                    "starts: set its owner later");
    TimeValue start;
    m_application->GetAttribute("StartTime", start);
    Simulator::Schedule(start.Get(), &NfApplicationOwner::Begin, Ptr<NfApplicationOwner>(this));
    m_application->Initialize();
    Simulator::Schedule(start.Get(), &NfApplicationOwner::End, Ptr<NfApplicationOwner>(this));
}

void
NfApplicationOwner::Begin()
{
    if (m_stack)
    {
        m_stack->GetSocketOwners().BeginStart(m_owner);
    }
}

void
NfApplicationOwner::End()
{
    if (m_stack && m_stack->GetSocketOwners().EndStart() == 0)
    {
        NS_LOG_WARN("an application of type "
                    << m_application->GetInstanceTypeId() << " on node "
                    << m_application->GetNode()->GetId()
                    << " has made no socket of TCP or UDP when it started: what it sends later is "
                       "the node owner's, unless the socket is given an owner");
    }
}

void
NfApplicationOwner::DoDispose()
{
    m_stack = nullptr;
    Object::DoDispose();
}

} // namespace ns3
