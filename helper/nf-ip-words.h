// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_WORDS_H
#define NF_IP_WORDS_H

#include "nf-error.h"
#include "nf-prefix.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The words of an `ip` command, taken one after the other. The first that is wrong ends the
 * reading: what is taken after it is empty, and GetError() tells it with its column.
 */
class NfIpWords
{
  public:
    /// @param command the text
    explicit NfIpWords(const std::string& command);

    /// @return the family of addresses: IPv4 until SetFamily() says otherwise
    NfFamily GetFamily() const
    {
        return m_family;
    }

    /// @param family of addresses from now on
    void SetFamily(NfFamily family)
    {
        m_family = family;
    }

    /// @return true if one of the words is an IPv6 address or prefix
    bool HaveIpv6() const;

    /// @return true if no word is left, or one was wrong
    bool AtEnd() const
    {
        return m_error || m_next == m_words.size();
    }

    /// @param expected what a message shall ask for
    /// @return the next word, which is taken
    std::string Take(const std::string& expected);

    /**
     * @param word a word
     * @return whether it is the next; then it is taken
     */
    bool TakeIf(const std::string& word);

    /// @return the next word, which is not taken; empty at the end
    std::string Peek() const
    {
        return AtEnd() ? "" : m_words[m_next].text;
    }

    /// @param message what is wrong with the word that was taken last
    void Fail(const std::string& message);

    /// @param message what is wrong with the command as a whole
    void FailWhole(const std::string& message);

    /**
     * @param what the number is of, for messages
     * @param max the largest that is allowed
     * @return the next word as a number
     */
    uint32_t TakeNumber(const std::string& what, uint32_t max);

    /**
     * @param what the address is of, for messages
     * @return the next word as an address
     */
    NfAddress TakeAddress(const std::string& what);

    /**
     * @param what the prefix is of, for messages
     * @return the next word as ADDRESS[/LENGTH], default, all or any; bits behind the mask are an
     *         error, as iproute2 has it for routes of IPv4, and cleared, as Linux does for IPv6
     */
    NfPrefix TakePrefix(const std::string& what);

    /// @return the next word as a routing table
    uint32_t TakeTable();

    /// @return what was wrong first; nothing if nothing was
    const NfStatus& GetError() const
    {
        return m_error;
    }

  private:
    /// A word and its place.
    struct Word
    {
        std::string text;
        uint32_t column;
    };

    void FailAt(uint32_t column, const std::string& message);

    std::vector<Word> m_words;
    std::size_t m_next{0};
    uint32_t m_end; //!< column behind the last word
    NfStatus m_error;
    NfFamily m_family{NfFamily::IPV4};
};

/**
 * @param text decimal, 0x hexadecimal or 0 octal
 * @return the number; nothing if it is none
 */
std::optional<uint32_t> NfParseIpNumber(const std::string& text);

/**
 * @param number of a routing table
 * @return its name, or its number as text
 */
std::string NfIpTableName(uint32_t number);

} // namespace ns3

#endif /* NF_IP_WORDS_H */
