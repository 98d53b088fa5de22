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

} // namespace ns3
