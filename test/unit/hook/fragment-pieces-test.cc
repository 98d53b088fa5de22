// SPDX-License-Identifier: GPL-2.0-only

#include "nf-fragment-pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;

NfFragmentPieces
Pull(NfFragmentPieces pieces, uint32_t need)
{
    NfPullPieces(pieces, need);
    return pieces;
}

TEST(FragmentPieces, AHeaderInOnePieceTakesBytesFromTheFollowingOnes)
{
    EXPECT_THAT(Pull({24, 64, 7}, 20), ElementsAre(24, 64, 7));
    EXPECT_THAT(Pull({8, 64, 7}, 20), ElementsAre(20, 52, 7));
    EXPECT_THAT(Pull({8, 8, 16, 7}, 24), ElementsAre(24, 8, 7));
    EXPECT_THAT(Pull({8, 8, 8, 7}, 24), ElementsAre(24, 7));
    EXPECT_THAT(Pull({8, 8}, 16), ElementsAre(16));
    EXPECT_THAT(Pull({}, 20), ElementsAre());
}

TEST(FragmentPieces, ADatagramLeavesInThemOnlyAsItCame)
{
    EXPECT_TRUE(NfFitPieces({8, 64, 7}, 79, 64));
    EXPECT_FALSE(NfFitPieces({8, 64, 7}, 79, 63)) << "too long for the way out";
    EXPECT_FALSE(NfFitPieces({8, 64, 7}, 80, 64)) << "it has grown";
    EXPECT_FALSE(NfFitPieces({20, 52, 7}, 79, 64)) << "offsets are counted in eights";
    EXPECT_FALSE(NfFitPieces({}, 79, 64)) << "it came whole";
}

} // namespace
} // namespace ns3
