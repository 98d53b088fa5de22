// SPDX-License-Identifier: GPL-2.0-only

// A simulation with the idle layer is, byte for byte and event for event, the one without it. With
// hooks that only accept, its packets are.

#include "test-scene.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace
{

using Files = std::map<std::string, std::string>;

class ZeroPerturbation : public testing::TestWithParam<const char*>
{
};

/// What a simulation is to be compared by.
struct Scene
{
    std::string kind;        //!< of routing
    bool hasErrors{true};    //!< some of what is sent cannot arrive
    bool countsEvents{true}; //!< the number of events counts, of which only an idle layer adds none
};

Files
Play(const Scene& scene, TestPresence presence)
{
    Files files = TestScene::Play(scene.kind, presence, scene.hasErrors);
    std::string& summary = files["summary"];
    if (!scene.countsEvents)
    {
        summary.erase(0, summary.find('\n'));
    }
    return files;
}

/// A heap in which what is allocated next lies elsewhere, in another order.
class HeapLayout
{
  public:
    /// @param seed which layout
    explicit HeapLayout(unsigned seed)
    {
        std::mt19937 random(seed);
        std::vector<std::unique_ptr<char[]>> gaps;
        for (int i = 0; i < 4000; ++i)
        {
            auto& blocks = random() % 2 == 0 ? gaps : m_blocks;
            blocks.push_back(std::make_unique<char[]>(16 + random() % 2048));
        }
        std::shuffle(gaps.begin(), gaps.end(), random);
    }

  private:
    std::vector<std::unique_ptr<char[]>> m_blocks;
};

/**
 * Compare with stock ns-3. Its AODV walks over its sockets in the order of their addresses in
 * memory, so that it does one of several things, and any object that is made before decides which:
 * what is compared has to be what it does in one of 64 layouts of the heap.
 * @param scene what is simulated
 * @param presence of the layer
 */
void
CompareWithStock(const Scene& scene, TestPresence presence)
{
    const Files with = Play(scene, presence);
    Files without = Play(scene, TestPresence::NONE);
    for (unsigned layout = 1; scene.kind == "aodv" && without != with && layout <= 64; ++layout)
    {
        const HeapLayout heap(layout);
        without = Play(scene, TestPresence::NONE);
    }
    ASSERT_GE(without.size(), 8U);
    // The traffic has really flowed.
    EXPECT_NE(without["summary"].find("bulk 100000\n"), std::string::npos) << without["summary"];
    EXPECT_NE(without["summary"].find("ping 10\n"), std::string::npos) << without["summary"];
    TestScene::Compare(without, with);
}

TEST_P(ZeroPerturbation, IdleLayer)
{
    {
        SCOPED_TRACE("installed after addresses");
        CompareWithStock({GetParam()}, TestPresence::IDLE_AFTER);
    }
    {
        SCOPED_TRACE("installed before devices");
        CompareWithStock({GetParam()}, TestPresence::IDLE_BEFORE);
    }
}

TEST_P(ZeroPerturbation, RetiredLayer)
{
    CompareWithStock({GetParam(), true, false}, TestPresence::RETIRED);
}

TEST_P(ZeroPerturbation, AcceptingLayer)
{
    CompareWithStock({GetParam(), false, false}, TestPresence::ACCEPTING);
}

INSTANTIATE_TEST_SUITE_P(Routing,
                         ZeroPerturbation,
                         testing::Values("static", "global", "olsr", "rip", "aodv", "nix"),
                         [](const auto& info) { return std::string(info.param); });

} // namespace
} // namespace ns3
