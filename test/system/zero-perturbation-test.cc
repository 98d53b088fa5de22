// SPDX-License-Identifier: GPL-2.0-only

// A simulation with the idle layer is, byte for byte and event for event, the one without it. With
// hooks that only accept, its packets are.

#include "test-scene.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace ns3
{
namespace
{

class ZeroPerturbation : public testing::TestWithParam<const char*>
{
  protected:
    using Files = std::map<std::string, std::string>;

    /// The number of events, of which only an idle layer adds none, is left aside.
    static void CompareButEvents(const Files& expected, Files actual)
    {
        const std::string& summary = expected.at("summary");
        std::string& other = actual["summary"];
        other = summary.substr(0, summary.find('\n')) + other.substr(other.find('\n'));
        TestScene::Compare(expected, actual);
    }
};

TEST_P(ZeroPerturbation, IdleLayer)
{
    Files without = TestScene::Play(GetParam(), TestPresence::NONE);
    ASSERT_GE(without.size(), 8U);
    // The traffic has really flowed.
    EXPECT_NE(without["summary"].find("bulk 100000\n"), std::string::npos) << without["summary"];
    EXPECT_NE(without["summary"].find("ping 10\n"), std::string::npos) << without["summary"];
    {
        SCOPED_TRACE("installed after addresses");
        TestScene::Compare(without, TestScene::Play(GetParam(), TestPresence::IDLE_AFTER));
    }
    {
        SCOPED_TRACE("installed before devices");
        TestScene::Compare(without, TestScene::Play(GetParam(), TestPresence::IDLE_BEFORE));
    }
}

TEST_P(ZeroPerturbation, RetiredLayer)
{
    CompareButEvents(TestScene::Play(GetParam(), TestPresence::NONE),
                     TestScene::Play(GetParam(), TestPresence::RETIRED));
}

TEST_P(ZeroPerturbation, AcceptingLayer)
{
    CompareButEvents(TestScene::Play(GetParam(), TestPresence::NONE, false),
                     TestScene::Play(GetParam(), TestPresence::ACCEPTING, false));
}

INSTANTIATE_TEST_SUITE_P(Routing,
                         ZeroPerturbation,
                         testing::Values("static", "global", "olsr", "rip", "aodv", "nix"),
                         [](const auto& info) { return std::string(info.param); });

} // namespace
} // namespace ns3
