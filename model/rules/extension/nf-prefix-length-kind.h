// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PREFIX_LENGTH_KIND_H
#define NF_PREFIX_LENGTH_KIND_H

#include "nf-option-kinds.h"
#include "nf-prefix.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * How many bits of an address of the rule's family count.
 * @tparam T type of the field
 */
template <class T>
struct NfPrefixLengthKind : NfNumberKind<T>
{
    /// @param family of a rule
    explicit NfPrefixLengthKind(NfFamily family = NfFamily::IPV4)
        : NfNumberKind<T>(0, NfPrefix::GetWidth(family))
    {
    }

    /// @param family of a rule
    /// @return the kind as its rules write it
    NfPrefixLengthKind For(NfFamily family) const
    {
        return NfPrefixLengthKind(family);
    }
};

} // namespace ns3

#endif /* NF_PREFIX_LENGTH_KIND_H */
