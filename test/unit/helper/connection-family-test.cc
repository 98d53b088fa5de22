// SPDX-License-Identifier: GPL-2.0-only

// Connections of IPv6 in the words of conntrack(8). The lines and messages are those of conntrack
// 1.4.7 on Linux 6.18 for the same connections.

#include "nf-connection-text.h"
#include "nf-conntrack-action.h"
#include "nf-conntrack-command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace ns3
{
namespace
{

using testing::HasSubstr;

NfAddress
V6(const char* text)
{
    return *NfParseAddress(text, NfFamily::IPV6);
}

/// 2001:db8::2 asks 2001:db8:64::2; nobody has answered.
Ptr<NfConnection>
Connection6(uint8_t protocol, uint16_t key, uint16_t back)
{
    auto connection = Create<NfConnection>();
    for (NfTuple& tuple : connection->tuples)
    {
        tuple.protocol = protocol;
        tuple.family = NfFamily::IPV6;
    }
    NfTuple& first = connection->tuples[0];
    NfTuple& answer = connection->tuples[1];
    first.source = answer.destination = V6("2001:db8::2");
    first.destination = answer.source = V6("2001:db8:64::2");
    first.sourcePort = 5;
    first.destinationPort = key;
    answer.sourcePort = protocol == NfProtocol::ICMPV6 ? 5 : key;
    answer.destinationPort = back;
    connection->counters[0] = {1, 48};
    return connection;
}

Ptr<NfConnection>
Echo()
{
    return Connection6(NfProtocol::ICMPV6, 128 << 8, 129 << 8);
}

bool
Chooses(const std::string& options, const NfConnection& connection)
{
    NfConntrackCommand command;
    const NfStatus error = NfConntrackCommand::Parse("-L " + options, command);
    EXPECT_FALSE(error) << error->ToString();
    return command.filter.Matches(connection);
}

std::string
Complaint(const std::string& text)
{
    NfConntrackCommand command;
    const NfStatus error = NfConntrackCommand::Parse(text, command);
    return error ? error->ToString() : "";
}

TEST(ConnectionFamily, EchoesOfIpv6ArePrintedAsTheToolDoes)
{
    EXPECT_EQ(NfConnectionText(*Echo(), Seconds(29)),
              "icmpv6   58 29 src=2001:db8::2 dst=2001:db8:64::2 type=128 code=0 id=5 packets=1 "
              "bytes=48 [UNREPLIED] src=2001:db8:64::2 dst=2001:db8::2 type=129 code=0 id=5 "
              "packets=0 bytes=0 mark=0 use=1");
    NfConnectionTextOptions extended;
    extended.extended = true;
    EXPECT_EQ(NfConnectionText(*Connection6(NfProtocol::ESP, 0, 0), Seconds(599), extended),
              "ipv6     10 unknown  50 599 src=2001:db8::2 dst=2001:db8:64::2 packets=1 bytes=48 "
              "[UNREPLIED] src=2001:db8:64::2 dst=2001:db8::2 packets=0 bytes=0 mark=0 use=1");
}

TEST(ConnectionFamily, ExpectationsOfIpv6ArePrintedAsTheToolDoes)
{
    NfExpectation expectation;
    expectation.tuple = Connection6(NfProtocol::TCP, 21, 4000)->tuples[1];
    expectation.tuple.sourcePort = 0;
    expectation.tuple.destinationPort = 1025;
    expectation.sourceMask = V6("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    EXPECT_EQ(NfExpectationText(expectation, Seconds(299)),
              "299 proto=6 src=2001:db8:64::2 dst=2001:db8::2 sport=0 dport=1025 "
              "mask-src=ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
              "mask-dst=ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff sport=0 dport=65535 class=0");
}

TEST(ConnectionFamily, CommandsChooseByFamilyAddressAndType)
{
    const auto echo = Echo();
    auto v4 = Create<NfConnection>();
    v4->tuples[0].protocol = NfProtocol::ICMP;
    for (const char* options : {"",
                                "-f ipv6",
                                "--family ipv6 -p icmpv6",
                                "-p ipv6-icmp --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 5",
                                "-s 2001:db8::2",
                                "-s 2001:db8::/64 -d 2001:db8:64::/48",
                                "-q 2001:db8::2 -f ipv6"})
    {
        EXPECT_TRUE(Chooses(options, *echo)) << options;
    }
    for (const char* options : {"-f ipv4",
                                "-p icmpv6 -f ipv4",
                                "-p icmpv6 --icmpv6-type 129",
                                "-s 2001:db8::3",
                                "-s 10.0.0.0/8",
                                "-n 2001:db8::2"})
    {
        EXPECT_FALSE(Chooses(options, *echo)) << options;
    }
    EXPECT_TRUE(Chooses("", *v4));
    EXPECT_TRUE(Chooses("-f ipv4", *v4));
    EXPECT_FALSE(Chooses("-f ipv6", *v4));
    EXPECT_FALSE(Chooses("-s ::/0", *v4));
}

TEST(ConnectionFamily, MixedFamiliesAreRefused)
{
    EXPECT_THAT(Complaint("-L -s 2001:db8::2 -d 10.0.0.1"), HasSubstr("mismatched address family"));
    EXPECT_THAT(Complaint("-L -f ipv4 -s 2001:db8::2"), HasSubstr("mismatched address family"));
    EXPECT_THAT(Complaint("-L -s 2001:db8::2 -f ipv4"), HasSubstr("mismatched address family"));
    EXPECT_THAT(Complaint("-L -f ipx"), HasSubstr("`ipx' unsupported protocol"));
    EXPECT_THAT(Complaint("-L -p icmp --icmpv6-type 8"),
                HasSubstr("unknown option `--icmpv6-type'"));
    EXPECT_THAT(Complaint("-C -f ipv6"), HasSubstr("Illegal option `--family'"));
    EXPECT_THAT(Complaint("-f ipv6 -S"), HasSubstr("Illegal option `--family'"));
    EXPECT_EQ(Complaint("-F -f ipv6"), "");
}

// The tool lists and counts expectations of one family: IPv4, unless told.
TEST(ConnectionFamily, ExpectationsAreListedByFamily)
{
    auto conntrack = CreateObject<NfConntrack>();
    NfExpectation expectation;
    expectation.master = Connection6(NfProtocol::TCP, 21, 4000);
    expectation.tuple = expectation.master->tuples[1];
    ASSERT_TRUE(conntrack->Expect(expectation));
    auto run = [&conntrack](const char* text) {
        NfConntrackCommand command;
        EXPECT_FALSE(NfConntrackCommand::Parse(text, command));
        std::ostringstream events;
        return NfDoConntrack(conntrack, command, events);
    };
    EXPECT_EQ(run("-L expect"), "");
    EXPECT_EQ(run("-C expect"), "0\n");
    EXPECT_THAT(run("-L expect -f ipv6"), HasSubstr("src=2001:db8:64::2"));
    run("-F expect");
    EXPECT_EQ(run("-L expect -f ipv6"), "");
    conntrack->Dispose();
}

} // namespace
} // namespace ns3
