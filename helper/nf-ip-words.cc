// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-words.h"

#include "nf-option-text.h"
#include "nf-policy-routing.h"

#include <algorithm>

namespace ns3
{

std::optional<uint32_t>
NfParseIpNumber(const std::string& text)
{
    auto number = NfParseNumber(text, UINT32_MAX);
    return number ? std::optional(static_cast<uint32_t>(*number)) : std::nullopt;
}

std::string
NfIpTableName(uint32_t number)
{
    switch (number)
    {
    case NfPolicyRouting::TABLE_LOCAL:
        return "local";
    case NfPolicyRouting::TABLE_MAIN:
        return "main";
    case NfPolicyRouting::TABLE_DEFAULT:
        return "default";
    default:
        return std::to_string(number);
    }
}

NfIpWords::NfIpWords(const std::string& command)
{
    constexpr const char* blanks = " \t\r\n";
    std::size_t at = command.find_first_not_of(blanks);
    while (at != std::string::npos)
    {
        std::size_t end = std::min(command.find_first_of(blanks, at), command.size());
        m_words.push_back({command.substr(at, end - at), static_cast<uint32_t>(at + 1)});
        at = command.find_first_not_of(blanks, end);
    }
    m_end = command.size() + 1;
}

std::string
NfIpWords::Take(const std::string& expected)
{
    if (m_error)
    {
        return "";
    }
    if (m_next == m_words.size())
    {
        FailAt(m_end, "the command ends where " + expected + " is expected");
        return "";
    }
    return m_words[m_next++].text;
}

bool
NfIpWords::TakeIf(const std::string& word)
{
    if (AtEnd() || m_words[m_next].text != word)
    {
        return false;
    }
    ++m_next;
    return true;
}

void
NfIpWords::FailAt(uint32_t column, const std::string& message)
{
    if (m_error)
    {
        return;
    }
    m_error = NfError();
    m_error->line = 1;
    m_error->column = column;
    m_error->message = message;
}

void
NfIpWords::Fail(const std::string& message)
{
    FailAt(m_next == 0 ? 1 : m_words[m_next - 1].column, message);
}

void
NfIpWords::FailWhole(const std::string& message)
{
    FailAt(m_end, message);
}

uint32_t
NfIpWords::TakeNumber(const std::string& what, uint32_t max)
{
    std::string text = Take(what);
    std::optional<uint32_t> number = NfParseIpNumber(text);
    if (!number || *number > max)
    {
        Fail("\"" + text + "\" is no " + what + ": expected a number up to " + std::to_string(max));
        return 0;
    }
    return *number;
}

bool
NfIpWords::HaveIpv6() const
{
    return std::any_of(m_words.begin(), m_words.end(), [](const Word& word) {
        return NfParsePrefix(word.text, NfFamily::IPV6).has_value();
    });
}

NfAddress
NfIpWords::TakeAddress(const std::string& what)
{
    std::string text = Take(what);
    const auto address = NfParseAddress(text, m_family);
    if (!address)
    {
        Fail("\"" + text + "\" is no " + what + ": expected an " +
             (m_family == NfFamily::IPV6 ? "IPv6" : "IPv4") + " address");
    }
    return address.value_or(NfAddress());
}

NfPrefix
NfIpWords::TakePrefix(const std::string& what)
{
    const std::string text = Take(what);
    const NfPrefix all({}, 0, m_family);
    if (text == "default" || text == "all" || text == "any")
    {
        return all;
    }
    const auto prefix = NfParsePrefix(text, m_family);
    if (!prefix)
    {
        Fail("\"" + text + "\" is no " + what + ": expected ADDRESS/LENGTH, an address or default");
        return all;
    }
    if (m_family == NfFamily::IPV4 &&
        NfParseAddress(text.substr(0, text.find('/'))) != prefix->GetAddress())
    {
        Fail("\"" + text + "\" has bits behind its " + std::to_string(prefix->GetLength()) +
             " that are not zero");
    }
    return *prefix;
}

uint32_t
NfIpWords::TakeTable()
{
    std::string text = Take("a routing table");
    for (uint32_t number : {NfPolicyRouting::TABLE_LOCAL,
                            NfPolicyRouting::TABLE_MAIN,
                            NfPolicyRouting::TABLE_DEFAULT})
    {
        if (text == NfIpTableName(number))
        {
            return number;
        }
    }
    std::optional<uint32_t> number = NfParseIpNumber(text);
    if (!number || *number == 0)
    {
        Fail("\"" + text +
             "\" is no routing table: expected local, main, default, or a number "
             "from 1 to 4294967295");
    }
    return number.value_or(0);
}

} // namespace ns3
