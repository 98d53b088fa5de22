// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPTABLES_COMMAND_H
#define NF_IPTABLES_COMMAND_H

#include "nf-extension.h"
#include "nf-ruleset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/// What a command does.
enum class NfIptablesCommandKind : uint8_t
{
    NONE,
    APPEND,
    CHECK,
    DELETE,
    DELETE_NUMBER,
    INSERT,
    REPLACE,
    LIST,
    LIST_RULES,
    FLUSH,
    ZERO,
    ZERO_NUMBER,
    NEW_CHAIN,
    DELETE_CHAIN,
    RENAME_CHAIN,
    POLICY
};

/// How a listing looks.
struct NfListOptions
{
    bool verbose{false};     //!< -v: counters and interfaces too
    bool numeric{false};     //!< -n: numbers for protocols and 0.0.0.0/0 for anywhere
    bool exact{false};       //!< -x: counters in full
    bool lineNumbers{false}; //!< --line-numbers
};

/// A parsed iptables command.
struct NfIptablesCommand
{
    NfIptablesCommandKind kind{NfIptablesCommandKind::NONE};
    bool zero{false}; //!< -Z beside -L or -S
    std::string table{"filter"};
    NfToken chain;        //!< empty text: all chains, or none is needed
    NfToken word;         //!< the new name (-E), the policy (-P)
    uint32_t number{0};   //!< of a rule, from 1; 0: none given
    NfToken numberToken;  //!< where the number stands
    bool counters{false}; //!< -c was given
    uint64_t packets{0};  //!< with -c
    uint64_t bytes{0};    //!< with -c
    NfListOptions list;
    NfToken place;    //!< of the command's letter
    bool skip{false}; //!< it is for the other address family (-6 in a restore text): do nothing
    /// For commands about rules: the rules that its address lists make, at least one.
    std::vector<Ptr<NfRule>> rules;
};

} // namespace ns3

#endif /* NF_IPTABLES_COMMAND_H */
