// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmp-error.h"
#include "nf-icmp-limit.h"

#include "ns3/simulator.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

class IcmpLimit : public testing::Test
{
  protected:
    ~IcmpLimit() override
    {
        Simulator::Destroy();
    }

    static void Advance(Time time)
    {
        Simulator::Stop(time);
        Simulator::Run();
    }

    unsigned CountErrors(uint32_t host, uint8_t type = NfIcmpError::TIME_EXCEEDED, uint8_t code = 0)
    {
        unsigned sent = 0;
        while (sent < 100 && limit.TakeError(host, type, code))
        {
            ++sent;
        }
        return sent;
    }

    /// Refusals of routing that are answered, each with an ICMP error.
    unsigned CountRefusals(uint32_t host)
    {
        unsigned sent = 0;
        while (sent < 100 && limit.TakeRefusal(host) &&
               limit.TakeError(host,
                               NfIcmpError::DESTINATION_UNREACHABLE,
                               NfIcmpError::NET_UNREACHABLE))
        {
            ++sent;
        }
        return sent;
    }

    NfIpv4Settings settings;
    NfIcmpLimit limit{settings};
};

TEST_F(IcmpLimit, AHostGetsSixErrorsAtOnceAndThenOneInASecond)
{
    EXPECT_EQ(CountErrors(1), 6U);
    EXPECT_EQ(CountErrors(2), 6U) << "each host has its own bucket";
    Advance(MilliSeconds(900));
    EXPECT_EQ(CountErrors(1), 0U);
    Advance(MilliSeconds(200));
    EXPECT_EQ(CountErrors(1), 1U);
    Advance(Seconds(1000));
    EXPECT_EQ(CountErrors(1), 6U);
}

TEST_F(IcmpLimit, ARefusalOfRoutingCostsTwice)
{
    EXPECT_EQ(CountRefusals(1), 2U);
}

TEST_F(IcmpLimit, WithoutALimitFiveRefusalsAreAnswered)
{
    settings.icmpRateLimit = Time(0);
    EXPECT_EQ(CountRefusals(1), 5U);
}

TEST_F(IcmpLimit, WithoutALimitAnErrorStillSilencesRefusals)
{
    settings.icmpRateLimit = Time(0);
    EXPECT_EQ(CountErrors(1), 100U);
    Advance(MilliSeconds(8));
    EXPECT_EQ(CountErrors(1), 100U);
    EXPECT_EQ(CountRefusals(1), 0U);
    Advance(MilliSeconds(1100));
    EXPECT_EQ(CountRefusals(1), 1U);
}

TEST_F(IcmpLimit, PathMtuAndUnmaskedTypesAreFree)
{
    const uint8_t unreachable = NfIcmpError::DESTINATION_UNREACHABLE;
    EXPECT_EQ(CountErrors(1, unreachable, NfIcmpError::FRAGMENTATION_NEEDED), 100U);
    settings.icmpRateMask = 1U << NfIcmpError::TIME_EXCEEDED;
    EXPECT_EQ(CountErrors(1, unreachable, NfIcmpError::HOST_UNREACHABLE), 100U);
    EXPECT_EQ(CountErrors(1), 6U);
}

TEST_F(IcmpLimit, TheHostThatTookLeastRecentlyIsForgotten)
{
    EXPECT_EQ(CountErrors(1), 6U);
    EXPECT_EQ(CountErrors(2), 6U);
    for (uint32_t host = 3; host <= NfIcmpBuckets<uint32_t>::MAX_PEERS; ++host)
    {
        limit.TakeError(host, NfIcmpError::TIME_EXCEEDED, 0);
    }
    EXPECT_EQ(CountErrors(1), 0U) << "as many as there is room for";
    limit.TakeError(0, NfIcmpError::TIME_EXCEEDED, 0); // takes the place of host 2
    EXPECT_EQ(CountErrors(1), 0U);
    EXPECT_EQ(CountErrors(2), 6U);
}

} // namespace
} // namespace ns3
