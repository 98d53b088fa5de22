// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_ADDRESS_H
#define NF_SIP_ADDRESS_H

#include "nf-address.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * Addresses in SIP messages and session descriptions, as Linux reads and writes them (in4_pton(),
 * in6_pton() with any delimiter, and printf's %pI6c). Brackets are of IPv6 alone: addresses of IPv4
 * never have any.
 */
namespace NfSipAddressText
{

/// What may stand around an address of IPv6.
enum class Brackets
{
    NEEDED,  //!< as in a URI
    ALLOWED, //!< each of the two may be missing
    NONE     //!< as in a session description
};

/// An address that stands in a text.
struct Read
{
    NfAddress address;
    std::size_t length{0}; //!< characters, brackets included
};

/**
 * The address ends where a character stands that no address has; that of a cut one is not read.
 *
 * Divergence: eight words of IPv6 behind which a further one follows "::" are no address. Linux
 * writes beyond its buffer there.
 * @param text the text
 * @param at where the address is to begin
 * @param family of the address
 * @param brackets around one of IPv6
 * @return the address, or nothing
 */
std::optional<Read> Find(std::string_view text, std::size_t at, NfFamily family, Brackets brackets);

/**
 * @param address an address
 * @param family of the address
 * @param brackets NONE: without them
 * @return the text that NAT writes: of IPv6 the shortest one, its last four bytes as a dotted quad
 *         if it stands for an address of IPv4 (a mapped one) or tunnels it (ISATAP, RFC 5214)
 */
std::string Write(const NfAddress& address, NfFamily family, Brackets brackets);

} // namespace NfSipAddressText

} // namespace ns3

#endif /* NF_SIP_ADDRESS_H */
