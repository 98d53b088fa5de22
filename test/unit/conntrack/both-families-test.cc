// SPDX-License-Identifier: GPL-2.0-only
// What connection tracking does alike for IPv4 and IPv6, and for both on one node.

#include "conntrack-fixture.h"
#include "nf-helper-ftp.h"
#include "nf-standard-helpers.h"

using namespace ns3;

namespace
{

class BothFamiliesTest : public ConntrackTest, public ::testing::WithParamInterface<NfFamily>
{
  protected:
    BothFamiliesTest()
    {
        family = GetParam();
    }

    /// A type of this family's ICMP: of IPv4 and of IPv6.
    uint8_t Type(uint8_t v4, uint8_t v6) const
    {
        return family == NfFamily::IPV6 ? v6 : v4;
    }
};

std::string
FamilyName(const ::testing::TestParamInfo<NfFamily>& info)
{
    return info.param == NfFamily::IPV6 ? "Ipv6" : "Ipv4";
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Families,
                         BothFamiliesTest,
                         ::testing::Values(NfFamily::IPV4, NfFamily::IPV6),
                         FamilyName);

TEST_P(BothFamiliesTest, HooksOfTheActiveFamilyOnly)
{
    const NfFamily other = family == NfFamily::IPV6 ? NfFamily::IPV4 : NfFamily::IPV6;
    conntrack->Activate(family);
    conntrack->Activate(family);
    for (NfHook hook : {NfHook::PREROUTING, NfHook::INPUT, NfHook::OUTPUT, NfHook::POSTROUTING})
    {
        EXPECT_FALSE(netns.hooks.IsEmpty(family, hook));
        EXPECT_TRUE(netns.hooks.IsEmpty(other, hook));
    }
    EXPECT_TRUE(netns.hooks.IsEmpty(family, NfHook::FORWARD));
    EXPECT_TRUE(conntrack->IsActive());
    EXPECT_TRUE(conntrack->IsActive(family));
    EXPECT_FALSE(conntrack->IsActive(other));
    conntrack->Activate(other);
    conntrack->Deactivate(family);
    EXPECT_TRUE(netns.hooks.IsEmpty(family, NfHook::PREROUTING));
    EXPECT_FALSE(netns.hooks.IsEmpty(other, NfHook::PREROUTING));
    conntrack->Deactivate();
    EXPECT_TRUE(netns.hooks.IsIdle());
}

TEST_P(BothFamiliesTest, UdpBecomesAStream)
{
    EXPECT_EQ(Pass(Udp()), "NEW");
    EXPECT_EQ(Pass(Udp(true)), "ESTABLISHED");
    EXPECT_EQ(Left(), 30);
    EXPECT_FALSE(Assured());
    Advance(Seconds(3));
    EXPECT_EQ(Pass(Udp()), "ESTABLISHED");
    EXPECT_EQ(Left(), 120);
    EXPECT_TRUE(Assured());
    const uint64_t headers = family == NfFamily::IPV6 ? 40 : 20;
    EXPECT_EQ(Only().counters[0].bytes, 2 * (headers + 12));
}

TEST_P(BothFamiliesTest, TcpFollowsStatesAndWindow)
{
    Handshake();
    EXPECT_EQ(State(), "ESTABLISHED");
    EXPECT_TRUE(Assured());
    EXPECT_EQ(FromClient({"PA", 101 + 2000, 501, 1000, 10}), "INVALID");
    EXPECT_EQ(FromClient({"FA", 101, 501}), "ESTABLISHED");
    EXPECT_EQ(State(), "FIN_WAIT");
    EXPECT_EQ(FromServer({"R", 501, 0, 0}), "ESTABLISHED");
    EXPECT_EQ(State(), "CLOSE");
}

TEST_P(BothFamiliesTest, ProtocolsWithoutATrackerAreTrackedByTheirAddresses)
{
    constexpr uint8_t ospf = 89;
    EXPECT_EQ(Pass(Make(ospf, std::vector<uint8_t>(8))), "NEW");
    EXPECT_EQ(Pass(Make(ospf, {}, true)), "ESTABLISHED");
    EXPECT_EQ(Left(), 600);
    EXPECT_EQ(Pass(Make(NfProtocol::GRE, std::vector<uint8_t>(4))), "NEW");
}

TEST_P(BothFamiliesTest, EchoesAreTrackedByTheirId)
{
    EXPECT_EQ(Pass(Icmp(Type(8, 128))), "NEW");
    EXPECT_EQ(Pass(Icmp(Type(0, 129), 7, true)), "ESTABLISHED");
    EXPECT_EQ(Left(), 30);
    EXPECT_EQ(Pass(Icmp(Type(8, 128), 8)), "NEW");
    EXPECT_EQ(Pass(Icmp(Type(0, 129), 9, true)), "INVALID") << "nobody asked";
}

// The other family's ICMP is tracked by nobody (Linux 6.18).
TEST_P(BothFamiliesTest, IcmpOfTheOtherFamilyIsInvalid)
{
    std::vector<uint8_t> echo(8);
    echo[0] = Type(128, 8);
    const uint8_t protocol = Type(NfProtocol::ICMPV6, NfProtocol::ICMP);
    EXPECT_EQ(Pass(Make(protocol, echo)), "INVALID");
    EXPECT_EQ(conntrack->GetStatistics().invalid, 1U);
    EXPECT_EQ(conntrack->GetStatistics().error, 0U);
}

TEST_P(BothFamiliesTest, ErrorsAboutBothDirectionsAreRelated)
{
    Pass(Udp());
    const uint8_t unreachable = Type(3, 1);
    NfPacket error = Error(Udp(), unreachable, 0);
    EXPECT_EQ(Pass(error), "RELATED");
    EXPECT_EQ(error.ctDirection, NfDirection::REPLY);
    EXPECT_EQ(NfGetConnection(error), &Only());

    NfPacket aboutAnswer = Error(Udp(true), unreachable, 0);
    EXPECT_EQ(Pass(aboutAnswer), "RELATED");
    EXPECT_EQ(aboutAnswer.ctDirection, NfDirection::ORIGINAL);

    EXPECT_EQ(Pass(Error(Icmp(Type(8, 128)), unreachable, 0)), "INVALID") << "unknown";
    Pass(Icmp(Type(8, 128)));
    EXPECT_EQ(Pass(Error(Icmp(Type(8, 128)), unreachable, 0)), "RELATED");
}

TEST_P(BothFamiliesTest, ErrorsThatDoNotFitAreInvalid)
{
    Pass(Udp());
    NfPacket elsewhere = Error(Udp(), Type(3, 1), 0);
    elsewhere.ip.destination = Client(9);
    EXPECT_EQ(Pass(elsewhere), "INVALID") << "not to the sender of the quoted packet";
    EXPECT_EQ(Pass(Error(Udp(), Type(3, 1), 0, Udp().ip.GetSize() + 3)), "INVALID") << "no ports";
    EXPECT_EQ(Pass(Error(Udp(), Type(3, 1), 0, Udp().ip.GetSize() - 1)), "INVALID") << "no header";
    NfPacket piece = Udp();
    piece.ip.fragmentOffset = 8;
    if (family == NfFamily::IPV6)
    {
        piece.SetExtensions(NfIpv6Extensions::WithFragment(nullptr, piece.ip));
    }
    EXPECT_EQ(Pass(Error(piece, Type(3, 1), 0)), "INVALID") << "quotes a later fragment";
    EXPECT_EQ(conntrack->GetStatistics().error, 4U);
    EXPECT_EQ(Pass(Error(Udp(), Type(3, 1), 0, Udp().ip.GetSize() + 4)), "RELATED");
}

TEST_P(BothFamiliesTest, ChecksumsAreVerifiedInPrerouting)
{
    conntrack->SetAttribute("VerifyChecksums", BooleanValue(true));
    NfPacket wrong = Icmp(Type(8, 128));
    NfWrite16(wrong.MutableL4(8) + 2, 0x1234);
    EXPECT_EQ(Track(wrong), "INVALID");
    NfPacket sent = Icmp(Type(8, 128));
    NfWrite16(sent.MutableL4(8) + 2, 0x1234);
    EXPECT_EQ(Track(sent, NfHook::OUTPUT), "NEW");

    NfPacket right = Icmp(Type(8, 128));
    const std::vector<uint8_t> bytes = right.CopyPayload();
    const uint64_t pseudo =
        family == NfFamily::IPV6 ? NfChecksum::PseudoHeader(family, Client(), Server(), 58, 8) : 0;
    NfWrite16(right.MutableL4(8) + 2,
              NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), pseudo)));
    EXPECT_EQ(Track(right), "NEW");
}

