// SPDX-License-Identifier: GPL-2.0-only

#include "nf-socket-owners.h"

#include "nf-ipv6-address.h"

#include "ns3/abort.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/object-ptr-container.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/udp-l4-protocol.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// More flows than this are forgotten, and looked up again.
constexpr std::size_t MAX_FLOWS = 8192;

/// One end of a socket.
struct End
{
    NfFamily family{NfFamily::IPV4};
    NfAddress address;
    uint16_t port{0}; //!< 0: it has no such end
};

End
MakeEnd(const Address& address)
{
    if (InetSocketAddress::IsMatchingType(address))
    {
        const InetSocketAddress end = InetSocketAddress::ConvertFrom(address);
        return {NfFamily::IPV4, end.GetIpv4(), end.GetPort()};
    }
    if (Inet6SocketAddress::IsMatchingType(address))
    {
        const Inet6SocketAddress end = Inet6SocketAddress::ConvertFrom(address);
        return {NfFamily::IPV6, NfFromIpv6(end.GetIpv6()), end.GetPort()};
    }
    return {};
}

/// Where a socket is bound.
End
LocalOf(const Ptr<Socket>& socket)
{
    Address address;
    return socket->GetSockName(address) == 0 ? MakeEnd(address) : End{};
}

/// To whom a socket is connected.
End
PeerOf(const Ptr<Socket>& socket)
{
    Address address;
    return socket->GetPeerName(address) == 0 ? MakeEnd(address) : End{};
}

/// @return whether a socket bound to @p bound may send from @p end
bool
IsBoundTo(const End& bound, const End& end)
{
    return bound.family == end.family && bound.port == end.port &&
           (bound.address.IsAny() || bound.address == end.address);
}

} // namespace

struct NfSocketOwners::Known
{
    Socket* socket;             //!< lives as long as this does
    const NfSocketOwner* owner; //!< null: the node's
};

class NfSocketOwners::Knowledge : public Object
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid =
            TypeId("ns3::NfSocketOwners::Knowledge").SetParent<Object>().SetGroupName("Netfilter");
        return tid;
    }

    std::shared_ptr<Known> known; //!< what is known of the socket that this is aggregated to
};

bool
NfSocketOwners::Flow::operator==(const Flow& other) const
{
    return family == other.family && local == other.local && remote == other.remote &&
           localPort == other.localPort && remotePort == other.remotePort &&
           protocol == other.protocol;
}

std::size_t
NfSocketOwners::FlowHash::operator()(const Flow& flow) const
{
    constexpr uint64_t factor = 0x9e3779b97f4a7c15;
    constexpr int half = 32;
    uint64_t hash =
        uint64_t{flow.localPort} << half | uint64_t{flow.remotePort} << 8 | uint64_t{flow.protocol};
    for (std::size_t i = 0; i < flow.local.Words().size(); ++i)
    {
        hash = (hash ^ (uint64_t{flow.local.Words()[i]} << half | flow.remote.Words()[i])) * factor;
    }
    return hash ^ hash >> half;
}

NfSocketOwners::NfSocketOwners()
    : m_default(Intern({}))
{
}

NfSocketOwners::~NfSocketOwners() = default;

void
NfSocketOwners::Attach(Ptr<Node> node)
{
    m_node = node;
    m_before.clear();
    m_flows.clear();
}

const NfSocketOwner*
NfSocketOwners::Intern(const NfSocketOwner& owner)
{
    auto found = std::find(m_owners.begin(), m_owners.end(), owner);
    return found != m_owners.end() ? &*found : &m_owners.emplace_back(owner);
}

void
NfSocketOwners::SetOwner(Ptr<Socket> socket, const NfSocketOwner& owner)
{
    m_active = true;
    Learn(socket, Intern(owner));
}

void
NfSocketOwners::BeginStart(const NfSocketOwner& owner)
{
    NS_ABORT_MSG_IF(m_starting, "one application has not started when another does");
    m_active = true;
    m_starting = Intern(owner);
    m_before = GetSockets(NfProtocol::TCP);
    std::vector<Ptr<Socket>> udp = GetSockets(NfProtocol::UDP);
    m_before.insert(m_before.end(), udp.begin(), udp.end());
    std::sort(m_before.begin(), m_before.end());
}

uint32_t
NfSocketOwners::EndStart()
{
    const NfSocketOwner* owner = std::exchange(m_starting, nullptr);
    uint32_t made = 0;
    for (uint8_t protocol : {NfProtocol::TCP, NfProtocol::UDP})
    {
        for (const Ptr<Socket>& socket : GetSockets(protocol))
        {
            if (!std::binary_search(m_before.begin(), m_before.end(), socket))
            {
                Learn(socket, owner);
                ++made;
            }
        }
    }
    m_before.clear();
    return made;
}

