// SPDX-License-Identifier: GPL-2.0-only

#include "nf-neighbour-check.h"

#include <gtest/gtest.h>
#include <vector>

namespace ns3
{
namespace
{

bool
IsReadable(std::vector<uint8_t> message, uint8_t hopLimit = 255)
{
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.protocol = NfProtocol::ICMPV6;
    ip.ttl = hopLimit;
    const NfPacket packet(ip, Create<Packet>(message.data(), message.size()));
    return NfIsNeighbourMessageReadable(packet);
}

/// A neighbour solicitation with options.
std::vector<uint8_t>
Solicitation(const std::vector<uint8_t>& options)
{
    std::vector<uint8_t> message(24);
    message[0] = 135;
    message.insert(message.end(), options.begin(), options.end());
    return message;
}

TEST(NeighbourCheck, ASolicitationWithItsAddressIsReadable)
{
    EXPECT_TRUE(IsReadable(Solicitation({})));
    EXPECT_TRUE(IsReadable(Solicitation({1, 1, 2, 3, 4, 5, 6, 7})));
}

TEST(NeighbourCheck, OnlyWhatHasNotBeenForwardedCounts)
{
    EXPECT_FALSE(IsReadable(Solicitation({}), 254));
    EXPECT_TRUE(IsReadable({128, 0, 0, 0, 0, 0, 0, 0}, 3)) << "an echo request is none of these";
}

TEST(NeighbourCheck, CodeAndSizeMustBeRight)
{
    std::vector<uint8_t> message = Solicitation({});
    message[1] = 1;
    EXPECT_FALSE(IsReadable(message));
    message = Solicitation({});
    message.pop_back();
    EXPECT_FALSE(IsReadable(message));
}

TEST(NeighbourCheck, OptionsMustEndWhereTheMessageEnds)
{
    EXPECT_FALSE(IsReadable(Solicitation({1, 0, 2, 3, 4, 5, 6, 7}))) << "no length";
    EXPECT_FALSE(IsReadable(Solicitation({1, 2, 2, 3, 4, 5, 6, 7}))) << "longer than there is";
    EXPECT_FALSE(IsReadable(Solicitation({1})));
    EXPECT_FALSE(IsReadable(Solicitation({3, 1, 2, 3, 4, 5, 6, 7}))) << "no prefix is so short";
    EXPECT_TRUE(IsReadable(Solicitation({14, 1, 2, 3, 4, 5, 6, 7}))) << "a nonce is passed over";
}

} // namespace
} // namespace ns3
