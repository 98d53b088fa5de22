// SPDX-License-Identifier: GPL-2.0-only

// Preloaded into programs of ns-3 by perturbation.py. It puts the layer on every node that
// InternetStackHelper makes, as the environment says:
//
//   NF_PERTURBATION        "without" (no layer), "idle" (installed, no rules) or "rules"
//   NF_PERTURBATION_RULES  file of rules for "rules"
//   NF_PERTURBATION_COUNTS file to which each simulation's number of events is appended
//
// The functions below take the place of ns-3's own, which they call. Also without the layer the
// program runs with this object, so that only the layer differs.

#include "ns3/abort.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/netfilter-helper.h"
#include "ns3/simulator.h"

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

} // namespace

void
InternetStackHelper::Install(Ptr<Node> node) const
{
    using Function = void (*)(const InternetStackHelper*, Ptr<Node>);
    static const auto real =
        Find<Function>("_ZNK3ns319InternetStackHelper7InstallENS_3PtrINS_4NodeEEE");
    static const std::string mode = Get("NF_PERTURBATION");
    static const std::string rules = Get("NF_PERTURBATION_RULES");
    real(this, node);
    if (mode == "without" || !node->GetObject<Ipv4L3Protocol>())
    {
        return;
    }
    NetfilterHelper netfilter;
    netfilter.Install(node);
    if (mode == "rules")
    {
        netfilter.Restore(node, rules);
    }
}

// Within ns-3's library, calls of its own functions may be bound before this object is loaded: the
// overload for several nodes calls the one above from here.
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

void
Simulator::Destroy()
{
    static const auto real = Find<void (*)()>("_ZN3ns39Simulator7DestroyEv");
    static const std::string counts = Get("NF_PERTURBATION_COUNTS");
    if (!counts.empty())
    {
        std::ofstream(counts, std::ios::app) << GetEventCount() << "\n";
    }
    real();
}

} // namespace ns3
