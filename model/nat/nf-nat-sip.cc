// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-sip.h"

#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-header-size.h"
#include "nf-helper-log.h"
#include "nf-nat-expect.h"
#include "nf-nat-mangle.h"
#include "nf-nat.h"
#include "nf-netns.h"
#include "nf-sip-exchange.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using NfSipAddressText::Brackets;

/// Exchanges a piece of a message, in the packet and in the text. NfSipHelper shifts the sequence
/// numbers of TCP.
bool
Write(NfSipMessage& message, NfTextPiece place, const std::string& text)
{
    const uint32_t offset = message.offset + place.offset;
    const bool isWritten = message.GetProtocol() == NfProtocol::TCP
                               ? NfNatMangle::MangleTcp(message.packet, offset, place.length, text)
                               : NfNatMangle::MangleUdp(message.packet, offset, place.length, text);
    if (isWritten)
    {
        message.text.replace(place.offset, place.length, text);
    }
    return isWritten;
}

std::string
ToText(const NfSipMessage& message, const NfAddress& address, Brackets brackets)
{
    return NfSipAddressText::Write(address, message.GetFamily(), brackets);
}

std::string
WithPort(const NfSipMessage& message, const NfAddress& address, uint16_t port)
{
    return fmt::format("{}:{}", ToText(message, address, Brackets::NEEDED), port);
}

/// Exchanges an address that is an end of the connection for what the other side knows it by.
bool
WriteEnd(NfSipMessage& message, const NfSipUri& uri)
{
    const NfTuple& ours = message.Ours();
    const NfTuple& theirs = message.Theirs();
    NfAddress address = uri.address;
    uint16_t port = uri.port;
    if (uri.address == ours.source && uri.port == ours.sourcePort)
    {
        address = theirs.destination;
        port = theirs.destinationPort;
    }
    else if (uri.address == ours.destination && uri.port == ours.destinationPort)
    {
        address = theirs.source;
        port = message.state.answerPort ? message.state.answerPort : theirs.sourcePort;
    }
    const bool changes = address != uri.address || port != uri.port;
    return !changes || Write(message, uri.piece, WithPort(message, address, port));
}

bool
WriteHeader(NfSipMessage& message, NfSipHeader header)
{
    const NfSipUri uri = message.Read().FindUri(header);
    return uri.found != NfSipFound::YES || WriteEnd(message, uri);
}

// What stands behind the address in Via: where the answer is to go, and where the request came
// from.
bool
WriteViaParameters(NfSipMessage& message, uint32_t from)
{
    const NfTuple& ours = message.Ours();
    const NfTuple& theirs = message.Theirs();
    const auto writeAddress = [&](std::string_view name,
                                  const NfAddress& before,
                                  const NfAddress& after,
                                  Brackets read,
                                  Brackets written) {
        const NfSipAddress found = message.Read().FindAddressParameter(name, from, read);
        return found.found != NfSipFound::YES || found.address != before || before == after ||
               Write(message, found.piece, ToText(message, after, written));
    };
    if (!writeAddress("maddr=",
                      ours.source,
                      theirs.destination,
                      Brackets::NEEDED,
                      Brackets::NEEDED) ||
        !writeAddress("received=",
                      ours.destination,
                      theirs.source,
                      Brackets::ALLOWED,
                      Brackets::NONE))
    {
        return false;
    }
    const NfSipNumber port = message.Read().FindNumberParameter("rport=", from);
    return port.found != NfSipFound::YES ||
           static_cast<uint16_t>(port.value) != ours.destinationPort ||
           ours.destinationPort == theirs.sourcePort ||
           Write(message, port.piece, std::to_string(theirs.sourcePort));
}

bool
WriteVia(NfSipMessage& message, bool isRequest)
{
    const bool isOverTcp = message.GetProtocol() == NfProtocol::TCP;
    const NfSipUri via =
        message.Read().FindUri(isOverTcp ? NfSipHeader::VIA_TCP : NfSipHeader::VIA_UDP);
    if (via.found != NfSipFound::YES)
    {
        return true;
    }
    const NfTuple& ours = message.Ours();
    const bool isOurs = isRequest
                            ? via.address == ours.source && via.port == ours.sourcePort
                            : via.address == ours.destination && via.port == ours.destinationPort;
    if (!isOurs)
    {
        return true;
    }
    const std::size_t size = message.text.size();
    if (!WriteEnd(message, via))
    {
        return false;
    }
    const std::size_t end = via.piece.End() + message.text.size() - size;
    return WriteViaParameters(message, static_cast<uint32_t>(end));
}

