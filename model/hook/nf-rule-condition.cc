// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-condition.h"

#include <array>
#include <utility>

namespace ns3
{

namespace
{

/**
 * @param value a number or an address
 * @param mask of the same type
 * @return all bits are under it
 */
bool
IsUnder(const NfConditionValue& value, const NfConditionValue& mask)
{
    if (const auto* address = std::get_if<NfAddress>(&value))
    {
        return address->Masked(std::get<NfAddress>(mask)) == *address;
    }
    const uint32_t number = std::get<uint32_t>(value);
    return (number & std::get<uint32_t>(mask)) == number;
}

} // namespace

const char*
NfToString(NfConditionField field)
{
    static constexpr std::array<const char*, NF_N_CONDITION_FIELDS> names{"source",
                                                                          "destination",
                                                                          "in-interface",
                                                                          "out-interface",
                                                                          "protocol",
                                                                          "fragment",
                                                                          "source-port",
                                                                          "destination-port",
                                                                          "icmp-type",
                                                                          "tcp-flags",
                                                                          "ct-state",
                                                                          "ct-snat",
                                                                          "ct-dnat",
                                                                          "mark",
                                                                          "connmark",
                                                                          "text"};
    return names[static_cast<std::size_t>(field)];
}

void
NfRuleDescription::AddRange(NfConditionField field,
                            NfConditionValue first,
                            NfConditionValue last,
                            bool negated)
{
    NfConditionPart part;
    part.field = field;
    part.first = std::move(first);
    part.last = std::move(last);
    conditions.push_back({negated, {std::move(part)}});
}

void
NfRuleDescription::AddValue(NfConditionField field, const NfConditionValue& value, bool negated)
{
    AddRange(field, value, value, negated);
}

void
NfRuleDescription::AddMasked(NfConditionField field,
                             const NfConditionValue& value,
                             const NfConditionValue& mask,
                             bool negated)
{
    if (!IsUnder(value, mask))
    {
        AddRange(field, uint32_t{1}, uint32_t{0}, negated);
        return;
    }
    AddValue(field, value, negated);
    conditions.back().parts.back().mask = mask;
}

void
NfRuleDescription::AddText(std::string text)
{
    AddValue(NfConditionField::TEXT, std::move(text));
}

} // namespace ns3
