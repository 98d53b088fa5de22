// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmpv6-limit.h"
#include "nf-icmpv6-types.h"

#include "ns3/simulator.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

class Icmpv6Limit : public testing::Test
{
  protected:
    ~Icmpv6Limit() override
    {
        Simulator::Destroy();
    }

    static void Advance(Time time)
    {
        Simulator::Stop(time);
        Simulator::Run();
    }

    unsigned Count(uint8_t prefixLength,
                   uint32_t host = 1,
                   uint8_t type = NfIcmpv6Type::TIME_EXCEEDED)
    {
        unsigned sent = 0;
        while (sent < 100 && limit.TakeError(NfAddress(host), type, prefixLength))
        {
            ++sent;
        }
        return sent;
    }

    NfIpv6Settings settings;
    NfIcmpv6Limit limit{settings};
};

TEST_F(Icmpv6Limit, AHostGetsSixAtOnceWhateverItsRoute)
{
    EXPECT_EQ(Count(128), 6U);
    EXPECT_EQ(Count(64, 2), 6U);
    EXPECT_EQ(Count(0, 3), 6U);
}

TEST_F(Icmpv6Limit, TheShorterThePrefixTheSoonerThereIsAnother)
{
    struct Row
    {
        uint8_t prefixLength;
        unsigned inASecond;
    };

    for (const Row& row : {Row{128, 1}, Row{97, 1}, Row{96, 2}, Row{64, 4}, Row{32, 6}, Row{0, 6}})
    {
        const uint32_t host = 100 + row.prefixLength;
        Count(row.prefixLength, host);
        Advance(Seconds(1));
        EXPECT_EQ(Count(row.prefixLength, host), row.inASecond) << unsigned{row.prefixLength};
    }
}

TEST_F(Icmpv6Limit, PacketTooBigCostsNothingUnlessToldSo)
{
    EXPECT_EQ(Count(128, 1, NfIcmpv6Type::PACKET_TOO_BIG), 100U);
    settings.icmpRateTooBig = true;
    EXPECT_EQ(Count(128, 1, NfIcmpv6Type::PACKET_TOO_BIG), 6U);
}

TEST_F(Icmpv6Limit, ALimitOfNothingHoldsNothingBack)
{
    settings.icmpRateLimit = Time(0);
    EXPECT_EQ(Count(128), 100U);
}

} // namespace
} // namespace ns3
