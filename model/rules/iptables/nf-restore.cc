// SPDX-License-Identifier: GPL-2.0-only

#include "nf-restore.h"

#include "nf-foreign-format.h"
#include "nf-iptables-names.h"
#include "nf-iptables-parser.h"
#include "nf-option-text.h"
#include "nf-text-family.h"
#include "nf-tokenizer.h"

#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

/// Reads one restore text; see NfRestore().
class RestoreReader
{
  public:
    RestoreReader(const NfRestoreOptions& options, NfRulesetEditor& editor)
        : m_options(options),
          m_editor(editor)
    {
    }

    /// Read to the end or, without a list to go on with, to the first error.
    NfStatus Run(std::string_view text, std::vector<NfError>* errors)
    {
        m_errors = errors;
        m_mixed = NfFindNamedFamilies(text).AreBoth();
        while (!text.empty())
        {
            ++m_lineNumber;
            std::size_t end = text.find('\n');
            m_terminated = end != std::string_view::npos;
            m_line = text.substr(0, end);
            text.remove_prefix(m_terminated ? end + 1 : text.size());
            if (NfStatus error = ReadLine())
            {
                if (!errors)
                {
                    return error;
                }
                errors->push_back(*std::move(error));
                if (m_foreign)
                {
                    return {};
                }
            }
        }
        if (m_inTable && !m_skipTable)
        {
            NfError error{"",
                          m_lineNumber + 1,
                          1,
                          "found the end of the text, expected COMMIT for the table " + TableName(),
                          1};
            if (!errors)
            {
                return error;
            }
            errors->push_back(std::move(error));
        }
        return {};
    }

  private:
    NfStatus ReadLine()
    {
        const auto named = m_mixed && !m_inTable ? NfFamilyOfComment(m_line) : std::nullopt;
        m_part = named ? named : m_part;
        if (named || (m_part && *m_part != GetFamily()))
        {
            return {};
        }
        const std::string foreign = m_inTable ? "" : NfNameForeignFormat(m_line, GetFamily());
        if (!foreign.empty())
        {
            m_foreign = true;
            return Error(1,
                         "found " + foreign + ", expected a text of " + NfProgramName(GetFamily()) +
                             "-save",
                         1);
        }
        if (!m_line.empty() && m_line[0] != '#' && m_line.back() == '\r')
        {
            NfError error =
                *Error(m_line.size(),
                       "found a carriage return at the end of the line, expected lines that end "
                       "with a newline alone",
                       m_inTable || m_line[0] == '*' ? 2 : 1);
            if (!m_errors)
            {
                return error;
            }
            if (!std::exchange(m_returns, true))
            {
                m_errors->push_back(std::move(error));
            }
            m_line = m_line.substr(0, m_line.find_last_not_of('\r') + 1);
        }
        if (m_line.empty() || m_line[0] == '#')
        {
            return {};
        }
        const std::size_t zero = m_line.find('\0');
        if (zero != std::string_view::npos)
        {
            return Error(zero + 1, "found a zero byte, expected text", m_inTable ? 2 : 1);
        }
        if (m_line[0] == '*' && !m_inTable && m_mixed && !m_part)
        {
            return Error(1,
                         "found a table in front of the comments by which the text has parts of "
                         "iptables-save and of ip6tables-save, expected one of them before it",
                         2);
        }
        if (m_line[0] == '*' && !m_inTable)
        {
            return ReadTable();
        }
        if (!m_inTable)
        {
            if (m_errors && std::exchange(m_outside, true))
            {
                return {};
            }
            return Error(1,
                         "found '" + FirstWord() + "' outside a table, expected * and a table",
                         1);
        }
        if (m_line == "COMMIT" && m_terminated)
        {
            m_editor.EndTable(m_table);
            m_inTable = false;
            m_skipTable = false;
            return {};
        }
        if (m_skipTable)
        {
            return {};
        }
        if (m_line[0] == ':')
        {
            return ReadChain();
        }
        return ReadRule();
    }

