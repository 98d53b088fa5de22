// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-table.h"
#include "nf-expiry-queue.h"
#include "nf-tcp-states.h"

#include <gtest/gtest.h>
#include <map>
#include <random>

using namespace ns3;

namespace
{

Ptr<NfConnection>
MakeConnection(uint32_t number)
{
    auto connection = Create<NfConnection>();
    connection->id = number;
    NfTuple& tuple = connection->tuples[0];
    tuple.source = NfAddress(0x0a000000U + number / 50000);
    tuple.destination = NfAddress(0xc0000201U);
    tuple.sourcePort = number % 50000;
    tuple.destinationPort = 53;
    tuple.protocol = NfProtocol::UDP;
    NfTuple& reply = connection->tuples[1];
    reply = tuple;
    std::swap(reply.source, reply.destination);
    std::swap(reply.sourcePort, reply.destinationPort);
    return connection;
}

} // namespace

TEST(ConnectionTableTest, AgreesWithAMapUnderRandomChange)
{
    NfConnectionTable table;
    std::map<uint32_t, Ptr<NfConnection>> model;
    std::mt19937 random(1);
    for (int step = 0; step < 20000; ++step)
    {
        uint32_t number = random() % 3000;
        auto found = model.find(number);
        if (found == model.end())
        {
            model[number] = MakeConnection(number);
            table.Insert(model[number]);
        }
        else if (random() % 2)
        {
            table.Erase(*found->second);
            model.erase(found);
        }
        uint32_t asked = random() % 3000;
        auto expected = model.find(asked);
        Ptr<NfConnection> probe = MakeConnection(asked);
        for (NfDirection direction : {NfDirection::ORIGINAL, NfDirection::REPLY})
        {
            NfDirection where = Opposite(direction);
            NfConnection* got =
                table.Find(probe->Tuple(direction), {}, NfDirection::ORIGINAL, &where);
            ASSERT_EQ(got, expected == model.end() ? nullptr : PeekPointer(expected->second));
            if (got)
            {
                ASSERT_EQ(where, direction);
            }
        }
    }
    EXPECT_EQ(table.GetSize(), model.size());
}

TEST(ConnectionTableTest, ConnectionWithEqualTuplesIsFoundAsReply)
{
    NfConnectionTable table;
    auto connection = MakeConnection(1);
    connection->tuples[1] = connection->tuples[0];
    table.Insert(connection);
    NfDirection direction = NfDirection::ORIGINAL;
    EXPECT_EQ(table.Find(connection->Original(), {}, NfDirection::ORIGINAL, &direction),
              PeekPointer(connection));
    EXPECT_EQ(direction, NfDirection::REPLY);
    table.Erase(*connection);
    EXPECT_EQ(table.Find(connection->Original(), {}), nullptr);
}

TEST(ConnectionTableTest, ReplyOnlyEntriesHideTheirOriginal)
{
    NfConnectionTable table;
    auto connection = MakeConnection(1);
    table.Insert(connection, true);
    EXPECT_EQ(table.Find(connection->Original(), {}), nullptr);
    EXPECT_EQ(table.Find(connection->Reply(), {}), PeekPointer(connection));
    table.Erase(*connection);
    EXPECT_EQ(table.GetSize(), 0U);
}

TEST(ExpiryQueueTest, OrderIsThatOfExpiryThenId)
{
    NfConnectionTable table;
    NfExpiryQueue queue(table);
    std::mt19937 random(2);
    std::vector<Ptr<NfConnection>> all;
    for (uint32_t i = 0; i < 2000; ++i)
    {
        all.push_back(MakeConnection(i));
        all.back()->timeout = Seconds(random() % 100);
        table.Insert(all.back());
        queue.Schedule(*all.back());
    }
    for (int change = 0; change < 5000; ++change)
    {
        NfConnection& connection = *all[random() % all.size()];
        connection.timeout = Seconds(random() % 100);
        if (connection.timeout < connection.queued)
        {
            queue.Schedule(connection);
        }
    }
    EXPECT_EQ(queue.Next(Seconds(-1)), nullptr);
    std::pair<Time, uint64_t> last{Seconds(-1), 0};
    std::size_t count = 0;
    while (NfConnection* expired = queue.Next(Seconds(100)))
    {
        std::pair<Time, uint64_t> now{expired->timeout, expired->id};
        EXPECT_LT(last, now);
        last = now;
        table.Erase(*expired);
        ++count;
    }
    EXPECT_EQ(count, all.size());
}

TEST(TcpStatesTest, NamesAndKinds)
{
    EXPECT_EQ(NfTcpKindOf(NfTcpFlag::RST | NfTcpFlag::SYN), NfTcpKind::RST);
    EXPECT_EQ(NfTcpKindOf(NfTcpFlag::SYN | NfTcpFlag::ACK), NfTcpKind::SYNACK);
    EXPECT_EQ(NfTcpKindOf(NfTcpFlag::FIN | NfTcpFlag::ACK), NfTcpKind::FIN);
    EXPECT_EQ(NfTcpKindOf(NfTcpFlag::PSH), NfTcpKind::NONE);
    EXPECT_STREQ(NfToString(NfTcpState::SYN_SENT2), "SYN_SENT2");
}

TEST(ConnectionTest, IsSmall)
{
    EXPECT_LE(sizeof(NfConnection), 320U);
}
