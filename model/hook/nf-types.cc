// SPDX-License-Identifier: GPL-2.0-only

#include "nf-types.h"

#include <array>

namespace ns3
{

const char*
NfToString(NfHook hook)
{
    static constexpr std::array<const char*, NF_N_HOOKS>
        names{"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING", "INGRESS", "EGRESS"};
    return names[static_cast<std::size_t>(hook)];
}

const char*
NfToString(NfVerdict verdict)
{
    static constexpr std::array<const char*, 5> names{"DROP",
                                                      "ACCEPT",
                                                      "STOLEN",
                                                      "QUEUE",
                                                      "REPEAT"};
    return names[static_cast<std::size_t>(verdict)];
}

const char*
NfToString(NfCtState state)
{
    static constexpr std::array<const char*, 5> names{"INVALID",
                                                      "NEW",
                                                      "ESTABLISHED",
                                                      "RELATED",
                                                      "UNTRACKED"};
    return names[static_cast<std::size_t>(state)];
}

} // namespace ns3
