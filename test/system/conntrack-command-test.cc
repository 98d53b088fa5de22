// SPDX-License-Identifier: GPL-2.0-only

// NetfilterHelper::Conntrack(): the connection table in the words of conntrack(8). The lines are
// those of conntrack 1.4.7 on a router that has seen the same packets, with accounting.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/netfilter-helper.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace ns3
{
namespace
{

using testing::HasSubstr;
using testing::MatchesRegex;

/// A client, a masquerading router, a server. Datagrams and a ping are on their way.
class ConntrackCommand : public testing::Test
{
  protected:
    ConntrackCommand()
        : net(3),
          udp(net.At(0), net.At(2), 9, true),
          ping(net.At(0), net.Address(1, 1), 1, 1)
    {
        net.RouteGlobally();
        net.helper.Iptables(router(), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        // The sender is bound already, and must not be bound again.
        udp.sender->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        udp.sender = Socket::CreateSocket(net.At(0), UdpSocketFactory::GetTypeId());
        udp.sender->Bind(InetSocketAddress(Ipv4Address::GetAny(), 5000));
        udp.Send(1, net.Address(1, 1), 9);
    }

    Ptr<Node> router() const
    {
        return net.At(1);
    }

    /// Run a command while the simulation runs. Returns what it prints.
    std::string At(double seconds, const std::string& command)
    {
        std::string printed;
        Simulator::Schedule(Seconds(seconds) - Simulator::Now(), [&] {
            printed = net.helper.Conntrack(router(), command);
            Simulator::Stop();
        });
        Simulator::Run();
        return printed;
    }

    TestNet net;
    TestUdp udp;
    TestPing ping;
};

TEST_F(ConntrackCommand, ListsConnectionsAsTheToolDoes)
{
    const std::string listed = At(2.5, "-L -p udp");
    EXPECT_THAT(listed,
                MatchesRegex("udp      17 28 src=10.0.0.1 dst=10.0.1.2 sport=[0-9]+ dport=9 "
                             "packets=1 bytes=[0-9]+ src=10.0.1.2 dst=10.0.1.1 sport=9 "
                             "dport=[0-9]+ packets=1 bytes=[0-9]+ mark=0 use=1\n"));
    const std::string pings = At(2.6, "-L -p icmp -o extended");
    EXPECT_THAT(pings,
                MatchesRegex("ipv4     2 icmp     1 28 src=10.0.0.1 dst=10.0.1.2 type=8 code=0 "
                             "id=[0-9]+ packets=1 bytes=84 src=10.0.1.2 dst=10.0.1.1 type=0 "
                             "code=0 id=[0-9]+ packets=1 bytes=84 mark=0 use=1\n"));
    EXPECT_EQ(At(2.7, "-L"), At(2.7, "-L conntrack"));
    EXPECT_EQ(At(2.8, "-C"), "2\n");
    EXPECT_EQ(At(2.9, "-L expect"), "");
    EXPECT_THAT(At(2.9, "-S"), HasSubstr("insert=2 insert_failed=0 drop=0 early_drop=0"));
}

TEST_F(ConntrackCommand, ChoosesByEachOption)
{
    const std::string all = At(2.5, "-L -p udp");
    for (const char* options : {"-s 10.0.0.1",
                                "-s 10.0.0.0/24 --dst 10.0.1.2",
                                "--dport 9",
                                "--dport=9 --reply-port-src 9",
                                "-q 10.0.1.1 -r 10.0.1.2",
                                "-n",
                                "-n 10.0.1.1",
                                "-j",
                                "-m 0/0xff",
                                "-u SEEN_REPLY",
                                "-w 0"})
    {
        EXPECT_EQ(At(2.5, "-L -p udp " + std::string(options)), all) << options;
    }
    for (const char* options : {"-s 10.0.0.2",
                                "--dport 10",
                                "--sport 9",
                                "-g",
                                "-n 10.0.1.7",
                                "-m 1",
                                "-u ASSURED",
                                "-u unreplied",
                                "-w 1",
                                "--orig-zone 3"})
    {
        EXPECT_EQ(At(2.5, "-L -p udp " + std::string(options)), "") << options;
    }
    EXPECT_NE(At(2.5, "-L -p icmp --icmp-type 8 --icmp-code 0"), "");
    EXPECT_EQ(At(2.5, "-L -p icmp --icmp-type 13"), "");
}

TEST_F(ConntrackCommand, DeletesAndFlushes)
{
    const std::string udpLine = At(2.5, "-L -p udp");
    EXPECT_EQ(At(2.5, "-D -p udp"), udpLine);
    EXPECT_EQ(At(2.5, "-D -p udp"), "");
    EXPECT_EQ(At(2.5, "-C"), "1\n");
    EXPECT_EQ(At(2.5, "-F"), "");
    EXPECT_EQ(At(2.5, "-C"), "0\n");
}

TEST_F(ConntrackCommand, TellsEventsWithTheSimulatedTime)
{
    std::ostringstream events;
    ASSERT_FALSE(
        NetfilterHelper::TryConntrack(router(), "-E -p udp -o timestamp", nullptr, &events));
    At(40, "-C");
    EXPECT_THAT(events.str(),
                MatchesRegex("\\[1\\.[0-9]+\\]\t    \\[NEW\\] udp      17 30 src=[^\n]+"
                             "\\[UNREPLIED\\][^\n]+\n"
                             "\\[1\\.[0-9]+\\]\t \\[UPDATE\\] udp      17 [^\n]+\n"
                             "\\[31\\.[0-9]+\\]\t\\[DESTROY\\] udp      17 0 [^\n]+\n"));
}

TEST(ConntrackCommandText, IsRefusedWithThePlaceAndWhatIsExpected)
{
    const std::pair<const char*, const char*> cases[] = {
        {"", "a command is expected"},
        {"-L -D", "1:4: Invalid commands combination"},
        {"-L foo", "1:4: unknown type `foo'"},
        {"-L --dport 9", "1:4: unknown option `--dport'"},
        {"-L -p udp --dport 99999", "1:19: Bad parameter `99999'"},
        {"-L -p foo", "1:7: `foo' unsupported protocol"},
        {"-L -s 300.1.1.1", "1:7: Invalid IP address `300.1.1.1'"},
        {"-L -s", "1:4: option `-s' requires an argument"},
        {"-L -u FOO", "1:7: Bad parameter `FOO'"},
        {"-L -p tcp --state FOO", "1:19: Bad parameter `FOO'"},
        {"-I -p tcp", "1:1: conntrack's -I is not offered here"},
        {"-D expect", "1:4: conntrack's -D expect is not offered here"},
        {"-L --bogus", "1:4: unknown option `--bogus'"},
        {"-L -s ''", "1:7: an empty word is not expected"},
        {"-L -f ipv5", "1:7: `ipv5' unsupported protocol"},
    };
    for (const auto& [command, message] : cases)
    {
        NodeContainer none;
        NfStatus status = NetfilterHelper::TryConntrack(none, command);
        ASSERT_TRUE(status) << command;
        EXPECT_THAT(status->ToString(), HasSubstr(message)) << command;
    }
}

} // namespace
} // namespace ns3