TEST_P(BothFamiliesTest, FtpAnnouncementsOfTheFamilyAreExpected)
{
    const auto ftp = NfRegisterStandardHelpers(*conntrack).ftp;
    NfPacket syn = Tcp({"S", 100});
    syn.ct = NfConntrack::MakeTemplate(0, 3, conntrack->FindHelper("ftp", 6, family));
    ASSERT_EQ(Pass(syn), "NEW");
    FromServer({"SA", 500, 101});
    FromClient({"A", 101, 501});
    uint32_t seq = 101;
    auto say = [&](const std::string& text) {
        NfPacket packet = Tcp({"PA", seq, 501, 60000});
        Ptr<Packet> bytes = packet.GetPayload();
        bytes->AddAtEnd(Create<Packet>(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
        packet.SetPayload(bytes);
        seq += text.size();
        return Pass(packet);
    };
    say("USER x\r\n");
    const std::string address = NfToString(Client(), family);
    const bool ipv6 = family == NfFamily::IPV6;
    EXPECT_EQ(say(std::string(ipv6 ? "EPRT |2|" : "EPRT |1|") + address + "|1025|\r\n"),
              "ESTABLISHED");
    ASSERT_EQ(conntrack->GetExpectations().size(), 1U);
    EXPECT_EQ(conntrack->GetExpectations()[0].tuple.family, family);
    std::vector<uint8_t> data(20);
    NfWrite16(&data[0], 20);
    NfWrite16(&data[2], 1025);
    data[12] = 5 << 4;
    data[13] = TcpFlags("S");
    EXPECT_EQ(Pass(Make(NfProtocol::TCP, data, true)), "RELATED");
    EXPECT_EQ(say(std::string(ipv6 ? "EPRT |1|" : "EPRT |2|") + address + "|1026|\r\n"), "DROP")
        << "the other family's number";
}

TEST_F(ConntrackTest, FamiliesShareTheTableAndNotTheirConnections)
{
    // The same words as addresses of both families.
    NfPacket v4 = Udp();
    NfPacket v6 = Udp();
    v6.ip.family = NfFamily::IPV6;
    EXPECT_EQ(Pass(v4), "NEW");
    EXPECT_EQ(Pass(v6), "NEW");
    EXPECT_EQ(conntrack->GetSize(), 2U);
    EXPECT_EQ(Pass(Udp(true)), "ESTABLISHED");
    EXPECT_NE(v4.ct, v6.ct);
}

TEST_F(ConntrackTest, HelpersOfIpv4AloneAreNotFoundForIpv6)
{
    NfRegisterStandardHelpers(*conntrack);
    // Measured: what ip6tables' CT takes on Linux 6.18.
    for (const char* name : {"Q.931", "ftp", "sane", "sip"})
    {
        EXPECT_TRUE(conntrack->FindHelper(name, NfProtocol::TCP, NfFamily::IPV6)) << name;
    }
    for (const char* name : {"RAS", "amanda", "sip", "tftp"})
    {
        EXPECT_TRUE(conntrack->FindHelper(name, NfProtocol::UDP, NfFamily::IPV6)) << name;
    }
    for (const char* name : {"irc", "pptp", "netbios-ns", "snmp"})
    {
        const bool tcp = std::string(name) == "irc" || std::string(name) == "pptp";
        const uint8_t protocol = tcp ? NfProtocol::TCP : NfProtocol::UDP;
        EXPECT_FALSE(conntrack->FindHelper(name, protocol, NfFamily::IPV6)) << name;
        EXPECT_TRUE(conntrack->FindHelper(name, protocol)) << name;
    }
}

TEST_F(ConntrackTest, AConnectionTakesAtMost400Bytes)
{
    EXPECT_LE(sizeof(NfConnection), 400U);
}
