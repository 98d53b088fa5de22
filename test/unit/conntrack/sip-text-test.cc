// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-text.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

using Header = NfSipHeader;
using Line = NfSdpLine;
using NfSipAddressText::Brackets;

constexpr NfSipFound YES = NfSipFound::YES;
constexpr NfSipFound NO = NfSipFound::NO;
constexpr NfSipFound UNREADABLE = NfSipFound::UNREADABLE;

const std::string INVITE = "INVITE sip:bob@203.0.113.60:5070;transport=udp SIP/2.0\r\n"
                           "Via: SIP/2.0/UDP 10.0.0.5;branch=z9;rport=010;maddr=10.0.0.9\r\n"
                           "From: \"A\" <sip:a@10.0.0.5:5061>;tag=1\r\n"
                           "t: <sip:203.0.113.60>\r\n"
                           "CSeq: 4711 INVITE\r\n"
                           "m: <sip:a@10.0.0.5:5061>;expires=60,\r\n"
                           " <sip:b@10.0.0.6>;expires=0x20\r\n"
                           "Contact: <sip:c@10.0.0.7:1024>\r\n"
                           "Content-Length: 100\r\n"
                           "\r\n"
                           "v=0\r\n"
                           "o=a 1 1 IN IP4 10.0.0.5\r\n"
                           "c=IN IP4 10.0.0.8\r\n"
                           "m=audio 9000 RTP/AVP 0\r\n"
                           "m=video 9002/2 RTP/AVP 31\r\n"
                           "c=IN IP4 10.0.0.9\r\n";

/// A reader of IPv4.
NfSipText
Read(std::string_view text)
{
    return {text, NfFamily::IPV4};
}

/// A message with one header.
std::string
With(const std::string& header)
{
    return "INVITE sip:b@1.1.1.1 SIP/2.0\r\n" + header + "\r\n\r\n";
}

TEST(SipText, TellsRequestsFromResponses)
{
    EXPECT_TRUE(Read(INVITE).IsRequest("INVITE"));
    EXPECT_FALSE(Read(INVITE).IsRequest("INV"));
    EXPECT_FALSE(Read("INVITE  sip:b").IsRequest("INVITE")) << "one blank, then a letter";
    EXPECT_FALSE(Read(INVITE).IsResponse());
    EXPECT_TRUE(Read("sip/2.0 200 OK").IsResponse());
    EXPECT_EQ(Read("SIP/2.0 487 x").GetStatus(), 487U);
    EXPECT_EQ(Read("SIP/2.0 OK").GetStatus(), 0U);
}

TEST(SipText, FindsNumbersOfHeaders)
{
    EXPECT_EQ(Read(INVITE).FindNumber(Header::CSEQ), 4711U);
    EXPECT_EQ(Read(INVITE).FindNumber(Header::CONTENT_LENGTH), 100U);
    EXPECT_EQ(Read(INVITE).FindHeader(Header::EXPIRES).found, NO);
    EXPECT_EQ(Read(With("cseq \t: 7 X")).FindNumber(Header::CSEQ), 7U);
    EXPECT_EQ(Read(With("CSeq:\r\n 8 X")).FindNumber(Header::CSEQ), 8U);
    EXPECT_EQ(Read(With("CSeq: x")).FindHeader(Header::CSEQ).found, UNREADABLE);
    EXPECT_EQ(Read(With("CSeqs: 1")).FindHeader(Header::CSEQ).found, NO);
    EXPECT_EQ(Read(With(" CSeq: 1")).FindHeader(Header::CSEQ).found, NO)
        << "a continuation line is no header";
    EXPECT_EQ(Read(With("l: 5")).FindNumber(Header::CONTENT_LENGTH), 5U);
    EXPECT_EQ(Read(With("lx: 5")).FindHeader(Header::CONTENT_LENGTH).found, NO);
}

TEST(SipText, ReadsNumbersOf32BitsInElevenDigits)
{
    EXPECT_EQ(Read("4294967295").ReadNumber(0), 4294967295U);
    EXPECT_FALSE(Read("4294967296").ReadNumber(0));
    EXPECT_EQ(Read("00000000012x").ReadNumber(0), 12U);
    EXPECT_FALSE(Read("000000000012").ReadNumber(0));
    EXPECT_FALSE(Read("x").ReadNumber(0));
    EXPECT_FALSE(Read("").ReadNumber(0));
}

