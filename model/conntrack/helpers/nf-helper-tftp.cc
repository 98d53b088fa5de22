// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-tftp.h"

#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-helper-log.h"
#include "nf-prefix.h"

#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t UDP_HEADER = 8;
constexpr uint32_t LEAST = UDP_HEADER + 2; //!< with the operation's number
constexpr uint16_t READ = 1;
constexpr uint16_t WRITE = 2;

} // namespace

void
NfTftpHelper::SetFollower(Follower follower)
{
    m_follower = std::move(follower);
}

std::string
NfTftpHelper::GetName() const
{
    return "tftp";
}

uint8_t
NfTftpHelper::GetProtocol() const
{
    return NfProtocol::UDP;
}

uint16_t
NfTftpHelper::GetPort() const
{
    return 69;
}

NfVerdict
NfTftpHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    const uint8_t* bytes = packet.L4(LEAST);
    const uint16_t operation = bytes ? NfRead16(bytes + UDP_HEADER) : 0;
    if (operation != READ && operation != WRITE)
    {
        return NfVerdict::ACCEPT;
    }
    const NfTuple& answers = connection.Tuple(NfDirection::REPLY);
    NfExpectation expectation;
    expectation.tuple.source = answers.source;
    expectation.tuple.destination = answers.destination;
    expectation.tuple.destinationPort = answers.destinationPort;
    expectation.tuple.protocol = NfProtocol::UDP;
    expectation.tuple.family = answers.family;
    expectation.sourceMask = NfPrefix::MaskOf(NfPrefix::GetWidth(answers.family), answers.family);
    expectation.master = Ptr<NfConnection>(&connection);
    if ((connection.status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT)) && m_follower)
    {
        expectation.savedPort = connection.Tuple(NfDirection::ORIGINAL).sourcePort;
        expectation.direction = NfDirection::ORIGINAL;
        m_follower(expectation);
    }
    if (!conntrack.Expect(expectation))
    {
        NfLogHelperDrop(packet, GetName(), "cannot add expectation");
        return NfVerdict::DROP;
    }
    return NfVerdict::ACCEPT;
}

} // namespace ns3
