// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SHELL_RUNNER_H
#define NF_SHELL_RUNNER_H

#include "nf-error.h"
#include "nf-option.h"
#include "nf-shell-syntax.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Executes a script that NfShellParser has read, as far as it can be known without a machine to run
 * it on: variables, arguments of functions, loops over words, tests of texts and numbers. Commands
 * of iptables go to a function, those of ip6tables to another one.
 *
 * A value that is not known (of a variable that the script does not set, of the output of a
 * command) is an error only where a command or a condition needs it. Neither branch of an `if` is
 * taken then.
 *
 * Divergences: a command of iptables that fails is an error, unless the script takes care of it (as
 * the left side of "||", as a condition, behind "!", or with its complaint sent to /dev/null) and
 * iptables' exit code is 1; the script goes on behind it, as a shell does. Patterns of file names
 * are taken as they stand. Bounded: MAX_STEPS commands, and words of MAX_WORD bytes.
 */
class NfShellRunner
{
  public:
    static constexpr uint32_t MAX_STEPS = 1000000; //!< commands that a script may execute
    static constexpr std::size_t MAX_WORD = 65536; //!< bytes of a word or of a value
    static constexpr uint32_t MAX_CALLS = 64;      //!< functions inside of each other

    /// Executes a command of iptables, of which it gets the words behind its name.
    using Iptables = std::function<NfStatus(const std::vector<NfToken>&)>;

    /**
     * @param iptables executes a command
     * @param errors receives what could not be followed, or failed
     * @param warnings receives commands that have no effect here
     */
    NfShellRunner(Iptables iptables, std::vector<NfError>& errors, std::vector<NfError>& warnings);

    /// @param ip6tables executes a command of ip6tables; without it they have no effect here
    void SetIp6tables(Iptables ip6tables);

    /// @param script the script's commands; the functions in it must outlive this
    void Run(const NfShellList& script);

  private:
    using Fields = std::vector<NfToken>;
    /// Of a command: 0 is success. Nothing: it is not known.
    using Status = std::optional<int>;

    /// Why what follows is not executed.
    enum class Leaving : uint8_t
    {
        NOTHING,
        FUNCTION,
        SCRIPT
    };

    Status RunList(const NfShellList& list, bool tested);
    Status RunNode(const NfShellNode& node, bool tested);
    Status RunSimple(const NfShellNode& node, bool tested);
    Status RunWords(const NfShellNode& node, Fields& words, bool tested);
    Status RunBuiltin(const NfShellNode& node, const std::string& name, Fields& words);
    Status RunFor(const NfShellNode& node);
    Status RunIf(const NfShellNode& node, bool tested);
    Status RunIptables(const NfShellNode& node,
                       const Iptables& program,
                       const Fields& words,
                       bool tested);
    Status Call(const NfShellNode& function, const Fields& words, bool tested);
    Status Test(const NfShellNode& node, const std::string& name, Fields words);
    bool Assign(const std::string& name, const NfShellWord& word);
    std::optional<std::vector<std::string>> ValuesOf(const NfShellPart& part,
                                                     const NfShellWord& word,
                                                     bool complain);
    bool Expand(const NfShellWord& word, Fields& fields);
    std::optional<std::string> ExpandWhole(const NfShellWord& word, bool complain);
    void Complain(uint32_t line, uint32_t column, std::string message);
    void Warn(const NfShellNode& node, std::string message);

    Iptables m_iptables;
    Iptables m_ip6tables; //!< empty: such commands have no effect
    std::vector<NfError>& m_errors;
    std::vector<NfError>& m_warnings;
    std::set<std::pair<uint32_t, uint32_t>> m_named; //!< places of errors and warnings
    std::map<std::string, std::string> m_variables;
    std::map<std::string, uint32_t> m_unknown; //!< set to what is not known, on which line
    std::map<std::string, const NfShellNode*> m_functions;
    std::vector<std::string> m_arguments; //!< of the function that is being executed
    bool m_inFunction{false};
    Leaving m_leaving{Leaving::NOTHING};
    uint32_t m_steps{0};
    uint32_t m_calls{0};
};

} // namespace ns3

#endif /* NF_SHELL_RUNNER_H */
