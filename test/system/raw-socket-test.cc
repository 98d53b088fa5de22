// SPDX-License-Identifier: GPL-2.0-only
// What raw sockets of ns-3 send, as against the datagrams with a header of their own that scenarios
// send: Linux cuts the former to the MTU, and refuses the latter.

#include "test-net.h"
#include "test-traffic.h"

#include <gtest/gtest.h>

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

} // namespace
} // namespace ns3
