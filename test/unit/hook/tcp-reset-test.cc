// SPDX-License-Identifier: GPL-2.0-only
// The answer that REJECT sends to TCP, of both families.

#include "nf-checksum.h"
#include "nf-tcp-reset.h"
#include "nf-transport-checksum.h"

#include "ns3/packet.h"

#include <gtest/gtest.h>
#include <vector>

namespace ns3
{
namespace
{

/// A SYN with 4 bytes of data from 1000 to 80, sequence number 100.
NfPacket
Syn(NfFamily family, const char* source, const char* destination, bool rightChecksum = true)
{
    NfIpHeader ip;
    ip.family = family;
    ip.protocol = NfProtocol::TCP;
    ip.source = *NfParseAddress(source, family);
    ip.destination = *NfParseAddress(destination, family);
    std::vector<uint8_t> segment(24);
    NfWrite16(&segment[0], 1000);
    NfWrite16(&segment[2], 80);
    NfWrite32(&segment[4], 100);
    segment[12] = 5 << 4;
    segment[13] = 2;
    NfTransportChecksum::FillTcp(ip, segment);
    if (!rightChecksum)
    {
        segment[23] ^= 1;
    }
    return NfPacket(ip, Create<Packet>(segment.data(), segment.size()));
}

/// The sum of all 16-bit words of pseudo header and segment: all ones if the checksum is right.
uint16_t
Sum(const NfTcpReset& reset)
{
    std::vector<uint8_t> bytes;
    for (const NfAddress& address : {reset.ip.source, reset.ip.destination})
    {
        for (uint32_t word : address.Words())
        {
            bytes.resize(bytes.size() + 4);
            NfWrite32(&bytes[bytes.size() - 4], word);
        }
    }
    bytes.insert(bytes.end(), {0, NfProtocol::TCP, 0, 20});
    bytes.insert(bytes.end(), reset.segment.begin(), reset.segment.end());
    uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2)
    {
        sum += bytes[i] << 8 | bytes[i + 1];
    }
    while (sum > 0xffff)
    {
        sum = sum % 0x10000 + sum / 0x10000;
    }
    return sum;
}

TEST(TcpReset, AnswersASynOfEitherFamily)
{
    const NfPacket v4 = Syn(NfFamily::IPV4, "10.0.0.2", "198.51.100.1");
    const NfPacket v6 = Syn(NfFamily::IPV6, "2001:db8::2", "2001:db8:64::1");
    for (const NfPacket* syn : {&v4, &v6})
    {
        const auto reset = NfTcpReset::Make(*syn);
        ASSERT_TRUE(reset);
        EXPECT_EQ(reset->ip.family, syn->ip.family);
        EXPECT_EQ(reset->ip.source, syn->ip.destination);
        EXPECT_EQ(reset->ip.destination, syn->ip.source);
        EXPECT_EQ(reset->ip.dontFragment, syn->ip.family == NfFamily::IPV4);
        EXPECT_EQ(NfRead16(&reset->segment[0]), 80);
        EXPECT_EQ(NfRead32(&reset->segment[8]), 105U) << "SYN and four bytes";
        EXPECT_EQ(reset->segment[13], 0x14) << "RST, ACK";
        EXPECT_EQ(Sum(*reset), 0xffff);
    }
}

TEST(TcpReset, WrongChecksumsOfIpv6GetNone)
{
    EXPECT_FALSE(NfTcpReset::Make(Syn(NfFamily::IPV6, "2001:db8::2", "2001:db8:64::1", false)));
}

// What Linux's ipv6_addr_type calls unicast.
TEST(TcpReset, OnlyUnicastAddressesOfIpv6GetOne)
{
    EXPECT_TRUE(NfTcpReset::Make(Syn(NfFamily::IPV6, "fe80::2", "fe80::1")));
    EXPECT_TRUE(NfTcpReset::Make(Syn(NfFamily::IPV6, "::1", "::1")));
    EXPECT_FALSE(NfTcpReset::Make(Syn(NfFamily::IPV6, "2001:db8::2", "ff02::1")));
    EXPECT_FALSE(NfTcpReset::Make(Syn(NfFamily::IPV6, "::", "2001:db8::1")));
    EXPECT_FALSE(NfTcpReset::Make(Syn(NfFamily::IPV6, "::ffff:10.0.0.2", "2001:db8::1")));
}

TEST(TransportChecksum, ThatOfIcmpv6IncludesThePseudoHeader)
{
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.protocol = NfProtocol::ICMPV6;
    ip.source = *NfParseAddress("2001:db8:64::1", NfFamily::IPV6);
    ip.destination = *NfParseAddress("2001:db8:64::2", NfFamily::IPV6);
    // An echo request that Linux 6.18 sent.
    const std::vector<uint8_t> echo{0x80, 0x00, 0x5c, 0xd6, 0xc6, 0xa8, 0x00, 0x01};
    const NfPacket packet(ip, Create<Packet>(echo.data(), echo.size()));
    EXPECT_EQ(NfTransportChecksum::Compute(packet), 0x5cd6);
    EXPECT_TRUE(NfTransportChecksum::IsGood(packet));
}

TEST(TransportChecksum, OfIpv6EveryOtherProtocolIsTakenToHaveThePseudoHeader)
{
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.protocol = 89;
    ip.source = *NfParseAddress("::1", NfFamily::IPV6);
    ip.destination = ip.source;
    std::vector<uint8_t> bytes(4);
    NfWrite16(&bytes[0],
              0xffff - (2 + 89 + 4)); // the rest of the sum: two addresses, protocol, size
    EXPECT_TRUE(NfTransportChecksum::IsGood(NfPacket(ip, Create<Packet>(bytes.data(), 4))));
    NfWrite16(&bytes[0], 0xffff);
    EXPECT_FALSE(NfTransportChecksum::IsGood(NfPacket(ip, Create<Packet>(bytes.data(), 4))));
}

} // namespace
} // namespace ns3
