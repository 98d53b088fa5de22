// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-options.h"

#include "ns3/buffer.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-option-ts.h"
#include "ns3/tcp-option-winscale.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::Pair;
using Bytes = std::vector<uint8_t>;

NfTcpOptions
Read(const Bytes& bytes)
{
    return NfTcpOptions::Read(bytes.data(), bytes.size());
}

bool
IsReadByStock(const Bytes& bytes)
{
    return NfTcpOptions::IsReadByStock(bytes.data(), bytes.size());
}

TEST(TcpOptions, AreReadInAnyOrder)
{
    NfTcpOptions options = Read({1, 3, 3, 7, 4, 2, 2, 4, 5, 180, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2});
    EXPECT_EQ(options.windowScale, 7);
    EXPECT_TRUE(options.sackPermitted);
    EXPECT_EQ(options.maximumSegmentSize, 1460);
    EXPECT_EQ(options.timestamps, std::pair(1U, 2U));
    EXPECT_TRUE(options.selectiveAcks.empty());
}

TEST(TcpOptions, EndAtTheFirstImpossibleLength)
{
    for (const Bytes& bad : {Bytes{5, 0}, Bytes{99, 1}, Bytes{8, 11, 0, 0}, Bytes{254}})
    {
        Bytes bytes{2, 4, 1, 0};
        bytes.insert(bytes.end(), bad.begin(), bad.end());
        bytes.resize(12, 0xff);
        EXPECT_EQ(Read(bytes).maximumSegmentSize, 256);
        EXPECT_FALSE(Read(bytes).sackPermitted);
        EXPECT_FALSE(IsReadByStock(bytes));
    }
}

TEST(TcpOptions, OfAnotherLengthThanTheirKindArePassedOver)
{
    NfTcpOptions options = Read({2, 3, 9, 3, 4, 9, 9, 4, 3, 9, 5, 4, 9, 9, 4, 2, 0, 0});
    EXPECT_FALSE(options.maximumSegmentSize);
    EXPECT_FALSE(options.windowScale);
    EXPECT_TRUE(options.selectiveAcks.empty());
    EXPECT_TRUE(options.sackPermitted);
}

TEST(TcpOptions, TheLaterOfTwoCounts)
{
    Bytes bytes{2, 4, 1, 0, 2, 4, 2, 0};
    EXPECT_EQ(Read(bytes).maximumSegmentSize, 512);
    EXPECT_FALSE(IsReadByStock(bytes));
}

TEST(TcpOptions, AreLoweredToWhatLinuxAllows)
{
    EXPECT_EQ(Read({3, 3, 200, 0}).windowScale, 14);
    EXPECT_FALSE(IsReadByStock({3, 3, 15, 0}));
    EXPECT_TRUE(IsReadByStock({3, 3, 14, 0}));
    EXPECT_FALSE(Read({2, 4, 0, 0}).maximumSegmentSize); // 0 is no size
}

TEST(TcpOptions, HoldSelectiveAcks)
{
    NfTcpOptions options = Read({1, 1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4});
    EXPECT_THAT(options.selectiveAcks, ElementsAre(Pair(1, 2), Pair(3, 4)));
}

// The stock header leaves padding of more than a word's rest in the data.
TEST(TcpOptions, PaddedByMoreThanAWordAreNotReadByStock)
{
    EXPECT_TRUE(IsReadByStock({1, 0, 0, 0}));
    EXPECT_TRUE(IsReadByStock({0, 0, 0, 0}));
    EXPECT_FALSE(IsReadByStock({0, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_TRUE(IsReadByStock({1, 1, 1, 1, 0, 0, 0, 0}));
}

// What IsReadByStock() lets pass, and what Write() writes, the stock header reads to its end.
TEST(TcpOptions, AreReadByTheStockHeaderAsByUs)
{
    std::mt19937 random(1);
    auto below = [&random](uint32_t bound) { return static_cast<uint8_t>(random() % bound); };
    uint32_t asTheyAre = 0;
    for (int round = 0; round < 20000; ++round)
    {
        static constexpr uint8_t kinds[] = {0, 1, 2, 3, 4, 5, 8, 30};
        static constexpr uint8_t lengths[] = {2, 3, 4, 10, 10, 18};
        Bytes bytes(4 + below(10) * 4);
        for (std::size_t i = 0; i < bytes.size(); ++i)
        {
            bytes[i] = below(256);
        }
        for (std::size_t i = 0; i + 1 < bytes.size(); i += std::max<uint8_t>(bytes[i + 1], 1))
        {
            bytes[i] = kinds[below(8)];
            bytes[i + 1] = below(20) ? lengths[below(6)] : below(256);
        }
        bool readByStock = IsReadByStock(bytes);
        asTheyAre += readByStock;
        Bytes options = readByStock ? bytes : Read(bytes).Write();
        ASSERT_LE(options.size(), bytes.size());
        ASSERT_TRUE(IsReadByStock(options));
        Bytes segment(20);
        segment[12] = static_cast<uint8_t>((20 + options.size()) / 4 << 4);
        segment.insert(segment.end(), options.begin(), options.end());
        Buffer buffer;
        buffer.AddAtStart(segment.size());
        buffer.Begin().Write(segment.data(), segment.size());
        TcpHeader header;
        ASSERT_EQ(header.Deserialize(buffer.Begin()), segment.size());
        NfTcpOptions expected = Read(bytes);
        ASSERT_EQ(header.HasOption(TcpOption::TS), expected.timestamps.has_value());
        ASSERT_EQ(header.HasOption(TcpOption::WINSCALE), expected.windowScale.has_value());
        ASSERT_EQ(header.HasOption(TcpOption::SACKPERMITTED), expected.sackPermitted);
        ASSERT_EQ(header.HasOption(TcpOption::SACK), !expected.selectiveAcks.empty());
        if (expected.windowScale)
        {
            auto scale =
                DynamicCast<const TcpOptionWinScale>(header.GetOption(TcpOption::WINSCALE));
            ASSERT_EQ(scale->GetScale(), *expected.windowScale);
        }
        if (expected.timestamps)
        {
            auto stamps = DynamicCast<const TcpOptionTS>(header.GetOption(TcpOption::TS));
            ASSERT_EQ(stamps->GetTimestamp(), expected.timestamps->first);
        }
    }
    EXPECT_GT(asTheyAre, 100U); // both ways have been met
    EXPECT_LT(asTheyAre, 19900U);
}

} // namespace
} // namespace ns3
