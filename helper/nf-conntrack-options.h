// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNTRACK_OPTIONS_H
#define NF_CONNTRACK_OPTIONS_H

#include "nf-conntrack-command.h"
#include "nf-extension.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/// What an option's value may do to the command. A complaint names what is wrong with the value.
using NfApplyConntrackOption = NfComplaint (*)(NfConntrackCommand& command,
                                               const std::string& value);

/// For which protocols an option exists.
enum class NfConntrackFor : uint8_t
{
    ANY,
    PORTS,
    STATES,
    ICMP,
    ICMPV6
};

/// An option of conntrack(8), by its names.
struct NfConntrackOption
{
    const char* shortName; //!< with its dash, or null
    std::array<const char*, 3> longNames;
    NfConntrackFor protocols;
    bool optionalValue; //!< the value may be missing
    NfApplyConntrackOption apply;
};

/// @return the options of conntrack(8) that this module knows
const std::vector<NfConntrackOption>& NfGetConntrackOptions();

} // namespace ns3

#endif /* NF_CONNTRACK_OPTIONS_H */
