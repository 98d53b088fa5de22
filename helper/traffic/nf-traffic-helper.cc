// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-helper.h"

#include "nf-own-rank.h"
#include "nf-traffic-datagrams.h"
#include "nf-traffic-probes.h"
#include "nf-traffic-transfers.h"

#include "ns3/abort.h"
#include "ns3/ipv4.h"
#include "ns3/names.h"
#include "ns3/node-list.h"

#include <algorithm>
#include <string_view>

namespace ns3
{

namespace
{

constexpr uint8_t ICMP = 1;
constexpr uint8_t TCP = 6;
constexpr uint8_t UDP = 17;

Ptr<Node>
FindNode(const std::string& name)
{
    Ptr<Node> node = Names::Find<Node>(name);
    NS_ABORT_MSG_IF(!node, "there is no node '" << name << "' in ns3::Names");
    NS_ABORT_MSG_IF(!node->GetObject<Ipv4>(), "node '" << name << "' has no IPv4 stack");
    return node;
}

uint8_t
ProtocolOf(const NfTrafficKind& kind)
{
    const std::string_view name = kind.protocol;
    return name == "tcp" ? TCP : name == "udp" ? UDP : name == "icmp" ? ICMP : 0;
}

// How a kind sends.
enum class Way
{
    TRANSFERS,
    DATAGRAMS,
    PROBES
};

Way
WayOf(std::string_view kind)
{
    if (kind == "tcp-bulk" || kind == "web")
    {
        return Way::TRANSFERS;
    }
    const bool isDatagrams =
        kind == "udp-cbr" || kind == "udp-onoff" || kind == "voip" || kind == "dns";
    return isDatagrams ? Way::DATAGRAMS : Way::PROBES;
}

} // namespace

NfTrafficHelper::NfTrafficHelper()
    : m_ledger(std::make_unique<NfTrafficLedger>())
{
}

NfTrafficHelper::~NfTrafficHelper() = default;

const std::vector<std::unique_ptr<NfTrafficPair>>&
NfTrafficHelper::GetPairs() const
{
    return m_ledger->GetAll();
}

void
NfTrafficHelper::Add(const NfTrafficSpec& spec)
{
    NS_ABORT_MSG_IF(m_isInstalled, "traffic '" << spec.name << "' is added after Install()");
    for (const std::string& fault : NfCheckTraffic(spec))
    {
        NS_ABORT_MSG(fault);
    }
    for (const NfTrafficSpec& other : m_specs)
    {
        NS_ABORT_MSG_IF(other.name == spec.name, "traffic '" << spec.name << "' is there already");
    }
    m_specs.push_back(spec);
}

void
NfTrafficHelper::Add(const std::string& name,
                     const std::string& kind,
                     const std::vector<std::string>& from,
                     const std::vector<std::string>& to,
                     const std::map<std::string, std::string>& values)
{
    NfTrafficSpec spec;
    spec.name = name;
    spec.kind = kind;
    spec.from = from;
    spec.to = to;
    spec.values = values;
    Add(spec);
}

void
NfTrafficHelper::Install()
{
    NS_ABORT_MSG_IF(m_isInstalled, "traffic is installed once");
    m_isInstalled = true;
    bool hasProbes = false;
    for (const NfTrafficSpec& spec : m_specs)
    {
        hasProbes = hasProbes || WayOf(spec.kind) == Way::PROBES;
        for (const std::string& from : spec.from)
        {
            if (spec.to.empty())
            {
                InstallPair(spec, FindNode(from), nullptr);
            }
            for (const std::string& to : spec.to)
            {
                if (from != to)
                {
                    InstallPair(spec, FindNode(from), FindNode(to));
                }
            }
        }
    }
    for (auto node = NodeList::Begin(); hasProbes && node != NodeList::End(); ++node)
    {
        NfCountProbes(*m_ledger, *node);
    }
}

void
NfTrafficHelper::SetInterfaceChooser(InterfaceChooser choose)
{
    NS_ABORT_MSG_IF(m_isInstalled, "interfaces are chosen before the traffic is installed");
    m_chooseInterface = std::move(choose);
}

void
NfTrafficHelper::InstallPair(const NfTrafficSpec& spec, Ptr<Node> from, Ptr<Node> to)
{
    const NfTrafficKind& kind = *NfFindTrafficKind(spec.kind);
    const bool hasPort = std::any_of(kind.parameters.begin(),
                                     kind.parameters.end(),
                                     [](const NfTrafficParameter& parameter) {
                                         return std::string_view(parameter.name) == "port";
                                     });
    const bool isOnePort = hasPort && spec.kind != "traceroute";
    const auto port = static_cast<uint16_t>(isOnePort ? NfTrafficValues(spec).GetCount("port") : 0);
    NfTrafficPair& pair = m_ledger->Add(spec, from, to, ProtocolOf(kind), port);
    if (to && m_chooseInterface)
    {
        pair.interface = m_chooseInterface(from, to);
    }
    Ptr<Application> sender;
    switch (WayOf(spec.kind))
    {
    case Way::TRANSFERS:
        sender = CreateObject<NfTransferSender>(*m_ledger, pair);
        InstallReceiver(pair);
        break;
    case Way::DATAGRAMS:
        sender = CreateObject<NfDatagramSender>(*m_ledger, pair);
        InstallReceiver(pair);
        break;
    case Way::PROBES:
        sender = CreateObject<NfProbeSender>(*m_ledger, pair);
        break;
    }
    sender->SetStartTime(spec.start);
    if (spec.stop)
    {
        sender->SetStopTime(*spec.stop);
    }
    if (NfIsOwnNode(from))
    {
        from->AddApplication(sender);
    }
}

// The receiver is there from the beginning to the end: other traffic may use it.
void
NfTrafficHelper::InstallReceiver(const NfTrafficPair& pair)
{
    const bool isNew = m_receivers.emplace(pair.to->GetId(), pair.protocol, pair.port).second;
    if (!isNew || !NfIsOwnNode(pair.to))
    {
        return;
    }
    Ptr<Application> receiver;
    if (pair.protocol == TCP)
    {
        receiver = CreateObject<NfTransferReceiver>(*m_ledger, pair.port);
    }
    else
    {
        receiver = CreateObject<NfDatagramReceiver>(*m_ledger, pair.port);
    }
    pair.to->AddApplication(receiver);
}

} // namespace ns3
