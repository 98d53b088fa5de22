// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MARK_OPERATION_H
#define NF_MARK_OPERATION_H

#include "nf-extension-type.h"

#include <cstdint>
#include <string>

namespace ns3
{

/// Ways to write a change of a mark.
enum class NfMarkOption
{
    SET_MARK,
    SET_XMARK,
    AND_MARK,
    OR_MARK,
    XOR_MARK
};

/**
 * @ingroup netfilter
 * A change of a mark: clear the bits of a mask, then exclusive-or a value.
 */
struct NfMarkOperation
{
    uint32_t value{0};
    uint32_t mask{0};

    /// @param mark a mark
    /// @return the mark after the change
    uint32_t Apply(uint32_t mark) const
    {
        return (mark & ~mask) ^ value;
    }

    /**
     * @param option how the change is written
     * @param argument the number or numbers with it
     * @return the change
     */
    static NfMarkOperation Make(NfMarkOption option, const NfMaskedNumber& argument);

    /// @return as iptables -L says it: "set 0x1", "or 0xf", "xset 0x1/0x3"
    std::string Describe() const;
};

/// How one of the options that change a mark is written.
struct NfMarkOperationKind : NfWordKind
{
    using Value = NfMarkOperation; //!< of the field

    NfMarkOption option; //!< which one

    /// @param which of the options
    explicit NfMarkOperationKind(NfMarkOption which)
        : option(which)
    {
    }

    std::optional<Value> Read(std::string_view text) const;

    const char* GetSyntax() const
    {
        return HasMask() ? "value or value/mask, numbers of 32 bits" : "a number of 32 bits";
    }

    void Print(std::ostream& os, const Value& value) const
    {
        os << NfHex(value.value) << '/' << NfHex(value.mask);
    }

  private:
    bool HasMask() const
    {
        return option == NfMarkOption::SET_MARK || option == NfMarkOption::SET_XMARK;
    }
};

/**
 * @param field of a target
 * @return the five options that change a mark, of which one must be given
 */
template <class Target>
std::vector<NfOptionSpec>
NfMarkOperationRows(NfOptionValue<NfMarkOperation> Target::*field)
{
    auto row = [field](std::string_view name, NfMarkOption option) {
        return NfOptionRow(field, name, NfMarkOperationKind(option)).Choice(1);
    };
    return {row("set-xmark", NfMarkOption::SET_XMARK),
            row("set-mark", NfMarkOption::SET_MARK),
            row("and-mark", NfMarkOption::AND_MARK),
            row("or-mark", NfMarkOption::OR_MARK),
            row("xor-mark", NfMarkOption::XOR_MARK)};
}

} // namespace ns3

#endif /* NF_MARK_OPERATION_H */