    NfStatus ReadTable()
    {
        std::vector<NfToken> words = PlainWords(1);
        if (words.empty())
        {
            return Error(2,
                         "found no name behind *, expected raw, mangle, nat, filter or security",
                         2);
        }
        m_table = NfTableKind::Find(words[0].text);
        if (m_table == NfTableKind::COUNT)
        {
            m_inTable = m_errors; // what belongs to it is no further error
            m_skipTable = m_errors;
            return NfErrorAt(words[0],
                             "found the unknown table '" + words[0].text +
                                 "', expected raw, mangle, nat, filter or security");
        }
        m_inTable = true;
        m_outside = false;
        m_editor.BeginTable(m_table, !m_options.noflush);
        return {};
    }

    NfStatus ReadChain()
    {
        std::vector<NfToken> words = PlainWords(1);
        if (words.empty())
        {
            return Error(2, "found no name behind :, expected a chain and its policy", 2);
        }
        if (words.size() < 2)
        {
            if (m_errors && words[0].text.size() <= NfTable::MAX_CHAIN_NAME)
            {
                // So that rules that name the chain are no further errors.
                m_editor.Declare(m_table, {words[0], {"-"}, 0, 0, true});
            }
            return Error(m_line.size() + 1,
                         "found no policy for the chain '" + words[0].text +
                             "', expected ACCEPT, DROP or -",
                         2);
        }
        NfRulesetEditor::ChainLine line;
        line.chain = words[0];
        line.policy = words[1];
        line.noflush = m_options.noflush;
        if (m_options.counters && words[1].text != "-")
        {
            NfToken counters =
                words.size() > 2
                    ? words[2]
                    : NfToken{"", m_lineNumber, static_cast<uint32_t>(m_line.size()) + 1};
            if (!ParseBrackets(counters.text, line.packets, line.bytes))
            {
                return NfErrorAt(counters,
                                 "found '" + counters.text +
                                     "', expected the counters of the policy, such as [0:0]");
            }
        }
        return m_editor.Declare(m_table, line);
    }

    NfStatus ReadRule()
    {
        std::size_t begin = 0;
        uint64_t packets = 0;
        uint64_t bytes = 0;
        bool counted = false;
        if (m_line[0] == '[')
        {
            std::size_t close = m_line.find(']');
            std::string_view brackets = m_line.substr(0, close + 1);
            if (close == std::string_view::npos || brackets.find(':') == std::string_view::npos)
            {
                return Error(1, "found '" + FirstWord() + "', expected counters such as [0:0]", 2);
            }
            if (m_options.counters && !ParseBrackets(brackets, packets, bytes))
            {
                return Error(1,
                             "found '" + std::string(brackets) +
                                 "', expected two numbers such as [0:0]",
                             2);
            }
            counted = m_options.counters;
            begin = close + 1;
        }
        std::vector<NfToken> words;
        if (NfStatus error = NfTokenize(m_line.substr(begin),
                                        m_lineNumber,
                                        begin + 1,
                                        NfQuoting::RESTORE,
                                        words))
        {
            return error;
        }
        if (words.empty())
        {
            return Error(begin + 1, "found a line of blanks, expected a command such as -A", 2);
        }
        if (words.size() == 1 && words[0].text == "COMMIT")
        {
            return NfErrorAt(words[0],
                             m_terminated ? "found COMMIT and blanks, expected COMMIT alone"
                                          : "found COMMIT without a newline at its end");
        }
        return RunCommand(words, counted, packets, bytes);
    }

    NfStatus RunCommand(const std::vector<NfToken>& words,
                        bool counted,
                        uint64_t packets,
                        uint64_t bytes)
    {
        NfIptablesCommand command;
        NfIptablesParser parser(m_editor.GetRuleset(), TableName(), &m_pool);
        if (NfStatus error = parser.Parse(words, command))
        {
            NfStatus other = NameOtherFamily(words);
            return other ? other : error;
        }
        if (counted && command.counters)
        {
            return NfErrorAt(command.place, "found counters in brackets and the option '-c'");
        }
        if (counted && NfOptionFits(command.kind, 'c'))
        {
            command.counters = true;
            command.packets = packets;
            command.bytes = bytes;
            for (auto& rule : command.rules)
            {
                rule->packets = packets;
                rule->bytes = bytes;
            }
        }
        return m_editor.Apply(command, nullptr);
    }

