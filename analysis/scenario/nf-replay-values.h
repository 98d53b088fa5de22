// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_VALUES_H
#define NF_REPLAY_VALUES_H

#include "nf-replay-json.h"

#include "ns3/ipv4-interface-address.h"
#include "ns3/nf-prefix.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \file
 * \ingroup netfilter
 * Numbers, addresses and bytes as scenarios and options write them.
 */

/// \param text a decimal number, or a hexadecimal one after 0x \return it, if it is one
std::optional<uint32_t> NfParseReplayNumber(const std::string& text);

/**
 * @param text an address and the length of its network's prefix, such as "10.0.0.1/24"; without a
 *             slash the address is alone in its network
 * @return both, or nothing
 */
std::optional<Ipv4InterfaceAddress> NfParseReplayInterfaceAddress(const std::string& text);

/**
 * \param text two hexadecimal digits a byte
 * \return the bytes, or nothing if it is something else
 */
std::optional<std::vector<uint8_t>> NfFromHex(const std::string& text);

/// \param bytes some bytes \return two hexadecimal digits for each
std::string NfToHex(const std::vector<uint8_t>& bytes);

/// \param node an IPv4 address \return it; NfCliError if it is none
Ipv4Address NfReadReplayAddress(const NfJsonNode& node);

/**
 * Throws NfCliError if the node is neither.
 * @param node "default", or a prefix as NfParsePrefix() reads it
 * @return the prefix
 */
NfPrefix NfReadReplayPrefix(const NfJsonNode& node);

/// \param node hexadecimal digits \return the bytes; NfCliError if it is something else
std::vector<uint8_t> NfReadReplayBytes(const NfJsonNode& node);

} // namespace ns3

#endif /* NF_REPLAY_VALUES_H */
