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

/// The header of a message with one header.
std::string
With(const std::string& header)
{
    return "INVITE sip:b@1.1.1.1 SIP/2.0\r\n" + header + "\r\n\r\n";
}

TEST(SipText, TellsRequestsFromResponses)
{
    EXPECT_TRUE(NfSipText(INVITE).IsRequest("INVITE"));
    EXPECT_FALSE(NfSipText(INVITE).IsRequest("INV"));
    EXPECT_FALSE(NfSipText("INVITE  sip:b").IsRequest("INVITE")) << "one blank, then a letter";
    EXPECT_FALSE(NfSipText(INVITE).IsResponse());
    EXPECT_TRUE(NfSipText("sip/2.0 200 OK").IsResponse());
    EXPECT_EQ(NfSipText("SIP/2.0 487 x").GetStatus(), 487U);
    EXPECT_EQ(NfSipText("SIP/2.0 OK").GetStatus(), 0U);
}

TEST(SipText, FindsNumbersOfHeaders)
{
    EXPECT_EQ(NfSipText(INVITE).FindNumber(Header::CSEQ), 4711U);
    EXPECT_EQ(NfSipText(INVITE).FindNumber(Header::CONTENT_LENGTH), 100U);
    EXPECT_EQ(NfSipText(INVITE).FindHeader(Header::EXPIRES).found, NO);
    EXPECT_EQ(NfSipText(With("cseq \t: 7 X")).FindNumber(Header::CSEQ), 7U);
    EXPECT_EQ(NfSipText(With("CSeq:\r\n 8 X")).FindNumber(Header::CSEQ), 8U);
    EXPECT_EQ(NfSipText(With("CSeq: x")).FindHeader(Header::CSEQ).found, UNREADABLE);
    EXPECT_EQ(NfSipText(With("CSeqs: 1")).FindHeader(Header::CSEQ).found, NO);
    EXPECT_EQ(NfSipText(With(" CSeq: 1")).FindHeader(Header::CSEQ).found, NO)
        << "a continuation line is no header";
    EXPECT_EQ(NfSipText(With("l: 5")).FindNumber(Header::CONTENT_LENGTH), 5U);
    EXPECT_EQ(NfSipText(With("lx: 5")).FindHeader(Header::CONTENT_LENGTH).found, NO);
}

TEST(SipText, ReadsNumbersOf32BitsInElevenDigits)
{
    EXPECT_EQ(NfSipText("4294967295").ReadNumber(0), 4294967295U);
    EXPECT_FALSE(NfSipText("4294967296").ReadNumber(0));
    EXPECT_EQ(NfSipText("00000000012x").ReadNumber(0), 12U);
    EXPECT_FALSE(NfSipText("000000000012").ReadNumber(0));
    EXPECT_FALSE(NfSipText("x").ReadNumber(0));
    EXPECT_FALSE(NfSipText("").ReadNumber(0));
}

TEST(SipText, FindsAddressesAndPorts)
{
    const NfSipText text(INVITE);
    const NfSipUri request = text.FindRequestUri();
    EXPECT_EQ(request.found, YES);
    EXPECT_EQ(text.Get(request.piece), "203.0.113.60:5070");
    EXPECT_EQ(request.port, 5070);
    const NfSipUri via = text.FindUri(Header::VIA);
    EXPECT_EQ(via.address, NfAddress(0x0a000005));
    EXPECT_EQ(via.port, 5060) << "the usual port";
    EXPECT_EQ(text.Get(text.FindUri(Header::FROM).piece), "10.0.0.5:5061");
    EXPECT_EQ(text.Get(text.FindUri(Header::TO).piece), "203.0.113.60");
    for (const char* wrong : {"10.0.0.5:80", "10.0.0.5:99999", "10.0.0.5:", "10.0.0.5:005060"})
    {
        EXPECT_EQ(
            NfSipText(With(std::string("To: <sip:a@") + wrong + ">")).FindUri(Header::TO).found,
            UNREADABLE)
            << wrong;
    }
    for (const char* last : {"10.0.0.5", "10.0.0.5:5060"})
    {
        EXPECT_EQ(NfSipText("A sip:b\r\nTo: <sip:a@" + std::string(last)).FindUri(Header::TO).found,
                  UNREADABLE)
            << "nothing stands behind it";
    }
    for (const char* none : {"10.0.0", "10.0.0.256", "10.0.0.5.6", "host.example", "10.0.0.5a"})
    {
        EXPECT_EQ(
            NfSipText(With(std::string("To: <sip:a@") + none + ">")).FindUri(Header::TO).found,
            NO)
            << none;
    }
}

TEST(SipText, WalksOverListsAndHeaders)
{
    const NfSipText text(INVITE);
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
    const NfSipText text(INVITE);
    const uint32_t via = text.FindUri(Header::VIA).piece.End();
    EXPECT_EQ(text.FindNumberParameter("rport=", via).value, 10U);
    EXPECT_EQ(text.FindAddressParameter("maddr=", via).address, NfAddress(0x0a000009));
    EXPECT_EQ(text.FindAddressParameter("received=", via).found, NO);
    EXPECT_EQ(text.FindParameter("branch=", via), "z9");
    NfSipText::Walk walk;
    const uint32_t first = text.FindUri(Header::CONTACT, walk).piece.End();
    const uint32_t second = text.FindUri(Header::CONTACT, walk).piece.End();
    EXPECT_EQ(text.FindNumberParameter("expires=", first).value, 60U);
    EXPECT_EQ(text.FindNumberParameter("expires=", second).value, 0U) << "numbers are decimal";
    EXPECT_EQ(NfSipText("a;expires=;b..").FindNumberParameter("expires=", 0).found, UNREADABLE);
}

TEST(SipText, FindsLinesOfTheSession)
{
    const NfSipText text(INVITE);
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

TEST(SipText, NothingIsReadBeyondTheEnd)
{
    for (std::size_t size = 0; size <= INVITE.size(); ++size)
    {
        // A buffer of its own, so that a sanitizer sees what lies behind.
        const std::string cut(INVITE.data(), size);
        const NfSipText text(cut);
        text.FindRequestUri();
        for (Header header : {Header::CSEQ,
                              Header::FROM,
                              Header::TO,
                              Header::CONTACT,
                              Header::VIA,
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
            text.FindAddressParameter("maddr=", from);
            text.FindParameter("branch=", from);
        }
    }
}

} // namespace
} // namespace ns3
