// SPDX-License-Identifier: GPL-2.0-only

#include "nf-check-command.h"

#include "nf-chain-graph.h"
#include "nf-extension-reference.h"
#include "nf-extension-uses.h"
#include "nf-finding-text.h"
#include "nf-report.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/netfilter.h"
#include "ns3/nf-iptables-script.h"
#include "ns3/nf-rule-lister.h"
#include "ns3/nf-set-command.h"
#include "ns3/nf-sets.h"
#include "ns3/nf-standard-matches.h"
#include "ns3/nf-standard-targets.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

namespace ns3
{

namespace
{

/// What the user asks for.
struct Arguments
{
    std::vector<std::string> files;
    std::string sets; //!< a file of `ipset save`; empty: none
    bool strict{false};
    bool save{false};
    bool list{false};
    bool graph{false};
    bool uses{false};
    bool json{false};
    bool reference{false};
    std::string explained; //!< name of an extension; empty: none
};

/// What was found in all files.
struct Totals
{
    std::size_t errors{0};
    std::size_t warnings{0};
};

std::string
ReadText(const std::string& file)
{
    if (file == "-")
    {
        return {std::istreambuf_iterator<char>(std::cin), {}};
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file))
    {
        throw NfCliError(file + ": cannot read it");
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

void
PrintFindings(const std::vector<NfError>& findings, const std::string& kind, std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty())
    {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    for (const NfError& finding : findings)
    {
        const bool known = finding.line > 0 && finding.line <= lines.size();
        std::cerr << NfDescribeFinding(finding, kind, known ? lines[finding.line - 1] : "");
    }
}

/// A node with the sets that rules may name; each file is checked by itself.
Ptr<Node>
MakeNode(const Arguments& arguments)
{
    auto node = CreateObject<Node>();
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(false);
    internet.Install(node);
    Ptr<Netfilter> netfilter = Netfilter::Install(node);
    if (!arguments.sets.empty())
    {
        NfSets& sets = NfSets::Of(*netfilter->GetStack());
        if (NfStatus error = NfSetCommand::Restore(sets, ReadText(arguments.sets), arguments.sets))
        {
            throw NfCliError(error->ToString());
        }
    }
    return node;
}

void
PrintTables(const NfRuleset& ruleset)
{
    NfListOptions options;
    options.verbose = true;
    options.numeric = true;
    options.lineNumbers = true;
    bool first = true;
    for (const NfTableKind& kind : NfTableKind::All())
    {
        const NfTable* table = ruleset.FindTable(kind.name);
        if (!table)
        {
            continue;
        }
        for (const NfChain* chain : table->GetChains())
        {
            std::cout << (first ? "" : "\n") << "Table " << kind.name << ", ";
            NfListChain(std::cout, *table, *chain, options, 0);
            first = false;
        }
    }
}

void
PrintResult(const Arguments& arguments, const std::string& name, const NfRuleset& ruleset)
{
    const bool text = arguments.save || arguments.list;
    if (text && arguments.files.size() > 1)
    {
        std::cout << "# " << name << '\n';
    }
    if (arguments.save)
    {
        std::cout << NfSaveRuleset(ruleset, {});
    }
    if (arguments.list)
    {
        PrintTables(ruleset);
    }
    if (arguments.graph)
    {
        std::cout << NfDescribeChainGraph(ruleset, name);
    }
    if (arguments.uses)
    {
        NfReport report;
        report.Add(NfListExtensionUses(ruleset, name));
        report.Print(std::cout, arguments.json);
    }
}

Totals
CheckFile(const Arguments& arguments, const std::string& file)
{
    const std::string text = ReadText(file);
    const std::string name = file == "-" ? "standard input" : file;
    const Ptr<Node> node = MakeNode(arguments);
    NfRuleset ruleset;
    NfRulesFindings findings;
    const Ptr<Netfilter> netfilter = node->GetObject<Netfilter>();
    if (NfIsIptablesScript(text))
    {
        ruleset = NfReadIptablesScript(text,
                                       name,
                                       NfRuleset(),
                                       PeekPointer(netfilter->GetStack()),
                                       findings);
    }
    else
    {
        netfilter->GetTables()->Examine(text, name, findings, ruleset);
    }
    findings.warnings.insert(findings.warnings.end(),
                             findings.skipped.begin(),
                             findings.skipped.end());
    NfSortFindings(findings, name);
    PrintFindings(findings.errors, "error", text);
    PrintFindings(findings.warnings, "warning", text);
    if (findings.errors.empty())
    {
        PrintResult(arguments, name, ruleset);
    }
    node->Dispose();
    return {findings.errors.size(), findings.warnings.size()};
}

std::string
Count(std::size_t number, const std::string& noun)
{
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

int
Explain(const Arguments& arguments)
{
    NfRegisterStandardMatches();
    NfRegisterStandardTargets();
    std::cout << (arguments.reference ? NfWriteExtensionReference()
                                      : NfExplainExtension(arguments.explained))
              << std::flush;
    return 0;
}

int
Run(const Arguments& arguments)
{
    if (arguments.reference || !arguments.explained.empty())
    {
        return Explain(arguments);
    }
    if (arguments.files.empty())
    {
        throw NfCliError("a file is required: a rule set, or a shell script of iptables commands");
    }
    Totals totals;
    for (const std::string& file : arguments.files)
    {
        const Totals found = CheckFile(arguments, file);
        totals.errors += found.errors;
        totals.warnings += found.warnings;
    }
    if (totals.errors + totals.warnings > 0)
    {
        std::cerr << Count(totals.errors, "error") << " and " << Count(totals.warnings, "warning")
                  << " in " << Count(arguments.files.size(), "file") << '\n';
    }
    std::cout.flush();
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
    if (totals.errors > 0)
    {
        return NFSIM_BAD_INPUT;
    }
    return arguments.strict && totals.warnings > 0 ? 1 : 0;
}

} // namespace

NfCliAction
NfSetupCheck(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    parser.add_option(
        "file",
        arguments->files,
        "Rule sets: text of iptables-save, or shell scripts of iptables commands; - is "
        "standard input");
    parser.add_option("--sets", arguments->sets, "File of `ipset save` with the sets of the rules");
    parser.add_flag("--strict", arguments->strict, "Exit with 1 if there are warnings");
    CLI::Option_group* output = parser.add_option_group("output", "Print of sets without errors");
    output->require_option(0, 1);
    output->add_flag("--save", arguments->save, "the rules as iptables-save prints them");
    output->add_flag("--list", arguments->list, "the rules as iptables -L -v -n prints them");
    output->add_flag("--graph",
                     arguments->graph,
                     "which chains lead to which, in GraphViz's language (dot -Tsvg)");
    CLI::Option* uses =
        output->add_flag("--uses", arguments->uses, "which extensions and sets they need");
    parser.add_option("--explain",
                      arguments->explained,
                      "Instead: what a match or target is, and its options");
    parser.add_flag("--reference",
                    arguments->reference,
                    "Instead: all matches and targets, as reStructuredText");
    parser.add_flag("--json", arguments->json, "With --uses: print JSON")->needs(uses);
    return [arguments] { return Run(*arguments); };
}

} // namespace ns3
