// SPDX-License-Identifier: GPL-2.0-only

// How a table is compiled; how packets pass the result is in nf-compiled-table-evaluate.cc.

#include "nf-compiled-table.h"

#include "nf-extension-type.h"

#include <algorithm>
#include <map>
#include <utility>

namespace ns3
{

namespace
{

/// @param match a match
/// @return true if there is no use in asking it
bool
IsInert(const NfMatch& match)
{
    return static_cast<const NfMatchType&>(match.GetType()).inert;
}

/**
 * @param address an address, of which a rule asks the bits in the mask
 * @param mask any mask
 * @param isNot the rule asks for other addresses
 * @param family of the rule
 * @return a prefix that has all addresses that match
 */
NfPrefix
BoundsOf(const NfAddress& address, const NfAddress& mask, bool isNot, NfFamily family)
{
    return NfPrefix(address, isNot ? 0 : NfPrefix::LengthOf(mask, family).value_or(0), family);
}

/// @param rule a rule
/// @return what is known of the packets that match it
NfRuleBounds
BoundsOf(const NfRule& rule)
{
    NfRuleBounds bounds;
    const NfRuleSpec spec = rule.GetSpec();
    bounds.source = BoundsOf(spec.source, spec.sourceMask, spec.notSource, spec.family);
    bounds.destination =
        BoundsOf(spec.destination, spec.destinationMask, spec.notDestination, spec.family);
    bounds.protocol = spec.notProtocol ? 0 : spec.protocol;
    // Of the first match only: it may be for one before it to see the packet and keep count.
    bool isFirst = true;
    rule.PeekMatches([&](const NfMatch& match) {
        if (isFirst && !IsInert(match))
        {
            bounds.ports = match.GetPortBounds();
            isFirst = false;
        }
    });
    return bounds;
}

/// @param chain a chain
/// @return what is known of the packets of each rule
std::vector<NfRuleBounds>
BoundsOf(const NfChain& chain)
{
    std::vector<NfRuleBounds> bounds;
    bounds.reserve(chain.rules.size());
    for (const auto& rule : chain.rules)
    {
        bounds.push_back(BoundsOf(*rule));
    }
    return bounds;
}

/// @param table a table
/// @return how many rules and ends of chains it has
std::size_t
CountEntries(const NfTable& table)
{
    std::size_t count = 0;
    for (const NfChain* chain : table.GetChains())
    {
        count += chain->rules.size() + 1;
    }
    return count;
}

} // namespace

NfCompiledTable::NfCompiledTable(const NfTable& table, std::size_t longChain)
    : m_name(table.GetKind().name),
      m_number(NfTableKind::Find(table.GetKind().name)),
      m_family(table.GetFamily())
{
    m_first.fill(NONE);
    m_policy.fill(NONE);
    std::map<std::string_view, uint32_t> firstOf;
    ProgramsOf programsOf;
    m_programs.emplace_back();
    m_entries.reserve(CountEntries(table));
    for (const NfChain* chain : table.GetChains())
    {
        const uint32_t first = m_entries.size();
        Chain compiled{chain->name, first, nullptr, nullptr};
        if (chain->rules.size() >= longChain && m_family == NfFamily::IPV6)
        {
            compiled.wideClassifier = std::make_unique<NfWideRuleClassifier>(BoundsOf(*chain));
        }
        else if (chain->rules.size() >= longChain)
        {
            compiled.classifier = std::make_unique<NfRuleClassifier>(BoundsOf(*chain));
        }
        m_classified = m_classified || compiled.classifier || compiled.wideClassifier;
        m_chains.push_back(std::move(compiled));
        m_starts.push_back(first);
        firstOf[chain->name] = first;
        for (const auto& rule : chain->rules)
        {
            m_entries.push_back(Compile(rule, programsOf));
        }
        Entry end;
        end.action = Action::CHAIN_END;
        if (chain->IsBuiltin())
        {
            end.action = Action::POLICY;
            end.rule = chain->policy;
        }
        m_entries.push_back(end);
        m_addresses.resize(m_family == NfFamily::IPV6 ? m_entries.size() : 0);
        for (uint8_t hook = 0; hook < NF_N_INET_HOOKS; ++hook)
        {
            if (chain->IsBuiltin() && chain->name == NfToString(static_cast<NfHook>(hook)))
            {
                m_first[hook] = first;
                m_policy[hook] = m_entries.size() - 1;
            }
        }
    }
    for (const Entry& entry : m_entries)
    {
        if (entry.action == Action::JUMP || entry.action == Action::GOTO)
        {
            m_programs[entry.program].jump = firstOf.at(entry.rule->GetChain());
        }
    }
    m_programs.shrink_to_fit();
    m_matches.shrink_to_fit();
}

NfCompiledTable::Entry
NfCompiledTable::Compile(const Ptr<NfRule>& shared, ProgramsOf& programsOf)
{
    const NfRule& rule = *shared;
    const NfRuleSpec spec = rule.GetSpec();
    const auto [place, isNew] = programsOf.emplace(&rule.GetBody(), m_programs.size());
    if (isNew)
    {
        m_programs.push_back(MakeProgram(rule.GetBody()));
    }
    const Program& program = m_programs[place->second];
    Entry entry;
    entry.rule = shared;
    entry.program = place->second;
    if (m_family == NfFamily::IPV6)
    {
        m_addresses.push_back(
            {spec.source, spec.sourceMask, spec.destination, spec.destinationMask});
    }
    else
    {
        entry.source = spec.source.V4();
        entry.sourceMask = spec.sourceMask.V4();
        entry.destination = spec.destination.V4();
        entry.destinationMask = spec.destinationMask.V4();
    }
    entry.protocol = spec.protocol;
    entry.protocolMask = spec.protocol != 0 ? UINT8_MAX : 0;
    const bool plain =
        (program.conditions & ~(PROTOCOL | ASKS_PROTOCOL)) == 0 && program.interfaces == NONE;
    const bool addresses = !spec.sourceMask.IsAny() || !spec.destinationMask.IsAny();
    entry.form = !plain                                    ? Form::OTHER
                 : addresses && m_family == NfFamily::IPV6 ? Form::PLAIN_WIDE
                                                           : Form::PLAIN;
    // The enumerators stand in the same order.
    entry.action = static_cast<Action>(rule.GetAction());
    return entry;
}

NfCompiledTable::Program
NfCompiledTable::MakeProgram(const NfRuleBody& body)
{
    const NfRuleSpec& spec = *body.spec;
    Program program;
    program.conditions =
        (spec.notSource ? NOT_SOURCE : 0) | (spec.notDestination ? NOT_DESTINATION : 0) |
        (spec.protocol != 0 ? PROTOCOL : 0) | (spec.notProtocol ? NOT_PROTOCOL : 0) |
        (spec.fragment ? FRAGMENT : 0) | (spec.notFragment ? NOT_FRAGMENT : 0);
    if (m_family == NfFamily::IPV6)
    {
        program.conditions |= spec.asksProtocol ? ASKS_PROTOCOL : 0;
    }
    const NfInterfaceName any;
    if (!(spec.inMask == any && spec.outMask == any) || spec.notIn || spec.notOut)
    {
        program.interfaces = m_interfaces.size();
        m_interfaces.push_back(
            {spec.in, spec.inMask, spec.out, spec.outMask, spec.notIn, spec.notOut});
    }
    AddMatches(body, program);
    AddTarget(body, program);
    return program;
}

void
NfCompiledTable::AddMatches(const NfRuleBody& body, Program& program)
{
    program.firstMatch = m_matches.size();
    for (const NfRulePart<NfMatch>& part : body.matches)
    {
        if (part.own || !IsInert(*part.shared))
        {
            m_matches.push_back(PeekPointer(part.shared));
        }
    }
    program.lastMatch = m_matches.size();
}

void
NfCompiledTable::AddTarget(const NfRuleBody& body, Program& program)
{
    const NfRulePart<NfTarget>& part = body.target;
    program.targetHasWords = part.words > 0;
    program.target = part.words > 0 ? nullptr : PeekPointer(part.shared);
    program.targetObject = std::count_if(body.matches.begin(),
                                         body.matches.end(),
                                         [](const auto& match) { return match.own; });
}

} // namespace ns3
