// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MARK_OPERATION_H
#define NF_MARK_OPERATION_H

#include "nf-target-options.h"

#include <cstdint>
#include <string>

namespace ns3
{

/// Ways to write a change of a mark; ids of the options of MARK, CONNMARK and TOS.
enum class NfMarkOption
{
    SET_MARK,
    SET_XMARK,
    AND_MARK,
    OR_MARK,
    XOR_MARK
};

/**
 * \ingroup netfilter
 * A change of a mark: clear the bits of a mask, then exclusive-or a value.
 */
struct NfMarkOperation
{
    uint32_t value{0};
    uint32_t mask{0};

    /// \param mark a mark \return the mark after the change
    uint32_t Apply(uint32_t mark) const
    {
        return (mark & ~mask) ^ value;
    }

    /**
     * \param option how the change is written
     * \param argument the number or numbers with it
     * \return the change
     */
    static NfMarkOperation Make(NfMarkOption option, const NfMaskedNumber& argument);

    /**
     * Read the argument of an option.
     * \param kind what the option is
     * \param option the option
     * \return nothing, or what is wrong
     */
    NfComplaint Parse(NfMarkOption kind, const NfOption& option);

    /// \return as iptables -L says it: "set 0x1", "or 0xf", "xset 0x1/0x3"
    std::string Describe() const;
};

} // namespace ns3

#endif /* NF_MARK_OPERATION_H */
