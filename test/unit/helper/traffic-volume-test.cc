// SPDX-License-Identifier: GPL-2.0-only

// How much some traffic is thought to be, against sums by hand.

#include "nf-traffic-volume.h"

#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <utility>

namespace ns3
{

namespace
{

NfTrafficSpec
Make(const std::string& kind, const std::map<std::string, std::string>& values)
{
    NfTrafficSpec spec;
    spec.name = "t";
    spec.kind = kind;
    spec.from = {"a"};
    spec.to = {"b"};
    spec.start = Seconds(1);
    spec.stop = Seconds(11);
    spec.values = values;
    return spec;
}

/// Bytes there and back in a simulation of 20 s; NaN: unknown.
std::pair<double, double>
Estimate(const std::string& kind, const std::map<std::string, std::string>& values)
{
    const auto volume = NfEstimateTrafficVolume(Make(kind, values), Seconds(20));
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    return volume ? std::pair(volume->forward, volume->backward) : std::pair(unknown, unknown);
}

TEST(TrafficVolumeTest, IsRateTimesTimeWithHeaders)
{
    // 80 kbit/s of 1000 bytes are 10 datagrams a second, for 10 s, with 28 bytes of headers.
    const auto [there, back] = Estimate("udp-cbr", {{"rate", "80kbps"}, {"size", "1000"}});
    EXPECT_DOUBLE_EQ(there, 100 * 1028);
    EXPECT_EQ(back, 0);
    EXPECT_DOUBLE_EQ(
        Estimate("udp-cbr", {{"rate", "80kbps"}, {"size", "1000"}, {"count", "7"}}).first,
        7 * 1028);
    EXPECT_DOUBLE_EQ(
        Estimate("udp-onoff", {{"rate", "80kbps"}, {"size", "1000"}, {"on", "1"}, {"off", "3"}})
            .first,
        25 * 1028);
    EXPECT_DOUBLE_EQ(Estimate("flood-udp", {{"rate", "50"}, {"size", "100"}}).first, 500 * 128);
}

TEST(TrafficVolumeTest, CountsAnswers)
{
    const auto [there, back] =
        Estimate("dns", {{"interval", "500ms"}, {"request", "50"}, {"response", "150"}});
    EXPECT_DOUBLE_EQ(there, 20 * 78);
    EXPECT_DOUBLE_EQ(back, 20 * 178);
}

TEST(TrafficVolumeTest, EndsWithTheSimulation)
{
    NfTrafficSpec spec = Make("udp-cbr", {{"rate", "80kbps"}, {"size", "1000"}});
    spec.stop.reset();
    EXPECT_DOUBLE_EQ(NfEstimateTrafficVolume(spec, Seconds(3))->forward, 20 * 1028);
    EXPECT_EQ(NfEstimateTrafficVolume(spec, MilliSeconds(500))->forward, 0);
}

TEST(TrafficVolumeTest, IsUnknownOfWhatNeverPauses)
{
    EXPECT_TRUE(std::isnan(Estimate("tcp-bulk", {{"count", "0"}, {"pause", "0"}}).first));
    EXPECT_TRUE(std::isnan(Estimate("tcp-bulk", {{"size", "0"}}).first));
    EXPECT_DOUBLE_EQ(Estimate("tcp-bulk", {{"size", "5360"}}).first, 5360 + 10 * 40);
}

TEST(TrafficVolumeTest, OfARandomVariableIsItsMeanAndTakesNoStreamOfNs3)
{
    const uint64_t before = RngSeedManager::GetNextStreamIndex();
    const double there = Estimate("dns",
                                  {{"interval", "ns3::UniformRandomVariable[Min=0.5|Max=1.5]"},
                                   {"request", "ns3::ConstantRandomVariable[]"},
                                   {"response", "ns3::ConstantRandomVariable"}})
                             .first;
    Estimate("voip", {});
    EXPECT_EQ(RngSeedManager::GetNextStreamIndex(), before + 1);
    EXPECT_NEAR(there, 10 * 28, 28);
}

} // namespace

} // namespace ns3
