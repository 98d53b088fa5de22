// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-pptp.h"

#include "nf-nat-mangle.h"
#include "nf-nat.h"

#include <string>

namespace ns3
{

bool
NfNatPptp::Write(NfPacket& packet, NfConnection& control, uint32_t offset, uint16_t id) const
{
    constexpr uint32_t size = 2;
    const std::string text{static_cast<char>(id >> 8), static_cast<char>(id & 0xff)};
    return NfNatMangle::MangleTcp(packet, control, offset, size, text);
}

void
NfNatPptp::Translate(NfConnection& tunnel, const NfExpectation& met) const
{
    // The client's call id is what differs: a source of its packets, a destination of answers.
    const bool fromClient = met.direction == NfDirection::REPLY;
    const NfTuple& announced = tunnel.master->Tuple(met.direction);
    NfNatRange range;
    range.mapAddresses = true;
    range.minAddress = range.maxAddress = announced.destination;
    range.mapPorts = fromClient;
    range.minPort = range.maxPort = fromClient ? met.savedPort : 0;
    m_nat.Setup(tunnel, range, NfManip::SOURCE);

    range.minAddress = range.maxAddress = announced.source;
    range.mapPorts = !fromClient;
    range.minPort = range.maxPort = fromClient ? 0 : met.savedPort;
    m_nat.Setup(tunnel, range, NfManip::DESTINATION);
}

} // namespace ns3
