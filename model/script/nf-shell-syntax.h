// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SHELL_SYNTAX_H
#define NF_SHELL_SYNTAX_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * A shell script as a tree, in as much of the language as NfShellParser knows.
 */

/// A part of a word.
struct NfShellPart
{
    /// What a part stands for.
    enum class Kind : uint8_t
    {
        TEXT,     //!< itself
        VARIABLE, //!< its name; a digit, "@", "*" and "#" are the arguments'
        UNKNOWN   //!< something that is not followed; what it is
    };

    Kind kind{Kind::TEXT};
    std::string text;        //!< as the kind says
    bool quoted{false};      //!< between quotes: blanks in it separate nothing
    bool hasFallback{false}; //!< of a variable: "${NAME:-fallback}"
    std::string fallback;    //!< what it stands for if the variable has no value
};

/// A word, before anything in it is replaced.
struct NfShellWord
{
    std::vector<NfShellPart> parts;
    uint32_t line{0};   //!< from 1
    uint32_t column{0}; //!< from 1
};

struct NfShellNode;

/// Commands, one after the other.
using NfShellList = std::vector<std::unique_ptr<NfShellNode>>;

/// A command.
struct NfShellNode
{
    /// What a command is made of.
    enum class Kind : uint8_t
    {
        SIMPLE,   //!< assignments and words
        AND,      //!< the last of `parts` only if the first succeeds
        OR,       //!< the last of `parts` only if the first fails
        NOT,      //!< the only one of `parts`, inverted
        GROUP,    //!< `parts` in braces
        FOR,      //!< `parts` for each of `words`, in the variable `name`
        IF,       //!< conditions and bodies in turn, each a GROUP; a last one alone is the "else"
        FUNCTION, //!< `parts` are called `name`
        UNKNOWN   //!< something that is not followed; `name` says what
    };

    Kind kind{Kind::SIMPLE};
    uint32_t line{0};   //!< from 1
    uint32_t column{0}; //!< from 1
    std::string name;
    std::vector<std::pair<std::string, NfShellWord>> assignments;
    std::vector<NfShellWord> words;
    bool declares{false};   //!< its words are "export" or alike: assignments outlast it
    bool quiet{false};      //!< what it complains of goes to /dev/null
    std::string writesTo{}; //!< a file to which its output goes, as far as it is plain text
    NfShellList parts;
};

} // namespace ns3

#endif /* NF_SHELL_SYNTAX_H */
