// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-exchange.h"

#include "nf-conntrack.h"
#include "nf-helper-log.h"
#include "nf-prefix.h"

#include <vector>

namespace ns3
{

NfVerdict
NfSipExchange::Drop(const std::string& why) const
{
    NfLogHelperDrop(message.packet, message.connection.helper->GetName(), why);
    return NfVerdict::DROP;
}

NfExpectation
NfSipExchange::MakeExpectation(uint8_t expectClass, const NfAddress& address, uint16_t port) const
{
    NfExpectation expectation;
    expectation.expectClass = expectClass;
    const NfFamily family = message.GetFamily();
    expectation.tuple.family = family;
    expectation.tuple.source = message.Theirs().source;
    expectation.sourceMask = NfPrefix::MaskOf(NfPrefix::GetWidth(family), family);
    expectation.tuple.destination = address;
    expectation.tuple.destinationPort = port;
    expectation.tuple.protocol =
        expectClass == NfSipClass::SIGNALLING ? message.GetProtocol() : NfProtocol::UDP;
    expectation.master = Ptr<NfConnection>(&message.connection);
    return expectation;
}

void
NfSipExchange::ForgetMedia() const
{
    for (const NfExpectation& entry : conntrack.GetExpectations())
    {
        if (PeekPointer(entry.master) == &message.connection &&
            entry.expectClass != NfSipClass::SIGNALLING)
        {
            conntrack.Unexpect(entry.id);
        }
    }
}

void
NfSipExchange::ForgetRegistration() const
{
    const std::vector<NfExpectation> all = conntrack.GetExpectations();
    for (auto entry = all.rbegin(); entry != all.rend(); ++entry)
    {
        if (PeekPointer(entry->master) == &message.connection &&
            entry->expectClass == NfSipClass::SIGNALLING)
        {
            conntrack.Unexpect(entry->id);
            return;
        }
    }
}

} // namespace ns3
