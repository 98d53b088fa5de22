// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-scenario.h"
#include "nf-replay-values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace ns3
{
namespace
{

using testing::ElementsAre;

std::string
ToText(const std::optional<Ipv4InterfaceAddress>& address)
{
    std::ostringstream text;
    if (address)
    {
        text << address->GetLocal() << '/' << address->GetMask().GetPrefixLength();
    }
    return text.str();
}

TEST(ReplayValues, KeepTheHostPartOfAnInterfacesAddress)
{
    EXPECT_EQ(ToText(NfParseReplayInterfaceAddress("10.0.0.1/24")), "10.0.0.1/24");
    EXPECT_EQ(ToText(NfParseReplayInterfaceAddress("10.0.0.1")), "10.0.0.1/32");
    EXPECT_EQ(ToText(NfParseReplayInterfaceAddress("10.0.0.1/0")), "10.0.0.1/0");
    for (const char* text : {"", "10.0.0/24", "10.0.0.1/33", "10.0.0.1/", "eth0"})
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

TEST(ReplayInterface, CallsASecondAddressOfOneSubnetSecondary)
{
    NfReplayInterface interface;
    for (const char* text : {"10.0.0.1/24", "10.0.0.2/24", "10.0.1.1/24"})
    {
        NfAddReplayAddress(interface, *NfParseReplayInterfaceAddress(text));
    }
    EXPECT_FALSE(interface.addresses[0].IsSecondary());
    EXPECT_TRUE(interface.addresses[1].IsSecondary());
    EXPECT_FALSE(interface.addresses[2].IsSecondary());
}

} // namespace
} // namespace ns3
