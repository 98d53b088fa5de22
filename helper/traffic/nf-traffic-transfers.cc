// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-transfers.h"

#include "ns3/abort.h"
#include "ns3/inet-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>
#include <string_view>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfTransferSender);
NS_OBJECT_ENSURE_REGISTERED(NfTransferReceiver);

namespace
{

constexpr uint8_t TCP = 6;
constexpr uint64_t ENDLESS = UINT64_MAX;
constexpr uint32_t CHUNK = 1 << 16;
constexpr double MOST = 1e15; // bytes of a transfer

uint64_t
Draw(Ptr<RandomVariableStream> size)
{
    return static_cast<uint64_t>(std::clamp(size->GetValue(), 0.0, MOST));
}

void
Write(uint8_t* at, uint64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
    {
        at[i] = static_cast<uint8_t>(number);
        number >>= 8;
    }
}

uint64_t
Read(const uint8_t* at, int bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < bytes; ++i)
    {
        number = number << 8 | at[i];
    }
    return number;
}

// Sends as much as there is room for; gives how much.
uint64_t
SendSome(Ptr<Socket> socket, uint64_t most)
{
    uint64_t sent = 0;
    while (sent < most)
    {
        const uint64_t room = std::min<uint64_t>({most - sent, socket->GetTxAvailable(), CHUNK});
        if (room == 0 || socket->Send(Create<Packet>(static_cast<uint32_t>(room))) < 0)
        {
            break;
        }
        sent += room;
    }
    return sent;
}

void
Detach(Ptr<Socket> socket)
{
    socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                               MakeNullCallback<void, Ptr<Socket>>());
    socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                              MakeNullCallback<void, Ptr<Socket>>());
    socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
}

} // namespace

TypeId
NfTransferSender::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfTransferSender").SetParent<NfTrafficApplication>().SetGroupName("Netfilter");
    return tid;
}

NfTransferSender::NfTransferSender(NfTrafficLedger& ledger, NfTrafficPair& pair)
    : NfTrafficApplication(ledger, pair)
{
}

void
NfTransferSender::DoDispose()
{
    // Closed now, it would send a FIN through a node that is half taken down.
    if (m_socket)
    {
        Detach(m_socket);
        m_socket = nullptr;
    }
    NfTrafficApplication::DoDispose();
}

void
NfTransferSender::Begin()
{
    const bool isWeb = std::string_view(GetPair().spec->kind) == "web";
    m_upload = GetVariable(isWeb ? "request" : "size");
    m_download = isWeb ? GetVariable("response") : nullptr;
    m_pause = GetVariable("pause");
    if (isWeb)
    {
        Repeat(m_pause, [this] { Start(); });
    }
    else
    {
        Start();
    }
}

void
NfTransferSender::End()
{
    Release();
}

void
NfTransferSender::Release()
{
    if (m_socket)
    {
        Detach(m_socket);
        m_socket->Close();
        m_socket = nullptr;
    }
}

void
NfTransferSender::Start()
{
    if (IsDone())
    {
        return;
    }
    NfTrafficPair& pair = GetPair();
    ++pair.meant;
    m_start = Simulator::Now();
    const uint64_t size = Draw(m_upload);
    const bool isEndless = !m_download && size == 0;
    m_toSend = isEndless ? ENDLESS : size;
    m_answer = m_download ? std::max<uint64_t>(1, Draw(m_download)) : 1;
    m_toReceive = isEndless ? ENDLESS : m_answer;
    m_socket = Socket::CreateSocket(GetNode(), TcpSocketFactory::GetTypeId());
    m_socket->Bind();
    m_socket->SetConnectCallback(MakeCallback(&NfTransferSender::Connected, this),
                                 MakeCallback(&NfTransferSender::Failed, this));
    m_socket->SetCloseCallbacks(MakeCallback(&NfTransferSender::Failed, this),
                                MakeCallback(&NfTransferSender::Failed, this));
    m_socket->SetRecvCallback(MakeCallback(&NfTransferSender::Receive, this));
    const Ipv4Address to = GetTarget();
    if (m_socket->Connect(InetSocketAddress(to, pair.port)) < 0)
    {
        Finish(false);
        return;
    }
    ++pair.sent;
    Address bound;
    m_socket->GetSockName(bound);
    const InetSocketAddress local = InetSocketAddress::ConvertFrom(bound);
    Claim({TCP, local.GetIpv4().Get(), local.GetPort(), to.Get(), pair.port});
}

void
NfTransferSender::Connected(Ptr<Socket> socket)
{
    std::array<uint8_t, NfTransferReceiver::HEADER> header{};
    Write(&header[0], GetPair().number, 4);
    Write(&header[4], m_toSend, 8);
    Write(&header[12], m_answer, 8);
    socket->Send(Create<Packet>(header.data(), static_cast<uint32_t>(header.size())));
    socket->SetSendCallback(MakeCallback(&NfTransferSender::Send, this));
    Send(socket, 0);
}

