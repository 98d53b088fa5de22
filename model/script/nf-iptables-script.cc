// SPDX-License-Identifier: GPL-2.0-only

#include "nf-iptables-script.h"

#include "nf-command-parser.h"
#include "nf-foreign-format.h"
#include "nf-ruleset-editor.h"
#include "nf-shell-parser.h"
#include "nf-shell-runner.h"

namespace ns3
{

bool
NfIsIptablesScript(std::string_view text)
{
    while (!text.empty())
    {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::string format = NfNameForeignFormat(line);
        if (format == "a shell script" || format == "a shell script of iptables commands")
        {
            return true;
        }
        if (!format.empty() || (!line.empty() && line[0] == '*'))
        {
            return false;
        }
    }
    return false;
}

NfRuleset
NfReadIptablesScript(const std::string& text,
                     const std::string& name,
                     const NfRuleset& ruleset,
                     const NfNetns* netns,
                     NfRulesFindings& findings)
{
    NfRulesetEditor editor(ruleset);
    NfShellList script;
    if (NfStatus error = NfShellParser(text).Parse(script))
    {
        findings.errors.push_back(*std::move(error));
    }
    else
    {
        auto execute = [&editor](const std::vector<NfToken>& words) -> NfStatus {
            NfCommand command;
            NfStatus wrong = NfCommandParser(editor.GetRuleset()).Parse(words, command);
            return wrong ? wrong : editor.Apply(command, nullptr);
        };
        NfShellRunner(execute, findings.errors, findings.skipped).Run(script);
        editor.CheckWhole(netns, findings.errors, findings.warnings);
    }
    NfSortFindings(findings, name);
    return editor.GetRuleset();
}

} // namespace ns3
