// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FLOW_FILTER_VALUE_H
#define NF_FLOW_FILTER_VALUE_H

#include "ns3/nf-prefix.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Words of a flow filter that stand for numbers and addresses.
 */

/// @param text decimal digits
/// @param largest largest number
/// @return the number, if it is one
std::optional<int> NfParseFilterNumber(const std::string& text, int largest);

/**
 * @param text an IPv4 or IPv6 address
 * @return the network of this address alone, if it is one
 */
std::optional<NfPrefix> NfParseHost(const std::string& text);

/**
 * @param bytes an address of either family in network order, as the trace has it
 * @return the network of this address alone; nothing if the bytes are no address
 */
std::optional<NfPrefix> NfHostOfBytes(const std::string& bytes);

/**
 * @param text "10", "10.1" or "10.1.2", which stand for 10.0.0.0/8, 10.1.0.0/16 and 10.1.2.0/24
 * @return the network, if it is one
 */
std::optional<NfPrefix> NfParseShortNet(const std::string& text);

/**
 * Protocols that begin a condition by their name alone, as in "tcp port 80". They are few, so that
 * names of nodes stay names.
 * @param text "tcp", "icmp6", ...
 * @return the number of a protocol whose flows have ports or ids, if it is the name of one
 */
std::optional<uint8_t> NfFindFlowProtocol(const std::string& text);

/**
 * @param text a number, or a name of a service that rules know
 * @return the port, if it is one
 */
std::optional<uint16_t> NfParseFilterPort(const std::string& text);

} // namespace ns3

#endif /* NF_FLOW_FILTER_VALUE_H */
