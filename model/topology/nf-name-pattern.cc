// SPDX-License-Identifier: GPL-2.0-only

#include "nf-name-pattern.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

namespace
{

// One step of a pattern: a character, "?", "*" or a range of numbers.
struct Step
{
    enum class Kind
    {
        CHARACTER,
        ONE,
        ANY,
        NUMBER
    };

    Kind kind{Kind::CHARACTER};
    char character{0};
    uint32_t first{0};
    uint32_t last{0};
};

// Reads a number and takes it off the text.
std::optional<uint32_t>
TakeNumber(std::string_view& text)
{
    uint32_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stop == text.data())
    {
        return std::nullopt;
    }
    text.remove_prefix(stop - text.data());
    return number;
}

// Reads "[1..20]" and takes it off the pattern; anything else stays.
std::optional<Step>
TakeRange(std::string_view& pattern)
{
    std::string_view rest = pattern.substr(1);
    const auto first = TakeNumber(rest);
    if (!first || rest.substr(0, 2) != "..")
    {
        return std::nullopt;
    }
    rest.remove_prefix(2);
    const auto last = TakeNumber(rest);
    if (!last || rest.empty() || rest.front() != ']')
    {
        return std::nullopt;
    }
    pattern = rest.substr(1);
    return Step{Step::Kind::NUMBER, 0, *first, *last};
}

std::vector<Step>
Parse(std::string_view pattern)
{
    std::vector<Step> steps;
    while (!pattern.empty())
    {
        const char c = pattern.front();
        const auto range = c == '[' ? TakeRange(pattern) : std::nullopt;
        if (range)
        {
            steps.push_back(*range);
            continue;
        }
        pattern.remove_prefix(1);
        const auto kind = c == '*'   ? Step::Kind::ANY
                          : c == '?' ? Step::Kind::ONE
                                     : Step::Kind::CHARACTER;
        steps.push_back({kind, c, 0, 0});
    }
    return steps;
}

// Marks in `next` where in the name a step may end that begins at `start`.
void
Advance(const Step& step, std::string_view name, std::size_t start, std::vector<char>& next)
{
    if (step.kind == Step::Kind::ANY)
    {
        std::fill(next.begin() + start, next.end(), 1);
    }
    else if (step.kind == Step::Kind::NUMBER)
    {
        std::string_view rest = name.substr(start);
        const auto number = TakeNumber(rest);
        const std::size_t length = name.size() - start - rest.size();
        const bool isCanonical = length == 1 || (length > 1 && name[start] != '0');
        if (number && isCanonical && *number >= step.first && *number <= step.last)
        {
            next[start + length] = 1;
        }
    }
    else if (start < name.size() && (step.kind == Step::Kind::ONE || name[start] == step.character))
    {
        next[start + 1] = 1;
    }
}

} // namespace

bool
NfFitsPattern(std::string_view name, std::string_view pattern)
{
    // All places of the name that the pattern so far may have reached: steps times characters,
    // where trying each "*" in turn would take exponential time.
    std::vector<char> reached(name.size() + 1, 0);
    reached[0] = 1;
    for (const Step& step : Parse(pattern))
    {
        std::vector<char> next(name.size() + 1, 0);
        for (std::size_t start = 0; start <= name.size(); ++start)
        {
            if (reached[start])
            {
                Advance(step, name, start, next);
            }
        }
        reached = std::move(next);
    }
    return reached.back() != 0;
}

} // namespace ns3
