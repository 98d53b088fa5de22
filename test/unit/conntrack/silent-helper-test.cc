// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack.h"
#include "nf-silent-helper.h"
#include "nf-standard-helpers.h"

#include <gtest/gtest.h>
#include <memory>

using namespace ns3;

TEST(SilentHelperTest, IsFoundByNameAndProtocol)
{
    Ptr<NfConntrack> conntrack = CreateObject<NfConntrack>();
    NfRegisterStandardHelpers(*conntrack);
    for (uint8_t protocol : {NfProtocol::TCP, NfProtocol::UDP})
    {
        const NfConnectionHelper* sip = conntrack->FindHelper("sip", protocol);
        ASSERT_TRUE(sip);
        EXPECT_EQ(sip->GetName(), "sip");
        EXPECT_EQ(sip->GetProtocol(), protocol);
        EXPECT_EQ(sip->GetPort(), 5060);
        EXPECT_TRUE(sip->ReadsItsProtocol());
        EXPECT_EQ(conntrack->FindHelper("sip", protocol, NfFamily::IPV6), sip);
    }
    const NfConnectionHelper* ras = conntrack->FindHelper("RAS", NfProtocol::UDP, NfFamily::IPV6);
    ASSERT_TRUE(ras);
    EXPECT_FALSE(ras->ReadsItsProtocol()) << "it may be named, and is not read";
    EXPECT_TRUE(conntrack->FindHelper("tftp", NfProtocol::UDP));
    EXPECT_FALSE(conntrack->FindHelper("tftp", NfProtocol::TCP));
    EXPECT_FALSE(conntrack->FindHelper("h323", NfProtocol::TCP));
    EXPECT_FALSE(conntrack->FindHelper("", NfProtocol::TCP));
}

TEST(SilentHelperTest, GivesWayToOneThatReads)
{
    Ptr<NfConntrack> conntrack = CreateObject<NfConntrack>();
    NfRegisterStandardHelpers(*conntrack);
    auto own = std::make_shared<NfSilentHelper>("sane", NfProtocol::TCP, 6969);
    conntrack->RegisterHelper(own);
    EXPECT_EQ(conntrack->FindHelper("sane", NfProtocol::TCP), own.get());
    EXPECT_DEATH(conntrack->RegisterHelper(own), "helper \"sane\" already");
    auto ftp = std::make_shared<NfSilentHelper>("ftp", NfProtocol::TCP, 21);
    EXPECT_DEATH(conntrack->RegisterHelper(ftp), "helper \"ftp\" already");
}
