// SPDX-License-Identifier: GPL-2.0-only

#include "nat-box.h"
#include "nf-nat-source-index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

namespace ns3
{
namespace
{

Ptr<NfConnection>
MakeConnection(uint64_t id, const char* source, uint16_t port, uint16_t zone = 0)
{
    auto connection = Create<NfConnection>();
    connection->id = id;
    connection->zone = zone;
    connection->tuples[0].protocol = NfProtocol::UDP;
    connection->tuples[0].source = V4(source);
    connection->tuples[0].sourcePort = port;
    return connection;
}

std::vector<uint64_t>
Found(const NfNatSourceIndex& index, const Ptr<NfConnection>& like)
{
    std::vector<uint64_t> ids;
    index.Visit(like->Original(),
                NfNatSourceIndex::ZoneOf(*like),
                [&](const NfConnection& connection) {
                    ids.push_back(connection.id);
                    return false;
                });
    return ids;
}

TEST(NfNatSourceIndex, AnEmptyIndexFindsNothing)
{
    NfNatSourceIndex index;
    EXPECT_TRUE(Found(index, MakeConnection(1, "10.0.0.2", 1)).empty());
}

TEST(NfNatSourceIndex, FindsTheSameSourceNewestFirstAcrossSweeps)
{
    NfNatSourceIndex index;
    std::vector<Ptr<NfConnection>> alive;
    std::vector<uint64_t> expected;
    for (uint64_t id = 0; id < 1000; ++id)
    {
        alive.push_back(MakeConnection(id, "10.0.0.2", id % 100));
        index.Add(alive.back());
        if (id % 100 == 7)
        {
            expected.insert(expected.begin(), id);
        }
    }
    EXPECT_EQ(Found(index, alive[7]), expected);
}

TEST(NfNatSourceIndex, DistinguishesAddressPortProtocolAndZone)
{
    NfNatSourceIndex index;
    auto one = MakeConnection(1, "10.0.0.2", 1);
    index.Add(one);
    EXPECT_THAT(Found(index, one), testing::ElementsAre(1));
    EXPECT_TRUE(Found(index, MakeConnection(2, "10.0.0.3", 1)).empty());
    EXPECT_TRUE(Found(index, MakeConnection(2, "10.0.0.2", 2)).empty());
    EXPECT_TRUE(Found(index, MakeConnection(2, "10.0.0.2", 1, 5)).empty());
    auto tcp = MakeConnection(2, "10.0.0.2", 1);
    tcp->tuples[0].protocol = NfProtocol::TCP;
    EXPECT_TRUE(Found(index, tcp).empty());
    // A zone of the reply direction only is no zone of the source.
    auto replyZone = MakeConnection(2, "10.0.0.2", 1, 5);
    replyZone->zoneDirections = 2;
    EXPECT_THAT(Found(index, replyZone), testing::ElementsAre(1));
}

TEST(NfNatSourceIndex, ForgetsWhatNobodyElseRefersTo)
{
    NfNatSourceIndex index;
    auto stays = MakeConnection(0, "10.0.0.2", 1);
    index.Add(stays);
    for (uint64_t id = 1; id <= 100000; ++id)
    {
        index.Add(MakeConnection(id, "10.0.0.2", 1));
        ASSERT_LE(index.GetSize(), 100U);
    }
    EXPECT_THAT(Found(index, stays), testing::ElementsAre(0));
}

TEST(NfNatSourceIndex, ADyingConnectionIsNotFound)
{
    NfNatSourceIndex index;
    auto connection = MakeConnection(1, "10.0.0.2", 1);
    index.Add(connection);
    connection->status |= NfCtStatus::DYING;
    EXPECT_TRUE(Found(index, connection).empty());
}

TEST(NfNatSourceIndex, ClearLetsGo)
{
    NfNatSourceIndex index;
    auto connection = MakeConnection(1, "10.0.0.2", 1);
    index.Add(connection);
    EXPECT_EQ(connection->GetReferenceCount(), 2U);
    index.Clear();
    EXPECT_EQ(connection->GetReferenceCount(), 1U);
    EXPECT_EQ(index.GetSize(), 0U);
    index.Add(connection);
    EXPECT_THAT(Found(index, connection), testing::ElementsAre(1));
}

} // namespace
} // namespace ns3
