// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-exchange.h"

#include "nf-conntrack.h"
#include "nf-helper-log.h"

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
    expectation.tuple.source = message.Theirs().source;
    expectation.sourceMask = NfAddress(UINT32_MAX);
    expectation.tuple.destination = address;
    expectation.tuple.destinationPort = port;
    expectation.tuple.protocol = NfProtocol::UDP;
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
