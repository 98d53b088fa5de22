// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPTABLES_OPTIONS_H
#define NF_IPTABLES_OPTIONS_H

#include "nf-iptables-command.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// How many words an option of iptables itself takes.
enum class NfArgument : uint8_t
{
    NONE,
    REQUIRED,
    OPTIONAL
};

/// An option of iptables itself, as opposed to an extension's.
struct NfStandardOption
{
    std::string_view name; //!< long name without dashes
    char letter;           //!< short name; digits are not reachable by one dash, except 4 and 6
    NfArgument argument;
};

/// @return all of them; several names may share a letter
const std::vector<NfStandardOption>& NfStandardOptions();

/// @param letter a short name
/// @return its option, or null
const NfStandardOption* NfFindStandardOption(char letter);

/**
 * May an option be given with a command? (The matrix of iptables' generic_opt_check.)
 * @param kind the command
 * @param letter one of n s d p j v x i o 0 c f
 * @return true if so
 */
bool NfOptionFits(NfIptablesCommandKind kind, char letter);

/// @param letter of a command
/// @return the command, without a rule number; NONE if it is no command
NfIptablesCommandKind NfIptablesCommandOf(char letter);

/// @param text a word
/// @return it in quotes, for messages
std::string NfQuoted(std::string_view text);

/// @param kind a command
/// @return its letter
char NfIptablesCommandLetter(NfIptablesCommandKind kind);

/// @param kind a command
/// @return true if it describes a rule
bool NfDescribesRule(NfIptablesCommandKind kind);

} // namespace ns3

#endif /* NF_IPTABLES_OPTIONS_H */
