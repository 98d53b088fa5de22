// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-netbios.h"

#include "nf-broadcast-answers.h"

namespace ns3
{

std::string
NfNetbiosHelper::GetName() const
{
    return "netbios-ns";
}

uint8_t
NfNetbiosHelper::GetProtocol() const
{
    return NfProtocol::UDP;
}

uint16_t
NfNetbiosHelper::GetPort() const
{
    return 137;
}

bool
NfNetbiosHelper::Serves(NfFamily family) const
{
    return family == NfFamily::IPV4;
}

Time
NfNetbiosHelper::GetTimeout() const
{
    return Seconds(3);
}

NfVerdict
NfNetbiosHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    NfExpectBroadcastAnswers(*this, packet, connection, conntrack);
    return NfVerdict::ACCEPT;
}

} // namespace ns3
