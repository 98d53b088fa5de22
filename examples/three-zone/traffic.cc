// SPDX-License-Identifier: GPL-2.0-only

#include "traffic.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-apps-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"

#include <iomanip>
#if __has_include("ns3/ping.h")
#include "ns3/ping.h"
#else
#include "ns3/v4ping.h"
#endif

using namespace ns3;

Time
Traffic::NextStart()
{
    return Seconds(1) + MilliSeconds(200 * m_lines.size());
}

Ptr<PacketSink>
Traffic::Listen(const std::string& node, const char* factory, uint16_t port)
{
    PacketSinkHelper sink(factory, InetSocketAddress(Ipv4Address::GetAny(), port));
    return DynamicCast<PacketSink>(sink.Install(Names::Find<Node>(node)).Get(0));
}

void
Traffic::Bulk(const std::string& from,
              const std::string& to,
              const char* address,
              uint16_t port,
              uint32_t bytes,
              const std::string& what,
              uint16_t listen)
{
    Ptr<PacketSink> sink = Listen(to, "ns3::TcpSocketFactory", listen ? listen : port);
    BulkSendHelper source("ns3::TcpSocketFactory", InetSocketAddress(address, port));
    source.SetAttribute("MaxBytes", UintegerValue(bytes));
    source.Install(Names::Find<Node>(from)).Start(NextStart());
    m_lines.push_back({what, "bytes", bytes, [sink] { return sink->GetTotalRx(); }});
}

void
Traffic::Datagrams(const std::string& from,
                   const std::string& to,
                   const char* address,
                   uint16_t port,
                   uint32_t count,
                   const std::string& what)
{
    constexpr uint32_t size = 200;
    Ptr<PacketSink> sink = Listen(to, "ns3::UdpSocketFactory", port);
    UdpClientHelper source(Ipv4Address(address), port);
    source.SetAttribute("MaxPackets", UintegerValue(count));
    source.SetAttribute("Interval", TimeValue(MilliSeconds(100)));
    source.SetAttribute("PacketSize", UintegerValue(size));
    source.Install(Names::Find<Node>(from)).Start(NextStart());
    m_lines.push_back({what, "datagrams", count, [sink] { return sink->GetTotalRx() / size; }});
}

namespace
{

// Newer releases of ns-3 have Ping where older ones have V4Ping.
Ptr<Application>
MakePing(const char* address, const std::function<void()>& answered)
{
#if __has_include("ns3/ping.h")
    Ptr<ns3::Ping> ping = CreateObject<ns3::Ping>();
    ping->SetAttribute("Destination", AddressValue(Ipv4Address(address)));
    ping->SetAttribute("VerboseMode", EnumValue(ns3::Ping::VerboseMode::SILENT));
    ping->TraceConnectWithoutContext(
        "Rtt",
        Callback<void, uint16_t, Time>([answered](uint16_t, Time) { answered(); }));
#else
    Ptr<V4Ping> ping = CreateObject<V4Ping>();
    ping->SetAttribute("Remote", Ipv4AddressValue(address));
    ping->TraceConnectWithoutContext("Rtt", Callback<void, Time>([answered](Time) { answered(); }));
#endif
    return ping;
}

} // namespace

void
Traffic::Ping(const std::string& from, const char* address, uint32_t count, const std::string& what)
{
    auto answers = std::make_shared<uint64_t>(0);
    Ptr<Application> ping = MakePing(address, [answers] { ++*answers; });
    Time start = NextStart();
    ping->SetStartTime(start);
    ping->SetStopTime(start + Seconds(count) - MilliSeconds(500));
    Names::Find<Node>(from)->AddApplication(ping);
    m_lines.push_back({what, "answers", count, [answers] { return *answers; }});
}

void
Traffic::Print(std::ostream& os) const
{
    for (const Line& line : m_lines)
    {
        os << std::left << std::setw(42) << line.what << std::right << std::setw(8)
           << line.delivered() << " of " << std::setw(7) << line.wanted << " " << line.unit << "\n";
    }
}
