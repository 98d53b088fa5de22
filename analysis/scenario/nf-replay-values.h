// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_VALUES_H
#define NF_REPLAY_VALUES_H

#include "nf-replay-json.h"

#include "ns3/ipv4-address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
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
 * \param text e.g. "10.0.0.1/24"
 * \return address and mask; nothing if it is no such thing. Without a slash: all bits.
 */
std::optional<std::pair<Ipv4Address, Ipv4Mask>> NfParseReplayPrefix(const std::string& text);

/**
 * \param text two hexadecimal digits a byte
 * \return the bytes, or nothing if it is something else
 */
std::optional<std::vector<uint8_t>> NfFromHex(const std::string& text);

/// \param bytes some bytes \return two hexadecimal digits for each
std::string NfToHex(const std::vector<uint8_t>& bytes);

/// \param node an IPv4 address \return it; NfCliError if it is none
Ipv4Address NfReadReplayAddress(const NfJsonNode& node);

/// \param node "default", or as NfParseReplayPrefix() \return it; NfCliError if it is none
std::pair<Ipv4Address, Ipv4Mask> NfReadReplayPrefix(const NfJsonNode& node);

/// \param node hexadecimal digits \return the bytes; NfCliError if it is something else
std::vector<uint8_t> NfReadReplayBytes(const NfJsonNode& node);

} // namespace ns3

#endif /* NF_REPLAY_VALUES_H */
