// SPDX-License-Identifier: GPL-2.0-only
// ICMPv6 (Linux 6.18's nf_conntrack_proto_icmpv6.c), and the extension headers of IPv6.

#include "conntrack-fixture.h"

using namespace ns3;

namespace
{

class Icmpv6Test : public ConntrackTest
{
  protected:
    Icmpv6Test()
    {
        family = NfFamily::IPV6;
    }

    /// An extension header of 8 bytes in front of what the packet has.
    static void Prepend(NfPacket& packet, uint8_t type)
    {
        std::vector<uint8_t> bytes(8);
        const uint8_t next =
            packet.GetExtensions() ? packet.GetExtensions()->GetFirst() : packet.ip.protocol;
        std::vector<NfIpv6Extensions::Header> headers{{type, next, 0, 8, 8}};
        bytes[0] = next;
        if (packet.GetExtensions())
        {
            for (NfIpv6Extensions::Header header : packet.GetExtensions()->GetHeaders())
            {
                header.offset += 8;
                headers.push_back(header);
            }
            const std::vector<uint8_t>& old = packet.GetExtensions()->GetBytes();
            bytes.insert(bytes.end(), old.begin(), old.end());
        }
        packet.SetExtensions(Create<const NfIpv6Extensions>(bytes, headers));
    }

    /// A redirect about a packet, from the neighbour that it went to.
    NfPacket Redirect(const NfPacket& about, uint8_t option = 4) const
    {
        std::vector<uint8_t> bytes(48);
        bytes[0] = 137;
        bytes[40] = option;
        const std::vector<uint8_t> quote = about.CopyBytes();
        bytes.insert(bytes.end(), quote.begin(), quote.end());
        bytes[41] = (8 + quote.size()) / 8;
        NfPacket redirect = Make(NfProtocol::ICMPV6, bytes, true);
        redirect.ip.source = NfAddress({0xfe800000U, 0, 0, 1});
        redirect.ip.destination = about.ip.source;
        redirect.ip.ttl = 255;
        return redirect;
    }
};

} // namespace

TEST_F(Icmpv6Test, NeighbourDiscoveryAndListenerReportsAreUntracked)
{
    for (int type = 0; type < 256; ++type)
    {
        const bool untracked =
            (type >= 130 && type <= 136) || type == 143 || type == 151 || type == 152;
        NfPacket packet = Icmp(type);
        const bool opens = type == 128 || type == 139;
        EXPECT_EQ(Track(packet), untracked ? "UNTRACKED" : opens ? "NEW" : "INVALID") << type;
        EXPECT_EQ(packet.ct != nullptr, opens) << type;
    }
}

TEST_F(Icmpv6Test, NodeInformationIsTrackedAsEchoesAre)
{
    EXPECT_EQ(Pass(Icmp(139)), "NEW");
    EXPECT_EQ(Pass(Icmp(140, 7, true)), "ESTABLISHED");
    EXPECT_EQ(Pass(Icmp(129, 7, true)), "INVALID");
}

TEST_F(Icmpv6Test, ShortMessagesAndBadChecksumsComeBeforeUntracked)
{
    std::vector<uint8_t> shortMessage(7);
    shortMessage[0] = 135;
    EXPECT_EQ(Pass(Make(NfProtocol::ICMPV6, shortMessage)), "INVALID");
    NfPacket bad = Icmp(135);
    bad.checksumBad = true;
    EXPECT_EQ(Pass(bad), "INVALID");
    EXPECT_EQ(conntrack->GetStatistics().error, 2U);
}

TEST_F(Icmpv6Test, TheTimeoutIsItsOwn)
{
    conntrack->SetAttribute("Icmpv6Timeout", TimeValue(Seconds(12)));
    Pass(Icmp(128));
    EXPECT_EQ(Left(), 12);
}

TEST_F(Icmpv6Test, AllTypesBelow128AreErrors)
{
    Pass(Udp());
    for (uint8_t type : {0, 1, 2, 3, 4, 5, 100, 127})
    {
        EXPECT_EQ(Pass(Error(Udp(), type, 0)), "RELATED") << int(type);
    }
}

TEST_F(Icmpv6Test, QuotesAreReadBehindTheirExtensionHeaders)
{
    NfPacket sent = Udp();
    Prepend(sent, NfProtocol::DESTINATION_OPTIONS);
    Prepend(sent, NfProtocol::ROUTING);
    EXPECT_EQ(Pass(sent), "NEW");
    EXPECT_EQ(Only().Original().protocol, NfProtocol::UDP);
    EXPECT_EQ(Pass(Error(Udp(), 1, 4)), "RELATED");
    NfPacket withHeaders = Udp();
    for (int i = 0; i < 20; ++i)
    {
        Prepend(withHeaders, NfProtocol::DESTINATION_OPTIONS);
    }
    EXPECT_EQ(Pass(Error(withHeaders, 1, 4)), "RELATED") << "far behind";
    EXPECT_EQ(Pass(Error(withHeaders, 1, 4, 40 + 100)), "INVALID") << "the quote ends within";
}

TEST_F(Icmpv6Test, TheQuotesVersionAndLengthAreNotLookedAt)
{
    Pass(Udp());
    NfPacket error = Error(Udp(), 1, 0);
    uint8_t* icmp = error.MutableL4(56);
    icmp[8] = 0x40;
    NfWrite16(icmp + 12, 0);
    EXPECT_EQ(Pass(error), "RELATED");
}

TEST_F(Icmpv6Test, RedirectsOfNeighboursAreRelated)
{
    Pass(Udp());
    EXPECT_EQ(Pass(Redirect(Udp())), "RELATED");
    EXPECT_EQ(Pass(Redirect(Icmp(128))), "INVALID") << "about an unknown connection";

    NfPacket far = Redirect(Udp());
    far.ip.ttl = 254;
    EXPECT_EQ(Pass(far), "INVALID");
    NfPacket global = Redirect(Udp());
    global.ip.source = Router();
    EXPECT_EQ(Pass(global), "INVALID");
    EXPECT_EQ(Pass(Redirect(Udp(), 2)), "INVALID") << "without a quote nothing is known";
    NfPacket noOptions = Redirect(Udp());
    noOptions.SetPayload(noOptions.GetPayload()->CreateFragment(0, 40));
    EXPECT_EQ(Pass(noOptions), "INVALID");
}

TEST_F(Icmpv6Test, ChainsThatLeadToNothingAreInvalid)
{
    NfPacket none = Make(NfProtocol::NO_NEXT_HEADER, std::vector<uint8_t>(8));
    EXPECT_EQ(Pass(none), "INVALID");
    NfPacket broken = Make(NfProtocol::DESTINATION_OPTIONS, {0});
    broken.ip.brokenChain = true;
    EXPECT_EQ(Pass(broken), "INVALID");
    EXPECT_EQ(Pass(Make(NfProtocol::ESP, std::vector<uint8_t>(8))), "NEW");
    EXPECT_EQ(Pass(Make(NfProtocol::MOBILITY, std::vector<uint8_t>(8))), "NEW");
    EXPECT_EQ(conntrack->GetSize(), 2U);
}
