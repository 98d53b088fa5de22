// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MAC_PARSER_H
#define NF_MAC_PARSER_H

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ns3
{

/**
 * Parse an address of Ethernet as iptables and ipset write it: six hexadecimal bytes of one or two
 * digits, "XX:XX:XX:XX:XX:XX".
 * @param text the word
 * @return the bytes; nothing if it is none
 */
std::optional<std::array<uint8_t, 6>> NfParseMac(std::string_view text);

} // namespace ns3

#endif /* NF_MAC_PARSER_H */
