// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-words.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <sstream>

namespace ns3
{

namespace
{

// "->" within what blanks part, and ":" at its end, are words of their own.
void
AddWords(std::string_view text, uint32_t line, uint32_t column, std::vector<NfPolicyWord>& words)
{
    const bool hasColon = text.size() > 1 && text.back() == ':';
    if (hasColon)
    {
        AddWords(text.substr(0, text.size() - 1), line, column, words);
        words.push_back({":", line, column + static_cast<uint32_t>(text.size() - 1)});
        return;
    }
    while (!text.empty())
    {
        const std::size_t arrow = text.find("->");
        const std::size_t length = arrow == 0 ? 2 : std::min(arrow, text.size());
        words.push_back({std::string(text.substr(0, length)), line, column});
        column += static_cast<uint32_t>(length);
        text.remove_prefix(length);
    }
}

std::optional<uint16_t>
ParsePort(std::string_view text)
{
    uint16_t port = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool isGood = error == std::errc() && stop == text.data() + text.size();
    return isGood ? std::optional(port) : std::nullopt;
}

} // namespace

std::vector<std::vector<NfPolicyWord>>
NfSplitPolicy(const std::string& text, uint32_t firstLine)
{
    constexpr const char* BLANKS = " \t\r";
    std::vector<std::vector<NfPolicyWord>> result;
    std::istringstream stream(text);
    std::string line;
    for (uint32_t number = firstLine; std::getline(stream, line); ++number)
    {
        std::vector<NfPolicyWord> words;
        std::size_t start = line.find_first_not_of(BLANKS);
        while (start != std::string::npos && line[start] != '#')
        {
            const std::size_t end = std::min(line.find_first_of(BLANKS, start), line.size());
            AddWords(std::string_view(line).substr(start, end - start),
                     number,
                     static_cast<uint32_t>(start + 1),
                     words);
            start = line.find_first_not_of(BLANKS, end);
        }
        if (!words.empty())
        {
            result.push_back(words);
        }
    }
    return result;
}

std::string
NfParsePolicyService(std::string_view text, NfPolicyService& service)
{
    constexpr const char* EXAMPLES = "such as tcp/80,443, udp/1000-2000, icmp or any";
    const std::size_t slash = text.find('/');
    const std::string_view name = text.substr(0, slash);
    const bool hasPorts = name == "tcp" || name == "udp";
    const bool isKnown = hasPorts || name == "icmp" || name == "any";
    if (!isKnown || (!hasPorts && slash != std::string_view::npos))
    {
        return fmt::format("'{}' is no service, {}", text, EXAMPLES);
    }
    service.protocol = name == "tcp"    ? NfPolicyProtocol::TCP
                       : name == "udp"  ? NfPolicyProtocol::UDP
                       : name == "icmp" ? NfPolicyProtocol::ICMP
                                        : NfPolicyProtocol::ANY;
    service.ports.clear();
    for (std::size_t start = slash; start < text.size();)
    {
        const std::size_t end = std::min(text.find(',', start + 1), text.size());
        const std::string_view range = text.substr(start + 1, end - start - 1);
        const std::size_t dash = range.find('-');
        const auto first = ParsePort(range.substr(0, dash));
        const auto last =
            dash == std::string_view::npos ? first : ParsePort(range.substr(dash + 1));
        if (!first || !last || *first > *last)
        {
            return fmt::format("'{}' in '{}' is neither a port from 0 to 65535 nor a range of them",
                               range,
                               text);
        }
        service.ports.push_back({*first, *last});
        start = end;
    }
    return "";
}

} // namespace ns3
