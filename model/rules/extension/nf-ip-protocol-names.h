// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_PROTOCOL_NAMES_H
#define NF_IP_PROTOCOL_NAMES_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * Name of an IP protocol as iptables prints it, from a table of our own (the names of the IANA
 * registry as Debian's netbase gives them), so that results do not depend on the host's
 * /etc/protocols.
 * \param protocol its number, not 0
 * \return the name; empty if it has none: print the number
 */
std::string_view NfIpProtocolName(uint8_t protocol);

/**
 * Parse what follows -p: a name, in any case, or a number (decimal, octal or hexadecimal).
 * \param text the word
 * \return the number, 0 for "all"; nothing if there is no such protocol
 */
std::optional<uint8_t> NfParseIpProtocol(std::string_view text);

} // namespace ns3

#endif /* NF_IP_PROTOCOL_NAMES_H */
