// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-pair.h"

#include "nf-prefix.h"
#include "nf-traffic-values.h"

#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv4.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"

#include <algorithm>

namespace ns3
{

void
NfTrafficPair::Deliver(Time sentAt, uint64_t size)
{
    ++delivered;
    bytes += size;
    delays.push_back(static_cast<float>((Simulator::Now() - sentAt).GetSeconds()));
}

bool
NfTrafficPair::CanSendAs(uint32_t address) const
{
    const auto prefix = spec->values.find("spoof");
    if (prefix == spec->values.end() || prefix->second.empty())
    {
        return NfHasAddress(from, Ipv4Address(address));
    }
    return NfParsePrefix(prefix->second)->Contains(NfAddress(address));
}

NfTrafficPair&
NfTrafficLedger::Add(const NfTrafficSpec& spec,
                     Ptr<Node> from,
                     Ptr<Node> to,
                     uint8_t protocol,
                     uint16_t port)
{
    auto pair = std::make_unique<NfTrafficPair>();
    pair->spec = &spec;
    pair->number = static_cast<uint32_t>(m_pairs.size());
    pair->from = from;
    pair->to = to;
    pair->protocol = protocol;
    pair->port = port;
    m_pairs.push_back(std::move(pair));
    return *m_pairs.back();
}

NfTrafficPair*
NfTrafficLedger::Find(uint32_t number)
{
    return number < m_pairs.size() ? m_pairs[number].get() : nullptr;
}

void
NfTrafficLedger::Claim(const NfTrafficPair& pair, const Flow& flow)
{
    std::vector<uint32_t>& pairs = m_claims[flow];
    pairs.erase(std::remove(pairs.begin(), pairs.end(), pair.number), pairs.end());
    pairs.push_back(pair.number);
}

const NfTrafficPair*
NfTrafficLedger::FindOwner(const Flow& flow, std::optional<uint32_t> node) const
{
    const NfTrafficPair* claimed = FindClaim(flow, &NfTrafficPair::from, node);
    if (claimed)
    {
        return claimed;
    }
    const Flow request{flow.protocol,
                       flow.destination,
                       flow.destinationPort,
                       flow.source,
                       flow.sourcePort};
    const NfTrafficPair* answered = FindClaim(request, &NfTrafficPair::to, node);
    return answered ? answered : FindByReceiver(flow);
}

// Of pairs that claim the same, as nodes of two private networks do, that of the node which sent;
// of those of one node, the last.
const NfTrafficPair*
NfTrafficLedger::FindClaim(const Flow& flow,
                           Ptr<Node> NfTrafficPair::*sender,
                           std::optional<uint32_t> node) const
{
    const auto found = m_claims.find(flow);
    if (found == m_claims.end())
    {
        return nullptr;
    }
    for (auto pair = found->second.rbegin(); pair != found->second.rend(); ++pair)
    {
        const Ptr<Node> sends = (*m_pairs[*pair]).*sender;
        if (node && sends && sends->GetId() == *node)
        {
            return m_pairs[*pair].get();
        }
        if (!node && sends != (*m_pairs[found->second.back()]).*sender)
        {
            return nullptr;
        }
    }
    return m_pairs[found->second.back()].get();
}

// Where a source is forged, or was not seen before it was translated, the receiver tells: good
// enough if it is that of one traffic only.
const NfTrafficPair*
NfTrafficLedger::FindByReceiver(const Flow& flow) const
{
    const NfTrafficPair* found[2]{nullptr, nullptr}; // with a sender of that address, and without
    bool isUnclear[2]{false, false};
    for (const auto& pair : m_pairs)
    {
        if (pair->protocol != flow.protocol || !pair->to)
        {
            continue;
        }
        const bool isRequest = (pair->port == 0 || pair->port == flow.destinationPort) &&
                               NfHasAddress(pair->to, Ipv4Address(flow.destination));
        const bool isAnswer = (pair->port == 0 || pair->port == flow.sourcePort) &&
                              NfHasAddress(pair->to, Ipv4Address(flow.source));
        if (!isRequest && !isAnswer)
        {
            continue;
        }
        const bool isSender = pair->CanSendAs(isRequest ? flow.source : flow.destination);
        const std::size_t i = isSender ? 0 : 1;
        isUnclear[i] = isUnclear[i] || (found[i] && found[i]->spec != pair->spec);
        found[i] = found[i] ? found[i] : pair.get();
    }
    const std::size_t best = found[0] ? 0 : 1;
    return isUnclear[best] ? nullptr : found[best];
}

bool
NfHasAddress(Ptr<Node> node, Ipv4Address address)
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    return ipv4 && ipv4->GetInterfaceForAddress(address) >= 0;
}

Ipv4Address
NfTargetOf(const NfTrafficPair& pair)
{
    Ptr<Ipv4> ipv4 = pair.to->GetObject<Ipv4>();
    for (uint32_t i = pair.interface; ipv4 && i < ipv4->GetNInterfaces(); ++i)
    {
        if (ipv4->GetNAddresses(i) > 0)
        {
            return ipv4->GetAddress(i, 0).GetLocal();
        }
    }
    return Ipv4Address::GetAny();
}

namespace
{

Ptr<Ipv4Route>
FindRoute(Ptr<Node> node, Ipv4Address to)
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    if (!ipv4 || !ipv4->GetRoutingProtocol())
    {
        return nullptr;
    }
    Ipv4Header header;
    header.SetDestination(to);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    return ipv4->GetRoutingProtocol()->RouteOutput(Ptr<Packet>(), header, nullptr, error);
}

} // namespace

Ptr<NetDevice>
NfDeviceFor(Ptr<Node> node, Ipv4Address to)
{
    Ptr<Ipv4Route> route = FindRoute(node, to);
    return route ? route->GetOutputDevice() : nullptr;
}

Ipv4Address
NfSourceFor(Ptr<Node> node, Ipv4Address to)
{
    Ptr<Ipv4Route> route = FindRoute(node, to);
    return route ? route->GetSource() : Ipv4Address::GetAny();
}

} // namespace ns3
