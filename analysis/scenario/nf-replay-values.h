// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_VALUES_H
#define NF_REPLAY_VALUES_H

#include "nf-replay-json.h"

#include "ns3/nf-prefix.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Numbers, addresses and bytes as scenarios and options write them.
 */

/// An address, and of which family it is.
struct NfReplayAddress
{
    NfFamily family{NfFamily::IPV4};
    NfAddress address;

    friend bool operator==(const NfReplayAddress& a, const NfReplayAddress& b)
    {
        return a.family == b.family && a.address == b.address;
    }

    friend bool operator<(const NfReplayAddress& a, const NfReplayAddress& b)
    {
        return a.family == b.family ? a.address < b.address : a.family < b.family;
    }
};

/// An address of an interface, and how many of its bits its network shares.
struct NfReplayInterfaceAddress
{
    NfReplayAddress host;
    uint8_t length{0};

    /// @return the network
    NfPrefix GetNetwork() const
    {
        return {host.address, length, host.family};
    }
};

/// @param family a family
/// @return its name, for messages
const char* NfFamilyName(NfFamily family);

/**
 * @param text an address, or what begins with one
 * @return the family of addresses that are written like this
 */
NfFamily NfFamilyOfText(const std::string& text);

/// @param text an address of either family
/// @return it, or nothing
std::optional<NfReplayAddress> NfParseReplayAddress(const std::string& text);

/// @param text a decimal number, or a hexadecimal one after 0x
/// @return it, if it is one
std::optional<uint32_t> NfParseReplayNumber(const std::string& text);

/**
 * @param text an address and the length of its network's prefix, such as "10.0.0.1/24" or
 *             "2001:db8::1/64"; without a slash the address is alone in its network
 * @return both, or nothing
 */
std::optional<NfReplayInterfaceAddress> NfParseReplayInterfaceAddress(const std::string& text);

/**
 * @param text two hexadecimal digits a byte
 * @return the bytes, or nothing if it is something else
 */
std::optional<std::vector<uint8_t>> NfFromHex(const std::string& text);

/// @param bytes some bytes
/// @return two hexadecimal digits for each
std::string NfToHex(const std::vector<uint8_t>& bytes);

/// @param node an address of either family
/// @return it; NfCliError if it is none
NfReplayAddress NfReadReplayAddress(const NfJsonNode& node);

/**
 * Throws NfCliError if the node is neither.
 * @param node "default", or a prefix as NfParsePrefix() reads it
 * @param family of "default"
 * @return the prefix
 */
NfPrefix NfReadReplayPrefix(const NfJsonNode& node, NfFamily family);

/// @param node hexadecimal digits
/// @return the bytes; NfCliError if it is something else
std::vector<uint8_t> NfReadReplayBytes(const NfJsonNode& node);

} // namespace ns3

#endif /* NF_REPLAY_VALUES_H */
