// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-address.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

using NfSipAddressText::Brackets;

/// What is read at the beginning of a text, and how long it is; "-" if it is no address.
std::string
Read6(const std::string& text, Brackets brackets = Brackets::NONE)
{
    const auto found = NfSipAddressText::Find(text, 0, NfFamily::IPV6, brackets);
    return found ? NfToString(found->address, NfFamily::IPV6) + " " + std::to_string(found->length)
                 : "-";
}

TEST(SipAddress, ReadsWordsAndGaps)
{
    EXPECT_EQ(Read6("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2:3:4:5:6 20");
    EXPECT_EQ(Read6("2001:DB8::6\r\n"), "2001:db8::6 11");
    EXPECT_EQ(Read6("::;"), ":: 2");
    EXPECT_EQ(Read6("::1"), "::1 3");
    EXPECT_EQ(Read6("1::"), "1:: 3");
    EXPECT_EQ(Read6("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0 15");
    EXPECT_EQ(Read6("::2:3:4:5:6:7:8"), "0:2:3:4:5:6:7:8 15");
    EXPECT_EQ(Read6("0000001::2"), "1::2 10") << "leading zeros do not count";
    EXPECT_EQ(Read6("1::2%eth0"), "1::2 4") << "what no address has ends it";
}

TEST(SipAddress, ReadsADottedQuadAtItsEnd)
{
    EXPECT_EQ(Read6("::ffff:10.0.0.5"), "::ffff:10.0.0.5 15");
    EXPECT_EQ(Read6("1:2:3:4:5:6:10.0.0.5;"), "1:2:3:4:5:6:a00:5 20");
    EXPECT_EQ(Read6("1::10.0.0.5:5060"), "1::a00:5 11") << "a colon ends it";
    for (const char* none : {"10.0.0.5",
                             "1:2:3:4:5:10.0.0.5",
                             "::10.0.0.256",
                             "::10.0.0.5.6",
                             "1:2:3:4:5:6:7:10.0.0.5",
                             "::.5"})
    {
        EXPECT_EQ(Read6(none), "-") << none;
    }
}

TEST(SipAddress, RefusesWhatIsNone)
{
    for (const char* none : {"",
                             ":",
                             ":1",
                             "1",
                             "1:",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:",
                             "1:2:3:4:5:6:7:8:",
                             "1:2:3:4:5:6:7:8:9",
                             "1:2:3:4:5:6:7:8::",
                             "1::2:",
                             "1::2::3",
                             ":::",
                             "12345::",
                             "1:2:3:4:5:6:7::8",
                             "1::2:3:4:5:6:7:8",
                             "g::1"})
    {
        EXPECT_EQ(Read6(none), "-") << none;
    }
}

TEST(SipAddress, WantsBracketsInAUri)
{
    EXPECT_EQ(Read6("[::1]:5060", Brackets::NEEDED), "::1 5");
    EXPECT_EQ(Read6("::1", Brackets::NEEDED), "-");
    EXPECT_EQ(Read6("[::1", Brackets::NEEDED), "-");
    EXPECT_EQ(Read6("::1]", Brackets::NEEDED), "-");
    EXPECT_EQ(Read6("[::1]", Brackets::ALLOWED), "::1 5");
    EXPECT_EQ(Read6("[::1;", Brackets::ALLOWED), "::1 4");
    EXPECT_EQ(Read6("::1];", Brackets::ALLOWED), "::1 4");
    EXPECT_EQ(Read6("::1];", Brackets::NONE), "::1 3");
    EXPECT_EQ(Read6("[::1]", Brackets::NONE), "-");
}

TEST(SipAddress, OfIpv4HasNoBrackets)
{
    for (Brackets brackets : {Brackets::NEEDED, Brackets::ALLOWED, Brackets::NONE})
    {
        const auto found = NfSipAddressText::Find("x10.0.0.5:1", 1, NfFamily::IPV4, brackets);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->address, NfAddress(0x0a000005));
        EXPECT_EQ(found->length, 8U);
        EXPECT_FALSE(NfSipAddressText::Find("[10.0.0.5]", 0, NfFamily::IPV4, brackets));
    }
    EXPECT_EQ(NfSipAddressText::Write(NfAddress(0x0a000005), NfFamily::IPV4, Brackets::NEEDED),
              "10.0.0.5");
}

TEST(SipAddress, IsWrittenAsLinuxDoes)
{
    const auto write = [](const std::string& text, Brackets brackets) {
        return NfSipAddressText::Write(*NfParseAddress(text, NfFamily::IPV6),
                                       NfFamily::IPV6,
                                       brackets);
    };
    EXPECT_EQ(write("2001:db8::5", Brackets::NEEDED), "[2001:db8::5]");
    EXPECT_EQ(write("::", Brackets::NONE), "::");
    EXPECT_EQ(write("1::", Brackets::NONE), "1::");
    EXPECT_EQ(write("::1", Brackets::NONE), "::1");
    EXPECT_EQ(write("1:0:0:2:0:0:0:3", Brackets::NONE), "1:0:0:2::3") << "the longest run";
    EXPECT_EQ(write("1:0:0:2:3:0:0:4", Brackets::NONE), "1::2:3:0:0:4") << "the first of them";
    EXPECT_EQ(write("1:2:3:0:5:6:7:8", Brackets::NONE), "1:2:3:0:5:6:7:8") << "two at least";
    EXPECT_EQ(write("::ffff:10.0.0.5", Brackets::NONE), "::ffff:10.0.0.5");
    EXPECT_EQ(write("::10.0.0.5", Brackets::NONE), "::a00:5");
    EXPECT_EQ(write("fe80::5efe:10.0.0.5", Brackets::NONE), "fe80::5efe:10.0.0.5");
    EXPECT_EQ(write("2001:db8:1:2:200:5efe:10.0.0.5", Brackets::NONE),
              "2001:db8:1:2:200:5efe:10.0.0.5");
    EXPECT_EQ(write("2001:db8:1:2::5efe:0:0", Brackets::NONE), "2001:db8:1:2:0:5efe:0.0.0.0");
}

} // namespace
} // namespace ns3
