// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DSCP_NAMES_H
#define NF_DSCP_NAMES_H

#include <cstdint>
#include <optional>
#include <string_view>

namespace ns3
{

/**
 * @param name of a DiffServ class, in any case: BE, EF, CS0 to CS7, AF11 to AF43 (RFC 2474, 2597,
 *        3246)
 * @return its six-bit code point
 */
std::optional<uint8_t> NfFindDscpClass(std::string_view name);

} // namespace ns3

#endif /* NF_DSCP_NAMES_H */
