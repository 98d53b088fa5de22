// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-protocol-names.h"
#include "nf-service-names.h"

#include <gtest/gtest.h>

using namespace ns3;

namespace
{

TEST(SystemNames, AreAllThoseOfDebiansServices)
{
    EXPECT_EQ(NfFindService("Clearcase"), 371);
    EXPECT_EQ(NfFindService("acr-nema"), 104);
    EXPECT_EQ(NfFindService("dicom"), 104) << "the first of two entries counts";
    EXPECT_EQ(NfFindService("echo"), 7) << "not AppleTalk's";
    EXPECT_EQ(NfFindService("zope-ftp"), 8021);
    EXPECT_EQ(NfFindService("zabbix-trapper"), 10051);
    EXPECT_FALSE(NfFindService("nbp")) << "AppleTalk alone has it";
    EXPECT_FALSE(NfFindService("no-such-service"));
}

/// iptables looks protocols up in small letters, and so never finds aliases that have capitals
/// alone.
TEST(SystemNames, OfProtocolsAreReadAsByIptables)
{
    EXPECT_EQ(NfParseIpProtocol("OSPF"), 89);
    EXPECT_FALSE(NfParseIpProtocol("OSPFIGP"));
    EXPECT_FALSE(NfParseIpProtocol("IP-ENCAP"));
}

} // namespace
