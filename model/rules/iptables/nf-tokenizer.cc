// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tokenizer.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_WORD = 1023; ///< iptables-restore's limit on a word
constexpr std::size_t MAX_WORDS = 252; ///< iptables-restore's limit of 255, less its own three

/// Splits one line; see NfTokenize().
class Tokenizer
{
  public:
    Tokenizer(std::string_view line, uint32_t lineNumber, uint32_t firstColumn, NfQuoting quoting)
        : m_line(line),
          m_lineNumber(lineNumber),
          m_firstColumn(firstColumn),
          m_shell(quoting == NfQuoting::SHELL)
    {
    }

    NfStatus Run(std::vector<NfToken>& words)
    {
        for (m_position = 0; m_position < m_line.size(); ++m_position)
        {
            char c = m_line[m_position];
            if (m_quote != 0)
            {
                TakeQuoted(c, words);
            }
            else
            {
                TakePlain(c, words);
            }
        }
        if (m_quote != 0)
        {
            return Error(m_quoteColumn,
                         std::string("the quote ") + m_quote +
                             " is not closed, expected another one on the same line");
        }
        End(words);
        for (const NfToken& word : words)
        {
            if (!m_shell && word.text.size() > MAX_WORD)
            {
                return Error(word.column,
                             "found a word of " + std::to_string(word.text.size()) +
                                 " characters, expected at most " + std::to_string(MAX_WORD));
            }
        }
        if (!m_shell && words.size() > MAX_WORDS)
        {
            return Error(words[MAX_WORDS].column,
                         "found more than " + std::to_string(MAX_WORDS) + " words on a line");
        }
        return {};
    }

  private:
    /// A character between quotes.
    void TakeQuoted(char c, std::vector<NfToken>& words)
    {
        bool more = m_position + 1 < m_line.size();
        if (c == m_quote)
        {
            m_quote = 0;
            if (!m_shell)
            {
                End(words);
            }
        }
        else if (c == '\\' && m_quote == '"' && more &&
                 (!m_shell || m_line[m_position + 1] == '"' || m_line[m_position + 1] == '\\'))
        {
            m_word += m_line[++m_position];
        }
        else
        {
            m_word += c;
        }
    }

    /// A character outside quotes.
    void TakePlain(char c, std::vector<NfToken>& words)
    {
        if (c == ' ' || c == '\t' || (m_shell && c == '\n'))
        {
            End(words);
            return;
        }
        if (!m_started)
        {
            m_started = true;
            m_wordColumn = Column();
        }
        if (c == '"' || (m_shell && c == '\''))
        {
            m_quote = c;
            m_quoteColumn = Column();
        }
        else if (m_shell && c == '\\' && m_position + 1 < m_line.size())
        {
            m_word += m_line[++m_position];
        }
        else
        {
            m_word += c;
        }
    }

    /// The end of a word, if one has begun.
    void End(std::vector<NfToken>& words)
    {
        if (m_started)
        {
            words.push_back({std::exchange(m_word, {}), m_lineNumber, m_wordColumn});
            m_started = false;
        }
    }

    uint32_t Column() const
    {
        return m_firstColumn + m_position;
    }

    NfStatus Error(uint32_t column, std::string message) const
    {
        return NfError{"", m_lineNumber, column, std::move(message), 2};
    }

    std::string_view m_line;
    uint32_t m_lineNumber;
    uint32_t m_firstColumn;
    bool m_shell;
    std::size_t m_position{0};
    char m_quote{0}; //!< the quote that is open, or 0
    uint32_t m_quoteColumn{0};
    bool m_started{false}; //!< a word has begun, perhaps with an empty quote
    std::string m_word;
    uint32_t m_wordColumn{0};
};

} // namespace

NfStatus
NfTokenize(std::string_view line,
           uint32_t lineNumber,
           uint32_t firstColumn,
           NfQuoting quoting,
           std::vector<NfToken>& words)
{
    return Tokenizer(line, lineNumber, firstColumn, quoting).Run(words);
}

const NfToken*
NfFindZeroByte(const std::vector<NfToken>& words)
{
    const auto found = std::find_if(words.begin(), words.end(), [](const NfToken& word) {
        return word.text.find('\0') != std::string::npos;
    });
    return found == words.end() ? nullptr : &*found;
}

} // namespace ns3
