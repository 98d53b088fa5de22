// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-snmp.h"

#include "nf-broadcast-answers.h"
#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-helper-log.h"
#include "nf-snmp-message.h"

#include <utility>

namespace ns3
{

namespace
{

constexpr uint16_t PORT = 161;
constexpr uint16_t TRAP_PORT = 162;
constexpr uint32_t LENGTH_PLACE = 4; // in the UDP header

} // namespace

void
NfSnmpHelper::SetWriter(Writer writer)
{
    m_writer = std::move(writer);
}

std::string
NfSnmpHelper::GetName() const
{
    return "snmp";
}

uint8_t
NfSnmpHelper::GetProtocol() const
{
    return NfProtocol::UDP;
}

uint16_t
NfSnmpHelper::GetPort() const
{
    return PORT;
}

bool
NfSnmpHelper::Serves(NfFamily family) const
{
    return family == NfFamily::IPV4;
}

Time
NfSnmpHelper::GetTimeout() const
{
    return Seconds(30);
}

NfVerdict
NfSnmpHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    NfExpectBroadcastAnswers(*this, packet, connection, conntrack);
    const bool translated = connection.status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT);
    return translated && m_writer ? Translate(packet, connection) : NfVerdict::ACCEPT;
}

NfVerdict
NfSnmpHelper::Translate(NfPacket& packet, const NfConnection& connection) const
{
    const std::vector<uint8_t> bytes = packet.CopyPayload();
    if (bytes.size() < NfHeaderSize::UDP)
    {
        return NfVerdict::ACCEPT;
    }
    const bool original = packet.ctDirection == NfDirection::ORIGINAL;
    // Agents answer, and send traps on their own.
    if ((NfRead16(bytes.data()) == PORT && original) ||
        (NfRead16(&bytes[2]) == TRAP_PORT && !original))
    {
        return NfVerdict::ACCEPT;
    }
    const auto refuse = [this, &packet](const char* why) {
        NfLogHelperDrop(packet, GetName(), why);
        return NfVerdict::DROP;
    };
    if (NfRead16(&bytes[LENGTH_PLACE]) != bytes.size())
    {
        return refuse("dropping malformed packet");
    }
    const NfAddress inside = connection.Original().source;
    const NfAddress outside = connection.Reply().destination;
    if (inside == outside)
    {
        return NfVerdict::ACCEPT;
    }
    // Linux translates while it reads, and so logs a packet that is half done.
    std::vector<std::size_t> addresses;
    const bool whole =
        NfFindSnmpAddresses({bytes.begin() + NfHeaderSize::UDP, bytes.end()}, addresses);
    for (std::size_t place : addresses)
    {
        if (NfRead32(&bytes[NfHeaderSize::UDP + place]) == inside.V4() &&
            !m_writer(packet, static_cast<uint32_t>(place), outside))
        {
            return NfVerdict::DROP;
        }
    }
    // The text ends with a newline of Linux's own.
    return whole ? NfVerdict::ACCEPT : refuse("parser failed\n");
}

} // namespace ns3
