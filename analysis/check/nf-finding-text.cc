// SPDX-License-Identifier: GPL-2.0-only

#include "nf-finding-text.h"

#include <algorithm>
#include <cstddef>

namespace ns3
{

namespace
{

constexpr std::size_t MOST_BEFORE = 60; ///< bytes of a long line before the place
constexpr std::size_t MOST = 160;       ///< bytes of a long line in all

bool
IsContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

/// The length of the word at the front, as a shell sees it: blanks between quotes belong to it.
std::size_t
WordLength(std::string_view text)
{
    char quote = 0;
    std::size_t length = 0;
    for (; length < text.size(); ++length)
    {
        const char c = text[length];
        if (quote == 0 && (c == ' ' || c == '\t' || c == '\r'))
        {
            break;
        }
        if (c == '"' || c == '\'')
        {
            quote = quote == 0 ? c : (quote == c ? '\0' : quote);
        }
    }
    return length;
}

std::string
Printable(std::string_view text)
{
    std::string printable(text);
    std::replace_if(
        printable.begin(),
        printable.end(),
        [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; },
        '?');
    return printable;
}

} // namespace

std::string
NfDescribeFinding(const NfError& finding, const std::string& kind, std::string_view line)
{
    NfError labelled = finding;
    labelled.message = kind + ": " + Printable(finding.message);
    std::string result = labelled.ToString() + "\n";
    if (finding.line == 0 || finding.column == 0 || line.empty())
    {
        return result;
    }
    if (finding.column > line.size() + 1)
    {
        return result;
    }
    std::size_t place = finding.column - 1;
    std::string before;
    if (line.size() > MOST && place > MOST_BEFORE)
    {
        std::size_t cut = place - MOST_BEFORE;
        while (cut < place && IsContinuation(line[cut]))
        {
            ++cut;
        }
        line.remove_prefix(cut);
        place -= cut;
        before = "...";
    }
    std::size_t shown = std::min(line.size(), MOST);
    while (shown < line.size() && IsContinuation(line[shown]))
    {
        ++shown;
    }
    const std::string after = shown < line.size() ? "..." : "";
    line = line.substr(0, shown);

    const std::string_view marked = line.substr(place);
    const std::size_t length = finding.wholeLine ? marked.find_last_not_of(" \t\r") + 1
                                                 : std::min(WordLength(marked), marked.size());
    std::string underline(before.size(), ' ');
    for (char c : line.substr(0, place))
    {
        underline += IsContinuation(c) ? "" : (c == '\t' ? "\t" : " ");
    }
    underline += '^';
    for (std::size_t i = 1; i < length; ++i)
    {
        underline += IsContinuation(marked[i]) ? "" : "~";
    }
    return result + before + Printable(line) + after + "\n" + underline + "\n";
}

} // namespace ns3
