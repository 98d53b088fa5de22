// SPDX-License-Identifier: GPL-2.0-only

#include "test-traffic.h"

#include "ns3/bulk-send-helper.h"
#include "ns3/enum.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <vector>
#if __has_include("ns3/ping.h")
#include "ns3/ping.h"
#else
#include "ns3/v4ping.h"
#endif

namespace ns3
{
namespace
{

/// Gives a datagram its TOS: up to ns-3 3.41 that of its destination, which then wins over the
/// socket's.
template <class Destination>
auto
SetTos(Destination& destination, const Ptr<Socket>&, uint8_t tos)
    -> decltype(destination.SetTos(tos))
{
    destination.SetTos(tos);
}

/// The same with later releases: that of its socket.
template <class Destination, class... None>
void
SetTos(Destination&, const Ptr<Socket>& sender, uint8_t tos, None...)
{
    sender->SetIpTos(tos);
}

} // namespace

TestUdp::TestUdp(Ptr<Node> from, Ptr<Node> to, uint16_t port, bool echo)
    : m_echo(echo)
{
    sender = Socket::CreateSocket(from, UdpSocketFactory::GetTypeId());
    sender->Bind();
    sender->SetAllowBroadcast(true);
    sender->SetRecvCallback(MakeCallback(&TestUdp::ReceiveEcho, this));
    if (to)
    {
        receiver = Socket::CreateSocket(to, UdpSocketFactory::GetTypeId());
        receiver->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
        receiver->SetRecvCallback(MakeCallback(&TestUdp::Receive, this));
    }
}

TestUdp::~TestUdp()
{
    sender->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    sender->Close();
    if (receiver)
    {
        receiver->Close();
        receiver->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    }
}

void
TestUdp::Send(double seconds, Ipv4Address to, uint16_t port, uint32_t size)
{
    Simulator::ScheduleWithContext(sender->GetNode()->GetId(),
                                   Seconds(seconds),
                                   [this, to, port, size] {
                                       InetSocketAddress destination(to, port);
                                       SetTos(destination, sender, tos);
                                       lastResult =
                                           sender->SendTo(Create<Packet>(size), 0, destination);
                                   });
}

void
TestUdp::Receive(Ptr<Socket> socket)
{
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        ++received;
        InetSocketAddress source = InetSocketAddress::ConvertFrom(from);
        lastSource = source.GetIpv4();
        lastSourcePort = source.GetPort();
        sources.insert(lastSource);
        if (m_echo)
        {
            socket->SendTo(Create<Packet>(packet->GetSize()), 0, from);
        }
    }
}

void
TestUdp::ReceiveEcho(Ptr<Socket> socket)
{
    Address from;
    while (socket->RecvFrom(from))
    {
        ++echoed;
        InetSocketAddress source = InetSocketAddress::ConvertFrom(from);
        lastEchoSource = source.GetIpv4();
        lastEchoPort = source.GetPort();
    }
}

TestBulk::TestBulk(Ptr<Node> from,
                   Ptr<Node> to,
                   Ipv4Address address,
                   uint16_t port,
                   uint16_t listen,
                   uint32_t bytes,
                   double start)
{
    BulkSendHelper source("ns3::TcpSocketFactory", InetSocketAddress(address, port));
    source.SetAttribute("MaxBytes", UintegerValue(bytes));
    source.Install(from).Start(Seconds(start));
    PacketSinkHelper sink("ns3::TcpSocketFactory",
                          InetSocketAddress(Ipv4Address::GetAny(), listen));
    m_sink = DynamicCast<PacketSink>(sink.Install(to).Get(0));
}

