// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"

#include <array>

namespace ns3
{

const char*
NfToString(NfTcpState state)
{
    static constexpr std::array<const char*, 10> names{"NONE",
                                                       "SYN_SENT",
                                                       "SYN_RECV",
                                                       "ESTABLISHED",
                                                       "FIN_WAIT",
                                                       "CLOSE_WAIT",
                                                       "LAST_ACK",
                                                       "TIME_WAIT",
                                                       "CLOSE",
                                                       "SYN_SENT2"};
    return names[static_cast<std::size_t>(state)];
}

const char*
NfToString(NfSctpState state)
{
    static constexpr std::array<const char*, 9> names{"NONE",
                                                      "CLOSED",
                                                      "COOKIE_WAIT",
                                                      "COOKIE_ECHOED",
                                                      "ESTABLISHED",
                                                      "SHUTDOWN_SENT",
                                                      "SHUTDOWN_RECD",
                                                      "SHUTDOWN_ACK_SENT",
                                                      "HEARTBEAT_SENT"};
    return names[static_cast<std::size_t>(state)];
}

const char*
NfConnection::GetStateName() const
{
    switch (Original().protocol)
    {
    case NfProtocol::TCP:
        return NfToString(tcp.state);
    case NfProtocol::SCTP:
        return NfToString(sctp.state);
    default:
        return "";
    }
}

} // namespace ns3
