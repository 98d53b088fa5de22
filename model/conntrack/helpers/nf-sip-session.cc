// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-session.h"

#include "nf-conntrack.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

NfVerdict
NfSipSession::Read() const
{
    struct Kind
    {
        std::string_view name;
        uint8_t expectClass;
    };

    static constexpr std::array<Kind, 3> kinds{Kind{"audio ", NfSipClass::AUDIO},
                                               Kind{"video ", NfSipClass::VIDEO},
                                               Kind{"image ", NfSipClass::IMAGE}};
    const NfSipField session = m_exchange.Read().FindSdp(NfSdpLine::VERSION);
    if (session.found != NfSipFound::YES)
    {
        return NfVerdict::ACCEPT;
    }
    const uint32_t begin = session.piece.offset;
    const NfSipAddress common =
        m_exchange.Read().FindSdpAddress(NfSdpLine::CONNECTION, begin, NfSdpLine::MEDIA);
    // Of the last medium; of the session if none is in use.
    std::optional<NfAddress> address;
    if (common.found == NfSipFound::YES)
    {
        address = common.address;
    }
    uint32_t from = begin;
    for (std::size_t media = 0; media < kinds.size();)
    {
        const NfSipField line = m_exchange.Read().FindSdp(NfSdpLine::MEDIA, from);
        if (line.found != NfSipFound::YES)
        {
            break;
        }
        const std::string_view value = m_exchange.Read().Get(line.piece);
        const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& known) {
            return value.substr(0, known.name.size()) == known.name;
        });
        if (kind == kinds.end())
        {
            from = line.piece.End();
            continue;
        }
        const auto size = static_cast<uint32_t>(kind->name.size());
        const NfTextPiece place{line.piece.offset + size, line.piece.length - size};
        from = place.offset;
        const uint32_t port = m_exchange.Read().ReadNumber(from).value_or(0);
        if (port == 0)
        {
            continue; // the medium is not used
        }
        if (port < 1024 || port > UINT16_MAX)
        {
            return m_exchange.Drop("wrong port " + std::to_string(port));
        }
        const NfSipAddress own =
            m_exchange.Read().FindSdpAddress(NfSdpLine::CONNECTION, from, NfSdpLine::MEDIA);
        if (own.found != NfSipFound::YES && common.found != NfSipFound::YES)
        {
            return m_exchange.Drop("cannot parse SDP message");
        }
        address = own.found == NfSipFound::YES ? own.address : common.address;
        if (ReadMedium(place, kind->expectClass, *address) != NfVerdict::ACCEPT)
        {
            return m_exchange.Drop("cannot add expectation for voice");
        }
        if (own.found == NfSipFound::YES && m_exchange.translator &&
            !m_exchange.translator->WriteMediumAddress(m_exchange.message, from, *address))
        {
            return m_exchange.Drop("cannot mangle SDP");
        }
        ++media;
    }
    const bool isWritten =
        !m_exchange.translator || !address ||
        m_exchange.translator->WriteSessionAddress(m_exchange.message, begin, *address);
    return isWritten ? NfVerdict::ACCEPT : NfVerdict::DROP;
}

NfVerdict
NfSipSession::ReadMedium(NfTextPiece place, uint8_t expectClass, NfAddress& address) const
{
    if (address != m_exchange.message.Ours().source)
    {
        return NfVerdict::ACCEPT; // a medium between others
    }
    NfSipMedium medium;
    const uint32_t number = m_exchange.Read().ReadNumber(place.offset).value_or(0);
    const auto port = static_cast<uint16_t>(number);
    medium.media = m_exchange.MakeExpectation(expectClass, address, port);
    bool isDirect = false;
    bool isExpected = false;
    while (!isExpected)
    {
        // Somebody else may have announced the same: another telephone of the same call.
        const auto known = m_exchange.conntrack.FindExpectation(medium.media.tuple,
                                                                m_exchange.message.connection.zone);
        if (!known || known->master == medium.media.master ||
            known->master->helper != m_exchange.message.connection.helper ||
            known->expectClass != expectClass)
        {
            break;
        }
        const bool isTranslated = known->savedAddress != known->tuple.destination ||
                                  known->savedPort != known->tuple.destinationPort;
        isExpected = isDirect || !isTranslated || !m_exchange.translator;
        if (!isExpected)
        {
            // Both are behind the same NAT, and reach each other without it.
            address = known->savedAddress;
            medium.media.tuple.destination = known->savedAddress;
            medium.media.tuple.destinationPort = known->savedPort;
            isDirect = true;
        }
    }
    medium.media.tuple.destinationPort &= 0xfffe;
    medium.control = medium.media;
    ++medium.control.tuple.destinationPort;
    if (isDirect && !m_exchange.translator->WritePort(m_exchange.message,
                                                      place,
                                                      medium.media.tuple.destinationPort))
    {
        return NfVerdict::DROP;
    }
    if (isExpected)
    {
        return NfVerdict::ACCEPT;
    }
    return m_exchange.translator && !isDirect
               ? m_exchange.translator->ExpectMedium(m_exchange.message, medium, place, address)
               : ExpectMedium(medium);
}

NfVerdict
NfSipSession::ExpectMedium(const NfSipMedium& medium) const
{
    const std::optional<uint64_t> media = m_exchange.conntrack.ExpectOnce(medium.media);
    if (!media)
    {
        return NfVerdict::DROP;
    }
    if (m_exchange.conntrack.ExpectOnce(medium.control))
    {
        return NfVerdict::ACCEPT;
    }
    m_exchange.conntrack.Unexpect(*media);
    return NfVerdict::DROP;
}

} // namespace ns3
