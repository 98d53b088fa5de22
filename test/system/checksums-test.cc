// SPDX-License-Identifier: GPL-2.0-only

// What the layer rewrites or makes leaves with right checksums if ns-3 computes any, and without
// if it does not. Judges: a verifier of our own on every packet, and tcpdump on captures.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/global-value.h"
#include "ns3/inet-socket-address.h"
#include "ns3/pcap-file.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <cstdio>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using testing::HasSubstr;
using testing::Not;

const char* const VIP = "10.0.9.9";

/// What a capture holds.
struct Capture
{
    uint32_t packets{0};
    uint32_t wrong{0};
    uint32_t ipComputed{0}; //!< IP headers with a checksum
    uint32_t l4Computed{0}; //!< whole packets with an L4 checksum
};

/// @param path of a capture
/// @param offset where IP headers begin
/// @return what it holds
Capture
ReadCapture(const std::string& path, uint32_t offset)
{
    Capture capture;
    PcapFile file;
    file.Open(path, std::ios::in);
    std::vector<uint8_t> data(65536);
    uint32_t seconds = 0;
    uint32_t micros = 0;
    uint32_t included = 0;
    uint32_t original = 0;
    uint32_t read = 0;
    for (;;)
    {
        file.Read(data.data(), data.size(), seconds, micros, included, original, read);
        if (file.Fail() || file.Eof())
        {
            return capture;
        }
        const uint8_t* ip = data.data() + offset;
        if (ip[0] != 0x45)
        {
            continue; // ARP
        }
        ++capture.packets;
        bool right = TestChecksums::Verify(ip, read - offset);
        capture.wrong += !right;
        capture.ipComputed += ip[10] != 0 || ip[11] != 0;
        bool fragment = (ip[6] & 0x3f) != 0 || ip[7] != 0;
        uint32_t checksum = ip[9] == 6 ? 20 + 16 : ip[9] == 17 ? 20 + 6 : 20 + 2;
        // Of TCP and ICMP, the right checksum may be 0; of UDP it is 0xffff then (RFC 768).
        bool zero = ip[checksum] == 0 && ip[checksum + 1] == 0;
        capture.l4Computed += !fragment && !(zero && (ip[9] == 17 || !right));
    }
}

/// @param command a shell command
/// @return its output
std::string
Shell(const std::string& command)
{
    std::string output;
    FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
    char buffer[4096];
    while (pipe && fgets(buffer, sizeof(buffer), pipe))
    {
        output += buffer;
    }
    if (pipe)
    {
        pclose(pipe);
    }
    return output;
}

/// Client 0 - router 1 - router 2 - server 3, with checksums or without, captured on links 0 and 1.
class Checksums : public testing::TestWithParam<bool>
{
  protected:
    Checksums()
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(GetParam()));
        directory = MakeTestDirectory("pcap");
        net = std::make_unique<TestNet>(4);
        net->RouteGlobally();
        net->HostRoute(0, VIP, net->Address(0, 1));
        net->helper.AssignStreams(net->nodes, 1);
        watch = std::make_unique<TestChecksums>(net->nodes);
        CsmaHelper().EnablePcap(directory + "/link", net->devices[0].Get(0), true);
        PointToPointHelper().EnablePcap(directory + "/link", net->devices[1].Get(0));
    }

    ~Checksums() override
    {
        net = nullptr;
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
    }

    /// Judge all that has been captured. Captures are closed when nothing holds a node any more.
    void Judge(uint32_t atLeast)
    {
        net = nullptr;
        Capture captures[] = {ReadCapture(directory + "/link-0-1.pcap", 14),
                              ReadCapture(directory + "/link-1-2.pcap", 2)};
        for (const Capture& capture : captures)
        {
            EXPECT_GE(capture.packets, atLeast);
            if (!GetParam())
            {
                EXPECT_EQ(capture.ipComputed, 0U);
                EXPECT_EQ(capture.l4Computed, 0U);
                continue;
            }
            EXPECT_EQ(capture.wrong, 0U);
            EXPECT_EQ(capture.ipComputed, capture.packets);
        }
        if (!GetParam())
        {
            return;
        }
        EXPECT_EQ(watch->bad, 0U);
        EXPECT_GE(watch->good, atLeast);
        for (const char* file : {"/link-0-1.pcap", "/link-1-2.pcap"})
        {
            SCOPED_TRACE(file);
            text = Shell("tcpdump -nvvr " + directory + file);
            EXPECT_THAT(text, Not(HasSubstr("bad cksum")));
            EXPECT_THAT(text, Not(HasSubstr("bad udp cksum")));
            EXPECT_THAT(text, Not(HasSubstr("incorrect")));
            EXPECT_THAT(text, Not(HasSubstr("wrong")));
        }
    }

    std::string directory;
    std::unique_ptr<TestNet> net;
    std::unique_ptr<TestChecksums> watch;
    std::string text; //!< tcpdump's, of link 1; empty without tcpdump or checksums
};

