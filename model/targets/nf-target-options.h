// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_OPTIONS_H
#define NF_TARGET_OPTIONS_H

#include "nf-extension.h"
#include "nf-text-case.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \ingroup netfilter
 * \param text a number: decimal, 0x hexadecimal or 0 octal, without sign or blanks
 * \param max the greatest that is allowed
 * \return the number; nothing if the text is something else or too great
 */
std::optional<uint32_t> NfParseNumber(std::string_view text, uint32_t max);

/**
 * Read the one numeric argument of an option.
 * \param option the option
 * \param min the least that is allowed
 * \param max the greatest that is allowed
 * \param value takes the number
 * \return nothing, or what is wrong
 */
NfComplaint NfNumberArgument(const NfOption& option, uint32_t min, uint32_t max, uint32_t& value);

/// A value and the bits that it concerns.
struct NfMaskedValue
{
    uint32_t value{0};
    uint32_t mask{UINT32_MAX};
};

/**
 * Read `value[/mask]`; without a mask all 32 bits count.
 * \param option the option
 * \param masked takes both
 * \return nothing, or what is wrong
 */
NfComplaint NfMaskedArgument(const NfOption& option, NfMaskedValue& masked);

/// \param number a number \return it as 0x and lower-case digits, e.g. "0x1f"
std::string NfHex(uint32_t number);

/// \param number a number up to 255 \return it as 0x and two digits, e.g. "0x0f"
std::string NfHexByte(uint8_t number);

/**
 * Print a blank and a string as iptables-save does: quoted unless it consists of letters, digits,
 * '-' and '_'.
 * \param os the stream
 * \param text the string
 */
void NfSaveString(std::ostream& os, std::string_view text);

/**
 * \ingroup netfilter
 * Options of which only one may be given: the action of a target.
 */
class NfExclusiveOption
{
  public:
    /// \param option one of them was given \return nothing, or that another was given before
    NfComplaint Take(const NfOption& option);

    /// \return true if one was given
    bool IsTaken() const
    {
        return !m_taken.empty();
    }

  private:
    std::string m_taken; //!< name of the one
};

/**
 * \tparam Target the class; default-constructible
 * \param name as after -j
 * \param options its options
 * \param help one line for people
 * \return the type, for NfExtensionRegistry::Register()
 */
template <class Target>
NfTargetType
NfMakeTargetType(std::string name, std::vector<NfOptionSpec> options, std::string help)
{
    NfTargetType type;
    type.name = std::move(name);
    type.options = std::move(options);
    type.help = std::move(help);
    type.make = [] { return std::make_unique<Target>(); };
    return type;
}

} // namespace ns3

#endif /* NF_TARGET_OPTIONS_H */
