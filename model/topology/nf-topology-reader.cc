// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-reader.h"

#include "nf-topology-draft.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace ns3
{

namespace
{

// The largest topologies that people share have some megabytes.
constexpr std::uintmax_t LARGEST_FILE = std::uintmax_t{256} << 20;

constexpr std::array<const char*, 5> NAMES = {"graphml", "dot", "inet", "orbis", "rocketfuel"};

// Words in the first two lines that have any.
std::array<std::vector<std::string>, 2>
GetFirstWords(std::string_view text)
{
    std::array<std::vector<std::string>, 2> result;
    std::size_t filled = 0;
    while (!text.empty() && filled < result.size())
    {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        std::istringstream words{std::string(line)};
        std::string word;
        while (words >> word && word[0] != '#')
        {
            result[filled].push_back(word);
        }
        filled += result[filled].empty() ? 0 : 1;
    }
    return result;
}

bool
IsYaml(std::string_view text)
{
    const auto [first, second] = GetFirstWords(text);
    return !first.empty() && (first[0].back() == ':' || first[0] == "---" || first[0] == "%YAML");
}

std::optional<NfTopologyFormat>
GuessFormat(std::string_view text)
{
    const auto [first, second] = GetFirstWords(text);
    if (first.empty())
    {
        return std::nullopt;
    }
    // A byte order mark may come before GraphML.
    if (first[0][0] == '<' || first[0].substr(0, 4) == "\xef\xbb\xbf<")
    {
        return NfTopologyFormat::GRAPHML;
    }
    const std::string word = first[0].substr(0, first[0].find_first_of("{\""));
    if (word == "graph" || word == "digraph" || word == "strict" || word.substr(0, 2) == "/*" ||
        word.substr(0, 2) == "//")
    {
        return NfTopologyFormat::DOT;
    }
    if (first.size() == 2)
    {
        return second.size() == 3 ? NfTopologyFormat::INET : NfTopologyFormat::ORBIS;
    }
    const bool isMap = first.size() > 3 && (first[1][0] == '@' || first[0][0] == '-');
    return first.size() == 3 || isMap ? std::optional(NfTopologyFormat::ROCKETFUEL) : std::nullopt;
}

} // namespace

const char*
NfToString(NfTopologyFormat format)
{
    return NAMES[static_cast<std::size_t>(format)];
}

std::optional<NfTopologyFormat>
NfParseTopologyFormat(std::string_view name)
{
    for (std::size_t i = 0; i < NAMES.size(); ++i)
    {
        if (name == NAMES[i])
        {
            return static_cast<NfTopologyFormat>(i);
        }
    }
    return std::nullopt;
}

NfStatus
NfReadTopologyText(std::string_view text,
                   const std::string& name,
                   NfTopologyReading& result,
                   std::optional<NfTopologyFormat> format)
{
    result = {};
    NfTopologyDraft draft(name);
    draft.SetName(std::filesystem::path(name).stem().string());
    if (!format && IsYaml(text))
    {
        return draft.Fail({1, 1},
                          "this looks like a scenario, whose network nfsim placements SCENARIO -o "
                          "FILE draws; expected a topology as graphml, dot, inet, orbis or "
                          "rocketfuel");
    }
    if (!format)
    {
        format = GuessFormat(text);
    }
    if (!format)
    {
        return draft.Fail({1, 1},
                          "this looks like none of the formats that can be read: graphml, dot, "
                          "inet, orbis, rocketfuel");
    }
    result.format = *format;
    NfStatus wrong;
    switch (*format)
    {
    case NfTopologyFormat::GRAPHML:
        wrong = NfReadGraphml(text, draft);
        break;
    case NfTopologyFormat::DOT:
        wrong = NfReadDot(text, draft);
        break;
    default:
        wrong = NfReadTopologyLines(text, *format, draft);
    }
    return wrong ? wrong : draft.Finish(result);
}

NfStatus
NfReadTopology(const std::string& file,
               NfTopologyReading& result,
               std::optional<NfTopologyFormat> format)
{
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    NfError wrong;
    wrong.file = file;
    if (!error && size > LARGEST_FILE)
    {
        wrong.message = fmt::format("{} bytes are too many for a topology", size);
        return wrong;
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text(error ? 0 : size, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (error || !stream)
    {
        wrong.message = error ? error.message() : std::strerror(errno);
        return wrong;
    }
    return NfReadTopologyText(text, file, result, format);
}

} // namespace ns3
