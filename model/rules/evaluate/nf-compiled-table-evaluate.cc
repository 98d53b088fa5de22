// SPDX-License-Identifier: GPL-2.0-only

// How packets pass a compiled table.

#include "nf-compiled-table-traversal.h"
#include "nf-compiled-table.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace ns3
{

namespace
{

/// What the trace calls the result of an extension target.
NfRuleHit::Verdict
VerdictOf(NfTargetResult result)
{
    switch (result)
    {
    case NfTargetResult::CONTINUE:
    case NfTargetResult::REPEAT:
        return NfRuleHit::Verdict::CONTINUE;
    case NfTargetResult::ACCEPT:
        return NfRuleHit::Verdict::ACCEPT;
    case NfTargetResult::DROP:
        return NfRuleHit::Verdict::DROP;
    case NfTargetResult::STOLEN:
        return NfRuleHit::Verdict::STOLEN;
    case NfTargetResult::QUEUE:
        return NfRuleHit::Verdict::QUEUE;
    case NfTargetResult::RETURN:
        return NfRuleHit::Verdict::RETURN;
    }
    return NfRuleHit::Verdict::CONTINUE;
}

/// @param policy of a chain: ACCEPT or DROP
NfVerdict
VerdictOf(NfRuleAction policy)
{
    return policy == NfRuleAction::DROP ? NfVerdict::DROP : NfVerdict::ACCEPT;
}

/// Verdicts of the trace by NfRuleAction; TARGET is asked.
constexpr std::array<NfRuleHit::Verdict, 8> ACTION_VERDICTS{NfRuleHit::Verdict::CONTINUE,
                                                            NfRuleHit::Verdict::ACCEPT,
                                                            NfRuleHit::Verdict::DROP,
                                                            NfRuleHit::Verdict::QUEUE,
                                                            NfRuleHit::Verdict::RETURN,
                                                            NfRuleHit::Verdict::JUMP,
                                                            NfRuleHit::Verdict::GOTO,
                                                            NfRuleHit::Verdict::CONTINUE};

} // namespace

const char*
NfToString(NfRuleHit::Verdict verdict)
{
    static constexpr std::array<const char*, 8>
        names{"ACCEPT", "DROP", "RETURN", "JUMP", "GOTO", "CONTINUE", "QUEUE", "STOLEN"};
    return names[static_cast<std::size_t>(verdict)];
}

const NfRuleClassifierOf<uint32_t>*
NfCompiledTable::Chain::Classifier(uint32_t) const
{
    return classifier.get();
}

const NfRuleClassifierOf<NfWideNumber>*
NfCompiledTable::Chain::Classifier(const NfWideNumber&) const
{
    return wideClassifier.get();
}

bool
NfCompiledTable::Addresses::FitsSource(const NfIpHeader& ip) const
{
    return ip.source.Masked(sourceMask) == source;
}

bool
NfCompiledTable::Addresses::FitsDestination(const NfIpHeader& ip) const
{
    return ip.destination.Masked(destinationMask) == destination;
}

bool
NfCompiledTable::InterfacesMatch(const Program& program, const NfPacket& packet) const
{
    if (program.interfaces == NONE)
    {
        return true;
    }
    const Interfaces& interfaces = m_interfaces[program.interfaces];
    static const NfInterfaceName empty;
    const NfInterfaceName& in = packet.in ? packet.in->name : empty;
    const NfInterfaceName& out = packet.out ? packet.out->name : empty;
    return in.Equals(interfaces.in, interfaces.inMask) != interfaces.notIn &&
           out.Equals(interfaces.out, interfaces.outMask) != interfaces.notOut;
}

/// Most rules ask for addresses and a protocol, and most do not match: decide without a call. What
/// is not hopeless has all that a plain entry asks for.
template <>
inline bool
NfCompiledTable::IsHopeless<uint32_t>(const Entry& entry, const NfIpHeader& ip) const
{
    // The protocol first, because it alone is what most rules differ in from a packet.
    return entry.form != Form::OTHER &&
           (((ip.protocol & entry.protocolMask) ^ entry.protocol) != 0 ||
            (((ip.source.V4() & entry.sourceMask) ^ entry.source) |
             ((ip.destination.V4() & entry.destinationMask) ^ entry.destination)) != 0);
}

template <>
inline bool
NfCompiledTable::IsHopeless<NfWideNumber>(const Entry& entry, const NfIpHeader& ip) const
{
    if (entry.form == Form::OTHER || ip.brokenChain)
    {
        return false;
    }
    if (((ip.protocol & entry.protocolMask) ^ entry.protocol) != 0)
    {
        return true;
    }
    if (entry.form == Form::PLAIN)
    {
        return false;
    }
    const Addresses& addresses = m_addresses[&entry - m_entries.data()];
    return !addresses.FitsSource(ip) || !addresses.FitsDestination(ip);
}

template <>
NfMatchResult
NfCompiledTable::SpecMatches<uint32_t>(const Entry& entry, const NfPacket& packet) const
{
    const NfIpHeader& ip = packet.ip;
    const Program& program = m_programs[entry.program];
    const uint8_t conditions = program.conditions;
    if (((ip.source.V4() & entry.sourceMask) != entry.source) != ((conditions & NOT_SOURCE) != 0) ||
        ((ip.destination.V4() & entry.destinationMask) != entry.destination) !=
            ((conditions & NOT_DESTINATION) != 0))
    {
        return NfMatchResult::NO;
    }
    if ((conditions & PROTOCOL) &&
        (ip.protocol != entry.protocol) != ((conditions & NOT_PROTOCOL) != 0))
    {
        return NfMatchResult::NO;
    }
    if ((conditions & FRAGMENT) && (ip.fragmentOffset == 0) != ((conditions & NOT_FRAGMENT) != 0))
    {
        return NfMatchResult::NO;
    }
    return InterfacesMatch(program, packet) ? NfMatchResult::YES : NfMatchResult::NO;
}

/// In the order of ip6_packet_match: who comes to the protocol has the addresses and interfaces.
template <>
NfMatchResult
NfCompiledTable::SpecMatches<NfWideNumber>(const Entry& entry, const NfPacket& packet) const
{
    const NfIpHeader& ip = packet.ip;
    const Program& program = m_programs[entry.program];
    const uint8_t conditions = program.conditions;
    const Addresses& addresses = m_addresses[&entry - m_entries.data()];
    if (addresses.FitsSource(ip) == ((conditions & NOT_SOURCE) != 0) ||
        addresses.FitsDestination(ip) == ((conditions & NOT_DESTINATION) != 0) ||
        !InterfacesMatch(program, packet))
    {
        return NfMatchResult::NO;
    }
    if ((conditions & ASKS_PROTOCOL) && ip.brokenChain)
    {
        return NfMatchResult::HOTDROP;
    }
    const bool differs = (conditions & PROTOCOL) &&
                         (ip.protocol != entry.protocol) != ((conditions & NOT_PROTOCOL) != 0);
    return differs ? NfMatchResult::NO : NfMatchResult::YES;
}

template <class Number>
NfMatchResult
NfCompiledTable::Matches(const Entry& entry, NfPacket& packet) const
{
    // Of a broken chain nothing was decided before.
    const bool wide = std::is_same_v<Number, NfWideNumber>;
    if (entry.form == Form::OTHER || (wide && packet.ip.brokenChain))
    {
        const NfMatchResult result = SpecMatches<Number>(entry, packet);
        if (result != NfMatchResult::YES)
        {
            return result;
        }
    }
    const Program& program = m_programs[entry.program];
    NfMatchResult all = NfMatchResult::YES;
    uint32_t own = 0;
    for (uint32_t i = program.firstMatch; i < program.lastMatch; ++i)
    {
        NfMatch* match = m_matches[i];
        if (!match)
        {
            match = static_cast<NfMatch*>(&entry.rule->GetOwnExtension(own++));
        }
        const NfMatchResult result = match->Match(packet);
        if (result == NfMatchResult::YES_AND_HOTDROP)
        {
            all = result;
        }
        else if (result != NfMatchResult::YES)
        {
            return all == NfMatchResult::YES ? result : NfMatchResult::HOTDROP;
        }
    }
    return all;
}

NfTargetResult
NfCompiledTable::Execute(const Entry& entry, NfPacket& packet) const
{
    const Program& program = m_programs[entry.program];
    if (program.target)
    {
        return program.target->Execute(packet);
    }
    if (!program.targetHasWords)
    {
        NfExtension& own = entry.rule->GetOwnExtension(program.targetObject);
        return static_cast<NfTarget&>(own).Execute(packet);
    }
    Ptr<NfTarget>& target = m_targets[PeekPointer(entry.rule)];
    if (!target)
    {
        target = entry.rule->GetTarget();
    }
    return target->Execute(packet); // its place stays, even if others come meanwhile
}

uint32_t
NfCompiledTable::FindChain(uint32_t entry) const
{
    return std::upper_bound(m_starts.begin(), m_starts.end(), entry) - m_starts.begin() - 1;
}

void
NfCompiledTable::Tell(const Entry& entry,
                      const NfPacket& packet,
                      const TracedCallback<const NfRuleHit&>& trace,
                      uint64_t generation) const
{
    const uint32_t index = &entry - m_entries.data();
    const uint32_t chain = FindChain(index);
    const uint32_t number = entry.action < Action::CHAIN_END ? index - m_starts[chain] + 1 : 0;
    NfRuleHit hit{packet, m_name, m_chains[chain].name, m_number, chain, number};
    hit.rulesetGeneration = generation;
    if (entry.action == Action::CHAIN_END)
    {
        hit.kind = NfRuleHit::Kind::RETURN;
        hit.verdict = NfRuleHit::Verdict::RETURN;
    }
    else
    {
        hit.verdict = ACTION_VERDICTS[static_cast<std::size_t>(entry.rule->GetAction())];
        if (entry.action == Action::POLICY)
        {
            hit.kind = NfRuleHit::Kind::POLICY;
        }
        else
        {
            hit.rule = PeekPointer(entry.rule);
            hit.target = entry.rule->GetTargetName();
        }
        if (entry.action == Action::TARGET)
        {
            hit.verdict = VerdictOf(entry.rule->PeekTarget()->GetTypicalResult());
        }
    }
    trace(hit);
}

NfVerdict
NfCompiledTable::Evaluate(NfPacket& packet,
                          const TracedCallback<const NfRuleHit&>& trace,
                          uint64_t generation) const
{
    return m_family == NfFamily::IPV6 ? Traverse<NfWideNumber>(packet, trace, generation)
                                      : Traverse<uint32_t>(packet, trace, generation);
}

template <class Number>
NfVerdict
NfCompiledTable::Traverse(NfPacket& packet,
                          const TracedCallback<const NfRuleHit&>& trace,
                          uint64_t generation) const
{
    const std::size_t hook = static_cast<std::size_t>(packet.hook);
    if (hook >= m_first.size() || m_first[hook] == NONE)
    {
        return NfVerdict::ACCEPT;
    }
    const uint32_t first = m_first[hook];
    const uint32_t policy = m_policy[hook];
    const uint32_t start = m_classified ? first : Traversal<Number>::Scan(*this, first, packet);
    if (start == policy)
    {
        // Most tables have no rule for most packets, which then need not be led through it.
        const Entry& entry = m_entries[policy];
        Traversal<Number>::Hit(*this, entry, packet, trace, generation);
        packet.rulesVisited += policy - first;
        return VerdictOf(entry.rule->GetAction());
    }
    return Traversal<Number>::Lead(*this, packet, first, start, policy, trace, generation);
}

template <class Number>
NfVerdict
NfCompiledTable::Traversal<Number>::Lead(const NfCompiledTable& table,
                                         NfPacket& packet,
                                         uint32_t first,
                                         uint32_t start,
                                         uint32_t policy,
                                         const TracedCallback<const NfRuleHit&>& trace,
                                         uint64_t generation)
{
    Traversal traversal(table, packet, first, start, policy);
    return table.Walk(traversal, packet, trace, generation);
}

template <class Number>
NfVerdict
NfCompiledTable::Walk(Traversal<Number>& traversal,
                      NfPacket& packet,
                      const TracedCallback<const NfRuleHit&>& trace,
                      uint64_t generation) const
{
    while (true)
    {
        const Entry& entry = traversal.Find();
        NfMatchResult matched = Matches<Number>(entry, packet);
        if (matched == NfMatchResult::HOTDROP)
        {
            return NfVerdict::DROP;
        }
        if (matched == NfMatchResult::NO)
        {
            traversal.Next();
            continue;
        }
        Traversal<Number>::Hit(*this, entry, packet, trace, generation);
        Action action = entry.action;
        if (matched == NfMatchResult::YES_AND_HOTDROP)
        {
            const bool isStolen =
                action == Action::TARGET && Execute(entry, packet) == NfTargetResult::STOLEN;
            return isStolen ? NfVerdict::STOLEN : NfVerdict::DROP;
        }
        if (action == Action::TARGET)
        {
            switch (Execute(entry, packet))
            {
            case NfTargetResult::CONTINUE:
                action = Action::NEXT;
                break;
            case NfTargetResult::RETURN:
                action = Action::RETURN;
                break;
            case NfTargetResult::ACCEPT:
                return NfVerdict::ACCEPT;
            case NfTargetResult::DROP:
                return NfVerdict::DROP;
            case NfTargetResult::STOLEN:
                return NfVerdict::STOLEN;
            case NfTargetResult::QUEUE:
                return NfVerdict::QUEUE;
            case NfTargetResult::REPEAT:
                return NfVerdict::REPEAT;
            }
        }
        switch (action)
        {
        case Action::NEXT:
        case Action::TARGET:
            traversal.Next();
            break;
        case Action::ACCEPT:
            return NfVerdict::ACCEPT;
        case Action::DROP:
            return NfVerdict::DROP;
        case Action::QUEUE:
            packet.queue = 0;
            return NfVerdict::QUEUE;
        case Action::POLICY:
            return VerdictOf(entry.rule->GetAction());
        case Action::JUMP:
            traversal.Jump(m_programs[entry.program].jump);
            break;
        case Action::GOTO:
            traversal.Goto(m_programs[entry.program].jump);
            break;
        case Action::RETURN:
        case Action::CHAIN_END:
            traversal.Return();
            break;
        }
    }
}

} // namespace ns3
