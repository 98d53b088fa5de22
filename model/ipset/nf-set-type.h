// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_TYPE_H
#define NF_SET_TYPE_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ns3
{

/// What an element of a set consists of: one of these at each place of "hash:ip,port".
enum class NfSetPart : uint8_t
{
    NONE,
    IP,        //!< an address
    NET,       //!< an address and a prefix length
    PORT,      //!< a protocol and a port; ICMP's type and code
    MAC,       //!< an Ethernet address
    INTERFACE, //!< a device's name
    MARK,      //!< a packet's mark
    SET        //!< another set
};

/// How a set keeps its elements.
enum class NfSetMethod : uint8_t
{
    BITMAP, //!< elements of a range that is fixed when the set is made
    HASH,   //!< any elements, up to a number
    LIST    //!< sets, in an order
};

/**
 * @ingroup netfilter
 * A type of sets: a row of the table of all types (Linux's struct ip_set_type).
 */
struct NfSetType
{
    static constexpr std::size_t MAX_PARTS = 3; //!< parts of an element, at most

    std::string_view name;                  //!< as after `create NAME`
    std::string_view alias;                 //!< a second name, in the manner of ipset 4
    NfSetMethod method;                     //!< how elements are kept
    std::array<NfSetPart, MAX_PARTS> parts; //!< what elements consist of, in order
    uint8_t revision; //!< Linux's number of what the type can do, which listings show
    bool netmask;     //!< takes `netmask`
    bool bitmask;     //!< takes `bitmask`

    /// @return how many parts an element has: how many of src and dst a rule must give at least
    uint32_t CountParts() const;

    /// @param part a part
    /// @return whether elements have it
    bool Has(NfSetPart part) const;

    /// @return whether elements may be marked nomatch: those with a network
    bool HasNomatch() const
    {
        return Has(NfSetPart::NET);
    }

    /// @return whether 0.0.0.0/0 can be an element, which only the younger types know
    bool TakesWholeSpace() const;

    /// @return whether its elements have addresses, which are of one family
    bool HasFamily() const
    {
        return Has(NfSetPart::IP) || Has(NfSetPart::NET);
    }

    /**
     * What swap compares (Linux's features): types with the same parts are exchangeable, whatever
     * keeps them.
     * @param other another type
     * @return whether sets of both may be swapped
     */
    bool Resembles(const NfSetType& other) const;

    /// @return all types
    static const std::vector<NfSetType>& All();

    /// @param name a name or alias
    /// @return the type, or null
    static const NfSetType* Find(std::string_view name);
};

} // namespace ns3

#endif /* NF_SET_TYPE_H */
