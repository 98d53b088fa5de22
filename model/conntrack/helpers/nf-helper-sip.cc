// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-sip.h"

#include "nf-conntrack.h"
#include "nf-header-size.h"
#include "nf-sequence-adjuster.h"
#include "nf-sip-exchange.h"
#include "nf-sip-registration.h"
#include "nf-sip-session.h"
#include "nf-tcp-segment.h"
#include "nf-text-case.h"
#include "nf-transport-view.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t LEAST_MESSAGE = 11; //!< "SIP/2.0 200"

/// Linux's lifetime of a connection with SIP messages.
Time
SignallingTimeout()
{
    return Hours(1);
}

// Some telephones send from any port, and want their answers at one that they tell. Over TCP, too,
// Linux looks for it where a header says UDP.
void
NoteAnswerPort(const NfSipExchange& exchange)
{
    const NfSipUri via = exchange.Read().FindUri(NfSipHeader::VIA_UDP);
    if (via.found == NfSipFound::YES && via.port != exchange.message.Ours().sourcePort &&
        via.address == exchange.message.Ours().source)
    {
        exchange.message.state.answerPort = via.port;
    }
}

NfVerdict
ReadRequest(const NfSipExchange& exchange)
{
    NoteAnswerPort(exchange);
    static constexpr std::array<std::string_view, 6> methods{"INVITE",
                                                             "UPDATE",
                                                             "ACK",
                                                             "PRACK",
                                                             "BYE",
                                                             "REGISTER"};
    const NfSipText text = exchange.Read();
    const auto method = std::find_if(methods.begin(), methods.end(), [&](std::string_view name) {
        return text.IsRequest(name);
    });
    if (method == methods.end())
    {
        return NfVerdict::ACCEPT;
    }
    const NfSipField cseq = text.FindHeader(NfSipHeader::CSEQ);
    if (cseq.found != NfSipFound::YES)
    {
        return exchange.Drop("cannot parse cseq");
    }
    const std::optional<uint32_t> number = text.ReadNumber(cseq.piece.offset);
    if (!number)
    {
        return exchange.Drop("cannot get cseq");
    }
    if (*method == "REGISTER")
    {
        return NfSipRegistration(exchange).ReadRequest(*number);
    }
    if (*method == "INVITE" || *method == "BYE")
    {
        exchange.ForgetMedia();
    }
    const NfVerdict verdict = *method == "BYE" ? NfVerdict::ACCEPT : NfSipSession(exchange).Read();
    if (*method == "INVITE" && verdict == NfVerdict::ACCEPT)
    {
        exchange.message.state.inviteNumber = *number;
    }
    return verdict;
}

NfVerdict
ReadMediaResponse(const NfSipExchange& exchange, uint32_t number, uint32_t status)
{
    if (status >= 100 && status <= 299)
    {
        return NfSipSession(exchange).Read();
    }
    if (exchange.message.state.inviteNumber == number)
    {
        exchange.ForgetMedia();
    }
    return NfVerdict::ACCEPT;
}

NfVerdict
ReadResponse(const NfSipExchange& exchange)
{
    const NfSipText text = exchange.Read();
    const uint32_t status = text.GetStatus();
    if (status == 0)
    {
        return exchange.Drop("cannot get code");
    }
    const NfSipField cseq = text.FindHeader(NfSipHeader::CSEQ);
    if (cseq.found != NfSipFound::YES)
    {
        return exchange.Drop("cannot parse cseq");
    }
    const std::optional<uint32_t> number = text.ReadNumber(cseq.piece.offset);
    if (!number)
    {
        return exchange.Drop("cannot get cseq");
    }
    const std::size_t end = cseq.piece.End() + 1;
    const std::string_view rest =
        std::string_view(exchange.message.text).substr(std::min(end, exchange.message.text.size()));
    for (std::string_view method : {"INVITE", "UPDATE", "PRACK"})
    {
        if (NfBeginsIgnoringCase(rest, method))
        {
            return ReadMediaResponse(exchange, *number, status);
        }
    }
    return NfBeginsIgnoringCase(rest, "REGISTER")
               ? NfSipRegistration(exchange).ReadResponse(*number, status)
               : NfVerdict::ACCEPT;
}