bool
WriteContentLength(NfSipMessage& message)
{
    constexpr uint32_t name = 2; // "v=", with which the content begins
    const NfSipField content = message.Read().FindSdp(NfSdpLine::VERSION);
    const NfSipField length = message.Read().FindHeader(NfSipHeader::CONTENT_LENGTH);
    return content.found == NfSipFound::YES && length.found == NfSipFound::YES &&
           Write(message,
                 length.piece,
                 std::to_string(message.text.size() - content.piece.offset + name));
}

} // namespace

bool
NfNatSip::TranslateHeaders(NfSipMessage& message) const
{
    const bool isRequest = !message.Read().IsResponse();
    if (isRequest)
    {
        const NfSipUri uri = message.Read().FindRequestUri();
        if (uri.found == NfSipFound::YES && !WriteEnd(message, uri))
        {
            return false;
        }
    }
    if (!WriteVia(message, isRequest))
    {
        return false;
    }
    NfSipText::Walk walk;
    for (;;)
    {
        const NfSipUri contact = message.Read().FindUri(NfSipHeader::CONTACT, walk);
        if (contact.found != NfSipFound::YES)
        {
            break;
        }
        if (!WriteEnd(message, contact))
        {
            return false;
        }
    }
    if (!WriteHeader(message, NfSipHeader::FROM) || !WriteHeader(message, NfSipHeader::TO))
    {
        return false;
    }
    if (message.packet.ctDirection == NfDirection::REPLY && message.state.answerPort)
    {
        if (message.GetProtocol() == NfProtocol::TCP)
        {
            return false; // it is a datagram's port that Linux exchanges
        }
        constexpr uint32_t destinationPort = 2;
        NfWrite16(message.packet.MutableL4(NfHeaderSize::UDP) + destinationPort,
                  message.state.answerPort);
        return NfNatMangle::MangleUdp(message.packet, 0, 0, ""); // puts the checksum right
    }
    return true;
}

void
NfNatSip::Translate(const NfSipMessage& message, NfExpectation& expectation) const
{
    expectation.savedAddress = expectation.tuple.destination;
    expectation.savedPort = expectation.tuple.destinationPort;
    expectation.direction = Opposite(message.packet.ctDirection);
    if (message.Ours().source != message.Theirs().destination)
    {
        expectation.tuple.destination = message.Theirs().destination;
    }
    expectation.callback = [nat = Ptr<NfNat>(&m_nat),
                            conntrack = &m_conntrack](NfConnection& connection,
                                                      const NfExpectation& met) {
        Follow(*nat, *conntrack, connection, met);
    };
}

NfVerdict
NfNatSip::ExpectRegistered(NfSipMessage& message,
                           NfExpectation expectation,
                           NfTextPiece place) const
{
    const std::string helper = message.connection.helper->GetName();
    Translate(message, expectation);
    const uint16_t own =
        message.state.answerPort ? message.state.answerPort : message.Ours().sourcePort;
    if (expectation.tuple.destinationPort == own)
    {
        expectation.tuple.destinationPort = message.Theirs().destinationPort;
    }
    const auto port = NfNatExpect::FindPort(m_conntrack, *message.packet.netns, expectation);
    if (!port)
    {
        NfLogHelperDrop(message.packet, helper, "all ports in use for SIP");
        return NfVerdict::DROP;
    }
    const bool changes =
        expectation.tuple.destination != expectation.savedAddress || *port != expectation.savedPort;
    if (changes && !Write(message, place, WithPort(message, expectation.tuple.destination, *port)))
    {
        NfLogHelperDrop(message.packet, helper, "cannot mangle packet");
        return NfVerdict::DROP;
    }
    return NfVerdict::ACCEPT;
}