std::vector<Ptr<Socket>>
NfSocketOwners::GetSockets(uint8_t protocol) const
{
    Ptr<Object> transport;
    if (protocol == NfProtocol::TCP && m_node)
    {
        transport = m_node->GetObject<TcpL4Protocol>();
    }
    else if (m_node)
    {
        transport = m_node->GetObject<UdpL4Protocol>();
    }
    std::vector<Ptr<Socket>> sockets;
    ObjectPtrContainerValue list; // a vector in older ns-3, a map in newer
    if (transport && transport->GetAttributeFailSafe("SocketList", list))
    {
        for (auto i = list.Begin(); i != list.End(); ++i)
        {
            if (Ptr<Socket> socket = DynamicCast<Socket>(i->second))
            {
                sockets.push_back(socket);
            }
        }
    }
    return sockets;
}

std::shared_ptr<NfSocketOwners::Known>
NfSocketOwners::Learn(Ptr<Socket> socket, const NfSocketOwner* owner)
{
    Ptr<Knowledge> knowledge = socket->GetObject<Knowledge>();
    if (!knowledge)
    {
        knowledge = CreateObject<Knowledge>();
        knowledge->known = std::make_shared<Known>(Known{PeekPointer(socket), owner});
        socket->AggregateObject(knowledge);
    }
    knowledge->known->owner = owner;
    return knowledge->known;
}

bool
NfSocketOwners::ReadFlow(const NfPacket& packet, bool sent, Flow& flow)
{
    constexpr uint32_t ports = 4;
    bool transport = packet.ip.protocol == NfProtocol::TCP || packet.ip.protocol == NfProtocol::UDP;
    const uint8_t* bytes = transport && packet.ip.fragmentOffset == 0 ? packet.L4(ports) : nullptr;
    if (!bytes)
    {
        return false;
    }
    auto port = [bytes](uint32_t i) { return static_cast<uint16_t>(bytes[i] << 8 | bytes[i + 1]); };
    flow = {packet.ip.family,
            packet.ip.source,
            packet.ip.destination,
            port(0),
            port(2),
            packet.ip.protocol};
    if (!sent)
    {
        std::swap(flow.local, flow.remote);
        std::swap(flow.localPort, flow.remotePort);
    }
    return true;
}

Ptr<Socket>
NfSocketOwners::FindSocket(const Flow& flow) const
{
    Ptr<Socket> best;
    for (const Ptr<Socket>& socket : GetSockets(flow.protocol))
    {
        if (!IsBoundTo(LocalOf(socket), {flow.family, flow.local, flow.localPort}))
        {
            continue;
        }
        const End peer = PeerOf(socket);
        if (peer.port == flow.remotePort && peer.address == flow.remote)
        {
            return socket;
        }
        bool open = peer.port == 0 || flow.protocol == NfProtocol::UDP;
        best = open && !best ? socket : best;
    }
    return best;
}

std::shared_ptr<NfSocketOwners::Known>
NfSocketOwners::FindKnown(const Flow& flow)
{
    auto found = m_flows.find(flow);
    if (found != m_flows.end())
    {
        std::shared_ptr<Known> known = found->second.lock();
        if (known && IsBoundTo(LocalOf(known->socket), {flow.family, flow.local, flow.localPort}))
        {
            return known;
        }
        m_flows.erase(found);
    }
    Ptr<Socket> socket = FindSocket(flow);
    Ptr<Knowledge> knowledge = socket ? socket->GetObject<Knowledge>() : nullptr;
    if (!knowledge)
    {
        return nullptr;
    }
    if (m_flows.size() >= MAX_FLOWS)
    {
        m_flows.clear();
    }
    m_flows[flow] = knowledge->known;
    return knowledge->known;
}

const NfSocketOwner*
NfSocketOwners::FindListenerOwner(const Flow& flow) const
{
    if (flow.protocol != NfProtocol::TCP)
    {
        return nullptr;
    }
    for (const Ptr<Socket>& socket : GetSockets(flow.protocol))
    {
        Ptr<Knowledge> knowledge = socket->GetObject<Knowledge>();
        if (knowledge && PeerOf(socket).port == 0 &&
            IsBoundTo(LocalOf(socket), {flow.family, flow.local, flow.localPort}))
        {
            return knowledge->known->owner;
        }
    }
    return nullptr;
}

const NfSocketOwner*
NfSocketOwners::FindSender(const NfPacket& packet, const NfPacket* delivering)
{
    Flow flow{};
    if (!ReadFlow(packet, true, flow))
    {
        return m_starting ? m_starting : m_default;
    }
    std::shared_ptr<Known> known = FindKnown(flow);
    if (!known)
    {
        const NfSocketOwner* owner = m_starting ? m_starting : FindListenerOwner(flow);
        Flow received{};
        if (!owner && delivering && ReadFlow(*delivering, false, received))
        {
            std::shared_ptr<Known> receiver = FindKnown(received);
            owner = receiver ? receiver->owner : FindListenerOwner(received);
        }
        Ptr<Socket> socket = FindSocket(flow);
        if (!socket)
        {
            return owner ? owner : m_default;
        }
        known = Learn(socket, owner);
    }
    return known->owner ? known->owner : m_default;
}

} // namespace ns3
