// SPDX-License-Identifier: GPL-2.0-only

#include "nf-iptables-options.h"

#include <algorithm>
#include <array>

namespace ns3
{

const std::vector<NfStandardOption>&
NfStandardOptions()
{
    constexpr NfArgument none = NfArgument::NONE;
    constexpr NfArgument required = NfArgument::REQUIRED;
    constexpr NfArgument optional = NfArgument::OPTIONAL;
    static const std::vector<NfStandardOption> options{{"append", 'A', required},
                                                       {"delete", 'D', required},
                                                       {"check", 'C', required},
                                                       {"insert", 'I', required},
                                                       {"replace", 'R', required},
                                                       {"list", 'L', optional},
                                                       {"list-rules", 'S', optional},
                                                       {"flush", 'F', optional},
                                                       {"zero", 'Z', optional},
                                                       {"new-chain", 'N', required},
                                                       {"delete-chain", 'X', optional},
                                                       {"rename-chain", 'E', required},
                                                       {"policy", 'P', required},
                                                       {"source", 's', required},
                                                       {"destination", 'd', required},
                                                       {"src", 's', required},
                                                       {"dst", 'd', required},
                                                       {"protocol", 'p', required},
                                                       {"in-interface", 'i', required},
                                                       {"jump", 'j', required},
                                                       {"table", 't', required},
                                                       {"match", 'm', required},
                                                       {"numeric", 'n', none},
                                                       {"out-interface", 'o', required},
                                                       {"verbose", 'v', none},
                                                       {"wait", 'w', optional},
                                                       {"wait-interval", 'W', optional},
                                                       {"exact", 'x', none},
                                                       {"fragments", 'f', none},
                                                       {"line-numbers", '0', none},
                                                       {"modprobe", 'M', required},
                                                       {"set-counters", 'c', required},
                                                       {"goto", 'g', required},
                                                       {"ipv4", '4', none},
                                                       {"ipv6", '6', none}};
    return options;
}

const NfStandardOption*
NfFindStandardOption(char letter)
{
    if (letter == '0')
    {
        return nullptr;
    }
    const auto& options = NfStandardOptions();
    auto found = std::find_if(options.begin(), options.end(), [=](const NfStandardOption& option) {
        return option.letter == letter;
    });
    return found == options.end() ? nullptr : &*found;
}

namespace
{

/// A row per command: its letter and which options it takes.
struct CommandRow
{
    char letter;
    std::string_view options;
    bool describesRule;
};

/// By NfIptablesCommandKind.
constexpr std::array<CommandRow, 16> ROWS{{{0, "", false},
                                           {'A', "sdpjviocf", true},
                                           {'C', "sdpjviof", true},
                                           {'D', "sdpjviof", true},
                                           {'D', "v", false},
                                           {'I', "sdpjviocf", true},
                                           {'R', "sdpjviocf", true},
                                           {'L', "nvx0", false},
                                           {'S', "v", false},
                                           {'F', "v", false},
                                           {'Z', "v", false},
                                           {'Z', "v", false},
                                           {'N', "v", false},
                                           {'X', "v", false},
                                           {'E', "v", false},
                                           {'P', "vc", false}}};

} // namespace

bool
NfOptionFits(NfIptablesCommandKind kind, char letter)
{
    return ROWS[static_cast<std::size_t>(kind)].options.find(letter) != std::string_view::npos;
}

char
NfIptablesCommandLetter(NfIptablesCommandKind kind)
{
    return ROWS[static_cast<std::size_t>(kind)].letter;
}

bool
NfDescribesRule(NfIptablesCommandKind kind)
{
    return ROWS[static_cast<std::size_t>(kind)].describesRule;
}

NfIptablesCommandKind
NfIptablesCommandOf(char letter)
{
    switch (letter)
    {
    case 'A':
        return NfIptablesCommandKind::APPEND;
    case 'C':
        return NfIptablesCommandKind::CHECK;
    case 'D':
        return NfIptablesCommandKind::DELETE;
    case 'I':
        return NfIptablesCommandKind::INSERT;
    case 'R':
        return NfIptablesCommandKind::REPLACE;
    case 'L':
        return NfIptablesCommandKind::LIST;
    case 'S':
        return NfIptablesCommandKind::LIST_RULES;
    case 'F':
        return NfIptablesCommandKind::FLUSH;
    case 'Z':
        return NfIptablesCommandKind::ZERO;
    case 'N':
        return NfIptablesCommandKind::NEW_CHAIN;
    case 'X':
        return NfIptablesCommandKind::DELETE_CHAIN;
    case 'E':
        return NfIptablesCommandKind::RENAME_CHAIN;
    case 'P':
        return NfIptablesCommandKind::POLICY;
    default:
        return NfIptablesCommandKind::NONE;
    }
}

std::string
NfQuoted(std::string_view text)
{
    return "'" + std::string(text) + "'";
}

} // namespace ns3
