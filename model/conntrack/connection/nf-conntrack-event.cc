// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack-event.h"

#include <array>

namespace ns3
{

const char*
NfToString(NfConntrackEventKind kind)
{
    static constexpr std::array<const char*, 5> names{"NEW",
                                                      "STATE_CHANGE",
                                                      "REPLY",
                                                      "ASSURED",
                                                      "DESTROY"};
    return names[static_cast<std::size_t>(kind)];
}

const char*
NfToString(NfConntrackReason reason)
{
    static constexpr std::array<const char*, 8> names{"none",
                                                      "timeout",
                                                      "reset",
                                                      "replaced",
                                                      "early drop",
                                                      "flushed",
                                                      "removed",
                                                      "insert failed"};
    return names[static_cast<std::size_t>(reason)];
}

} // namespace ns3
