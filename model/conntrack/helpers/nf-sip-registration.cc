// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-registration.h"

#include "nf-conntrack.h"
#include "nf-text-case.h"

namespace ns3
{

// How long a contact is registered; nothing: that cannot be read.
std::optional<uint32_t>
NfSipRegistration::ReadExpires(const NfSipUri& contact, uint32_t otherwise) const
{
    const NfSipNumber number =
        m_exchange.Read().FindNumberParameter("expires=", contact.piece.End());
    if (number.found == NfSipFound::UNREADABLE)
    {
        return std::nullopt;
    }
    return number.found == NfSipFound::YES ? number.value : otherwise;
}

bool
NfSipRegistration::IsOtherTransport(uint32_t from) const
{
    const bool isOverTcp = m_exchange.message.GetProtocol() == NfProtocol::TCP;
    const auto transport = m_exchange.Read().FindParameter("transport=", from);
    return transport && !NfBeginsIgnoringCase(*transport, isOverTcp ? "TCP" : "UDP");
}

NfVerdict
NfSipRegistration::ReadRequest(uint32_t number) const
{
    if (m_exchange.message.connection.Has(NfCtStatus::EXPECTED))
    {
        return NfVerdict::ACCEPT;
    }
    const NfSipText text = m_exchange.Read();
    const NfSipUri contact = text.FindUri(NfSipHeader::CONTACT);
    // Nobody registers for others.
    if (contact.found == NfSipFound::NO || contact.address != m_exchange.message.Ours().source ||
        IsOtherTransport(contact.piece.End()))
    {
        return NfVerdict::ACCEPT;
    }
    const auto expires = ReadExpires(contact, text.FindNumber(NfSipHeader::EXPIRES));
    if (!expires)
    {
        return m_exchange.Drop("cannot parse expires");
    }
    NfVerdict verdict = NfVerdict::ACCEPT;
    if (*expires != 0)
    {
        NfExpectation expectation =
            m_exchange.MakeExpectation(NfSipClass::SIGNALLING, contact.address, contact.port);
        expectation.helper = m_exchange.message.connection.helper;
        expectation.permanent = true;
        expectation.inactive = true; // until the registrar agrees
        if (m_exchange.translator)
        {
            verdict = m_exchange.translator->ExpectRegistered(m_exchange.message,
                                                              expectation,
                                                              contact.piece);
        }
        else if (!m_exchange.conntrack.Expect(expectation))
        {
            verdict = m_exchange.Drop("cannot add expectation");
        }
    }
    if (verdict == NfVerdict::ACCEPT)
    {
        m_exchange.message.state.registerNumber = number;
    }
    return verdict;
}

bool
NfSipRegistration::Activate(const NfSipUri& contact, uint32_t expires) const
{
    for (const NfExpectation& expected : m_exchange.conntrack.GetExpectations())
    {
        if (PeekPointer(expected.master) == &m_exchange.message.connection &&
            expected.expectClass == NfSipClass::SIGNALLING &&
            expected.tuple.destination == contact.address &&
            expected.tuple.destinationPort == contact.port)
        {
            m_exchange.conntrack.ActivateExpectation(expected.id, Seconds(expires));
            return true;
        }
    }
    return false;
}

NfVerdict
NfSipRegistration::ReadResponse(uint32_t number, uint32_t status) const
{
    if (m_exchange.message.state.registerNumber != number || (status >= 100 && status <= 199))
    {
        return NfVerdict::ACCEPT;
    }
    if (status < 200 || status > 299)
    {
        m_exchange.ForgetRegistration();
        return NfVerdict::ACCEPT;
    }
    const NfSipText text = m_exchange.Read();
    const uint32_t common = text.FindNumber(NfSipHeader::EXPIRES);
    NfSipText::Walk walk;
    for (;;)
    {
        const NfSipUri contact = text.FindUri(NfSipHeader::CONTACT, walk);
        if (contact.found == NfSipFound::NO)
        {
            break;
        }
        if (contact.address != m_exchange.message.Ours().destination ||
            IsOtherTransport(contact.piece.End()))
        {
            continue;
        }
        const auto expires = ReadExpires(contact, common);
        if (!expires)
        {
            return m_exchange.Drop("cannot parse expires");
        }
        if (*expires == 0)
        {
            break;
        }
        if (Activate(contact, *expires))
        {
            return NfVerdict::ACCEPT;
        }
    }
    m_exchange.ForgetRegistration();
    return NfVerdict::ACCEPT;
}

} // namespace ns3
