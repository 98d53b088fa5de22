// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-values.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// "[1..20]" in a pattern.
struct Range
{
    std::size_t begin{0}; // of the bracket
    std::size_t end{0};   // behind the bracket
    uint32_t first{0};
    uint32_t last{0};
};

constexpr uint32_t LARGEST = 1'000'000; // number in a name

bool
ReadNumber(std::string_view text, uint32_t& number)
{
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && stop == text.data() + text.size() && number <= LARGEST;
}

// The first range of a pattern. False: what stands in brackets is none.
bool
FindRange(const std::string& pattern, std::optional<Range>& range)
{
    const std::size_t open = pattern.find('[');
    const std::size_t close = pattern.find(']');
    if (open == std::string::npos || close == std::string::npos)
    {
        return open == close;
    }
    const std::size_t dots = pattern.find("..", open);
    if (close < open || dots == std::string::npos || dots > close)
    {
        return false;
    }
    const std::string_view text = pattern;
    range = Range{open, close + 1, 0, 0};
    return ReadNumber(text.substr(open + 1, dots - open - 1), range->first) &&
           ReadNumber(text.substr(dots + 2, close - dots - 2), range->last);
}

bool
IsName(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '_' || c == '-' || c == '.' || c >= 0x80;
    });
}

} // namespace

std::optional<Ipv4Address>
NfParseScenarioAddress(const std::string& text)
{
    const auto address = NfParseAddress(text);
    return address ? std::optional(address->ToIpv4()) : std::nullopt;
}

std::optional<NfPrefix>
NfParseScenarioNetwork(const std::string& text)
{
    const std::size_t slash = text.find('/');
    const auto prefix = NfParsePrefix(text);
    const bool isWhole = prefix && slash != std::string::npos &&
                         NfParseAddress(text.substr(0, slash)) == prefix->GetAddress();
    return isWhole ? prefix : std::nullopt;
}

NfScenarioNames
NfExpandScenarioNames(const std::string& pattern)
{
    std::vector<std::string> patterns{pattern};
    for (std::optional<Range> range;; range.reset())
    {
        if (!FindRange(patterns[0], range) || (range && range->last < range->first))
        {
            return {{},
                    fmt::format("'{}' has no counts such as [1..20], from the lesser to the "
                                "greater, up to {}",
                                pattern,
                                LARGEST)};
        }
        if (!range)
        {
            break;
        }
        const std::size_t count = range->last - range->first + std::size_t{1};
        if (count * patterns.size() > NF_MOST_SCENARIO_NODES)
        {
            return {
                {},
                fmt::format("'{}' stands for more than {} names", pattern, NF_MOST_SCENARIO_NODES)};
        }
        std::vector<std::string> next;
        for (const std::string& text : patterns)
        {
            // Numbers before this range may have moved it.
            FindRange(text, range);
            for (uint32_t i = range->first; i <= range->last; ++i)
            {
                next.push_back(text.substr(0, range->begin) + std::to_string(i) +
                               text.substr(range->end));
            }
        }
        patterns = std::move(next);
    }
    if (!IsName(patterns[0]))
    {
        return {
            {},
            fmt::format("'{}' is no name: letters, digits, '-', '_' and '.' make one", pattern)};
    }
    return {std::move(patterns), ""};
}

} // namespace ns3
