// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_WORDS_H
#define NF_SET_WORDS_H

#include "nf-error.h"
#include "nf-option.h"
#include "nf-set-element.h"
#include "nf-set.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The words of one ipset command behind what has been read of it.
 */
class NfSetWords
{
  public:
    /// @param words of a command, without the common options
    explicit NfSetWords(const std::vector<NfToken>& words)
        : m_words(words)
    {
    }

    /// @return whether there is no word left
    bool IsEmpty() const
    {
        return m_next == m_words.size();
    }

    /// @return the next word, of which there must be one, and step behind it
    const NfToken& Take()
    {
        return m_words.at(m_next++);
    }

    /// @return the word that was taken last, of which there must be one
    const NfToken& Last() const
    {
        return m_words.at(m_next - 1);
    }

    /// @param message what is wrong
    /// @return an error at the last word: the command is not understood
    NfStatus Misunderstood(std::string message) const;

    /// @param message what is wrong
    /// @return an error at the last word: the command is refused
    NfStatus Refused(std::string message) const;

    /// @param complaint what is wrong, or nothing
    /// @return an error at the last word, or nothing
    NfStatus Refused(const NfComplaint& complaint) const
    {
        return complaint ? Refused(*complaint) : NfStatus();
    }

  private:
    const std::vector<NfToken>& m_words;
    std::size_t m_next{0};
};

/**
 * Read what stands behind the type in `create`.
 * @param type of the new set
 * @param words all words up to the end
 * @param options receives it
 * @return nothing, or what is wrong
 */
NfStatus NfReadSetOptions(const NfSetType& type, NfSetWords& words, NfSetOptions& options);

/**
 * Read what stands behind the element in `add`, `del` and `test`.
 * @param set of which the element is
 * @param action which command it is
 * @param words all words up to the end
 * @param element receives its place in a list
 * @param details receives the rest
 * @return nothing, or what is wrong
 */
NfStatus NfReadSetDetails(const NfSet& set,
                          NfSetAction action,
                          NfSetWords& words,
                          NfSetElement& element,
                          NfSetDetails& details);

} // namespace ns3

#endif /* NF_SET_WORDS_H */