    NfFamily GetFamily() const
    {
        return m_editor.GetRuleset().GetFamily();
    }

    /// The error about a line that is wrong, and shows that the text is the other family's.
    NfStatus NameOtherFamily(const std::vector<NfToken>& words) const
    {
        const NfFamily other = NfOtherFamily(GetFamily());
        const auto sign = NfFindFamilySign(words, other);
        if (!sign)
        {
            return {};
        }
        return NfErrorAt(sign->place,
                         fmt::format("found '{}', {}: this is an {}-save text, expected one of "
                                     "{}-save",
                                     sign->place.text,
                                     sign->what,
                                     NfProgramName(other),
                                     NfProgramName(GetFamily())));
    }

    /// Words separated by blanks, without quoting, behind the first characters.
    std::vector<NfToken> PlainWords(std::size_t begin) const
    {
        std::vector<NfToken> words;
        while ((begin = m_line.find_first_not_of(" \t", begin)) != std::string_view::npos)
        {
            std::size_t end = std::min(m_line.find_first_of(" \t", begin), m_line.size());
            words.push_back({std::string(m_line.substr(begin, end - begin)),
                             m_lineNumber,
                             static_cast<uint32_t>(begin) + 1});
            begin = end;
        }
        return words;
    }

    /// Parse "[packets:bytes]".
    static bool ParseBrackets(std::string_view text, uint64_t& packets, uint64_t& bytes)
    {
        std::size_t colon = text.find(':');
        if (text.size() < 2 || text.front() != '[' || text.back() != ']' ||
            colon == std::string_view::npos)
        {
            return false;
        }
        auto first = NfParseUnsigned(text.substr(1, colon - 1));
        auto second = NfParseUnsigned(text.substr(colon + 1, text.size() - colon - 2));
        packets = first.value_or(0);
        bytes = second.value_or(0);
        return first && second;
    }

    std::string FirstWord() const
    {
        std::vector<NfToken> words = PlainWords(0);
        return words.empty() ? " " : words[0].text;
    }

    std::string TableName() const
    {
        return std::string(NfTableKind::All()[m_table].name);
    }

    NfStatus Error(std::size_t column, std::string message, int exitCode) const
    {
        return NfError{"",
                       m_lineNumber,
                       static_cast<uint32_t>(column),
                       std::move(message),
                       exitCode};
    }

    const NfRestoreOptions& m_options;
    NfRulesetEditor& m_editor;
    std::vector<NfError>* m_errors{nullptr}; //!< null: the first error ends it
    bool m_mixed{false};                     //!< the text has parts of both families
    std::optional<NfFamily> m_part;          //!< whose this one is, in such a text
    bool m_foreign{false};                   //!< the text is none of iptables-save
    bool m_returns{false};                   //!< a carriage return was named
    bool m_outside{false};                   //!< lines outside a table were named
    bool m_skipTable{false};                 //!< the table is unknown
    std::string_view m_line;                 //!< without its newline
    bool m_terminated{true};                 //!< the line had a newline
    uint32_t m_lineNumber{0};
    bool m_inTable{false};
    std::size_t m_table{0}; //!< index of the table
    NfRuleBodyPool m_pool;
};

} // namespace

NfStatus
NfRestore(const std::string& text,
          const std::string& name,
          const NfRestoreOptions& options,
          NfRulesetEditor& editor)
{
    NfStatus error = RestoreReader(options, editor).Run(text, nullptr);
    if (error)
    {
        error->file = name;
    }
    return error;
}

std::vector<NfError>
NfRestoreWhole(const std::string& text,
               const std::string& name,
               const NfRestoreOptions& options,
               NfRulesetEditor& editor)
{
    std::vector<NfError> errors;
    RestoreReader(options, editor).Run(text, &errors);
    for (NfError& error : errors)
    {
        error.file = name;
    }
    return errors;
}

} // namespace ns3