bool
NfNatSip::ExpectBoth(NfSipMedium& medium) const
{
    constexpr uint32_t lastPort = 65535;
    for (uint32_t port = medium.media.tuple.destinationPort; port < lastPort; port += 2)
    {
        medium.media.tuple.destinationPort = static_cast<uint16_t>(port);
        medium.control.tuple.destinationPort = static_cast<uint16_t>(port + 1);
        const std::optional<uint64_t> media = m_conntrack.ExpectOnce(medium.media);
        if (!media)
        {
            continue;
        }
        if (*media == 0)
        {
            return false;
        }
        const std::optional<uint64_t> control = m_conntrack.ExpectOnce(medium.control);
        if (control && *control != 0)
        {
            return true;
        }
        m_conntrack.Unexpect(*media);
        if (control)
        {
            return false;
        }
    }
    return false;
}

NfVerdict
NfNatSip::ExpectMedium(NfSipMessage& message,
                       NfSipMedium medium,
                       NfTextPiece place,
                       NfAddress& address) const
{
    const std::string helper = message.connection.helper->GetName();
    Translate(message, medium.media);
    Translate(message, medium.control);
    address = medium.media.tuple.destination;
    if (!ExpectBoth(medium))
    {
        NfLogHelperDrop(message.packet, helper, "all ports in use for SDP media");
        return NfVerdict::DROP;
    }
    const uint16_t port = medium.media.tuple.destinationPort;
    if (port != medium.media.savedPort && !WritePort(message, place, port))
    {
        NfLogHelperDrop(message.packet, helper, "cannot mangle SDP message");
        return NfVerdict::DROP;
    }
    return NfVerdict::ACCEPT;
}

bool
NfNatSip::WritePort(NfSipMessage& message, NfTextPiece place, uint16_t port) const
{
    return Write(message, place, std::to_string(port)) && WriteContentLength(message);
}

bool
NfNatSip::WriteMediumAddress(NfSipMessage& message, uint32_t from, const NfAddress& address) const
{
    const NfSipField line = message.Read().FindSdp(NfSdpLine::CONNECTION, from, NfSdpLine::MEDIA);
    return line.found == NfSipFound::YES &&
           Write(message, line.piece, ToText(message, address, Brackets::NONE)) &&
           WriteContentLength(message);
}

bool
NfNatSip::WriteSessionAddress(NfSipMessage& message, uint32_t from, const NfAddress& address) const
{
    const std::string text = ToText(message, address, Brackets::NONE);
    const NfSipField owner = message.Read().FindSdp(NfSdpLine::OWNER, from, NfSdpLine::MEDIA);
    if (owner.found != NfSipFound::YES || !Write(message, owner.piece, text))
    {
        return false;
    }
    // It is not there if each medium has one of its own.
    const NfSipField common = message.Read().FindSdp(NfSdpLine::CONNECTION, from, NfSdpLine::MEDIA);
    return (common.found != NfSipFound::YES || Write(message, common.piece, text)) &&
           WriteContentLength(message);
}

void
NfNatSip::Follow(NfNat& nat,
                 NfConntrack& conntrack,
                 NfConnection& connection,
                 const NfExpectation& expectation)
{
    NfNatRange range;
    range.mapAddresses = true;
    range.mapPorts = true;
    range.minAddress = range.maxAddress = expectation.savedAddress;
    range.minPort = range.maxPort = expectation.savedPort;
    nat.Setup(connection, range, NfManip::DESTINATION);

    const NfTuple& original = connection.Original();
    const NfConnection& master = *expectation.master;
    if (expectation.expectClass != NfSipClass::SIGNALLING)
    {
        // The sender has announced the same medium: it must come from where the other expects it.
        std::vector<NfExpectation> all = conntrack.GetExpectations();
        const auto pair = std::find_if(all.rbegin(), all.rend(), [&](const NfExpectation& other) {
            return PeekPointer(other.master) == &master &&
                   other.tuple.protocol == original.protocol &&
                   other.savedAddress == original.source && other.savedPort == original.sourcePort;
        });
        if (pair != all.rend())
        {
            range.minAddress = range.maxAddress = pair->tuple.destination;
            range.minPort = range.maxPort = pair->tuple.destinationPort;
            nat.Setup(connection, range, NfManip::SOURCE);
            return;
        }
    }
    if (original.source == master.Tuple(expectation.direction).source)
    {
        range.mapPorts = false;
        range.minAddress = range.maxAddress =
            master.Tuple(Opposite(expectation.direction)).destination;
        nat.Setup(connection, range, NfManip::SOURCE);
    }
}

} // namespace ns3
