// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_OPTIONS_H
#define NF_NAT_OPTIONS_H

#include "nf-extension.h"
#include "nf-nat-range.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>

namespace ns3
{

/**
 * Read `port[-port]`, with @p allowBase also `port-port/base`.
 * @param text the text
 * @param allowBase whether a base may follow
 * @param range takes ports, base and mapPorts
 * @return nothing, or what is wrong
 */
NfComplaint NfParseNatPorts(std::string_view text, bool allowBase, NfNatRange& range);

/**
 * Read `[address[-address]][:port[-port[/base]]]`. Addresses of IPv6 stand in brackets if ports
 * follow: `[2001:db8::1-2001:db8::2]:80`.
 * @param text the text
 * @param allowBase whether a base may follow
 * @param family of the rule
 * @param range takes what is there
 * @return nothing, or what is wrong
 */
NfComplaint NfParseNatRange(std::string_view text,
                            bool allowBase,
                            NfFamily family,
                            NfNatRange& range);

/// @param os a stream
/// @param range whose ports to print, as "1-2/3"
void NfPrintNatPorts(std::ostream& os, const NfNatRange& range);

/**
 * @param os a stream
 * @param range what to print, as NfParseNatRange() reads it
 * @param family of the rule
 */
void NfPrintNatRange(std::ostream& os, const NfNatRange& range, NfFamily family);

/**
 * @param target name of the target
 * @param context where a range is used
 * @param range the range
 * @return nothing, or that a range of ports needs a protocol that has some
 */
NfComplaint NfCheckNatPorts(std::string_view target,
                            const NfRuleContext& context,
                            const NfNatRange& range);

} // namespace ns3

#endif /* NF_NAT_OPTIONS_H */
