// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-reason.h"

#include <array>
#include <cstddef>

namespace ns3
{

const char*
NfToString(NfDropReason reason)
{
    static constexpr std::array<const char*, 16> names{"hook",
                                                       "bad-header",
                                                       "martian-source",
                                                       "martian-destination",
                                                       "reverse-path",
                                                       "not-for-this-host",
                                                       "forwarding-off",
                                                       "no-route",
                                                       "unreachable-route",
                                                       "prohibit-route",
                                                       "blackhole-route",
                                                       "ttl-expired",
                                                       "too-big",
                                                       "bad-segment",
                                                       "bad-checksum",
                                                       "bad-message"};
    return names[static_cast<std::size_t>(reason)];
}

} // namespace ns3
