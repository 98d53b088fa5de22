// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-record.h"

namespace ns3
{

const char*
NfToString(NfTraceLevel level)
{
    static constexpr std::array<const char*, 4> names{"off", "drops", "hooks", "rules"};
    return names[static_cast<std::size_t>(level)];
}

const char*
NfToString(NfTraceRuleVerdict verdict)
{
    static constexpr std::array<const char*, 9>
        names{"ACCEPT", "DROP", "CONTINUE", "RETURN", "JUMP", "GOTO", "STOLEN", "QUEUE", "REPEAT"};
    return names[static_cast<std::size_t>(verdict)];
}

const char*
NfToString(NfTraceConntrackChange change)
{
    static constexpr std::array<const char*, 3> names{"new", "update", "destroy"};
    return names[static_cast<std::size_t>(change)];
}

const char*
NfToString(NfTraceNatKind kind)
{
    static constexpr std::array<const char*, 2> names{"SNAT", "DNAT"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace ns3
