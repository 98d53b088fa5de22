// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-probes.h"

#include "nf-probe-source.h"
#include "nf-traffic-tag.h"

#include "ns3/boolean.h"
#include "ns3/icmpv4.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfProbeSender);

namespace
{

constexpr uint8_t ICMP = 1;
constexpr uint8_t RAW = 255;
constexpr std::size_t MOST_ECHOES = 1024; // requests that are waited for

Ptr<Socket>
OpenRaw(Ptr<Node> node, uint8_t protocol, bool hasHeader)
{
    Ptr<Socket> socket = Socket::CreateSocket(node, Ipv4RawSocketFactory::GetTypeId());
    socket->SetAttribute("Protocol", UintegerValue(protocol));
    socket->SetAttribute("IpHeaderInclude", BooleanValue(hasHeader));
    return socket;
}

void
CountProbe(NfTrafficLedger* ledger,
           const Ipv4Header&,
           Ptr<const Packet> packet,
           uint32_t /* interface */)
{
    NfTrafficTag tag;
    if (packet->PeekPacketTag(tag) && tag.reader == NfTrafficTag::Reader::NODE)
    {
        if (NfTrafficPair* pair = ledger->Find(tag.pair))
        {
            pair->Deliver(TimeStep(tag.sent), packet->GetSize());
        }
    }
}

} // namespace

TypeId
NfProbeSender::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfProbeSender").SetParent<NfTrafficApplication>().SetGroupName("Netfilter");
    return tid;
}

NfProbeSender::NfProbeSender(NfTrafficLedger& ledger, NfTrafficPair& pair)
    : NfTrafficApplication(ledger, pair)
{
}

NfProbeSender::~NfProbeSender() = default;

void
NfProbeSender::DoDispose()
{
    for (Ptr<Socket>* socket : {&m_socket, &m_replies})
    {
        if (*socket)
        {
            (*socket)->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
            (*socket)->Close();
            *socket = nullptr;
        }
    }
    NfTrafficApplication::DoDispose();
}

void
NfProbeSender::Begin()
{
    const std::string& kind = GetPair().spec->kind;
    const bool isEcho = kind == "ping" || kind == "sweep";
    const bool hasSize = kind == "ping" || kind == "flood-udp";
    const bool hasInterval = kind != "flood-syn" && kind != "flood-udp" && kind != "pcap";
    m_socket = OpenRaw(GetNode(), RAW, true);
    // Nothing is to be read from it.
    m_socket->ShutdownRecv();
    if (isEcho)
    {
        m_replies = OpenRaw(GetNode(), ICMP, false);
        m_replies->SetRecvCallback(MakeCallback(&NfProbeSender::Receive, this));
    }
    m_source = NfProbeSource::Make({GetValues(),
                                    GetPair(),
                                    GetUniform("probes"),
                                    hasInterval ? GetVariable("interval") : nullptr,
                                    hasSize ? GetVariable("size") : nullptr,
                                    static_cast<uint16_t>(GetPair().number)});
    Send();
}

void
NfProbeSender::End()
{
    m_source = nullptr;
}

void
NfProbeSender::Send()
{
    const std::optional<NfProbe> probe = m_source->Next();
    if (probe)
    {
        Transmit(*probe);
        Later(probe->gap, [this] { Send(); });
    }
}

void
NfProbeSender::Transmit(const NfProbe& probe)
{
    NfTrafficPair& pair = GetPair();
    ++pair.meant;
    if (probe.flow.protocol != 0)
    {
        Claim(probe.flow);
    }
    Ptr<Packet> packet = probe.payload->Copy();
    Ipv4Header header = probe.header;
    if (Node::ChecksumEnabled())
    {
        header.EnableChecksum();
    }
    packet->AddHeader(header);
    if (probe.echo)
    {
        if (m_echoes.size() >= MOST_ECHOES)
        {
            m_echoes.erase(m_echoes.begin());
        }
        m_echoes[*probe.echo] = Simulator::Now();
    }
    else
    {
        NfTrafficTag tag;
        tag.pair = pair.number;
        tag.reader = NfTrafficTag::Reader::NODE;
        tag.sent = Simulator::Now().GetTimeStep();
        packet->AddPacketTag(tag);
    }
    const InetSocketAddress to(header.GetDestination(), 0);
    if (!NfHasAddress(GetNode(), header.GetSource()))
    {
        // ns-3 looks for the device of the source's address, which forged ones do not have.
        Ptr<NetDevice> device = NfDeviceFor(GetNode(), header.GetDestination());
        if (!device)
        {
            return;
        }
        m_socket->BindToNetDevice(device);
    }
    pair.sent += m_socket->SendTo(packet, 0, to) >= 0 ? 1 : 0;
}

void
NfProbeSender::Receive(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        Ipv4Header ip;
        Icmpv4Header icmp;
        Icmpv4Echo echo;
        if (packet->RemoveHeader(ip) == 0 || packet->GetSize() < icmp.GetSerializedSize() ||
            packet->RemoveHeader(icmp) == 0 || icmp.GetType() != Icmpv4Header::ICMPV4_ECHO_REPLY ||
            packet->GetSize() < 4)
        {
            continue;
        }
        packet->PeekHeader(echo);
        const auto asked = m_echoes.find(echo.GetSequenceNumber());
        if (echo.GetIdentifier() == static_cast<uint16_t>(GetPair().number) &&
            asked != m_echoes.end())
        {
            GetPair().Deliver(asked->second, packet->GetSize() - 4);
            m_echoes.erase(asked);
        }
    }
}

void
NfCountProbes(NfTrafficLedger& ledger, Ptr<Node> node)
{
    if (Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>())
    {
        ipv4->TraceConnectWithoutContext("LocalDeliver", MakeBoundCallback(&CountProbe, &ledger));
    }
}

} // namespace ns3
