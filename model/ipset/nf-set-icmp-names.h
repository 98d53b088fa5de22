// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_ICMP_NAMES_H
#define NF_SET_ICMP_NAMES_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * \param text "type/code", or a name of one type with one code
 * \return the type in the upper byte, the code in the lower; nothing if it is no name and has no
 * "/"
 */
std::optional<uint16_t> NfFindSetIcmpName(std::string_view text);

/// \param typeAndCode as above \return the name, or "type/code"
std::string NfSetIcmpToString(uint16_t typeAndCode);

} // namespace ns3

#endif /* NF_SET_ICMP_NAMES_H */
