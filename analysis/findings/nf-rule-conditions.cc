// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-conditions.h"

#include "nf-trace-reader.h"

#include "ns3/nf-port-protocols.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_BOXES = 64;    // of a rule
constexpr std::size_t MAX_PIECES = 2048; // of what is left of a rule
constexpr std::size_t NAME_BYTES = 16;
constexpr std::array<const char*, 5> STATES{"INVALID",
                                            "NEW",
                                            "ESTABLISHED",
                                            "RELATED",
                                            "UNTRACKED"};
const std::set<std::string> FLEETING{"ct-state", "ct-snat", "ct-dnat", "mark", "connmark", "text"};

using Value = std::variant<std::monostate, int64_t, std::string>;

bool
IsName(const std::string& field)
{
    return field == "in-interface" || field == "out-interface";
}

// Bytes as a number, the first byte as the most significant one of `size`.
NfSetValue
FromBytes(const std::string& bytes, std::size_t size, char rest)
{
    NfSetValue value{0, 0};
    for (std::size_t i = 0; i < size; ++i)
    {
        const auto byte = static_cast<unsigned char>(i < bytes.size() ? bytes[i] : rest);
        value[0] = value[0] << 8 | value[1] >> 56;
        value[1] = value[1] << 8 | byte;
    }
    return value;
}

NfSetValue
ToNumber(const std::string& field, const Value& value)
{
    if (const auto* number = std::get_if<int64_t>(&value))
    {
        return {0, static_cast<uint64_t>(*number)};
    }
    const std::string& text = std::get<std::string>(value);
    if (field == "ct-state")
    {
        const auto* state = std::find(STATES.begin(), STATES.end(), text);
        return {0, static_cast<uint64_t>(state - STATES.begin())};
    }
    return FromBytes(text, text.size(), 0);
}

NfValueSet
NameSet(const std::string& name)
{
    if (!name.empty() && name.back() == '+')
    {
        const std::string start = name.substr(0, name.size() - 1);
        return {FromBytes(start, NAME_BYTES, 0), FromBytes(start, NAME_BYTES, '\xff')};
    }
    return {FromBytes(name, NAME_BYTES, 0), FromBytes(name, NAME_BYTES, 0)};
}

NfValueSet
ToSet(const NfRuleConditions::Part& part)
{
    if (IsName(part.field))
    {
        return NameSet(std::get<std::string>(part.first));
    }
    return {ToNumber(part.field, part.first), ToNumber(part.field, part.last)};
}

// All values that a field may have.
NfValueSet
Domain(const NfRuleDimension& dimension)
{
    static const std::map<std::string, uint64_t> greatest{{"protocol", 255},
                                                          {"fragment", 1},
                                                          {"source-port", 65535},
                                                          {"destination-port", 65535},
                                                          {"icmp-type", 65535},
                                                          {"tcp-flags", 255},
                                                          {"ct-state", 4},
                                                          {"ct-snat", 1},
                                                          {"ct-dnat", 1},
                                                          {"mark", UINT32_MAX},
                                                          {"connmark", UINT32_MAX},
                                                          {"source", UINT32_MAX},
                                                          {"destination", UINT32_MAX}};
    if (dimension.mask)
    {
        return {{0, 0}, *dimension.mask};
    }
    auto found = greatest.find(dimension.field);
    return found == greatest.end() ? NfValueSet({0, 0}, {UINT64_MAX, UINT64_MAX})
                                   : NfValueSet({0, 0}, {0, found->second});
}

// Narrow a box. False: nothing is left of it.
bool
Narrow(NfRuleBox& box, const NfRuleDimension& dimension, const NfValueSet& set)
{
    auto [place, isNew] = box.emplace(dimension, set);
    if (!isNew)
    {
        place->second = place->second.Intersect(set);
    }
    return !place->second.IsEmpty();
}

// The bits of a field that are the same in all packets of a box: mask and value.
std::optional<std::pair<uint64_t, uint64_t>>
FixedBits(const NfRuleDimension& dimension, const NfValueSet& set)
{
    if (set.GetRanges().size() != 1 || set.GetRanges()[0].second[0] != 0)
    {
        return {};
    }
    const uint64_t first = set.GetRanges()[0].first[1];
    const uint64_t free = first ^ set.GetRanges()[0].second[1];
    if ((free & (free + 1)) != 0 || (first & free) != 0)
    {
        return {}; // no prefix
    }
    const uint64_t mask = dimension.mask ? (*dimension.mask)[1] : UINT32_MAX;
    return std::make_pair(mask & ~free, first & mask);
}

// What a box says of a dimension: as it is written, or as other masks of the field imply it.
NfValueSet
Find(const NfRuleBox& box, const NfRuleDimension& wanted)
{
    auto found = box.find(wanted);
    if (found != box.end())
    {
        return found->second;
    }
    for (const auto& [dimension, set] : box)
    {
        const auto fixed = wanted.mask && dimension.field == wanted.field
                               ? FixedBits(dimension, set)
                               : std::nullopt;
        const uint64_t mask = wanted.mask ? (*wanted.mask)[1] : 0;
        if (fixed && (fixed->first & mask) == mask)
        {
            return {{0, fixed->second & mask}, {0, fixed->second & mask}};
        }
    }
    return Domain(wanted);
}

