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
 * @param protocol ICMP or ICMPv6
 * @param text a name of one type with one code
 * @return the type in the upper byte, the code in the lower; nothing if it is no name
 */
std::optional<uint16_t> NfFindSetIcmpName(uint8_t protocol, std::string_view text);

/**
 * @param protocol ICMP or ICMPv6
 * @param typeAndCode as above
 * @return the name, or "type/code"
 */
std::string NfSetIcmpToString(uint8_t protocol, uint16_t typeAndCode);

} // namespace ns3

#endif /* NF_SET_ICMP_NAMES_H */
