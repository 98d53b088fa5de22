// SPDX-License-Identifier: GPL-2.0-only

// Preloaded into programs of ns-3 by perturbation.py, which builds it twice. With NF_LAYER it puts
// the layer on every node that InternetStackHelper makes; without, it only counts, and the program
// runs without the netfilter library. The environment says the rest:
//
//   NF_PERTURBATION_LAYER   "no": the library is loaded, and the layer on no node
//   NF_PERTURBATION_RULES   file of iptables-save text for every node; none if unset
//   NF_PERTURBATION_RULES6  likewise, of ip6tables-save text
//   NF_PERTURBATION_COUNTS  file to which a line is appended at the end of each simulation
//   NF_PERTURBATION_NODES   file to which a line is appended for each node that gets the layer
//
// The functions below take the place of ns3's own, which they call.

#include "ns3/abort.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/packet.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#ifdef NF_LAYER
#include "ns3/netfilter-helper.h"
#endif

#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <string>

namespace ns3
{

namespace
{

std::string
Get(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

template <typename Function>
Function
Find(const char* symbol)
{
    void* found = dlsym(RTLD_NEXT, symbol);
    NS_ABORT_MSG_IF(!found, "ns-3's libraries have no " << symbol);
    return reinterpret_cast<Function>(found);
}

/**
 * What a simulation has used up, one line each. All of it can be seen by a script: events that were
 * run, events that were ever scheduled (the next one's number), random streams that were given out,
 * packets that were made.
 */
void
Count()
{
    static const std::string file = Get("NF_PERTURBATION_COUNTS");
    if (file.empty())
    {
        return;
    }
    const auto run = Simulator::GetEventCount();
    const auto scheduled = Simulator::ScheduleNow([] {}).GetUid();
    std::ofstream(file, std::ios::app) << "run " << run << " scheduled " << scheduled << " streams "
                                       << RngSeedManager::GetNextStreamIndex() << " packets "
                                       << static_cast<uint32_t>(Create<Packet>()->GetUid()) << "\n";
}

#ifdef NF_LAYER
/// Not by GetObject(): that changes the order of the node's parts, which a script can see.
bool
HasStack(const Ptr<Node>& node)
{
    for (auto parts = node->GetAggregateIterator(); parts.HasNext();)
    {
        const Ptr<const Object> part = parts.Next();
        if (DynamicCast<const Ipv4>(part) || DynamicCast<const Ipv6>(part))
        {
            return true;
        }
    }
    return false;
}
#endif

} // namespace

#ifdef NF_LAYER
void
InternetStackHelper::Install(Ptr<Node> node) const
{
    using Function = void (*)(const InternetStackHelper*, Ptr<Node>);
    static const auto real =
        Find<Function>("_ZNK3ns319InternetStackHelper7InstallENS_3PtrINS_4NodeEEE");
    static const std::string rules = Get("NF_PERTURBATION_RULES");
    static const std::string rules6 = Get("NF_PERTURBATION_RULES6");
    static const std::string nodes = Get("NF_PERTURBATION_NODES");
    real(this, node);
    if (Get("NF_PERTURBATION_LAYER") == "no")
    {
        return;
    }
    if (!HasStack(node))
    {
        return;
    }
    NetfilterHelper netfilter;
    netfilter.Install(node);
    if (!nodes.empty())
    {
        std::ofstream(nodes, std::ios::app) << node->GetId() << "\n";
    }
    if (!rules.empty())
    {
        netfilter.Restore(node, rules);
    }
    if (!rules6.empty())
    {
        netfilter.Restore6(node, rules6);
    }
}

// Within ns-3's library, calls of its own functions may have been bound when it was built: the
// overloads for several nodes call the one above from here.
void
InternetStackHelper::Install(NodeContainer nodes) const
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        Install(*node);
    }
}

void
InternetStackHelper::InstallAll() const
{
    Install(NodeContainer::GetGlobal());
}
#endif

void
Simulator::Destroy()
{
    static const auto real = Find<void (*)()>("_ZN3ns39Simulator7DestroyEv");
    Count();
    real();
}

} // namespace ns3
