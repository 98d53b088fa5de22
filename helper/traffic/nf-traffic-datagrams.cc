// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-datagrams.h"

#include "ns3/abort.h"
#include "ns3/inet-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <string_view>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfDatagramSender);
NS_OBJECT_ENSURE_REGISTERED(NfDatagramReceiver);

namespace
{

constexpr uint8_t UDP = 17;

uint32_t
Draw(Ptr<RandomVariableStream> size)
{
    return static_cast<uint32_t>(std::clamp(size->GetValue(), 1.0, double(NF_LONGEST_DATAGRAM)));
}

void
Close(Ptr<Socket>& socket)
{
    if (socket)
    {
        socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        socket->Close();
        socket = nullptr;
    }
}

} // namespace

TypeId
NfDatagramSender::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfDatagramSender").SetParent<NfTrafficApplication>().SetGroupName("Netfilter");
    return tid;
}

NfDatagramSender::NfDatagramSender(NfTrafficLedger& ledger, NfTrafficPair& pair)
    : NfTrafficApplication(ledger, pair)
{
}

void
NfDatagramSender::DoDispose()
{
    Close(m_socket);
    NfTrafficApplication::DoDispose();
}

void
NfDatagramSender::Begin()
{
    const std::string_view kind = GetPair().spec->kind;
    m_socket = Socket::CreateSocket(GetNode(), UdpSocketFactory::GetTypeId());
    m_socket->Bind();
    m_socket->SetRecvCallback(MakeCallback(&NfDatagramSender::Receive, this));
    if (kind == "dns")
    {
        m_size = GetVariable("request");
        m_answer = GetVariable("response");
        m_interval = GetVariable("interval");
        Repeat(m_interval, [this] { SendQuestion(); });
        return;
    }
    m_size = GetVariable("size");
    m_pause = Time::Max();
    if (kind != "udp-cbr")
    {
        m_on = GetVariable("on");
        m_off = GetVariable("off");
        m_pause = Simulator::Now() + Seconds(std::max(0.0, m_on->GetValue()));
    }
    SendStream();
}

void
NfDatagramSender::End()
{
    // Answers that are under way are still counted.
}

void
NfDatagramSender::SendStream()
{
    if (!m_on && IsDone())
    {
        return;
    }
    const uint32_t size = Draw(m_size);
    Send(size, 0);
    double gap = GetValues().GetRate("rate").CalculateBytesTxTime(size).GetSeconds();
    if (m_on && Simulator::Now() + Seconds(gap) > m_pause)
    {
        gap = (m_pause - Simulator::Now()).GetSeconds() + std::max(0.0, m_off->GetValue());
        m_pause = Simulator::Now() + Seconds(gap + std::max(0.0, m_on->GetValue()));
    }
    Later(std::max(NF_LEAST_TRAFFIC_GAP, gap), [this] { SendStream(); });
}

void
NfDatagramSender::SendQuestion()
{
    if (IsDone())
    {
        return;
    }
    Send(Draw(m_size), Draw(m_answer));
    Repeat(m_interval, [this] { SendQuestion(); });
}

void
NfDatagramSender::Send(uint32_t size, uint32_t answer)
{
    NfTrafficPair& pair = GetPair();
    ++pair.meant;
    const Ipv4Address to = GetTarget();
    const Ipv4Address source = NfSourceFor(GetNode(), to);
    Address bound;
    m_socket->GetSockName(bound);
    Claim(
        {UDP, source.Get(), InetSocketAddress::ConvertFrom(bound).GetPort(), to.Get(), pair.port});
    Ptr<Packet> packet = Create<Packet>(size);
    NfTrafficTag tag;
    tag.pair = pair.number;
    tag.sent = Simulator::Now().GetTimeStep();
    tag.answer = answer;
    packet->AddPacketTag(tag);
    const bool isTaken = m_socket->SendTo(packet, 0, InetSocketAddress(to, pair.port)) >= 0;
    pair.sent += isTaken ? 1 : 0;
}

void
NfDatagramSender::Receive(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        NfTrafficTag tag;
        if (packet->PeekPacketTag(tag) && tag.pair == GetPair().number &&
            tag.reader == NfTrafficTag::Reader::ASKER)
        {
            GetPair().Deliver(TimeStep(tag.sent), packet->GetSize());
        }
    }
}

TypeId
NfDatagramReceiver::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfDatagramReceiver").SetParent<Application>().SetGroupName("Netfilter");
    return tid;
}

NfDatagramReceiver::NfDatagramReceiver(NfTrafficLedger& ledger, uint16_t port)
    : m_ledger(ledger),
      m_port(port)
{
}

void
NfDatagramReceiver::DoDispose()
{
    Close(m_socket);
    Application::DoDispose();
}

void
NfDatagramReceiver::StartApplication()
{
    m_socket = Socket::CreateSocket(GetNode(), UdpSocketFactory::GetTypeId());
    NS_ABORT_MSG_IF(m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), m_port)) < 0,
                    "port " << m_port << " of node " << GetNode()->GetId()
                            << " is taken by another application");
    m_socket->SetRecvCallback(MakeCallback(&NfDatagramReceiver::Receive, this));
}

void
NfDatagramReceiver::StopApplication()
{
    Close(m_socket);
}

void
NfDatagramReceiver::Receive(Ptr<Socket> socket)
{
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        NfTrafficTag tag;
        NfTrafficPair* pair =
            packet->PeekPacketTag(tag) && tag.reader == NfTrafficTag::Reader::SOCKET
                ? m_ledger.Find(tag.pair)
                : nullptr;
        if (!pair)
        {
            continue;
        }
        if (tag.answer == 0)
        {
            pair->Deliver(TimeStep(tag.sent), packet->GetSize());
            continue;
        }
        Ptr<Packet> answer = Create<Packet>(tag.answer);
        tag.reader = NfTrafficTag::Reader::ASKER;
        answer->AddPacketTag(tag);
        socket->SendTo(answer, 0, from);
    }
}

} // namespace ns3
