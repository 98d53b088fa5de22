// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_ADDRESS_H
#define NF_MATCH_ADDRESS_H

#include "nf-address-parser.h"

#include <optional>
#include <ostream>
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

} // namespace ns3

#endif /* NF_MATCH_ADDRESS_H */
