// SPDX-License-Identifier: GPL-2.0-only

// The box of a replay is a node as any other: what ns-3 demands of nodes holds for it.

#include "nf-replay-box.h"
#include "nf-replay-values.h"

#include "ns3/netfilter.h"
#include "ns3/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

// ns-3 asserts it in Node::ReceiveFromDevice, in profiles with assertions only.
TEST(ReplayBox, ReceivesInItsOwnContext)
{
    NfReplayScenario scenario;
    NfReplayInterface& eth0 = scenario.interfaces.emplace_back();
    eth0.name = "eth0";
    eth0.addresses = {{{NfFamily::IPV4, NfAddress(Ipv4Address("10.0.0.1"))}, 24}};
    NfReplayBox box(scenario);
    std::vector<uint32_t> contexts;
    box.GetNetfilter()->GetHooks().Register(NfFamily::IPV4,
                                            NfHook::PREROUTING,
                                            NfPriority::FIRST,
                                            [&](NfPacket&) {
                                                contexts.push_back(Simulator::GetContext());
                                                return NfVerdict::ACCEPT;
                                            });
    const auto bytes = NfFromHex("4500001c00010000401166ce0a0000020a000001000100020008ebd8");
    EXPECT_EQ(box.Inject("eth0", *bytes), std::nullopt);
    box.RunUntil(1);
    const Ptr<Node> node = box.GetNetfilter()->GetObject<Node>();
    EXPECT_THAT(contexts, testing::ElementsAre(node->GetId()));
}

} // namespace
} // namespace ns3