TestPing::TestPing(Ptr<Node> from, Ipv4Address to, double start, uint32_t count)
{
    constexpr double interval = 0.1;
#if __has_include("ns3/ping.h")
    Ptr<Ping> ping = CreateObject<Ping>();
    ping->SetAttribute("Destination", AddressValue(to));
    ping->SetAttribute("VerboseMode", EnumValue(Ping::VerboseMode::SILENT));
    // Without a count Ping makes room for what fits between now and the stop time, as if that were
    // not counted from its creation. One more than it sends: with the last it would stop before the
    // answer.
    ping->SetAttribute("Count", UintegerValue(count + 1));
    ping->TraceConnectWithoutContext("Rtt", Callback<void, uint16_t, Time>([this](uint16_t, Time) {
                                         Answered();
                                     }));
#else
    Ptr<V4Ping> ping = CreateObject<V4Ping>();
    ping->SetAttribute("Remote", Ipv4AddressValue(to));
    ping->TraceConnectWithoutContext("Rtt", Callback<void, Time>([this](Time) { Answered(); }));
#endif
    ping->SetAttribute("Interval", TimeValue(Seconds(interval)));
    ping->SetStartTime(Seconds(start));
    ping->SetStopTime(Seconds(start + interval * count - interval / 2));
    from->AddApplication(ping);
}

void
TestPing::Answered()
{
    ++m_received;
}

TestRaw::TestRaw(Ptr<Node> node, uint8_t protocol)
    : socket(Socket::CreateSocket(node, Ipv4RawSocketFactory::GetTypeId()))
{
    socket->SetAttribute("Protocol", UintegerValue(protocol));
    socket->SetRecvCallback(MakeCallback(&TestRaw::Receive, this));
}

TestRaw::~TestRaw()
{
    socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
}

void
TestRaw::Send(double seconds, Ipv4Address to, uint32_t size)
{
    Simulator::ScheduleWithContext(socket->GetNode()->GetId(), Seconds(seconds), [this, to, size] {
        socket->SendTo(Create<Packet>(size), 0, InetSocketAddress(to, 0));
    });
}

void
TestRaw::Receive(Ptr<Socket> from)
{
    while (from->Recv())
    {
        ++received;
    }
}

namespace
{

/// @param data bytes
/// @param size how many
/// @param start sum so far
/// @return one's complement sum
uint32_t
Sum(const uint8_t* data, uint32_t size, uint32_t start = 0)
{
    constexpr uint32_t bitsPerByte = 8;
    uint32_t sum = start;
    for (uint32_t i = 0; i < size; ++i)
    {
        sum += i % 2 ? data[i] : data[i] << bitsPerByte;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

} // namespace

TestChecksums::TestChecksums(const NodeContainer& nodes)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        Ptr<Ipv4L3Protocol> ipv4 = (*node)->GetObject<Ipv4L3Protocol>();
        ipv4->TraceConnectWithoutContext("Tx", MakeCallback(&TestChecksums::See, this));
        ipv4->TraceConnectWithoutContext("Rx", MakeCallback(&TestChecksums::See, this));
    }
}

bool
TestChecksums::Verify(const uint8_t* data, uint32_t size)
{
    constexpr uint32_t valid = 0xffff;
    uint32_t headerSize = (data[0] & 0x0f) * 4;
    uint32_t total = data[2] << 8 | data[3];
    if (size < total || total < headerSize || Sum(data, headerSize) != valid)
    {
        return false;
    }
    uint32_t length = total - headerSize;
    const uint8_t* payload = data + headerSize;
    bool fragment = (data[6] & 0x3f) != 0 || data[7] != 0;
    constexpr uint32_t protocolOffset = 9;
    constexpr uint32_t addressOffset = 12;
    uint8_t protocol = data[protocolOffset];
    if (fragment)
    {
        return true;
    }
    switch (protocol)
    {
    case 1:
        return Sum(payload, length) == valid;
    case 6:
    case 17:
        return Sum(payload, length, Sum(data + addressOffset, 8, protocol + length)) == valid;
    default:
        return true;
    }
}

void
TestChecksums::See(Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t)
{
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), bytes.size());
    ++(Verify(bytes.data(), bytes.size()) ? good : bad);
}

} // namespace ns3
