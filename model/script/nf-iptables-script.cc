// SPDX-License-Identifier: GPL-2.0-only

#include "nf-iptables-script.h"

#include "nf-foreign-format.h"
#include "nf-iptables-parser.h"
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
        if (format == "a shell script" || format == "a shell script of iptables commands" ||
            format == "a shell script of ip6tables commands")
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
                     NfRulesFindings& findings,
                     NfRuleset* ruleset6)
{
    NfRulesetEditor editor(ruleset);
    NfRulesetEditor editor6(ruleset6 ? *ruleset6 : NfRuleset(NfFamily::IPV6));
    NfShellList script;
    if (NfStatus error = NfShellParser(text).Parse(script))
    {
        findings.errors.push_back(*std::move(error));
    }
    else
    {
        auto execute = [](NfRulesetEditor& each, const std::vector<NfToken>& words) -> NfStatus {
            NfIptablesCommand command;
            NfStatus wrong = NfIptablesParser(each.GetRuleset()).Parse(words, command);
            return wrong ? wrong : each.Apply(command, nullptr);
        };
        NfShellRunner runner([&](const auto& words) { return execute(editor, words); },
                             findings.errors,
                             findings.skipped);
        if (ruleset6)
        {
            runner.SetIp6tables([&](const auto& words) { return execute(editor6, words); });
        }
        runner.Run(script);
        editor.CheckWhole(netns, findings.errors, findings.warnings);
        editor6.CheckWhole(netns, findings.errors, findings.warnings);
    }
    NfSortFindings(findings, name);
    if (ruleset6)
    {
        *ruleset6 = editor6.GetRuleset();
    }
    return editor.GetRuleset();
}

} // namespace ns3
