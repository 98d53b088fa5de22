// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flag-names.h"

#include "nf-text-case.h"

#include <algorithm>

namespace ns3
{

NfFlagNames::NfFlagNames(std::initializer_list<NfFlagName> names, Spelling spelling)
    : m_names(names),
      m_spelling(spelling)
{
}

bool
NfFlagNames::Agrees(std::string_view name, std::string_view word) const
{
    switch (m_spelling)
    {
    case EXACT:
        return name == word;
    case ANY_CASE:
        return NfEqualsIgnoringCase(name, word);
    case BEGINNING:
        return !word.empty() && NfBeginsIgnoringCase(name, word);
    }
    return false;
}

std::optional<uint32_t>
NfFlagNames::Read(std::string_view text) const
{
    uint32_t bits = 0;
    for (bool more = true; more;)
    {
        std::size_t comma = text.find(',');
        std::string_view word = text.substr(0, comma);
        auto found = std::find_if(m_names.begin(), m_names.end(), [&](const NfFlagName& flag) {
            return Agrees(flag.name, word);
        });
        if (found == m_names.end())
        {
            return std::nullopt;
        }
        bits |= found->bits;
        more = comma != std::string_view::npos;
        text.remove_prefix(more ? comma + 1 : 0);
    }
    return bits;
}

void
NfFlagNames::Print(std::ostream& os, uint32_t bits) const
{
    const char* separator = "";
    std::string_view none;
    for (const NfFlagName& flag : m_names)
    {
        bool single = flag.bits && !(flag.bits & (flag.bits - 1));
        if (single && bits & flag.bits)
        {
            os << separator << flag.name;
            separator = ",";
        }
        none = flag.bits ? none : flag.name;
    }
    os << (*separator ? "" : none);
}

std::string
NfFlagNames::GetSyntax() const
{
    std::string names;
    for (std::size_t i = 0; i < m_names.size(); ++i)
    {
        names += i == 0 ? "" : i + 1 == m_names.size() ? " or " : ", ";
        names += m_names[i].name;
    }
    return names + ", separated by commas without blanks";
}

} // namespace ns3