// What is left of a box without another one: boxes that have nothing in common.
void
Subtract(const NfRuleBox& box, const NfRuleBox& taken, std::vector<NfRuleBox>& rest)
{
    for (const auto& [dimension, set] : taken)
    {
        if (Find(box, dimension).Intersect(set).IsEmpty())
        {
            rest.push_back(box);
            return;
        }
    }
    NfRuleBox inside = box;
    for (const auto& [dimension, set] : taken)
    {
        const NfValueSet mine = Find(inside, dimension);
        const NfValueSet outside = mine.Subtract(set);
        if (!outside.IsEmpty())
        {
            NfRuleBox piece = inside;
            piece[dimension] = outside;
            rest.push_back(std::move(piece));
        }
        inside[dimension] = mine.Intersect(set);
    }
}

NfRuleAnswer
Answer(bool yes)
{
    return yes ? NfRuleAnswer::YES : NfRuleAnswer::NO;
}

// The value of a field in a packet, if the trace tells it. NfRuleAnswer::NO: it has no such field.
std::variant<NfRuleAnswer, NfSetValue>
FieldOf(const std::string& field, const NfRuleSubject& subject)
{
    const NfTraceFlowRow& flow = *subject.flow;
    const bool hasPorts = NfHasPorts(static_cast<uint8_t>(flow.protocol));
    if (field == "source" || field == "destination")
    {
        const std::string& bytes = field == "source" ? flow.sourceBytes : flow.destinationBytes;
        return FromBytes(bytes, bytes.size(), 0);
    }
    if (IsName(field))
    {
        return FromBytes(field == "in-interface" ? subject.in : subject.out, NAME_BYTES, 0);
    }
    if (field == "protocol")
    {
        return NfSetValue{0, static_cast<uint64_t>(flow.protocol)};
    }
    if (field == "source-port" || field == "destination-port")
    {
        const int port = field == "source-port" ? flow.sourcePort : flow.destinationPort;
        if (!hasPorts)
        {
            return NfRuleAnswer::NO;
        }
        return NfSetValue{0, static_cast<uint64_t>(port)};
    }
    if (field == "icmp-type")
    {
        if (flow.protocol != 1)
        {
            return NfRuleAnswer::NO;
        }
        return NfSetValue{0, static_cast<uint64_t>(flow.destinationPort)};
    }
    // A packet whose ports or type are known is whole, or a first fragment.
    if (field == "fragment" && (flow.sourcePort || flow.destinationPort))
    {
        return NfSetValue{0, 0};
    }
    if (field == "ct-state")
    {
        return ToNumber(field, subject.ctState);
    }
    if (field == "mark")
    {
        return NfSetValue{0, static_cast<uint64_t>(subject.mark)};
    }
    return NfRuleAnswer::MAYBE;
}

NfRuleAnswer
Ask(const NfRuleConditions::Part& part, const NfRuleSubject& subject)
{
    const auto field = FieldOf(part.field, subject);
    if (const auto* answer = std::get_if<NfRuleAnswer>(&field))
    {
        return *answer;
    }
    NfSetValue value = std::get<NfSetValue>(field);
    if (!std::holds_alternative<std::monostate>(part.mask))
    {
        const NfSetValue mask = ToNumber(part.field, part.mask);
        value = {value[0] & mask[0], value[1] & mask[1]};
    }
    return Answer(ToSet(part).Contains(value));
}

} // namespace

NfRuleConditions::NfRuleConditions(const Effects& effects,
                                   const std::vector<std::vector<Part>>& conditions)
    : m_effects(effects),
      m_conditions(conditions)
{
    for (const std::vector<Part>& condition : conditions)
    {
        Require(condition);
    }
}

void
NfRuleConditions::Require(const std::vector<Part>& condition)
{
    std::map<NfRuleDimension, NfValueSet> alternatives;
    for (const Part& part : condition)
    {
        m_fleeting = m_fleeting || FLEETING.count(part.field);
        if (part.field == "text")
        {
            m_texts.insert(std::get<std::string>(part.first));
            return;
        }
        NfRuleDimension dimension{part.field};
        if (!std::holds_alternative<std::monostate>(part.mask))
        {
            dimension.mask = ToNumber(part.field, part.mask);
        }
        alternatives[dimension].Add(ToSet(part));
    }
    std::vector<NfRuleBox> boxes;
    for (const NfRuleBox& box : m_boxes)
    {
        NfRuleBox all = box;
        bool isLeft = true;
        for (const auto& [dimension, set] : alternatives)
        {
            if (condition[0].negated)
            {
                isLeft = isLeft && Narrow(all, dimension, Domain(dimension).Subtract(set));
                continue;
            }
            NfRuleBox one = box;
            if (Narrow(one, dimension, set))
            {
                boxes.push_back(std::move(one));
            }
        }
        if (condition[0].negated && isLeft)
        {
            boxes.push_back(std::move(all));
        }
    }
    m_complex = m_complex || boxes.size() > MAX_BOXES;
    if (!m_complex)
    {
        m_boxes = std::move(boxes);
    }
}