void
NfTransferSender::Failed(Ptr<Socket>)
{
    Finish(false);
}

void
NfTransferSender::Send(Ptr<Socket> socket, uint32_t)
{
    const uint64_t sent = SendSome(socket, m_toSend);
    m_toSend -= m_toSend == ENDLESS ? 0 : sent;
}

void
NfTransferSender::Receive(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            break;
        }
        const uint64_t size = std::min<uint64_t>(packet->GetSize(), m_toReceive);
        m_toReceive -= size;
        GetPair().bytes += m_download ? size : 0;
    }
    if (m_socket && m_toReceive == 0)
    {
        Finish(true);
    }
}

void
NfTransferSender::Finish(bool isGood)
{
    Release();
    if (isGood)
    {
        GetPair().Deliver(m_start, 0);
    }
    // What fails at once must not be tried without end at one moment.
    const double pause = std::max(0.0, m_pause->GetValue());
    Later(isGood ? pause : std::max(1.0, pause), [this] { Start(); });
}

TypeId
NfTransferReceiver::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfTransferReceiver").SetParent<Application>().SetGroupName("Netfilter");
    return tid;
}

NfTransferReceiver::NfTransferReceiver(NfTrafficLedger& ledger, uint16_t port)
    : m_ledger(ledger),
      m_port(port)
{
}

void
NfTransferReceiver::DoDispose()
{
    CloseAll();
    Application::DoDispose();
}

void
NfTransferReceiver::StartApplication()
{
    m_socket = Socket::CreateSocket(GetNode(), TcpSocketFactory::GetTypeId());
    NS_ABORT_MSG_IF(m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), m_port)) < 0,
                    "port " << m_port << " of node " << GetNode()->GetId()
                            << " is taken by another application");
    m_socket->Listen();
    m_socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                MakeCallback(&NfTransferReceiver::Accept, this));
}

void
NfTransferReceiver::StopApplication()
{
    CloseAll();
}

void
NfTransferReceiver::CloseAll()
{
    for (auto& [socket, transfer] : m_transfers)
    {
        Detach(socket);
    }
    m_transfers.clear();
    if (m_socket)
    {
        m_socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                    MakeNullCallback<void, Ptr<Socket>, const Address&>());
        m_socket->Close();
        m_socket = nullptr;
    }
}

void
NfTransferReceiver::Accept(Ptr<Socket> socket, const Address&)
{
    m_transfers[socket];
    socket->SetRecvCallback(MakeCallback(&NfTransferReceiver::Receive, this));
    socket->SetSendCallback(MakeCallback(&NfTransferReceiver::Send, this));
    socket->SetCloseCallbacks(MakeCallback(&NfTransferReceiver::Forget, this),
                              MakeCallback(&NfTransferReceiver::Forget, this));
}

void
NfTransferReceiver::Receive(Ptr<Socket> socket)
{
    const auto found = m_transfers.find(socket);
    if (found == m_transfers.end())
    {
        return;
    }
    while (Ptr<Packet> packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            break;
        }
        Take(found->second, packet);
    }
    if (found->second.pair && found->second.toReceive == 0 && !found->second.isAnswering)
    {
        found->second.isAnswering = true;
        Send(socket, 0);
    }
}

void
NfTransferReceiver::Take(Transfer& transfer, Ptr<Packet> packet)
{
    if (transfer.known < HEADER)
    {
        const auto part = std::min<uint32_t>(packet->GetSize(), HEADER - transfer.known);
        packet->CopyData(&transfer.header[transfer.known], part);
        packet->RemoveAtStart(part);
        transfer.known += part;
        if (transfer.known == HEADER)
        {
            transfer.pair = m_ledger.Find(Read(&transfer.header[0], 4));
            transfer.toReceive = Read(&transfer.header[4], 8);
            transfer.toSend = Read(&transfer.header[12], 8);
            transfer.isEndless = transfer.toReceive == ENDLESS;
        }
    }
    if (!transfer.pair || packet->GetSize() == 0)
    {
        return;
    }
    transfer.pair->bytes += packet->GetSize();
    if (!transfer.isEndless)
    {
        transfer.toReceive -= std::min<uint64_t>(packet->GetSize(), transfer.toReceive);
    }
}

void
NfTransferReceiver::Send(Ptr<Socket> socket, uint32_t)
{
    const auto found = m_transfers.find(socket);
    if (found == m_transfers.end() || !found->second.isAnswering)
    {
        return;
    }
    found->second.toSend -= SendSome(socket, found->second.toSend);
}

void
NfTransferReceiver::Forget(Ptr<Socket> socket)
{
    Detach(socket);
    socket->Close();
    m_transfers.erase(socket);
}

} // namespace ns3
