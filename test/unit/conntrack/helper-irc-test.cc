// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-irc.h"

#include <gtest/gtest.h>

using namespace ns3;

TEST(IrcHelperTest, ReadsAnOfferAndItsPlace)
{
    const std::string before = "PRIVMSG bob :\1DCC SEND file ";
    const auto offer = NfIrcHelper::Read(before + "167772162  4001 12345\1\r\n");
    ASSERT_TRUE(offer);
    EXPECT_EQ(offer->address, NfAddress(0x0a000002));
    EXPECT_EQ(offer->port, 4001);
    EXPECT_EQ(offer->offset, before.size());
    EXPECT_EQ(offer->length, std::string("167772162  4001").size());
}

TEST(IrcHelperTest, ReadsAllKindsOfOffers)
{
    for (const std::string kind : {"SEND", "CHAT", "MOVE", "TSEND", "SCHAT"})
    {
        EXPECT_TRUE(
            NfIrcHelper::Read("\r\n privmsg #x :\1DCC " + kind + " chat 167772162 4001\1\n"))
            << kind;
    }
    EXPECT_FALSE(NfIrcHelper::Read("PRIVMSG bob :\1DCC KILL chat 167772162 4001\1\r\n"));
}

TEST(IrcHelperTest, ReadsOnlyWhatStandsWholeAtTheBeginning)
{
    const std::string whole = "PRIVMSG bob :\1DCC SEND file 167772162 4001 12345\1\r\n";
    EXPECT_FALSE(NfIrcHelper::Read("NOTICE " + whole));
    EXPECT_FALSE(NfIrcHelper::Read("PRIVMSG bob :hello :\1DCC SEND file 167772162 4001\1\r\n"));
    for (std::size_t length = 0; length + 1 < whole.size(); ++length)
    {
        EXPECT_FALSE(NfIrcHelper::Read(whole.substr(0, length))) << length;
    }
    EXPECT_TRUE(NfIrcHelper::Read(whole));
}
