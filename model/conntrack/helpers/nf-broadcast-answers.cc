// SPDX-License-Identifier: GPL-2.0-only

#include "nf-broadcast-answers.h"

#include "nf-conntrack.h"
#include "nf-expectation.h"
#include "nf-netns.h"

namespace ns3
{

void
NfExpectBroadcastAnswers(const NfConnectionHelper& helper,
                         const NfPacket& packet,
                         NfConnection& connection,
                         NfConntrack& conntrack)
{
    const bool own = packet.socket && packet.hook == NfHook::POSTROUTING && packet.out;
    if (!own || packet.ctDirection != NfDirection::ORIGINAL)
    {
        return;
    }
    const auto mask = packet.netns->GetBroadcastMask(*packet.out, packet.ip.destination);
    if (!mask)
    {
        return;
    }
    NfExpectation expectation;
    expectation.tuple = connection.Reply();
    expectation.tuple.sourcePort = helper.GetPort();
    expectation.sourceMask = *mask;
    expectation.sourcePortMask = UINT16_MAX;
    expectation.permanent = true;
    expectation.master = Ptr<NfConnection>(&connection);
    conntrack.Expect(expectation);
    conntrack.SetTimeout(connection, helper.GetTimeout());
}

} // namespace ns3
