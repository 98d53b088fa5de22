// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack-settings.h"

#include <array>
#include <cstddef>

namespace ns3
{

Time
NfConntrackSettings::TcpTimeout(NfTcpState state) const
{
    static constexpr std::array<Time NfConntrackSettings::*, 10> timeouts{
        &NfConntrackSettings::tcpSynSent, // NONE: never asked for
        &NfConntrackSettings::tcpSynSent,
        &NfConntrackSettings::tcpSynRecv,
        &NfConntrackSettings::tcpEstablished,
        &NfConntrackSettings::tcpFinWait,
        &NfConntrackSettings::tcpCloseWait,
        &NfConntrackSettings::tcpLastAck,
        &NfConntrackSettings::tcpTimeWait,
        &NfConntrackSettings::tcpClose,
        &NfConntrackSettings::tcpSynSent2};
    return this->*timeouts[static_cast<std::size_t>(state)];
}

Time
NfConntrackSettings::SctpTimeout(NfSctpState state) const
{
    static constexpr std::array<Time NfConntrackSettings::*, 9> timeouts{
        &NfConntrackSettings::sctpClosed, // NONE: what changed nothing, as Linux
        &NfConntrackSettings::sctpClosed,
        &NfConntrackSettings::sctpCookieWait,
        &NfConntrackSettings::sctpCookieEchoed,
        &NfConntrackSettings::sctpEstablished,
        &NfConntrackSettings::sctpShutdownSent,
        &NfConntrackSettings::sctpShutdownRecd,
        &NfConntrackSettings::sctpShutdownAckSent,
        &NfConntrackSettings::sctpHeartbeatSent};
    return this->*timeouts[static_cast<std::size_t>(state)];
}

} // namespace ns3
