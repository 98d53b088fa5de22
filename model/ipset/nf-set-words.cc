// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-words.h"

#include <utility>

namespace ns3
{

NfStatus
NfSetWords::Misunderstood(std::string message) const
{
    constexpr int usage = 2;
    const NfToken& word = m_next ? m_words[m_next - 1] : m_words.front();
    return NfError{"", word.line, word.column, std::move(message), usage};
}

NfStatus
NfSetWords::Refused(std::string message) const
{
    const NfToken& word = m_next ? m_words[m_next - 1] : m_words.front();
    return NfError{"", word.line, word.column, std::move(message), 1};
}

} // namespace ns3
