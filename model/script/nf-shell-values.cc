// SPDX-License-Identifier: GPL-2.0-only
// Values of words, and tests of them.

#include "nf-shell-runner.h"

#include <charconv>
#include <utility>

namespace ns3
{

namespace
{

using Kind = NfShellPart::Kind;

std::optional<long>
ReadNumber(const std::string& text)
{
    long number = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    const bool good = result.ec == std::errc() && result.ptr == end;
    return good ? std::optional(number) : std::nullopt;
}

/// @return the outcome of a comparison of two numbers; nothing if it is none
std::optional<bool>
CompareNumbers(long left, const std::string& comparison, long right)
{
    const std::pair<const char*, bool> outcomes[] = {{"-eq", left == right},
                                                     {"-ne", left != right},
                                                     {"-lt", left < right},
                                                     {"-le", left <= right},
                                                     {"-gt", left > right},
                                                     {"-ge", left >= right}};
    for (const auto& [name, outcome] : outcomes)
    {
        if (comparison == name)
        {
            return outcome;
        }
    }
    return {};
}

} // namespace

std::optional<std::vector<std::string>>
NfShellRunner::ValuesOf(const NfShellPart& part, const NfShellWord& word, bool complain)
{
    auto unknown = [&](const std::string& what) -> std::optional<std::vector<std::string>> {
        if (complain)
        {
            Complain(word.line, word.column, what);
        }
        return {};
    };
    const std::string& name = part.text;
    if (part.kind == Kind::TEXT)
    {
        return std::vector{name};
    }
    if (part.kind == Kind::UNKNOWN)
    {
        return unknown("found " + name + ", which cannot be followed");
    }
    const bool argument = name.find_first_not_of("0123456789") == std::string::npos;
    if (m_inFunction && (name == "@" || name == "*"))
    {
        return m_arguments;
    }
    if (m_inFunction && name == "#")
    {
        return std::vector{std::to_string(m_arguments.size())};
    }
    if (m_inFunction && argument && name != "0")
    {
        const auto index = ReadNumber(name).value_or(0);
        const bool given = index > 0 && static_cast<std::size_t>(index) <= m_arguments.size();
        return std::vector{given ? m_arguments[index - 1] : part.fallback};
    }
    if (argument || name == "@" || name == "*" || name == "#")
    {
        return unknown("found '$" + name + "', an argument of the script, which is not known");
    }
    auto found = m_variables.find(name);
    if (found != m_variables.end() && !(found->second.empty() && part.hasFallback))
    {
        return std::vector{found->second};
    }
    auto set = m_unknown.find(name);
    if (set != m_unknown.end())
    {
        return unknown("the value of the variable '" + name + "', set in line " +
                       std::to_string(set->second) + ", is not known");
    }
    if (part.hasFallback)
    {
        return std::vector{part.fallback};
    }
    return unknown("the variable '" + name + "' has no value in the script");
}

bool
NfShellRunner::Expand(const NfShellWord& word, Fields& fields)
{
    std::string current;
    bool begun = false; // there is a field, be it empty
    bool tooLong = false;
    auto finish = [&] {
        if (begun)
        {
            fields.push_back({std::exchange(current, {}), word.line, word.column});
        }
        begun = false;
    };
    for (const NfShellPart& part : word.parts)
    {
        const auto values = ValuesOf(part, word, true);
        if (!values)
        {
            return false;
        }
        for (std::size_t i = 0; i < values->size(); ++i)
        {
            const std::string& value = (*values)[i];
            if (i > 0)
            {
                finish();
            }
            if (part.kind == Kind::TEXT || part.quoted)
            {
                current += value;
                begun = true;
                tooLong = tooLong || current.size() > MAX_WORD;
                continue;
            }
            for (char c : value)
            {
                if (c == ' ' || c == '\t' || c == '\n')
                {
                    finish();
                    continue;
                }
                current += c;
                begun = true;
            }
            tooLong = tooLong || current.size() > MAX_WORD;
        }
    }
    finish();
    if (tooLong || fields.size() > MAX_WORD)
    {
        Complain(word.line, word.column, "the value of the word is too long");
        return false;
    }
    return true;
}

std::optional<std::string>
NfShellRunner::ExpandWhole(const NfShellWord& word, bool complain)
{
    std::string whole;
    for (const NfShellPart& part : word.parts)
    {
        const auto values = ValuesOf(part, word, complain);
        if (!values)
        {
            return {};
        }
        for (std::size_t i = 0; i < values->size(); ++i)
        {
            whole += (i > 0 ? " " : "") + (*values)[i];
        }
    }
    return whole;
}

bool
NfShellRunner::Assign(const std::string& name, const NfShellWord& word)
{
    std::optional<std::string> value = ExpandWhole(word, false);
    if (value && value->size() > MAX_WORD)
    {
        Complain(word.line, word.column, "the value of the variable '" + name + "' is too long");
        return false;
    }
    if (value)
    {
        m_variables[name] = *std::move(value);
        m_unknown.erase(name);
    }
    else
    {
        m_variables.erase(name);
        m_unknown[name] = word.line;
    }
    return true;
}

NfShellRunner::Status
NfShellRunner::Test(const NfShellNode& node, const std::string& name, Fields words)
{
    bool inverted = false;
    words.erase(words.begin());
    if (name == "[" && !words.empty() && words.back().text == "]")
    {
        words.pop_back();
    }
    if (!words.empty() && words[0].text == "!")
    {
        inverted = true;
        words.erase(words.begin());
    }
    std::optional<bool> outcome;
    if (words.empty())
    {
        outcome = false;
    }
    else if (words.size() == 1)
    {
        outcome = !words[0].text.empty();
    }
    else if (words.size() == 2 && (words[0].text == "-n" || words[0].text == "-z"))
    {
        outcome = words[1].text.empty() == (words[0].text == "-z");
    }
    else if (words.size() == 3)
    {
        const std::string& comparison = words[1].text;
        const bool equal = words[0].text == words[2].text;
        const auto left = ReadNumber(words[0].text);
        const auto right = ReadNumber(words[2].text);
        if (comparison == "=" || comparison == "==" || comparison == "!=")
        {
            outcome = equal == (comparison != "!=");
        }
        else if (left && right)
        {
            outcome = CompareNumbers(*left, comparison, *right);
        }
    }
    if (!outcome)
    {
        Complain(node.line, node.column, "found a test whose outcome cannot be followed");
        return {};
    }
    return *outcome != inverted ? 0 : 1;
}

} // namespace ns3
