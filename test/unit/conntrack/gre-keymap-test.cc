// SPDX-License-Identifier: GPL-2.0-only

#include "nf-gre-keymap.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

NfTuple
MakeTuple(uint16_t from, uint16_t to)
{
    NfTuple tuple;
    tuple.source = NfAddress(0x0a000002U);
    tuple.destination = NfAddress(0xc6336401U);
    tuple.sourcePort = from;
    tuple.destinationPort = to;
    tuple.protocol = NfProtocol::GRE;
    return tuple;
}

uint16_t
SenderOf(const NfGreKeymap& keys, uint16_t receiver)
{
    NfTuple tuple = MakeTuple(0, receiver);
    keys.Complete(tuple);
    return tuple.sourcePort;
}

TEST(GreKeymap, KnowsTheSenderUntilTheCallIsForgotten)
{
    NfGreKeymap keys;
    NfConnection master;
    master.id = 1;
    EXPECT_TRUE(keys.Add(master, NfDirection::ORIGINAL, MakeTuple(7, 9)));
    EXPECT_EQ(SenderOf(keys, 9), 7);
    EXPECT_EQ(SenderOf(keys, 8), 0) << "another call";
    EXPECT_FALSE(keys.Add(master, NfDirection::ORIGINAL, MakeTuple(7, 8))) << "one call each";
    keys.Remove(master);
    EXPECT_EQ(SenderOf(keys, 9), 0);
}

TEST(GreKeymap, TakesNoCallOfAMasterThatHasLeftTheTable)
{
    NfGreKeymap keys;
    NfConnection master;
    master.id = 1;
    master.status |= NfCtStatus::DYING;
    EXPECT_FALSE(keys.Add(master, NfDirection::ORIGINAL, MakeTuple(7, 9)));
    EXPECT_EQ(SenderOf(keys, 9), 0) << "nobody would forget it";
}

TEST(GreKeymap, DoesNotTakeALaterConnectionForAnEarlierOne)
{
    NfGreKeymap keys;
    NfConnection connection; // the place of one that has ended
    connection.id = 1;
    EXPECT_TRUE(keys.Add(connection, NfDirection::ORIGINAL, MakeTuple(7, 9)));
    connection.id = 2;
    EXPECT_TRUE(keys.Add(connection, NfDirection::ORIGINAL, MakeTuple(5, 8)));
    EXPECT_EQ(SenderOf(keys, 9), 7);
    EXPECT_EQ(SenderOf(keys, 8), 5);
}

} // namespace
} // namespace ns3
