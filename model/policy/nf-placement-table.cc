// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placement-table.h"

#include "nf-policy-words.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace ns3
{

namespace
{

NfError
Fail(const std::string& file, const NfPolicyWord& word, const std::string& message)
{
    NfError error;
    error.file = file;
    error.line = word.line;
    error.column = word.column;
    error.message = message;
    return error;
}

// A line's number, 0 for the default; nothing: neither.
std::optional<uint32_t>
FindLine(const std::string& word, const NfPolicy& policy)
{
    uint32_t number = 0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool isNumber = error == std::errc() && stop == word.data() + word.size();
    const bool isLine =
        isNumber &&
        std::any_of(policy.lines.begin(), policy.lines.end(), [number](const NfPolicyLine& line) {
            return line.number == number;
        });
    if (word == "default" || (isNumber && number != 0 && number == policy.otherwiseNumber))
    {
        return 0;
    }
    return isLine ? std::optional(number) : std::nullopt;
}

} // namespace

NfPlacement
NfParsePlacement(const std::string& text,
                 const std::string& file,
                 const NfPolicy& policy,
                 const NfTopologyGraph& graph,
                 std::vector<NfError>& errors)
{
    NfPlacement placement{file, {}};
    for (const std::vector<NfPolicyWord>& line : NfSplitPolicy(text, 1))
    {
        if (line.size() < 3 || line[1].text != ":")
        {
            errors.push_back(Fail(file, line[0], "'NODE: LINES' expected"));
            continue;
        }
        const std::vector<std::size_t> nodes = graph.FindNodes(line[0].text);
        if (nodes.empty())
        {
            errors.push_back(
                Fail(file, line[0], fmt::format("no node's name fits '{}'", line[0].text)));
        }
        NfPolicyShare share = std::set<uint32_t>();
        for (std::size_t i = 2; i < line.size(); ++i)
        {
            const auto number = FindLine(line[i].text, policy);
            if (line[i].text == "all" && line.size() == 3)
            {
                share.reset();
            }
            else if (number)
            {
                share->insert(*number);
            }
            else
            {
                errors.push_back(Fail(file,
                                      line[i],
                                      fmt::format("'{}' found; the number of a line of {}, default "
                                                  "or all expected",
                                                  line[i].text,
                                                  policy.file)));
            }
        }
        for (const std::size_t node : nodes)
        {
            if (!placement.firewalls.emplace(node, share).second)
            {
                errors.push_back(
                    Fail(file,
                         line[0],
                         fmt::format("node {} has been given before", graph.GetNode(node).name)));
            }
        }
    }
    return placement;
}

} // namespace ns3