TEST(SipText, FindsAddressesAndPorts)
{
    const NfSipText text = Read(INVITE);
    const NfSipUri request = text.FindRequestUri();
    EXPECT_EQ(request.found, YES);
    EXPECT_EQ(text.Get(request.piece), "203.0.113.60:5070");
    EXPECT_EQ(request.port, 5070);
    const NfSipUri via = text.FindUri(Header::VIA_UDP);
    EXPECT_EQ(via.address, NfAddress(0x0a000005));
    EXPECT_EQ(via.port, 5060) << "the usual port";
    EXPECT_EQ(text.Get(text.FindUri(Header::FROM).piece), "10.0.0.5:5061");
    EXPECT_EQ(text.Get(text.FindUri(Header::TO).piece), "203.0.113.60");
    for (const char* wrong : {"10.0.0.5:80", "10.0.0.5:99999", "10.0.0.5:", "10.0.0.5:005060"})
    {
        EXPECT_EQ(Read(With(std::string("To: <sip:a@") + wrong + ">")).FindUri(Header::TO).found,
                  NO)
            << wrong;
    }
    for (const char* last : {"10.0.0.5", "10.0.0.5:5060"})
    {
        EXPECT_EQ(Read("A sip:b\r\nTo: <sip:a@" + std::string(last)).FindUri(Header::TO).found, NO)
            << "nothing stands behind it";
    }
    for (const char* none : {"10.0.0", "10.0.0.256", "10.0.0.5.6", "host.example", "10.0.0.5a"})
    {
        EXPECT_EQ(Read(With(std::string("To: <sip:a@") + none + ">")).FindUri(Header::TO).found, NO)
            << none;
    }
}

TEST(SipText, WalksOverListsAndHeaders)
{
    const NfSipText text = Read(INVITE);
    NfSipText::Walk walk;
    std::string seen;
    for (NfSipUri uri = text.FindUri(Header::CONTACT, walk); uri.found == YES;
         uri = text.FindUri(Header::CONTACT, walk))
    {
        seen += std::string(text.Get(uri.piece)) + " ";
    }
    EXPECT_EQ(seen, "10.0.0.5:5061 10.0.0.6 10.0.0.7:1024 ");
}

TEST(SipText, FindsParametersUpToTheComma)
{
    const NfSipText text = Read(INVITE);
    const uint32_t via = text.FindUri(Header::VIA_UDP).piece.End();
    EXPECT_EQ(text.FindNumberParameter("rport=", via).value, 10U);
    EXPECT_EQ(text.FindAddressParameter("maddr=", via, Brackets::NEEDED).address,
              NfAddress(0x0a000009));
    EXPECT_EQ(text.FindAddressParameter("received=", via, Brackets::ALLOWED).found, NO);
    EXPECT_EQ(text.FindParameter("branch=", via), "z9");
    NfSipText::Walk walk;
    const uint32_t first = text.FindUri(Header::CONTACT, walk).piece.End();
    const uint32_t second = text.FindUri(Header::CONTACT, walk).piece.End();
    EXPECT_EQ(text.FindNumberParameter("expires=", first).value, 60U);
    EXPECT_EQ(text.FindNumberParameter("expires=", second).value, 0U) << "numbers are decimal";
    EXPECT_EQ(Read("a;expires=;b..").FindNumberParameter("expires=", 0).found, UNREADABLE);
}

TEST(SipText, FindsLinesOfTheSession)
{
    const NfSipText text = Read(INVITE);
    const NfSipField version = text.FindSdp(Line::VERSION);
    ASSERT_EQ(version.found, YES);
    const uint32_t begin = version.piece.offset;
    EXPECT_EQ(text.Get(text.FindSdp(Line::OWNER, begin).piece), "10.0.0.5");
    EXPECT_EQ(text.FindSdpAddress(Line::CONNECTION, begin, Line::MEDIA).address,
              NfAddress(0x0a000008));
    const NfSipField audio = text.FindSdp(Line::MEDIA, begin);
    EXPECT_EQ(text.Get(audio.piece), "audio 9000");
    EXPECT_EQ(text.FindSdp(Line::CONNECTION, audio.piece.offset, Line::MEDIA).found, NO);
    const NfSipField video = text.FindSdp(Line::MEDIA, audio.piece.offset);
    EXPECT_EQ(text.Get(video.piece), "video 9002");
    EXPECT_EQ(text.FindSdpAddress(Line::CONNECTION, video.piece.offset, Line::MEDIA).address,
              NfAddress(0x0a000009));
}

