// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-printer.h"

#include "nf-address-parser.h"
#include "nf-ip-protocol-names.h"

#include <sstream>

namespace ns3
{

namespace
{

/// Print " ! -s 10.0.0.0/8", unless it says nothing.
void
PrintAddress(std::ostream& os,
             const char* option,
             bool inverted,
             const NfAddress& address,
             const NfAddress& mask,
             NfFamily family)
{
    if (!mask.IsAny() || inverted)
    {
        os << (inverted ? " ! " : " ") << option << " " << NfToString(address, family)
           << NfMaskToString(mask, family);
    }
}

/// Print " ! -i eth+", unless every name matches ("+", which iptables does not print even
/// inverted).
void
PrintInterface(std::ostream& os,
               const char* option,
               bool inverted,
               const NfInterfaceName& name,
               const NfInterfaceName& mask)
{
    if (mask == NfInterfaceName())
    {
        return;
    }
    bool exact = mask == NfInterfaceName::MaskOf(name.View().size() + 1);
    os << (inverted ? " ! " : " ") << option << " " << name.View() << (exact ? "" : "+");
}

/// Print " -p tcp", unless every protocol matches.
void
PrintProtocol(std::ostream& os, const NfRuleSpec& spec)
{
    if (spec.protocol == 0)
    {
        return;
    }
    os << (spec.notProtocol ? " ! -p " : " -p ");
    std::string_view name = NfIpProtocolName(spec.protocol);
    if (name.empty())
    {
        os << static_cast<unsigned>(spec.protocol);
    }
    else
    {
        os << name;
    }
}

/// Print a table with its chains and rules.
void
PrintTable(std::ostream& os, const NfTable& table, NfCounterStyle counters)
{
    os << "*" << table.GetKind().name << "\n";
    for (const NfChain* chain : table.GetChains())
    {
        os << ":" << chain->name;
        if (chain->IsBuiltin())
        {
            os << " " << chain->policy->GetTargetName() << " [" << chain->policy->packets << ":"
               << chain->policy->bytes << "]\n";
        }
        else
        {
            os << " - [0:0]\n";
        }
    }
    for (const NfChain* chain : table.GetChains())
    {
        for (const auto& rule : chain->rules)
        {
            NfPrintRule(os, chain->name, *rule, counters);
            os << "\n";
        }
    }
    os << "COMMIT\n";
}

} // namespace

void
NfPrintRule(std::ostream& os, std::string_view chain, const NfRule& rule, NfCounterStyle counters)
{
    const NfRuleSpec spec = rule.GetSpec();
    if (counters == NfCounterStyle::BRACKETS)
    {
        os << "[" << rule.packets << ":" << rule.bytes << "] ";
    }
    os << "-A " << chain;
    PrintAddress(os, "-s", spec.notSource, spec.source, spec.sourceMask, spec.family);
    PrintAddress(os,
                 "-d",
                 spec.notDestination,
                 spec.destination,
                 spec.destinationMask,
                 spec.family);
    PrintInterface(os, "-i", spec.notIn, spec.in, spec.inMask);
    PrintInterface(os, "-o", spec.notOut, spec.out, spec.outMask);
    PrintProtocol(os, spec);
    if (spec.fragment)
    {
        os << (spec.notFragment ? " ! -f" : " -f");
    }
    for (const auto& match : rule.GetMatches())
    {
        os << " -m " << match->GetName();
        match->Save(os);
    }
    if (counters == NfCounterStyle::OPTION)
    {
        os << " -c " << rule.packets << " " << rule.bytes;
    }
    if (rule.GetAction() == NfRuleAction::NONE)
    {
        return;
    }
    os << (rule.GetAction() == NfRuleAction::GOTO ? " -g " : " -j ") << rule.GetTargetName();
    if (const Ptr<NfTarget> target = rule.GetTarget())
    {
        target->Save(os);
    }
}

std::string
NfSaveRuleset(const NfRuleset& ruleset, const NfSaveOptions& options)
{
    std::ostringstream os;
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        const NfTable* table = ruleset.GetTable(i);
        if (table && (options.table.empty() || options.table == table->GetKind().name))
        {
            PrintTable(os,
                       *table,
                       options.counters ? NfCounterStyle::BRACKETS : NfCounterStyle::NONE);
        }
    }
    return os.str();
}

} // namespace ns3
