// SPDX-License-Identifier: GPL-2.0-only

// Sets in rules of a node: what refers to them, what packets meet, and lifetimes without events.

#include "test-net.h"

#include "ns3/inet-socket-address.h"
#include "ns3/nf-set-command.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

using testing::HasSubstr;

/// Node 0 sends through node 1, which has the sets, to node 2.
class Ipset : public testing::Test
{
  protected:
    Ipset()
        : net(3)
    {
        net.RouteGlobally();
        net.CountHooks();
    }

    /// Send a datagram from node 0 to a port of node 2.
    void Send(uint16_t port)
    {
        Ptr<Socket> socket = Socket::CreateSocket(net.nodes.Get(0), UdpSocketFactory::GetTypeId());
        socket->Connect(InetSocketAddress(Ipv4Address("10.0.1.2"), port));
        socket->Send(Create<Packet>(10));
        net.Run(0.1);
    }

    /// @return how many datagrams node 2 has received
    uint64_t Received()
    {
        return net.Count(2, NfHook::INPUT, NfProtocol::UDP);
    }

    /// @return what is wrong with a command, or nothing
    std::string Refused(const std::string& command)
    {
        NfStatus error = NetfilterHelper::TryIpset(net.At(1), command);
        return error ? error->message : "";
    }

    TestNet net;
};

TEST_F(Ipset, ARuleDropsWhatIsInTheSet)
{
    net.helper.Ipset(net.At(1), "create blocked hash:net,port");
    net.helper.Iptables(net.At(1), "-A FORWARD -m set --match-set blocked src,dst -j DROP");
    Send(53);
    EXPECT_EQ(Received(), 1U);
    net.helper.Ipset(net.At(1), "add blocked 10.0.0.0/24,udp:53");
    Send(53);
    EXPECT_EQ(Received(), 1U);
    Send(54);
    EXPECT_EQ(Received(), 2U);
    net.helper.Ipset(net.At(1), "add blocked 10.0.0.1,udp:53 nomatch");
    Send(53);
    EXPECT_EQ(Received(), 3U);
}

TEST_F(Ipset, ASetThatARuleNamesStays)
{
    net.helper.Ipset(net.At(1), "create a hash:ip");
    net.helper.Iptables(net.At(1), "-A FORWARD -m set --match-set a src -j SET --add-set a dst");
    EXPECT_THAT(net.helper.Ipset(net.At(1), "list a"), HasSubstr("\nReferences: 2\n"));
    EXPECT_EQ(Refused("destroy a"), "Set cannot be destroyed: it is in use by a kernel component");
    EXPECT_EQ(Refused("destroy"), "Set cannot be destroyed: it is in use by a kernel component");
    EXPECT_EQ(Refused("rename a b"), "Set cannot be renamed: it is in use by another system");
    net.helper.Iptables(net.At(1), "-F");
    EXPECT_EQ(Refused("destroy a"), "");
}

TEST_F(Ipset, ARuleMayNotNameASetThatIsNotThere)
{
    NfStatus error =
        NetfilterHelper::TryIptables(net.At(1), "-A FORWARD -m set --match-set a src -j DROP");
    ASSERT_TRUE(error);
    EXPECT_THAT(error->message, HasSubstr("Set a doesn't exist."));
    error = NetfilterHelper::TryIptables(net.At(1), "-A FORWARD -j SET --add-set a src");
    ASSERT_TRUE(error);
    EXPECT_THAT(error->message, HasSubstr("Set a doesn't exist."));
    EXPECT_EQ(net.helper.Save(net.At(1)), "");
}

TEST_F(Ipset, SwapExchangesWhatARuleFinds)
{
    net.helper.Ipset(net.At(1), "create a hash:ip");
    net.helper.Ipset(net.At(1), "create b hash:ip");
    net.helper.Ipset(net.At(1), "add b 10.0.0.1");
    net.helper.Iptables(net.At(1), "-A FORWARD -m set --match-set a src -j DROP");
    Send(53);
    EXPECT_EQ(Received(), 1U);
    net.helper.Ipset(net.At(1), "swap a b");
    Send(53);
    EXPECT_EQ(Received(), 1U);
}

TEST_F(Ipset, ElementsExpireWithoutEvents)
{
    net.helper.Ipset(net.At(1), "create a hash:ip timeout 5");
    Simulator::Stop(Seconds(1000));
    const uint64_t before = Simulator::GetEventCount();
    net.helper.Ipset(net.At(1), "add a 10.0.0.1");
    net.helper.Ipset(net.At(1), "add a 10.0.0.2 timeout 0");
    EXPECT_EQ(Simulator::GetEventCount(), before);
    EXPECT_THAT(net.helper.Ipset(net.At(1), "list a"),
                HasSubstr("Members:\n10.0.0.1 timeout 5\n10.0.0.2 timeout 0\n"));
    net.Run(4);
    EXPECT_THAT(net.helper.Ipset(net.At(1), "test a 10.0.0.1"), HasSubstr("10.0.0.1 is in set a."));
    net.Run(2);
    EXPECT_EQ(net.helper.Ipset(net.At(1), "test a 10.0.0.1"), "10.0.0.1 is NOT in set a.\n");
    EXPECT_THAT(net.helper.Ipset(net.At(1), "list a"),
                HasSubstr("Number of entries: 1\nMembers:\n10.0.0.2 timeout 0\n"));
}

TEST_F(Ipset, ASavedFileIsEnough)
{
    const std::string file = testing::TempDir() + "sets.ipset";
    const std::string text = "create a hash:net family inet hashsize 1024 maxelem 65536 comment "
                             "bucketsize 12 initval 0x00000000\n"
                             "add a 10.0.0.0/24 comment \"the lan\"\n";
    std::ofstream(file) << text;
    net.helper.RestoreSets(net.At(1), file);
    EXPECT_EQ(net.helper.Ipset(net.At(1), "save"), text);
    net.helper.RestoreText(net.At(1),
                           "*filter\n-A FORWARD -m set --match-set a src -j DROP\nCOMMIT\n");
    Send(53);
    EXPECT_EQ(Received(), 0U);
    EXPECT_EQ(net.helper.Ipset(net.At(0), "list"), "") << "sets are a node's own";
}

TEST_F(Ipset, AWrongLineIsNamedWithItsPlace)
{
    const std::string file = testing::TempDir() + "wrong.ipset";
    std::ofstream(file) << "create a hash:ip\nadd a 10.0.0.1\nadd a 10.0.0.300\n";
    NfStatus error = NetfilterHelper::TryRestoreSets(net.At(1), file);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->ToString(),
              file + ":3:7: Syntax error: cannot parse 10.0.0.300: resolving to IPv4 address "
                     "failed");
}

} // namespace
} // namespace ns3
