// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PROTOCOL_NAMES_H
#define NF_PROTOCOL_NAMES_H

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
 * @param protocol its number, not 0
 * @return the name; empty if it has none: print the number
 */
std::string_view NfIpProtocolName(uint8_t protocol);

/**
 * @param name of an IP protocol, in any case
 * @return its number, 0 for "all"; nothing if it is no name
 */
std::optional<uint8_t> NfFindIpProtocol(std::string_view name);

/**
 * Name of a protocol whose flows connection tracking tells apart by more than their addresses, as
 * it prints it.
 * @param protocol a number
 * @return the name; empty if it is none of these protocols
 */
std::string_view NfFlowProtocolName(uint8_t protocol);

/**
 * @param protocol a number
 * @return NfFlowProtocolName(), or the number
 */
std::string NfFlowProtocolText(uint8_t protocol);

} // namespace ns3

#endif /* NF_PROTOCOL_NAMES_H */