NfVerdict
Read(const NfSipExchange& exchange)
{
    const NfVerdict verdict =
        exchange.Read().IsResponse() ? ReadResponse(exchange) : ReadRequest(exchange);
    if (verdict != NfVerdict::ACCEPT || !exchange.translator)
    {
        return verdict;
    }
    return exchange.translator->TranslateHeaders(exchange.message)
               ? NfVerdict::ACCEPT
               : exchange.Drop("cannot NAT SIP message");
}

/// How long the first message of a segment says it is, if that can be told.
std::optional<uint64_t>
MeasureMessage(std::string_view segment, NfFamily family)
{
    static constexpr std::string_view end = "\r\n\r\n"; // of the headers
    const NfSipText text(segment, family);
    const NfSipField length = text.FindHeader(NfSipHeader::CONTENT_LENGTH);
    const std::optional<uint32_t> content =
        length.found == NfSipFound::YES ? text.ReadNumber(length.piece.offset) : std::nullopt;
    const std::size_t headers = content ? segment.find(end, length.piece.End()) : segment.npos;
    return headers == segment.npos ? std::nullopt
                                   : std::make_optional(headers + end.size() + *content);
}

} // namespace

void
NfSipHelper::SetTranslator(std::unique_ptr<NfSipTranslator> translator)
{
    m_translator = std::move(translator);
}

std::string
NfSipHelper::GetName() const
{
    return "sip";
}

uint8_t
NfSipHelper::GetProtocol() const
{
    return m_protocol;
}

uint16_t
NfSipHelper::GetPort() const
{
    return 5060;
}

uint32_t
NfSipHelper::GetMaxExpected(uint8_t expectClass) const
{
    switch (expectClass)
    {
    case NfSipClass::SIGNALLING:
        return 1;
    case NfSipClass::IMAGE:
        return 2;
    default:
        return 4; // RTP and RTCP of both sides
    }
}

Time
NfSipHelper::GetTimeout() const
{
    return Minutes(3);
}

NfVerdict
NfSipHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    const bool isOverTcp = m_protocol == NfProtocol::TCP;
    const std::optional<NfTcpSegment> segment =
        isOverTcp ? NfTcpSegment::Read(packet) : std::nullopt;
    if (isOverTcp && (!segment || packet.ctState != NfCtState::ESTABLISHED))
    {
        return NfVerdict::ACCEPT;
    }
    const std::vector<uint8_t> bytes = packet.CopyPayload();
    const std::size_t header = isOverTcp ? NfTcpView(bytes.data()).GetSize() : NfHeaderSize::UDP;
    if (bytes.size() <= header)
    {
        return NfVerdict::ACCEPT;
    }
    conntrack.SetTimeout(connection, SignallingTimeout());
    packet.pieces.clear(); // Linux makes one of them
    if (bytes.size() < header + LEAST_MESSAGE)
    {
        return NfVerdict::ACCEPT;
    }
    if (!connection.helperState)
    {
        connection.helperState = Create<NfSipState>();
    }
    NfSipMessage message{packet,
                         connection,
                         static_cast<NfSipState&>(*connection.helperState),
                         std::string(bytes.begin() + header, bytes.end())};
    return segment ? ReadSegment(message, segment->seq, conntrack)
                   : ReadMessage(message, conntrack);
}

NfVerdict
NfSipHelper::ReadMessage(NfSipMessage& message, NfConntrack& conntrack) const
{
    const bool isTranslated =
        message.connection.status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT);
    return Read({message, conntrack, isTranslated ? m_translator.get() : nullptr});
}

NfVerdict
NfSipHelper::ReadSegment(NfSipMessage& message, uint32_t sequence, NfConntrack& conntrack) const
{
    const std::string segment = std::move(message.text);
    std::string_view rest = segment;
    while (const std::optional<uint64_t> size = MeasureMessage(rest, message.GetFamily()))
    {
        if (*size > rest.size())
        {
            return NfVerdict::ACCEPT;
        }
        message.text = rest.substr(0, *size);
        rest.remove_prefix(*size);
        const NfVerdict verdict = ReadMessage(message, conntrack);
        if (verdict != NfVerdict::ACCEPT)
        {
            return verdict;
        }
        message.offset += static_cast<uint32_t>(message.text.size());
    }
    const auto before = static_cast<uint32_t>(segment.size() - rest.size());
    NfSequenceAdjuster::Note(message.connection,
                             message.packet.ctDirection,
                             sequence,
                             static_cast<int32_t>(message.offset - before));
    return NfVerdict::ACCEPT;
}

} // namespace ns3
