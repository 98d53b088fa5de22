// SPDX-License-Identifier: GPL-2.0-only

// Whatever bytes come to a node as an IPv6 packet, of its own, of a group or of others, the
// simulation goes on: nothing on which ns-3's parsers would abort or crash reaches them.

#include "test-ipv6-net.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace ns3
{
namespace
{

using Bytes = std::vector<uint8_t>;

/// Makes packets that are nearly right.
class Garbage
{
  public:
    explicit Garbage(unsigned seed)
        : m_random(seed)
    {
    }

    /// @param source where it seems to come from
    /// @param destination to whom
    /// @return the packet
    Bytes Make(const Ipv6Address& source, const Ipv6Address& destination)
    {
        constexpr uint8_t chain[] = {0, 43, 44, 51, 60};
        constexpr uint8_t upper[] = {6, 17, 47, 50, 58, 59, 89, 132, 136, 255};
        Bytes headers;
        uint8_t first = 0;
        std::size_t place = 0; // of the byte that names the next header, in headers
        for (uint32_t i = Below(3); i > 0; --i)
        {
            const uint8_t type = chain[Below(5)];
            (headers.empty() ? first : headers[place]) = type;
            place = headers.size();
            headers.push_back(0);
            headers.push_back(Below(8) == 0 ? Below(256) : 0);
            for (int k = 0; k < 6; ++k)
            {
                headers.push_back(Below(3) == 0 ? Below(256) : 0);
            }
        }
        const uint8_t protocol = upper[Below(10)];
        (headers.empty() ? first : headers[place]) = protocol;
        for (uint32_t i = Below(80); i > 0; --i)
        {
            headers.push_back(Below(256));
        }
        Bytes packet{0x60, 0, 0, 0, 0, 0, first, static_cast<uint8_t>(Below(4) * 85)};
        const std::size_t length = Below(10) == 0 ? Below(65536) : headers.size();
        packet[4] = length >> 8;
        packet[5] = length & 0xff;
        for (const Ipv6Address& address : {source, destination})
        {
            uint8_t bytes[16];
            address.GetBytes(bytes);
            packet.insert(packet.end(), bytes, bytes + 16);
        }
        packet.insert(packet.end(), headers.begin(), headers.end());
        packet.resize(Below(10) == 0 ? Below(packet.size()) + 1 : packet.size());
        return packet;
    }

    /// @param bound exclusive
    /// @return a number
    uint32_t Below(uint32_t bound)
    {
        return m_random() % bound;
    }

  private:
    std::mt19937 m_random;
};

class Ipv6Malformed : public testing::TestWithParam<unsigned>
{
};

} // namespace

TEST_P(Ipv6Malformed, PacketsNeitherEndTheSimulationNorKeepGoodOnesOut)
{
    constexpr int packets = 2000;
    TestIpv6Net net(3);
    // Node 1 forwards some of it, and answers with quotes: others need the layer's care, too.
    net.CountHooks();
    uint32_t hooked = 0;
    net.Layer(1)->GetHooks().Register(NfFamily::IPV6, NfHook::PREROUTING, 0, [&](NfPacket&) {
        ++hooked;
        return NfVerdict::ACCEPT;
    });
    const Ptr<Socket> listener = Socket::CreateSocket(net.At(1), TcpSocketFactory::GetTypeId());
    listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 80));
    listener->Listen();
    TestIpv6Udp udp(net.At(0), net.At(1), 9);
    Garbage garbage(GetParam());
    const Ipv6Address sources[] = {net.Address(0, 0),
                                   net.LinkLocal(0, 0),
                                   Ipv6Address::GetAny(),
                                   Ipv6Address("2001:ffff::1"),
                                   Ipv6Address("ff02::1"),
                                   net.Address(0, 1)};
    const Ipv6Address destinations[] = {net.Address(0, 1),
                                        net.LinkLocal(0, 1),
                                        Ipv6Address::GetAllNodesMulticast(),
                                        Ipv6Address("ff02::1:ff00:2"),
                                        net.Address(1, 1),
                                        Ipv6Address("2001:ffff::2")};
    const Ptr<NetDevice> from = net.devices[0].Get(0);
    const Ptr<NetDevice> to = net.devices[0].Get(1);
    for (int i = 0; i < packets; ++i)
    {
        const Bytes bytes = garbage.Make(sources[garbage.Below(6)], destinations[garbage.Below(6)]);
        net.Schedule(3 + 0.001 * i, 0, [=] {
            from->Send(Create<Packet>(bytes.data(), bytes.size()), to->GetAddress(), 0x86dd);
        });
    }
    udp.Send(6, net.Address(0, 1), 9);
    net.Run(8);
    EXPECT_GT(hooked, packets / 4U);
    EXPECT_EQ(udp.received, 1U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Ipv6Malformed, testing::Range(1U, 9U));

} // namespace ns3
