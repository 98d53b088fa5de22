// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-irc.h"

#include "nf-conntrack.h"
#include "nf-helper-log.h"
#include "nf-text-case.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_TEXT = 4095;    ///< bytes of a segment that are looked at
constexpr std::size_t LEAST_MESSAGE = 10; ///< "PRIVMSG x "
constexpr std::size_t LEAST_OFFER = 26;   ///< " :\1DCC SEND t AAAAAAAA P\1\n"
constexpr std::size_t LEAST_NUMBERS = 12; ///< "AAAAAAAA P\1\n"
constexpr std::size_t HEADER_WORDS = 12;  ///< byte of the TCP header with its length
constexpr std::string_view COMMAND = "PRIVMSG ";
constexpr std::string_view BEGIN = " :";
constexpr std::string_view DCC = "\1DCC ";
constexpr std::string_view KINDS[] = {"SEND ", "CHAT ", "MOVE ", "TSEND ", "SCHAT "};

bool
BeginsWith(std::string_view text, std::size_t at, std::string_view prefix)
{
    return text.substr(at, prefix.size()) == prefix;
}

/// Reads digits as strtoul() does, modulo 2^64 from there on; moves behind them.
uint64_t
ReadNumber(std::string_view text, std::size_t& at)
{
    uint64_t number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
    {
        number = number * 10 + static_cast<uint64_t>(text[at] - '0');
    }
    return number;
}

/// Address and port behind a kind of offer.
std::optional<NfIrcOffer>
ReadNumbers(std::string_view text, std::size_t at)
{
    // What is offered comes first, one word.
    while (text[at++] != ' ')
    {
        if (at + LEAST_NUMBERS > text.size())
        {
            return std::nullopt;
        }
    }
    if (text.find('\n', at) == std::string_view::npos)
    {
        return std::nullopt;
    }
    NfIrcOffer offer;
    offer.offset = static_cast<uint32_t>(at);
    offer.address = NfAddress(static_cast<uint32_t>(ReadNumber(text, at)));
    for (; text[at] == ' '; ++at)
    {
        if (at + 1 >= text.size())
        {
            return std::nullopt;
        }
    }
    offer.port = static_cast<uint16_t>(ReadNumber(text, at));
    offer.length = static_cast<uint32_t>(at) - offer.offset;
    return offer;
}

} // namespace

void
NfIrcHelper::SetMangler(Mangler mangler)
{
    m_mangler = std::move(mangler);
}

std::string
NfIrcHelper::GetName() const
{
    return "irc";
}

uint8_t
NfIrcHelper::GetProtocol() const
{
    return NfProtocol::TCP;
}

uint16_t
NfIrcHelper::GetPort() const
{
    return 6667;
}

bool
NfIrcHelper::Serves(NfFamily family) const
{
    return family == NfFamily::IPV4; // what is offered has room for no other address
}

uint32_t
NfIrcHelper::GetMaxExpected(uint8_t /* expectClass */) const
{
    return 8;
}

std::optional<NfIrcOffer>
NfIrcHelper::Read(std::string_view text)
{
    text = text.substr(0, MAX_TEXT);
    std::size_t at = 0;
    while (at + LEAST_MESSAGE < text.size() &&
           (text[at] == ' ' || text[at] == '\r' || text[at] == '\n'))
    {
        ++at;
    }
    if (at + LEAST_MESSAGE < text.size())
    {
        if (!NfBeginsIgnoringCase(text.substr(at), COMMAND))
        {
            return std::nullopt;
        }
        at += COMMAND.size();
    }
    at = text.find(BEGIN, at);
    if (at == std::string_view::npos || at + LEAST_OFFER >= text.size() ||
        !BeginsWith(text, at + BEGIN.size(), DCC))
    {
        return std::nullopt;
    }
    at += BEGIN.size() + DCC.size();
    for (std::string_view kind : KINDS)
    {
        if (BeginsWith(text, at, kind))
        {
            return ReadNumbers(text, at + kind.size());
        }
    }
    return std::nullopt;
}

NfVerdict
NfIrcHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    const std::vector<uint8_t> bytes = packet.CopyPayload();
    if (packet.ctDirection == NfDirection::REPLY || packet.ctState != NfCtState::ESTABLISHED ||
        bytes.size() <= HEADER_WORDS)
    {
        return NfVerdict::ACCEPT;
    }
    const std::size_t header = std::min<std::size_t>((bytes[HEADER_WORDS] >> 4) * 4, bytes.size());
    const std::optional<NfIrcOffer> offer =
        Read({reinterpret_cast<const char*>(bytes.data()) + header, bytes.size() - header});
    const NfTuple& ours = connection.Tuple(NfDirection::ORIGINAL);
    const NfTuple& theirs = connection.Tuple(NfDirection::REPLY);
    // The client may know itself by the address that it has outside.
    const bool honest = offer && offer->port != 0 &&
                        (offer->address == ours.source || offer->address == theirs.destination);
    if (!honest)
    {
        return NfVerdict::ACCEPT;
    }
    NfExpectation expectation;
    expectation.tuple.destination = theirs.destination;
    expectation.tuple.destinationPort = offer->port;
    expectation.tuple.protocol = NfProtocol::TCP;
    expectation.master = Ptr<NfConnection>(&connection);
    expectation.direction = NfDirection::REPLY;
    const bool translated = connection.status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT);
    if (translated && m_mangler)
    {
        return m_mangler(packet, *offer, expectation);
    }
    if (!conntrack.Expect(expectation))
    {
        NfLogHelperDrop(packet, GetName(), "cannot add expectation");
        return NfVerdict::DROP;
    }
    return NfVerdict::ACCEPT;
}

} // namespace ns3
