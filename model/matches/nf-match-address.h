// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_ADDRESS_H
#define NF_MATCH_ADDRESS_H

#include "nf-address-parser.h"
#include "nf-option-kinds.h"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace ns3
{

/// An address, of which only the bits in the mask count.
struct NfAddressPattern
{
    NfAddress address; //!< as written, host part included
    NfAddress mask;    //!< which of its bits count

    /// @param other an address
    /// @return true if both are equal under the mask
    bool Matches(const NfAddress& other) const
    {
        return other.Masked(mask) == address.Masked(mask);
    }

    /**
     * @param text "address", "address/length" or "address/mask"
     * @param family of the rule
     * @return both; nothing if it is not so
     */
    static std::optional<NfAddressPattern> Parse(std::string_view text, NfFamily family);

    /**
     * @param os where to print "address" or "address/length"; "address/mask" if the mask has gaps
     * @param family of the rule
     */
    void Print(std::ostream& os, NfFamily family) const;
};

/// An address of the rule's family, perhaps with a mask.
struct NfAddressPatternKind : NfWordKind
{
    using Value = NfAddressPattern; //!< of the field

    const char* more;                //!< what messages say behind "an IPv4 address"
    NfFamily family{NfFamily::IPV4}; //!< of the rule

    /// @param syntax what messages say behind "an IPv4 address"
    explicit NfAddressPatternKind(const char* syntax)
        : more(syntax)
    {
    }

    /// @param own family of a rule
    /// @return the kind as its rules write it
    NfAddressPatternKind For(NfFamily own) const
    {
        NfAddressPatternKind kind = *this;
        kind.family = own;
        return kind;
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return NfAddressPattern::Parse(text, family);
    }

    std::string GetSyntax() const
    {
        return std::string(NfAddressSyntax(family)) + more;
    }

    void Print(std::ostream& os, const Value& pattern) const
    {
        pattern.Print(os, family);
    }
};

} // namespace ns3

#endif /* NF_MATCH_ADDRESS_H */
