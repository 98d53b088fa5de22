// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-lister.h"

#include "nf-address-parser.h"
#include "nf-ip-protocol-names.h"
#include "nf-rule-printer.h"

#include <fmt/format.h>
#include <sstream>

namespace ns3
{

namespace
{

/// The heading of a chain.
void
ListHeading(std::ostream& os,
            const NfTable& table,
            const NfChain& chain,
            const NfListOptions& options)
{
    os << "Chain " << chain.name;
    if (!chain.IsBuiltin())
    {
        os << " (" << table.CountReferences(chain.name) << " references)\n";
    }
    else
    {
        os << " (policy " << chain.policy->GetTargetName();
        if (options.verbose)
        {
            os << " " << NfScaledNumber(chain.policy->packets, options.exact) << " packets, "
               << NfScaledNumber(chain.policy->bytes, options.exact) << " bytes";
        }
        os << ")\n";
    }
    os << (options.lineNumbers ? "num  " : "");
    if (options.verbose)
    {
        os << (options.exact ? "    pkts      bytes " : " pkts bytes ");
    }
    os << "target     prot opt " << (options.verbose ? "in     out     " : "")
       << "source               destination         \n";
}

/// Address and mask; a contiguous mask of all ones is left out.
std::string
Host(const NfAddress& address, const NfAddress& mask, bool numeric)
{
    if (mask.IsAny() && !numeric)
    {
        return "anywhere";
    }
    std::string maskText = NfMaskToString(mask);
    return NfToString(address) + (maskText == "/32" ? "" : maskText);
}

/// Interface name with its "!", or what stands for any.
std::string
Interface(const NfInterfaceName& name, const NfInterfaceName& mask, bool inverted, bool numeric)
{
    std::string text = inverted ? "!" : "";
    if (mask == NfInterfaceName())
    {
        return text + (!name.View().empty() ? "+" : (numeric ? "*" : "any"));
    }
    bool exact = mask == NfInterfaceName::MaskOf(name.View().size() + 1);
    return text + std::string(name.View()) + (exact ? "" : "+");
}

/// Name or number of the protocol.
std::string
Protocol(uint8_t protocol, bool numeric)
{
    std::string name(protocol == 0 ? "all" : NfIpProtocolName(protocol));
    return numeric || name.empty() ? std::to_string(protocol) : name;
}

/// What an extension prints, with a leading blank.
void
ListExtension(std::ostream& os, const NfExtension& extension)
{
    std::ostringstream text;
    extension.List(text);
    if (!text.str().empty())
    {
        os << " " << text.str();
    }
}

/// A line about a rule.
void
ListRule(std::ostream& os, const NfRule& rule, uint32_t number, const NfListOptions& options)
{
    const NfRuleSpec& spec = rule.spec;
    const bool numeric = options.numeric;
    if (options.lineNumbers)
    {
        os << fmt::format("{:<4} ", number);
    }
    if (options.verbose)
    {
        const int width = options.exact ? 8 : 5;
        os << fmt::format("{:>{}} {:>{}} ",
                          NfScaledNumber(rule.packets, options.exact),
                          width,
                          NfScaledNumber(rule.bytes, options.exact),
                          width);
    }
    os << fmt::format("{:<9} {}{:<4} ",
                      rule.GetTargetName(),
                      spec.notProtocol ? '!' : ' ',
                      Protocol(spec.protocol, numeric));
    os << (!spec.fragment ? "--" : (spec.notFragment ? "!f" : "-f")) << " ";
    if (options.verbose)
    {
        os << fmt::format(" {:<6} {:<6} ",
                          Interface(spec.in, spec.inMask, spec.notIn, numeric),
                          Interface(spec.out, spec.outMask, spec.notOut, numeric));
    }
    os << fmt::format("{}{:<19} {}{:<19} ",
                      spec.notSource ? '!' : ' ',
                      Host(spec.source, spec.sourceMask, numeric),
                      spec.notDestination ? '!' : ' ',
                      Host(spec.destination, spec.destinationMask, numeric));
    os << (rule.action == NfRuleAction::GOTO ? "[goto] " : "");
    for (const auto& match : rule.matches)
    {
        ListExtension(os, *match);
    }
    if (rule.target)
    {
        ListExtension(os, *rule.target);
    }
    os << "\n";
}

} // namespace

std::string
NfScaledNumber(uint64_t number, bool exact)
{
    constexpr uint64_t largestPlain = 99999;
    constexpr uint64_t largestScaled = 9999;
    constexpr uint64_t step = 1000;
    if (exact || number <= largestPlain)
    {
        return std::to_string(number);
    }
    const char* unit = "KMGT";
    number = (number + step / 2) / step;
    for (; number > largestScaled && *unit != 'T'; ++unit)
    {
        number = (number + step / 2) / step;
    }
    return std::to_string(number) + *unit;
}

void
NfListChain(std::ostream& os,
            const NfTable& table,
            const NfChain& chain,
            const NfListOptions& options,
            uint32_t number)
{
    if (number == 0)
    {
        ListHeading(os, table, chain, options);
    }
    for (uint32_t i = 1; i <= chain.rules.size(); ++i)
    {
        if (number == 0 || number == i)
        {
            ListRule(os, *chain.rules[i - 1], i, options);
        }
    }
}

void
NfListCommands(std::ostream& os,
               const NfTable& table,
               const NfChain* only,
               bool verbose,
               uint32_t number)
{
    for (const NfChain* chain : table.GetChains())
    {
        if ((only && only != chain) || number != 0)
        {
            continue;
        }
        os << (chain->IsBuiltin() ? "-P " : "-N ") << chain->name;
        if (chain->IsBuiltin())
        {
            os << " " << chain->policy->GetTargetName();
            if (verbose)
            {
                os << " -c " << chain->policy->packets << " " << chain->policy->bytes;
            }
        }
        os << "\n";
    }
    for (const NfChain* chain : table.GetChains())
    {
        for (uint32_t i = 1; i <= chain->rules.size(); ++i)
        {
            if ((!only || only == chain) && (number == 0 || number == i))
            {
                NfPrintRule(os,
                            chain->name,
                            *chain->rules[i - 1],
                            verbose ? NfCounterStyle::OPTION : NfCounterStyle::NONE);
                os << "\n";
            }
        }
    }
}

} // namespace ns3
