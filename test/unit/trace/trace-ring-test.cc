// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-ring.h"

#include <cstring>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

using namespace ns3;
using namespace std::chrono_literals;

namespace
{

bool
Put(NfTraceRing& ring, uint64_t value, std::size_t charge = 0)
{
    uint8_t* place = ring.Reserve(sizeof(value), charge);
    if (place)
    {
        std::memcpy(place, &value, sizeof(value));
    }
    return place;
}

// Take what there is. Returns false at the end.
bool
Take(NfTraceRing& ring, std::vector<uint64_t>& values)
{
    const std::size_t n = ring.Wait(10ms);
    for (std::size_t i = 0; i < n; ++i)
    {
        const NfTraceRing::Block& block = ring.At(i);
        for (std::size_t offset = 0; offset < block.used; offset += sizeof(uint64_t))
        {
            uint64_t value;
            std::memcpy(&value, block.bytes.data() + offset, sizeof(value));
            values.push_back(value);
        }
    }
    ring.Release(n);
    return !ring.IsAtEnd();
}

} // namespace

TEST(TraceRing, DeliversAllInOrderThroughAFewSmallBlocks)
{
    NfTraceRing ring(3, 64, 1000ms);
    std::vector<uint64_t> values;
    std::thread consumer([&] {
        while (Take(ring, values))
        {
        }
    });
    constexpr uint64_t N = 100'000;
    for (uint64_t i = 0; i < N; ++i)
    {
        ASSERT_TRUE(Put(ring, i));
    }
    ring.Close();
    consumer.join();
    ASSERT_EQ(values.size(), N);
    for (uint64_t i = 0; i < N; ++i)
    {
        ASSERT_EQ(values[i], i);
    }
    EXPECT_FALSE(Put(ring, 0)) << "nothing is taken after Close()";
}

TEST(TraceRing, TheProducerWaitsUntilABlockIsFree)
{
    NfTraceRing ring(2, 16, 1000ms);
    std::thread producer([&] {
        for (uint64_t i = 0; i < 6; ++i) // three blocks of two
        {
            Put(ring, i);
        }
        ring.Close();
    });
    while (ring.GetWaits() == 0)
    {
        std::this_thread::sleep_for(1ms);
    }
    std::vector<uint64_t> values;
    while (Take(ring, values))
    {
    }
    producer.join();
    EXPECT_EQ(values, (std::vector<uint64_t>{0, 1, 2, 3, 4, 5}));
}

TEST(TraceRing, AConsumerThatStopsFreesTheProducer)
{
    NfTraceRing ring(2, 16, 1000ms);
    std::thread producer([&] {
        while (Put(ring, 1))
        {
        }
        EXPECT_FALSE(ring.Drain());
        ring.Close();
    });
    while (ring.GetWaits() == 0)
    {
        std::this_thread::sleep_for(1ms);
    }
    ring.Stop();
    producer.join();
}

TEST(TraceRing, DrainHandsOverAPartOfABlockAndWaitsForIt)
{
    NfTraceRing ring(8, 1024, 1'000'000ms);
    std::vector<uint64_t> values;
    std::thread consumer([&] {
        while (Take(ring, values))
        {
        }
    });
    Put(ring, 7);
    EXPECT_TRUE(ring.Drain());
    EXPECT_EQ(values, std::vector<uint64_t>{7});
    EXPECT_TRUE(ring.Drain()) << "with nothing to hand over";
    ring.Close();
    consumer.join();
}

TEST(TraceRing, AnOldBlockIsHandedOverThoughItIsNotFull)
{
    NfTraceRing ring(8, 1 << 20, 5ms);
    Put(ring, 0);
    std::this_thread::sleep_for(10ms);
    for (int i = 0; i < 200; ++i) // the clock is looked at only now and then
    {
        Put(ring, i);
    }
    EXPECT_EQ(ring.Wait(0ms), 1U);
}

TEST(TraceRing, WhatMessagesReferToCountsAgainstTheBound)
{
    NfTraceRing ring(8, 1024, 1'000'000ms);
    Put(ring, 1, 1000);
    EXPECT_EQ(ring.Wait(0ms), 0U);
    Put(ring, 2, 1000);
    EXPECT_EQ(ring.Wait(0ms), 1U);
    EXPECT_EQ(ring.At(0).charge, 1000U);
}

TEST(TraceRing, AMessageLargerThanABlockGetsABlockOfItsOwn)
{
    NfTraceRing ring(4, 64, 1'000'000ms);
    Put(ring, 1);
    uint8_t* place = ring.Reserve(1000);
    ASSERT_TRUE(place);
    std::memset(place, 0xff, 1000);
    Put(ring, 2);
    ASSERT_EQ(ring.Wait(0ms), 2U);
    EXPECT_EQ(ring.At(0).used, 8U);
    EXPECT_EQ(ring.At(1).used, 1000U);
}
