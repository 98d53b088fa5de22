// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NATURAL_ORDER_H
#define NF_NATURAL_ORDER_H

#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * Compare names as people sort them: runs of digits count as numbers, so that "node2" comes before
 * "node10". Names that differ only in leading zeros are ordered by their bytes, so the order is
 * total and equal names alone are equivalent.
 * @param a a name
 * @param b another name
 * @return true if the first name comes before the second
 */
bool NfNaturalLess(std::string_view a, std::string_view b);

/// NfNaturalLess() as the order of a std::map or std::set.
struct NfNaturalOrder
{
    using is_transparent = void; //!< look-ups need no copy of the name

    /**
     * @param a a name
     * @param b another name
     * @return true if the first name comes before the second
     */
    bool operator()(std::string_view a, std::string_view b) const
    {
        return NfNaturalLess(a, b);
    }
};

} // namespace ns3

#endif /* NF_NATURAL_ORDER_H */
