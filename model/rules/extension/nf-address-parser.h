// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ADDRESS_PARSER_H
#define NF_ADDRESS_PARSER_H

#include "nf-address.h"
#include "nf-extension.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// An address and which of its bits count.
struct NfAddressAndMask
{
    NfAddress address; //!< already masked
    NfAddress mask;
};

/**
 * Parse an IPv4 address as iptables does: up to four numbers, missing ones are 0 at the end
 * ("10.1" is 10.1.0.0), each decimal, octal or hexadecimal; or one 32-bit number.
 * @param text the word
 * @return the address; nothing if it is none (a host name, for instance)
 */
std::optional<NfAddress> NfParseIpv4(std::string_view text);

/**
 * Parse an IPv4 address as inet_aton(3) does, and with it getaddrinfo(3): up to four numbers,
 * decimal, octal or hexadecimal, of which the last fills what is left ("10.1" is 10.0.0.1). Options
 * of extensions whose type is XTTYPE_HOST read addresses so, and so does ipset.
 * @param text the word
 * @return the address; nothing if it is none
 */
std::optional<NfAddress> NfParseNetworkAddress(std::string_view text);

/**
 * Parse an address as a rule of a family has it: IPv4 as NfParseIpv4() does, IPv6 as RFC 4291.
 * @param text the word
 * @param family of the rule
 * @return the address; nothing if it is none
 */
std::optional<NfAddress> NfParseHost(std::string_view text, NfFamily family);

/**
 * Parse what stands behind the slash of an address: a length, or a mask, which may have gaps.
 * @param text the word
 * @param family of the rule
 * @return the mask; nothing if it is none
 */
std::optional<NfAddress> NfParseMask(std::string_view text, NfFamily family);

/**
 * Parse what follows -s or -d: addresses with optional "/24" or "/255.255.255.0" (the mask may be
 * non-contiguous), separated by commas.
 * @param text the word
 * @param result receives the addresses, in order; duplicates stay
 * @param family of the rule
 * @return nothing, or what is wrong
 */
NfComplaint NfParseAddressList(std::string_view text,
                               std::vector<NfAddressAndMask>& result,
                               NfFamily family = NfFamily::IPV4);

/**
 * Print a mask as iptables-save does after an address: "/24", or "/255.0.255.0".
 * @param mask the mask
 * @param family of the rule
 * @return the text with its slash
 */
std::string NfMaskToString(const NfAddress& mask, NfFamily family = NfFamily::IPV4);

/**
 * @param family of a rule
 * @return what is expected where an address is missing: "an IPv4 address"
 */
std::string_view NfAddressSyntax(NfFamily family);

} // namespace ns3

#endif /* NF_ADDRESS_PARSER_H */