TEST(SipText, ReadsTheFamilyAndTheTransportOfItsConnection)
{
    const std::string message = "INVITE sip:b@[2001:db8::1]:5061 SIP/2.0\r\n"
                                "Via: SIP/2.0/TCP [2001:db8::5]:5070;maddr=[2001:db8::6];"
                                "received=2001:db8::7\r\n"
                                "To: <sip:b@2001:db8::1>\r\n"
                                "From: <sip:a@10.0.0.5>\r\n"
                                "Contact: <sip:[2001:DB8::5]>\r\n"
                                "\r\n"
                                "v=0\r\n"
                                "o=a 1 1 IN IP4 10.0.0.5\r\n"
                                "c=IN IP6 2001:db8::8\r\n"
                                "m=audio 9000 RTP/AVP 0\r\n";
    const NfSipText text(message, NfFamily::IPV6);
    EXPECT_EQ(text.Get(text.FindRequestUri().piece), "[2001:db8::1]:5061");
    EXPECT_EQ(text.FindUri(Header::VIA_UDP).found, NO);
    const NfSipUri via = text.FindUri(Header::VIA_TCP);
    EXPECT_EQ(text.Get(via.piece), "[2001:db8::5]:5070");
    EXPECT_EQ(via.port, 5070);
    const auto parameter = [&](std::string_view name, Brackets brackets) {
        return text.Get(text.FindAddressParameter(name, via.piece.End(), brackets).piece);
    };
    EXPECT_EQ(parameter("maddr=", Brackets::NEEDED), "[2001:db8::6]");
    EXPECT_EQ(parameter("received=", Brackets::ALLOWED), "2001:db8::7");
    EXPECT_EQ(parameter("received=", Brackets::NEEDED), "");
    EXPECT_EQ(text.FindUri(Header::TO).found, NO) << "a URI has brackets";
    EXPECT_EQ(text.FindUri(Header::FROM).found, NO) << "an address of the other family";
    EXPECT_EQ(text.Get(text.FindUri(Header::CONTACT).piece), "[2001:DB8::5]");
    const uint32_t begin = text.FindSdp(Line::VERSION).piece.offset;
    EXPECT_EQ(text.FindSdp(Line::OWNER, begin).found, UNREADABLE);
    EXPECT_EQ(text.Get(text.FindSdpAddress(Line::CONNECTION, begin, Line::MEDIA).piece),
              "2001:db8::8");
}

TEST(SipText, NothingIsReadBeyondTheEnd)
{
    for (std::size_t size = 0; size <= INVITE.size(); ++size)
    {
        // A buffer of its own, so that a sanitizer sees what lies behind.
        const std::string cut(INVITE.data(), size);
        const NfSipText text = Read(cut);
        text.FindRequestUri();
        for (Header header : {Header::CSEQ,
                              Header::FROM,
                              Header::TO,
                              Header::CONTACT,
                              Header::VIA_UDP,
                              Header::VIA_TCP,
                              Header::EXPIRES,
                              Header::CONTENT_LENGTH})
        {
            const NfSipField field = text.FindHeader(header);
            EXPECT_LE(field.piece.End(), size);
        }
        for (Line line : {Line::VERSION, Line::OWNER, Line::CONNECTION, Line::MEDIA})
        {
            EXPECT_LE(text.FindSdp(line).piece.End(), size);
        }
        for (uint32_t from = 0; from <= size; from += 16)
        {
            text.FindNumberParameter("expires=", from);
            text.FindAddressParameter("maddr=", from, Brackets::ALLOWED);
            text.FindParameter("branch=", from);
        }
    }
}

} // namespace
} // namespace ns3
