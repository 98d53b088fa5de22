// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_ELEMENT_H
#define NF_SET_ELEMENT_H

#include "nf-option.h"
#include "nf-set.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ns3
{

/// What a command does with an element.
enum class NfSetAction : uint8_t
{
    ADD,
    DELETE,
    TEST
};

/// An address as written: alone, with a prefix length, or from one to another.
struct NfSetAddressText
{
    NfAddress first;
    NfAddress last;        //!< the same as `first` unless it is a range, of IPv4
    uint8_t prefix{32};    //!< the length; of an address alone, all its bits
    bool hasPrefix{false}; //!< `first` is as written, not yet cut
    bool isRange{false};   //!< from one to another
};

/// An element as written in a command: with ranges, it stands for many.
struct NfSetElement
{
    NfSetKey key; //!< what is no range: protocol, mark, Ethernet address, device
    NfSetAddressText address;
    NfSetAddressText address2;
    uint16_t firstPort{0};
    uint16_t lastPort{0};
    std::string name;   //!< of a list's member
    NfSet::Place place; //!< of a list's member
};

/**
 * Read an element, as ipset 7.17 does and with its messages.
 * @param set of which it is to be
 * @param text the element
 * @param action what becomes of it
 * @param element receives it
 * @return nothing, or what is wrong
 */
NfComplaint NfParseSetElement(const NfSet& set,
                              std::string_view text,
                              NfSetAction action,
                              NfSetElement& element);

/**
 * @param text of a bitmap:ip's `range`, or of an address
 * @param family of the address
 * @param address receives it
 * @return nothing, or what is wrong, in ipset's words
 */
NfComplaint NfParseSetAddress(std::string_view text, NfFamily family, NfSetAddressText& address);

/**
 * @param text ports: [protocol:]port[-port]
 * @param family of the set, which has ICMP's types or ICMPv6's
 * @param element receives protocol and ports
 * @return nothing, or what is wrong, in ipset's words
 */
NfComplaint NfParseSetPorts(std::string_view text, NfFamily family, NfSetElement& element);

/**
 * @param text a number, as strtoull reads it with base 0
 * @param min the least that is allowed
 * @param max the greatest that is allowed
 * @param number receives it
 * @return nothing, or what is wrong, in ipset's words
 */
NfComplaint NfParseSetNumber(std::string_view text, uint64_t min, uint64_t max, uint64_t& number);

/**
 * Call a function for each element that a written one stands for, as the kernel takes it apart:
 * addresses cut by the set's masks, ranges of networks by the largest prefixes.
 * @param set of which the element is
 * @param element as written
 * @param action what becomes of it; of a test there is but one
 * @param visit takes a key; what it returns is an end
 * @return nothing, or what @p visit returned, or why the kernel refuses the element
 */
NfComplaint NfVisitSetElement(const NfSet& set,
                              const NfSetElement& element,
                              NfSetAction action,
                              const std::function<NfComplaint(const NfSetKey&)>& visit);

/// @param set with the element
/// @param key an element
/// @return the element as ipset prints it
std::string NfSetKeyToString(const NfSet& set, const NfSetKey& key);

/// @param set that was asked
/// @param element as written
/// @return how `test` repeats it
std::string NfSetElementToString(const NfSet& set, const NfSetElement& element);

} // namespace ns3

#endif /* NF_SET_ELEMENT_H */