NfRuleAnswer
NfRuleConditions::Matches(const NfRuleSubject& subject) const
{
    NfRuleAnswer answer =
        m_effects.known && !m_effects.keepsState ? NfRuleAnswer::YES : NfRuleAnswer::MAYBE;
    for (const std::vector<Part>& condition : m_conditions)
    {
        NfRuleAnswer any = NfRuleAnswer::NO;
        for (const Part& part : condition)
        {
            any = std::max(any, Ask(part, subject));
        }
        if (condition[0].negated && any != NfRuleAnswer::MAYBE)
        {
            any = any == NfRuleAnswer::YES ? NfRuleAnswer::NO : NfRuleAnswer::YES;
        }
        answer = std::min(answer, any);
    }
    return answer;
}

bool
NfRuleConditions::MayTakeFrom(const NfRuleConditions& later, bool changed) const
{
    return m_effects.known && m_effects.ends && !m_effects.keepsState && !m_complex &&
           !(changed && m_fleeting) &&
           std::includes(later.m_texts.begin(),
                         later.m_texts.end(),
                         m_texts.begin(),
                         m_texts.end());
}

std::vector<std::size_t>
NfFindCover(const std::vector<NfRuleConditions>& chain, std::size_t later)
{
    const NfRuleConditions& wanted = chain[later];
    if (!wanted.m_effects.known || wanted.m_complex)
    {
        return {};
    }
    std::vector<bool> mayTake(later);
    bool changed = false; // by a rule between
    for (std::size_t i = later; i-- > 0;)
    {
        mayTake[i] = chain[i].MayTakeFrom(wanted, changed);
        changed = changed || !chain[i].m_effects.known || chain[i].m_effects.changes;
    }
    std::vector<NfRuleBox> left = wanted.m_boxes;
    std::vector<std::size_t> takers;
    for (std::size_t i = 0; i < later && !left.empty() && left.size() <= MAX_PIECES; ++i)
    {
        if (!mayTake[i])
        {
            continue;
        }
        auto without = [&chain, i](std::vector<NfRuleBox> boxes) {
            for (const NfRuleBox& taken : chain[i].m_boxes)
            {
                std::vector<NfRuleBox> rest;
                for (const NfRuleBox& box : boxes)
                {
                    Subtract(box, taken, rest);
                }
                boxes = std::move(rest);
            }
            return boxes;
        };
        if (!takers.empty() && without(wanted.m_boxes).empty())
        {
            return {i}; // it does so alone
        }
        std::vector<NfRuleBox> rest = without(left);
        if (rest != left)
        {
            takers.push_back(i);
            left = std::move(rest);
        }
    }
    return left.empty() ? takers : std::vector<std::size_t>();
}

std::map<int64_t, std::vector<NfRuleConditions>>
NfReadRuleConditions(NfTraceReader& reader)
{
    std::map<std::pair<int64_t, int64_t>, std::vector<std::vector<NfRuleConditions::Part>>> parts;
    auto value = [](const NfTraceQuery& query, int column) {
        const NfCell cell = query.Cell(column);
        if (const auto* number = std::get_if<int64_t>(&cell))
        {
            return Value(*number);
        }
        return query.IsNull(column) ? Value() : Value(query.Blob(column));
    };
    auto rows = reader.Query("SELECT chain, rule, condition, field, negated, first, last, mask "
                             "FROM rule_condition WHERE run = ?1 ORDER BY chain, rule, condition, "
                             "part");
    while (rows->Next())
    {
        auto& conditions = parts[{rows->Int(0), rows->Int(1)}];
        const auto number = static_cast<std::size_t>(rows->Int(2));
        if (conditions.empty() || number >= conditions.size())
        {
            conditions.emplace_back();
        }
        conditions.back().push_back(
            {rows->Text(3), rows->Int(4) != 0, value(*rows, 5), value(*rows, 6), value(*rows, 7)});
    }
    std::map<int64_t, std::vector<NfRuleConditions>> result;
    auto rules = reader.Query("SELECT chain, number, ends, keeps_state, changes FROM rule "
                              "WHERE run = ?1 ORDER BY chain, number");
    while (rules->Next())
    {
        NfRuleConditions::Effects effects;
        effects.known = !rules->IsNull(2);
        effects.ends = rules->Int(2) != 0;
        effects.keepsState = rules->Int(3) != 0;
        effects.changes = rules->Int(4) != 0;
        result[rules->Int(0)].emplace_back(effects, parts[{rules->Int(0), rules->Int(1)}]);
    }
    return result;
}

} // namespace ns3
