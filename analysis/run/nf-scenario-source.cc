// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string_view>

namespace ns3
{

namespace
{

constexpr std::size_t LARGEST = 16 << 20; // bytes of a file

// What stands in a line of a text, from a column on.
std::string_view
GetLine(std::string_view text, uint32_t line)
{
    for (uint32_t i = 1; i < line && !text.empty(); ++i)
    {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    return text.substr(0, text.find('\n'));
}

// The blanks before the first line of a block that begins at a place.
uint32_t
FindIndention(const std::string& text, const NfYamlPlace& place)
{
    constexpr uint32_t FARTHEST = 1000;
    for (uint32_t line = place.line + 1; line < place.line + FARTHEST; ++line)
    {
        const std::size_t first = GetLine(text, line).find_first_not_of(' ');
        if (first != std::string_view::npos)
        {
            return static_cast<uint32_t>(first);
        }
    }
    return 0;
}

} // namespace

NfError
NfScenarioSource::Place(NfError error) const
{
    error.file = file;
    if (isBlock)
    {
        error.column =
            error.line > 0 ? error.column + (error.column > 0 ? indention : 0) : place.column;
        error.line += place.line;
    }
    return error;
}

std::optional<NfScenarioSource>
NfReadScenarioSource(const NfScenarioText& value,
                     const std::string& scenarioFile,
                     const std::string& scenarioText,
                     NfScenarioErrors& errors)
{
    NfScenarioSource source;
    source.place = value.place;
    if (value.text.find('\n') != std::string::npos)
    {
        source.text = value.text;
        source.file = scenarioFile;
        source.isBlock = true;
        source.indention = FindIndention(scenarioText, value.place);
        return source;
    }
    source.file = NfResolveScenarioPath(value.text, scenarioFile);
    const std::string wrong = NfReadScenarioFile(source.file, source.text);
    if (!wrong.empty())
    {
        errors.Add(value.place, wrong);
        return std::nullopt;
    }
    return source;
}

std::string
NfResolveScenarioPath(const std::string& path, const std::string& scenarioFile)
{
    return (std::filesystem::path(scenarioFile).parent_path() / path).string();
}

std::string
NfReadScenarioFile(const std::string& path, std::string& text)
{
    errno = 0;
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
    {
        return path + ": is a folder";
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
    {
        return path + ": " + std::strerror(errno ? errno : EIO);
    }
    // As much as there is: what asks for the largest file's memory pays for it at every start.
    std::array<char, 1 << 16> piece{};
    text.clear();
    while (text.size() <= LARGEST && stream)
    {
        stream.read(piece.data(), piece.size());
        text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad() || text.size() > LARGEST)
    {
        return text.size() > LARGEST ? fmt::format("{}: more than {} bytes", path, LARGEST)
                                     : path + ": cannot be read";
    }
    return "";
}

} // namespace ns3
