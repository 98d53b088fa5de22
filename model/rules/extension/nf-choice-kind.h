// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CHOICE_KIND_H
#define NF_CHOICE_KIND_H

#include "nf-option-kinds.h"
#include "nf-text-case.h"

#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string_view>

namespace ns3
{

/**
 * One of a few words.
 * @tparam N how many there are
 */
template <std::size_t N>
struct NfChoiceKind : NfWordKind
{
    using Value = std::size_t; //!< an index of the words

    std::array<std::string_view, N> words; //!< which there are, as they are printed
    const char* syntax;                    //!< what is expected, for messages
    bool anyCase;                          //!< whether upper and lower case are the same

    /**
     * @param choices which there are, as they are printed
     * @param expected what is expected, for messages
     * @param ignoreCase whether upper and lower case are the same
     */
    NfChoiceKind(const std::array<std::string_view, N>& choices,
                 const char* expected,
                 bool ignoreCase = true)
        : words(choices),
          syntax(expected),
          anyCase(ignoreCase)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        for (std::size_t i = 0; i < N; ++i)
        {
            if (anyCase ? NfEqualsIgnoringCase(words[i], text) : words[i] == text)
            {
                return i;
            }
        }
        return std::nullopt;
    }

    const char* GetSyntax() const
    {
        return syntax;
    }

    void Print(std::ostream& os, Value value) const
    {
        os << words[value];
    }
};

} // namespace ns3

#endif /* NF_CHOICE_KIND_H */
