// SPDX-License-Identifier: GPL-2.0-only

// States of TCP connections and SCTP associations in the words of conntrack(8).

#include "nf-connection-text.h"
#include "nf-conntrack-command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::HasSubstr;
using testing::StartsWith;

Ptr<NfConnection>
Connection(uint8_t protocol)
{
    auto connection = Create<NfConnection>();
    for (NfTuple& tuple : connection->tuples)
    {
        tuple.protocol = protocol;
    }
    return connection;
}

bool
Chooses(const std::string& options, const NfConnection& connection)
{
    NfConntrackCommand command;
    const NfStatus error = NfConntrackCommand::Parse("-L " + options, command);
    EXPECT_FALSE(error) << error->ToString();
    return command.filter.Matches(connection);
}

TEST(ConnectionState, OfAnAssociationIsToldAndChosenAsOfTcp)
{
    const auto association = Connection(NfProtocol::SCTP);
    association->sctp = {};
    association->sctp.state = NfSctpState::COOKIE_WAIT;
    EXPECT_THAT(NfConnectionText(*association, Seconds(2)),
                StartsWith("sctp     132 2 COOKIE_WAIT src="));
    EXPECT_TRUE(Chooses("-p sctp --state COOKIE_WAIT", *association));
    EXPECT_FALSE(Chooses("-p sctp --state ESTABLISHED", *association));

    const auto tcp = Connection(NfProtocol::TCP);
    tcp->tcp.state = NfTcpState::SYN_RECV;
    EXPECT_THAT(NfConnectionText(*tcp, Seconds(59)), StartsWith("tcp      6 59 SYN_RECV src="));
    EXPECT_TRUE(Chooses("-p tcp --state SYN_RECV", *tcp));
    EXPECT_FALSE(Chooses("-p tcp --state ESTABLISHED", *tcp));
}

TEST(ConnectionState, IsOneOfItsProtocol)
{
    NfConntrackCommand command;
    const NfStatus ofTcp = NfConntrackCommand::Parse("-L -p sctp --state SYN_SENT", command);
    ASSERT_TRUE(ofTcp);
    EXPECT_THAT(ofTcp->ToString(), HasSubstr("an SCTP state such as ESTABLISHED is expected"));
    const NfStatus ofNone = NfConntrackCommand::Parse("-L -p udp --state ESTABLISHED", command);
    ASSERT_TRUE(ofNone);
    EXPECT_THAT(ofNone->ToString(), HasSubstr("unknown option `--state'"));
}

TEST(ConnectionState, OfOtherProtocolsThereIsNone)
{
    EXPECT_STREQ(Connection(NfProtocol::UDP)->GetStateName(), "");
    EXPECT_THAT(NfConnectionText(*Connection(NfProtocol::UDP), Seconds(5)),
                StartsWith("udp      17 5 src="));
}

} // namespace
} // namespace ns3
