// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-connection.h"
#include "nf-node-service.h"
#include "target-fixture.h"

using namespace ns3;

namespace
{

/// 10.0.0.2:1000 > 198.51.100.7:53, UDP.
constexpr const char* DATAGRAM = "45000020000100004011468c0a000002c633640703e80035000cdb7961626364";

using TeeTarget = TargetFixture;

TEST_F(TeeTarget, AsksForACopyAndLetsThePacketGoOn)
{
    NfPacket packet = MakePacket(DATAGRAM);
    EXPECT_EQ(Run("mangle PREROUTING -j TEE --gateway 192.0.2.9 --oif eth1", packet),
              NfTargetResult::CONTINUE);
    ASSERT_EQ(netns.copies.size(), 1U);
    EXPECT_EQ(netns.copies[0].gateway, NfAddress(0xc0000209));
    EXPECT_EQ(netns.copies[0].device, "eth1");
    EXPECT_EQ(netns.copies[0].packet, packet.CopyBytes());
}

class ClusteripTarget : public TargetFixture
{
  protected:
    /// The target of one of two nodes, in force.
    std::unique_ptr<NfTarget> Make(const std::string& options)
    {
        auto target = MakeTarget("filter INPUT -d 10.0.0.9 -i eth0 -j CLUSTERIP " + options);
        dynamic_cast<NfNodeService&>(*target).Serve(netns);
        return target;
    }

    NfPacket From(uint32_t source, uint16_t port, NfCtState state = NfCtState::NEW)
    {
        NfPacket packet = MakePacket(DATAGRAM);
        packet.ip.source = NfAddress(source);
        NfWrite16(packet.MutableL4(8), port);
        packet.hook = NfHook::INPUT;
        packet.packetType = NetDevice::PACKET_MULTICAST;
        packet.ct = Create<NfConnection>();
        packet.ctState = state;
        return packet;
    }

    const std::string NEW = "--new --hashmode sourceip --clustermac 01:00:5e:00:00:09 ";
};

TEST_F(ClusteripTarget, ExactlyOneNodeTakesEachConnection)
{
    FakeNetns other;
    auto first = Make(NEW + "--total-nodes 2 --local-node 1 --hash-init 5");
    auto second = MakeTarget("filter INPUT -d 10.0.0.9 -i eth0 -j CLUSTERIP " + NEW +
                             "--total-nodes 2 --local-node 2 --hash-init 5");
    dynamic_cast<NfNodeService&>(*second).Serve(other);
    unsigned taken = 0;
    for (uint32_t host = 0; host < 200; ++host)
    {
        NfPacket here = From(0x0a000100 + host, 1000);
        NfPacket there = From(0x0a000100 + host, 1000);
        const bool ours = first->Execute(here) == NfTargetResult::CONTINUE;
        EXPECT_NE(ours, second->Execute(there) == NfTargetResult::CONTINUE) << host;
        EXPECT_EQ(NfGetConnection(here)->mark, ours ? 1U : 2U) << "which node it is for";
        EXPECT_EQ(here.packetType, ours ? NetDevice::PACKET_HOST : NetDevice::PACKET_MULTICAST);
        taken += ours;
        NfPacket again = From(0x0a000100 + host, 2000, NfCtState::ESTABLISHED);
        EXPECT_EQ(first->Execute(again) == NfTargetResult::CONTINUE, ours) << "the port is no part";
        EXPECT_EQ(NfGetConnection(again)->mark, 0U) << "only a new connection is marked";
    }
    EXPECT_GT(taken, 70U);
    EXPECT_LT(taken, 130U);
}

TEST_F(ClusteripTarget, PortsCountWhereTheModeSaysSo)
{
    auto target = Make("--new --hashmode sourceip-sourceport --clustermac 01:00:5e:00:00:09 "
                       "--total-nodes 2 --local-node 1");
    unsigned taken = 0;
    for (uint16_t port = 1; port <= 100; ++port)
    {
        NfPacket packet = From(0x0a000100, port);
        taken += target->Execute(packet) == NfTargetResult::CONTINUE;
    }
    EXPECT_GT(taken, 30U);
    EXPECT_LT(taken, 70U);
}

TEST_F(ClusteripTarget, DropsWhatIsNotTrackedAndPassesErrors)
{
    auto target = Make(NEW + "--total-nodes 16 --local-node 16");
    NfPacket untracked = From(0x0a000100, 1);
    untracked.ct = nullptr;
    EXPECT_EQ(target->Execute(untracked), NfTargetResult::DROP);
    for (uint32_t host = 0; host < 50; ++host)
    {
        NfPacket error = From(host, 1, NfCtState::RELATED);
        error.ip.protocol = NfProtocol::ICMP;
        EXPECT_EQ(target->Execute(error), NfTargetResult::CONTINUE);
    }
}

TEST_F(ClusteripTarget, RulesOfOneAddressShareWhatTheFirstSays)
{
    auto first = Make(NEW + "--total-nodes 2 --local-node 1");
    auto second = Make("");
    for (uint32_t host = 0; host < 50; ++host)
    {
        NfPacket one = From(host, 1);
        NfPacket two = From(host, 1);
        EXPECT_EQ(first->Execute(one), second->Execute(two)) << host;
    }
}

} // namespace
