// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SHELL_PARSER_H
#define NF_SHELL_PARSER_H

#include "nf-error.h"
#include "nf-shell-syntax.h"

#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Reads a POSIX shell script into a tree.
 *
 * Known are simple commands with assignments, quotes, variables and redirections; `;`, `&&`, `||`,
 * `!`, `{ }`, `for`, `if` and functions. What else is read as far as its end can be found, and is
 * in the tree as UNKNOWN, which is an error only where it would be executed: pipes, subshells,
 * loops with a condition, `case`, command substitution, arithmetic, here-documents, arrays, brace
 * expansion. `$(which X)` and `$(command -v X)` are taken as X.
 *
 * Nesting is bounded by MAX_DEPTH.
 */
class NfShellParser
{
  public:
    static constexpr uint32_t MAX_DEPTH = 64; //!< commands inside of each other

    /// @param text of the script; must outlive the parser
    explicit NfShellParser(std::string_view text);

    /**
     * @param list receives the commands
     * @return nothing, or what is wrong: a quote or a command that does not end, or a word that
     *         cannot stand where it does
     */
    NfStatus Parse(NfShellList& list);

  private:
    using Node = std::unique_ptr<NfShellNode>;
    using Words = std::vector<std::string_view>;

    // The functions that return a bool return false after setting m_error.
    bool ParseList(NfShellList& list, const Words& ends);
    bool ParseAndOr(Node& node);
    bool ParsePipeline(Node& node);
    bool ParseCommand(Node& node);
    bool ParseSimple(Node& node);
    bool ParseRedirection(NfShellNode& node);
    bool ParseFor(Node& node);
    bool ParseIf(Node& node);
    bool ParseLoop(Node& node, const std::string& word);
    bool ParseCase(Node& node);
    bool ParseFunction(Node& node, const std::string& name);
    bool ParseBody(NfShellList& list, std::string_view begin, std::string_view end);
    bool ParseGroup(Node& node, const Words& ends);
    bool ParseWord(NfShellWord& word);
    bool ParseQuoted(NfShellWord& word);
    bool ParseDollar(NfShellWord& word, bool quoted);
    bool ParseBraces(NfShellWord& word, bool quoted);
    bool ParseSubstitution(NfShellWord& word, bool quoted, char close);
    bool Expect(std::string_view word);
    bool Fail(std::string message);

    // Skip blanks, comments and continued lines; newlines too if asked for.
    void SkipBlanks(bool newlines);
    void SkipHereDocuments();
    std::string_view PeekWord() const;
    bool AtEnd() const;
    char Peek(std::size_t ahead = 0) const;
    void Advance(std::size_t count = 1);
    Node MakeNode(NfShellNode::Kind kind, std::string name = "") const;
    static void Append(NfShellWord& word, char c, bool quoted);

    std::string_view m_text;
    std::size_t m_at{0};
    uint32_t m_line{1};
    uint32_t m_column{1};
    uint32_t m_depth{0};
    std::vector<std::string> m_hereDocuments; //!< ends of those that begin on the next line
    NfStatus m_error;
};

} // namespace ns3

#endif /* NF_SHELL_PARSER_H */
