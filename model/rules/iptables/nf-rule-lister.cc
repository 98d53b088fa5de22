// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-lister.h"

#include "nf-address-parser.h"
#include "nf-extension-type.h"
#include "nf-ip-protocol-names.h"
#include "nf-listing-style.h"
#include "nf-prefix.h"
#include "nf-rule-printer.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
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
Host(const NfAddress& address, const NfAddress& mask, NfFamily family, bool numeric)
{
    if (mask.IsAny() && !numeric)
    {
        return "anywhere";
    }
    const bool host = NfPrefix::LengthOf(mask, family) == NfPrefix::GetWidth(family);
    return NfToString(address, family) + (host ? "" : NfMaskToString(mask, family));
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

/// What the extensions of a rule print, each with a leading blank.
void
ListExtensions(std::ostream& os, const NfRule& rule, bool numeric)
{
    os << (rule.GetAction() == NfRuleAction::GOTO ? "[goto] " : "");
    auto list = [&](const NfExtension& extension) {
        std::ostringstream text;
        NfSetListsNames(text, !numeric);
        NfSetListedProtocol(text, rule.GetConditions().protocol);
        extension.List(text);
        if (!text.str().empty())
        {
            os << " " << text.str();
        }
    };
    for (const auto& match : rule.GetMatches())
    {
        list(*match);
    }
    if (const Ptr<NfTarget> target = rule.GetTarget())
    {
        list(*target);
    }
}

/// The name of a protocol that iptables knows by itself, or its number.
std::string
KnownProtocol(uint8_t protocol)
{
    constexpr uint8_t esp = 50;
    constexpr uint8_t ah = 51;
    constexpr uint8_t mobility = 135;
    constexpr uint8_t known[] = {0,
                                 NfProtocol::ICMP,
                                 NfProtocol::TCP,
                                 NfProtocol::UDP,
                                 esp,
                                 ah,
                                 NfProtocol::ICMPV6,
                                 NfProtocol::SCTP,
                                 mobility,
                                 NfProtocol::UDPLITE};
    const bool named = std::find(std::begin(known), std::end(known), protocol) != std::end(known);
    return Protocol(protocol, !named);
}

/// What a listing calls the target.
std::string_view
ListedTarget(const NfRule& rule)
{
    const NfTarget* target = rule.PeekTarget();
    const auto* type = target ? static_cast<const NfTargetType*>(&target->GetType()) : nullptr;
    return type && !type->kernelName.empty() ? type->kernelName : rule.GetTargetName();
}

/// A line about a rule.
void
ListRule(std::ostream& os, const NfRule& rule, uint32_t number, const NfListOptions& options)
{
    const NfRuleSpec spec = rule.GetSpec();
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
                      ListedTarget(rule),
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
                      Host(spec.source, spec.sourceMask, spec.family, numeric),
                      spec.notDestination ? '!' : ' ',
                      Host(spec.destination, spec.destinationMask, spec.family, numeric));
    ListExtensions(os, rule, numeric);
    os << "\n";
}

} // namespace

void
NfListHandledRule(std::ostream& os, const NfRule& rule)
{
    const NfRuleSpec spec = rule.GetSpec();
    os << fmt::format("{} {}{} opt {} in {} out {} {}{} {}-> {}  ",
                      ListedTarget(rule),
                      spec.notProtocol ? '!' : ' ',
                      KnownProtocol(spec.protocol),
                      !spec.fragment ? "--" : (spec.notFragment ? "!f" : "-f"),
                      Interface(spec.in, spec.inMask, spec.notIn, true),
                      Interface(spec.out, spec.outMask, spec.notOut, true),
                      spec.notSource ? '!' : ' ',
                      Host(spec.source, spec.sourceMask, spec.family, true),
                      spec.notDestination ? '!' : ' ',
                      Host(spec.destination, spec.destinationMask, spec.family, true));
    ListExtensions(os, rule, true);
    os << "\n";
}

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
