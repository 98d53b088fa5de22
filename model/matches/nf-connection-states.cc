// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-states.h"

#include "nf-connection.h"
#include "nf-option-text.h"

#include <array>

namespace ns3
{

namespace
{

/// In the order of printing and of looking up a name that is cut short.
enum State
{
    INVALID,
    NEW,
    RELATED,
    ESTABLISHED,
    UNTRACKED,
    SNAT,
    DNAT
};

constexpr std::array<std::string_view, 7>
    NAMES{"INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"};
constexpr std::size_t WITHOUT_NAT = SNAT;

/// By NfCtState.
constexpr std::array<State, 5> STATES{INVALID, NEW, ESTABLISHED, RELATED, UNTRACKED};

} // namespace

std::optional<NfConnectionStates>
NfConnectionStates::Parse(std::string_view text, bool withNat)
{
    NfConnectionStates states;
    std::size_t count = withNat ? NAMES.size() : WITHOUT_NAT;
    for (auto word : NfSplit(text, ','))
    {
        std::size_t i = 0;
        while (i < count && !(word.size() && NfBeginsIgnoringCase(NAMES[i], word)))
        {
            ++i;
        }
        if (i == count)
        {
            return std::nullopt;
        }
        states.m_bits |= 1 << i;
    }
    return states;
}

bool
NfConnectionStates::Contains(const NfPacket& packet) const
{
    uint8_t bits = 0;
    if (const NfConnection* ct = NfGetConnection(packet))
    {
        bits = 1 << STATES[static_cast<std::size_t>(packet.ctState)];
        bits |= ct->Has(NfCtStatus::SRC_NAT) ? 1 << SNAT : 0;
        bits |= ct->Has(NfCtStatus::DST_NAT) ? 1 << DNAT : 0;
    }
    else
    {
        bits = packet.ctState == NfCtState::UNTRACKED ? 1 << UNTRACKED : 1 << INVALID;
    }
    return bits & m_bits;
}

void
NfConnectionStates::Describe(NfRuleDescription& description, bool negated) const
{
    NfRuleCondition condition;
    condition.negated = negated;
    auto add = [&condition](NfConditionField field, uint32_t value) {
        NfConditionPart part;
        part.field = field;
        part.first = value;
        part.last = value;
        condition.parts.push_back(part);
    };
    for (std::size_t state = 0; state < STATES.size(); ++state)
    {
        if (m_bits >> STATES[state] & 1)
        {
            add(NfConditionField::CT_STATE, static_cast<uint32_t>(state));
        }
    }
    if (m_bits >> SNAT & 1)
    {
        add(NfConditionField::CT_SNAT, 1);
    }
    if (m_bits >> DNAT & 1)
    {
        add(NfConditionField::CT_DNAT, 1);
    }
    description.conditions.push_back(condition);
}

void
NfConnectionStates::Print(std::ostream& os) const
{
    const char* separator = "";
    for (std::size_t i = 0; i < NAMES.size(); ++i)
    {
        if (m_bits >> i & 1)
        {
            os << separator << NAMES[i];
            separator = ",";
        }
    }
}

} // namespace ns3
