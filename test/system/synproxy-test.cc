// SPDX-License-Identifier: GPL-2.0-only

// The target SYNPROXY between hosts of ns-3: connections pass it whole, floods leave nothing.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/inet-socket-address.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-checksum.h"
#include "ns3/nf-conntrack.h"
#include "ns3/nf-tcp-packet.h"
#include "ns3/nf-transport-checksum.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

constexpr uint32_t BYTES = 200000;

/// Client 0, proxy 1, server 2. The options are those of ns-3's own TCP.
class SynProxy : public testing::Test
{
  public:
    SynProxy()
        : net(3)
    {
        net.RouteGlobally();
    }

    /// @param chain where the proxy stands
    /// @param options of the target
    void Protect(const std::string& chain,
                 const std::string& options = "--timestamp --sack-perm --wscale 2 --mss 1460")
    {
        for (const std::string& command : {
                 std::string("-t raw -A PREROUTING -p tcp --dport 80 --syn -j CT --notrack"),
                 "-A " + chain + " -p tcp --dport 80 -m conntrack --ctstate INVALID,UNTRACKED " +
                     "-j SYNPROXY " + options,
                 "-A " + chain + " -m conntrack --ctstate INVALID -j DROP",
             })
        {
            net.helper.Iptables(net.At(1), command);
        }
        net.helper.Sysctl(net.At(1), "-w net.netfilter.nf_conntrack_tcp_loose=0");
    }

    std::vector<Ptr<NfConnection>> Connections()
    {
        return net.Layer(1)->GetConntrack()->GetConnections();
    }

    TestNet net;
};

TEST_F(SynProxy, PassesConnectionsOfClientsThatAnswer)
{
    Protect("FORWARD");
    TestBulk bulk(net.At(0), net.At(2), net.Address(1, 1), 80, 80, BYTES, 1);
    net.Run(3);
    EXPECT_EQ(bulk.Received(), BYTES);
    // The proxy has opened it with numbers of its own.
    const auto connections = Connections();
    ASSERT_EQ(connections.size(), 1U);
    EXPECT_TRUE(connections[0]->Has(NfCtStatus::SEQ_ADJUST | NfCtStatus::ASSURED));
}

TEST_F(SynProxy, PassesThemWithoutTimestampsToo)
{
    Protect("FORWARD", "--mss 1460");
    TestBulk bulk(net.At(0), net.At(2), net.Address(1, 1), 80, 80, BYTES, 1);
    net.Run(10);
    EXPECT_EQ(bulk.Received(), BYTES);
}

TEST_F(SynProxy, OpensConnectionsToTheNodeItself)
{
    Protect("INPUT");
    TestBulk bulk(net.At(0), net.At(1), net.Address(0, 1), 80, 80, BYTES, 1);
    net.Run(10);
    EXPECT_EQ(bulk.Received(), BYTES);
}

TEST_F(SynProxy, AFloodOfSynsLeavesNothingBehind)
{
    Protect("FORWARD");
    uint32_t answers = 0;
    net.OnHook(0, NfHook::INPUT, [&](NfPacket& packet) {
        answers += packet.ip.protocol == NfProtocol::TCP ? 1 : 0;
        return NfVerdict::DROP; // nobody is there
    });
    net.CountHooks();
    for (uint16_t port = 1000; port < 1100; ++port)
    {
        // One by one: only few wait for ARP.
        net.Schedule(1 + (port - 1000) * 0.02, 0, [this, port] {
            NfIpHeader ip;
            ip.protocol = NfProtocol::TCP;
            ip.source = net.Address(0, 0);
            ip.destination = net.Address(1, 1);
            std::vector<uint8_t> segment(NfHeaderSize::TCP);
            NfWrite16(segment.data(), port);
            NfWrite16(segment.data() + 2, 80);
            segment[12] = 5 << 4;
            segment[13] = 0x02;
            NfTransportChecksum::FillTcp(ip, segment);
            net.Layer(0)->GetStack()->SendGenerated(ip, NfMakeTcpPacket(segment), nullptr);
        });
    }
    net.Run(4);
    EXPECT_EQ(answers, 100U);
    EXPECT_EQ(net.Count(2, NfHook::PREROUTING, NfProtocol::TCP), 0U);
    EXPECT_TRUE(Connections().empty());
}

TEST_F(SynProxy, TellsTheClientThatTheServerRefuses)
{
    Protect("FORWARD");
    Ptr<Socket> client = Socket::CreateSocket(net.At(0), TcpSocketFactory::GetTypeId());
    bool ended = false;
    client->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                              Callback<void, Ptr<Socket>>([&](Ptr<Socket>) { ended = true; }));
    net.Schedule(1, 0, [&] { client->Connect(InetSocketAddress(net.Address(1, 1), 80)); });
    net.Run(5);
    EXPECT_TRUE(ended);
}

/// Has ns-3 compute checksums. The layer asks for that when it is made.
class ComputedChecksums
{
  public:
    ComputedChecksums()
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    }

    ~ComputedChecksums()
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
    }
};

class SynProxyWithChecksums : private ComputedChecksums, public SynProxy
{
};

TEST_F(SynProxyWithChecksums, KeepsThemRight)
{
    Protect("FORWARD");
    TestChecksums checksums(net.nodes);
    TestBulk bulk(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 20000, 1);
    net.Run(3);
    EXPECT_EQ(bulk.Received(), 20000U);
    EXPECT_EQ(checksums.bad, 0U);
    EXPECT_GT(checksums.good, 60U);
}

} // namespace
} // namespace ns3
