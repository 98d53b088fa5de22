// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FLOW_FILTER_VALUE_H
#define NF_FLOW_FILTER_VALUE_H

#include "nf-flow-filter-node.h"

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

/// @param text an IPv4 or IPv6 address
/// @return it in network order, if it is one
std::optional<std::string> NfParseFilterAddress(const std::string& text);

/**
 * @param text "10", "10.1" or "10.1.2", which stand for 10.0.0.0/8, 10.1.0.0/16 and 10.1.2.0/24
 * @return the network, if it is one
 */
std::optional<NfFilterAddress::Prefix> NfParseShortNet(const std::string& text);

/// @param text "tcp", ...
/// @return the protocol's number, if it is the name of one
std::optional<int> NfFindProtocol(const std::string& text);

/// @param text a number, or the name of a service
/// @return the port, if it is one
std::optional<int> NfParseFilterPort(const std::string& text);

} // namespace ns3

#endif /* NF_FLOW_FILTER_VALUE_H */
