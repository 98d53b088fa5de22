// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_MESSAGE_H
#define NF_SIP_MESSAGE_H

#include "nf-connection.h"
#include "nf-packet.h"
#include "nf-sip-text.h"

#include <cstdint>
#include <string>

namespace ns3
{

/// What is remembered of a connection with SIP messages.
struct NfSipState : NfHelperState
{
    uint32_t registerNumber{0}; //!< CSeq of the last REGISTER
    uint32_t inviteNumber{0};   //!< CSeq of the last INVITE
    uint16_t answerPort{0};     //!< where the requests' sender wants its answers, if elsewhere
};

/// A SIP message in a packet. Whoever changes it in the packet changes the text, too.
struct NfSipMessage
{
    NfPacket& packet;
    NfConnection& connection;
    NfSipState& state;
    std::string text;
    uint32_t offset{0}; //!< of the message in the data of the datagram or the segment

    /// @return a reader of the text as it is now
    NfSipText Read() const
    {
        return NfSipText(text, GetFamily());
    }

    /// @return the family of the connection, and of all addresses that are read
    NfFamily GetFamily() const
    {
        return connection.Original().family;
    }

    /// @return TCP or UDP
    uint8_t GetProtocol() const
    {
        return connection.Original().protocol;
    }

    /// @return the connection's tuple in the direction of the packet
    const NfTuple& Ours() const
    {
        return connection.Tuple(packet.ctDirection);
    }

    /// @return the connection's tuple against the direction of the packet
    const NfTuple& Theirs() const
    {
        return connection.Tuple(Opposite(packet.ctDirection));
    }
};

} // namespace ns3

#endif /* NF_SIP_MESSAGE_H */
