// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-scenario.h"
#include "nf-replay-values.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;

std::string
ToText(const std::optional<NfReplayInterfaceAddress>& address)
{
    return address ? fmt::format("{}/{} in {}",
                                 NfToString(address->host.address, address->host.family),
                                 address->length,
                                 NfToString(address->GetNetwork()))
                   : "";
}

TEST(ReplayValues, KeepTheHostPartOfAnInterfacesAddress)
{
    EXPECT_EQ(ToText(NfParseReplayInterfaceAddress("10.0.0.1/24")), "10.0.0.1/24 in 10.0.0.0/24");
    EXPECT_EQ(ToText(NfParseReplayInterfaceAddress("10.0.0.1")), "10.0.0.1/32 in 10.0.0.1");
    EXPECT_EQ(ToText(NfParseReplayInterfaceAddress("10.0.0.1/0")), "10.0.0.1/0 in 0.0.0.0/0");
    EXPECT_EQ(ToText(NfParseReplayInterfaceAddress("2001:db8::1/64")),
              "2001:db8::1/64 in 2001:db8::/64");
    for (const char* text : {"",
                             "10.0.0/24",
                             "10.0.0.1/33",
                             "10.0.0.1/",
                             "eth0",
                             "2001:db8::1/129",
                             "2001:db8::g/64",
                             "fe80::/"})
    {
        EXPECT_FALSE(NfParseReplayInterfaceAddress(text)) << text;
    }
}

TEST(ReplayValues, ReadHexadecimalNumbersAfterAPrefixOnly)
{
    EXPECT_EQ(NfParseReplayNumber("0x1f"), 31U);
    EXPECT_EQ(NfParseReplayNumber("31"), 31U);
    EXPECT_FALSE(NfParseReplayNumber("1f"));
    EXPECT_FALSE(NfParseReplayNumber("0x"));
    EXPECT_FALSE(NfParseReplayNumber("4294967296"));
}

TEST(ReplayValues, ReadBytesAsTheyPrintThem)
{
    EXPECT_THAT(NfFromHex("00ff10").value(), ElementsAre(0, 255, 16));
    EXPECT_EQ(NfToHex({0, 255, 16}), "00ff10");
    EXPECT_FALSE(NfFromHex("0"));
    EXPECT_FALSE(NfFromHex("0g"));
}

} // namespace
} // namespace ns3
