// SPDX-License-Identifier: GPL-2.0-only
// What raw sockets of ns-3 send, as against the datagrams with a header of their own that scenarios
// send: Linux cuts the former to the MTU, and refuses the latter. And that the way over OUTPUT
// leaves no trace of its own.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/ipv4-header.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <sstream>
#include <string>

namespace ns3
{
namespace
{

constexpr uint8_t PROTOCOL = 253;

TEST(RawSockets, LongDatagramsAreCutNotRefused)
{
    constexpr uint32_t longerThanMtu = 4000;
    TestNet net(2);
    net.CountHooks();
    TestRaw receiver(net.At(1), PROTOCOL);
    TestRaw sender(net.At(0), PROTOCOL);
    sender.Send(1, net.Address(0, 1), longerThanMtu);
    net.Run(3);
    EXPECT_EQ(receiver.received, 1U);
}

/// Writes down all that the trace sources of a node's IPv4 tell.
class Told
{
  public:
    explicit Told(Ptr<Node> node)
    {
        Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
        for (const char* name : {"Tx", "Rx"})
        {
            ipv4->TraceConnectWithoutContext(
                name,
                Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>(
                    [this, name](Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t interface) {
                        Ipv4Header header;
                        packet->PeekHeader(header);
                        Note(name, header, packet->GetSize(), interface);
                    }));
        }
        ipv4->TraceConnectWithoutContext(
            "SendOutgoing",
            Callback<void, const Ipv4Header&, Ptr<const Packet>, uint32_t>(
                [this](const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface) {
                    Note("SendOutgoing", header, packet->GetSize(), interface);
                }));
    }

    std::ostringstream text;

  private:
    void Note(const char* name, const Ipv4Header& header, uint32_t size, uint32_t interface)
    {
        text << name << " " << interface << " " << header.GetSource() << ">"
             << header.GetDestination() << " " << size << "\n";
    }
};

/// Rules, if any, of a node that pings the next but one, and sends a long datagram.
class RawSocketTraces : public testing::TestWithParam<const char*>
{
  protected:
    /// @param rules of the sender; empty: none
    /// @return what its trace sources and events are
    static std::string Play(const std::string& rules)
    {
        return FindInChild([&rules] { return PlayHere(rules); });
    }

  private:
    static std::string PlayHere(const std::string& rules)
    {
        TestNet net(3);
        net.RouteGlobally();
        Told told(net.At(0));
        if (!rules.empty())
        {
            net.helper.Iptables(net.At(0), rules);
        }
        TestPing ping(net.At(0), net.Address(1, 1), 1, 5);
        TestRaw sender(net.At(0), PROTOCOL);
        sender.Send(2, net.Address(1, 1), 4000);
        net.Run(5);
        told.text << ping.Received() << " answers, " << Simulator::GetEventCount() << " events\n";
        return told.text.str();
    }
};

TEST_P(RawSocketTraces, AreThoseOfStockNs3)
{
    std::string expected = Play("");
    EXPECT_NE(expected.find("5 answers"), std::string::npos) << expected;
    EXPECT_NE(expected.find("Tx 1 10.0.0.1>10.0.1.2 84\n"), std::string::npos) << expected;
    EXPECT_EQ(Play(GetParam()), expected);
}

INSTANTIATE_TEST_SUITE_P(Rules,
                         RawSocketTraces,
                         testing::Values("-A INPUT -j ACCEPT",
                                         "-A OUTPUT -m conntrack --ctstate NEW,ESTABLISHED"));

TEST(RawSockets, TracesTellNothingOfWhatRulesDropAndTheChangedAddressOfWhatNatChanges)
{
    TestNet net(3);
    net.RouteGlobally();
    Told told(net.At(0));
    net.helper.Iptables(net.At(0),
                        "-t nat -A OUTPUT -d 10.9.9.9 -j DNAT --to-destination 10.0.1.2");
    net.helper.Iptables(net.At(0), "-A OUTPUT -d 10.0.1.1 -j DROP");
    net.HostRoute(0, Ipv4Address("10.9.9.9"), net.Address(0, 1));
    TestRaw receiver(net.At(2), PROTOCOL);
    TestRaw sender(net.At(0), PROTOCOL);
    sender.Send(1, Ipv4Address("10.9.9.9"));
    sender.Send(2, Ipv4Address("10.0.1.1"));
    net.Run(5);
    EXPECT_EQ(receiver.received, 1U);
    EXPECT_EQ(told.text.str(),
              "SendOutgoing 1 10.0.0.1>10.9.9.9 100\n"
              "Tx 1 10.0.0.1>10.0.1.2 120\n"
              "SendOutgoing 1 10.0.0.1>10.0.1.1 100\n");
}

} // namespace
} // namespace ns3