TEST_P(Checksums, OfNatedPackets)
{
    for (const char* protocol : {"tcp", "udp"})
    {
        net->helper.Iptables(net->At(1),
                             std::string("-t nat -A PREROUTING -d 10.0.9.9 -p ") + protocol +
                                 " --dport 8080 -j DNAT --to-destination 10.0.2.2:80");
    }
    net->helper.Iptables(
        net->At(1),
        "-t nat -A PREROUTING -d 10.0.9.9 -p icmp -j DNAT --to-destination 10.0.2.2");
    net->helper.Iptables(net->At(1),
                         "-t nat -A PREROUTING -d 10.0.9.9 -p udp --dport 7 -j DNAT "
                         "--to-destination 10.0.2.2:7");
    net->helper.Iptables(net->At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    {
        TestUdp udp(net->At(0), net->At(3), 80, true);
        for (uint32_t i = 0; i < 3; ++i)
        {
            udp.Send(1 + i, VIP, 8080, 101 + i);
        }
        udp.Send(3.7, VIP, 8080, 4001); // in fragments
        TestPing ping(net->At(0), VIP, 2, 10);
        // Of the same id, 0, so that one of the two is given another.
        TestPing twin(net->At(1), net->Address(2, 1), 2.01, 10);
        TestUdp closed(net->At(0), nullptr, 0); // answered by an ICMP error, which is translated
        TestRaw ear(net->At(0), NfProtocol::ICMP);
        closed.Send(3.5, VIP, 7);
        TestBulk bulk(net->At(0), net->At(3), VIP, 8080, 80, 200000, 4);
        net->Run(20);

        EXPECT_EQ(udp.received, 4U);
        EXPECT_EQ(udp.echoed, 4U);
        EXPECT_EQ(udp.lastSource, net->Address(1, 0)) << "masqueraded";
        EXPECT_EQ(udp.lastEchoSource, Ipv4Address(VIP));
        EXPECT_EQ(udp.lastEchoPort, 8080);
        EXPECT_EQ(ping.Received(), 10U);
        EXPECT_EQ(twin.Received(), 10U);
        EXPECT_EQ(ear.received, 11U) << "ten answers, one error";
        EXPECT_EQ(bulk.Received(), 200000U);
    }
    Judge(300);
}

TEST_P(Checksums, OfMangledPackets)
{
    net->helper.RestoreText(net->At(1), R"(
*mangle
-A PREROUTING -p tcp -j TTL --ttl-inc 9
-A PREROUTING -p udp -m udp --dport 9 -j TOS --set-tos 0x10
-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 400
-A FORWARD -p tcp -j DSCP --set-dscp 10
-A POSTROUTING -p icmp -j DSCP --set-dscp-class EF
-A POSTROUTING -p tcp -j ECN --ecn-tcp-remove
-A POSTROUTING -p udp -m udp --dport 9 -j TTL --ttl-set 7
COMMIT
*nat
-A PREROUTING -i eth0 -p udp -m udp --dport 53 -j REDIRECT --to-ports 5353
-A PREROUTING -d 10.0.9.0/24 -j NETMAP --to 10.0.2.0/24
-A POSTROUTING -p tcp -o eth1 -j SNAT --to-source 10.0.1.1:4000-4100
COMMIT
*filter
-A FORWARD -p udp -m udp --dport 20 -j REJECT
-A FORWARD -p tcp -m tcp --dport 22 -j REJECT --reject-with tcp-reset
-A FORWARD -p tcp -m tcp --dport 23 -j REJECT --reject-with icmp-admin-prohibited
COMMIT
)");
    {
        TestUdp udp(net->At(0), net->At(3), 9, true);
        udp.Send(1, net->Address(2, 1), 9, 99);
        TestUdp mapped(net->At(0), net->At(3), 10, true);
        net->HostRoute(0, "10.0.9.2", net->Address(0, 1));
        mapped.Send(1.1, Ipv4Address("10.0.9.2"), 10, 98);
        TestUdp redirected(net->At(0), net->At(1), 5353, true);
        redirected.Send(1.2, net->Address(2, 1), 53, 97);
        TestUdp rejected(net->At(0), net->At(3), 20);
        rejected.Send(1.3, net->Address(2, 1), 20, 96);
        TestUdp expired(net->At(0), net->At(3), 21);
        expired.sender->SetIpTtl(2);
        expired.Send(1.4, net->Address(2, 1), 21, 95);
        TestRaw ear(net->At(0), NfProtocol::ICMP);
        TestPing ping(net->At(3), net->Address(0, 0), 2, 3);
        TestBulk reset(net->At(0), net->At(3), net->Address(2, 1), 22, 22, 1000, 3);
        TestBulk prohibited(net->At(0), net->At(3), net->Address(2, 1), 23, 23, 1000, 3);
        TestBulk bulk(net->At(0), net->At(3), net->Address(2, 1), 80, 80, 20000, 4);
        net->Run(20);
        EXPECT_EQ(udp.echoed, 1U);
        EXPECT_EQ(mapped.echoed, 1U);
        EXPECT_EQ(redirected.echoed, 1U);
        EXPECT_EQ(redirected.lastEchoPort, 53);
        EXPECT_EQ(rejected.received, 0U);
        EXPECT_EQ(ping.Received(), 3U);
        EXPECT_EQ(reset.Received() + prohibited.Received(), 0U);
        EXPECT_EQ(bulk.Received(), 20000U);
        EXPECT_GE(ear.received, 3U + 3U) << "pings; of two datagrams and a SYN, an error each";
    }
    Judge(60);
    if (!text.empty())
    {
        EXPECT_THAT(text, HasSubstr("mss 400"));
        EXPECT_THAT(text, HasSubstr("tos 0x10, ttl 7"));
        EXPECT_THAT(text, HasSubstr("tos 0xb8"));
        EXPECT_THAT(text, HasSubstr("10.0.1.1.40"));
    }
}

TEST_P(Checksums, OfSegmentsWhoseLengthNatChanges)
{
    // FTP's PORT: 10,0,0,1 becomes 10,0,1,1 and another port, so the following numbers shift.
    net->helper.RestoreText(net->At(1), R"(
*raw
-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp
COMMIT
*nat
-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.100
COMMIT
)");
    net->HostRoute(3, "203.0.113.100", net->Address(2, 0));
    net->HostRoute(2, "203.0.113.100", net->Address(1, 0));
    {
        std::string atServer;
        Ptr<Socket> server = Socket::CreateSocket(net->At(3), TcpSocketFactory::GetTypeId());
        server->Bind(InetSocketAddress(Ipv4Address::GetAny(), 21));
        server->Listen();
        Ptr<Socket> control;
        server->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>([&](Ptr<Socket> socket, const Address&) {
                control = socket;
                socket->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> from) {
                    while (Ptr<Packet> packet = from->Recv())
                    {
                        std::vector<uint8_t> bytes(packet->GetSize());
                        packet->CopyData(bytes.data(), bytes.size());
                        atServer.append(bytes.begin(), bytes.end());
                        from->Send(Create<Packet>(bytes.data(), bytes.size()));
                    }
                }));
            }));
        Ptr<Socket> client = Socket::CreateSocket(net->At(0), TcpSocketFactory::GetTypeId());
        client->Bind();
        std::size_t answered = 0;
        client->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> from) {
            while (Ptr<Packet> packet = from->Recv())
            {
                answered += packet->GetSize();
            }
        }));
        auto say = [&](double at, const std::string& line) {
            net->Schedule(at, 0, [client, line] {
                client->Send(
                    Create<Packet>(reinterpret_cast<const uint8_t*>(line.data()), line.size()));
            });
        };
        net->Schedule(1, 0, [&] { client->Connect(InetSocketAddress(net->Address(2, 1), 21)); });
        say(1.5, "USER x\r\n"); // as in Linux, the first line of a connection is not looked at
        say(2, "PORT 10,0,0,1,4,5\r\n");
        say(3, "LIST\r\n");
        say(4, "PORT 10,0,0,1,4,6\r\n");
        say(5, "QUIT\r\n");
        net->Run(10);
        EXPECT_EQ(atServer,
                  "USER x\r\nPORT 203,0,113,100,4,5\r\nLIST\r\nPORT 203,0,113,100,4,6\r\nQUIT\r\n");
        EXPECT_EQ(answered, atServer.size()) << "the answers' numbers fit the client's";
    }
    Judge(15);
}

INSTANTIATE_TEST_SUITE_P(Enabled, Checksums, testing::Bool(), [](const auto& info) {
    return info.param ? "On" : "Off";
});

} // namespace
} // namespace ns3
