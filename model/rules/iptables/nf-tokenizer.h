// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOKENIZER_H
#define NF_TOKENIZER_H

#include "nf-error.h"
#include "nf-extension.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace ns3
{

/// Whose rules of quoting a line follows.
enum class NfQuoting : uint8_t
{
    /**
     * iptables-restore 1.8.9: double quotes only, a backslash escapes within them, and a closing
     * quote ends the word. Divergence: an unclosed quote is an error (1.8.9 takes the rest of the
     * line, newline included).
     */
    RESTORE,
    SHELL //!< a POSIX shell: single and double quotes, backslashes; nothing is expanded
};

/**
 * Split a line into words.
 * @param line the line, without its newline
 * @param lineNumber its number, for places
 * @param firstColumn the column of its first character
 * @param quoting the rules of quoting
 * @param words receives the words; a word that was quoted may be empty
 * @return nothing, or what is wrong and where
 */
NfStatus NfTokenize(std::string_view line,
                    uint32_t lineNumber,
                    uint32_t firstColumn,
                    NfQuoting quoting,
                    std::vector<NfToken>& words);

/**
 * A zero byte ends a word for iptables and ipset, which nobody can have meant.
 * @param words of a command
 * @return the first that has a zero byte in it; null if none has
 */
const NfToken* NfFindZeroByte(const std::vector<NfToken>& words);

} // namespace ns3

#endif /* NF_TOKENIZER_H */
