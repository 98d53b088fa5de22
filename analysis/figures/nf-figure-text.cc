// SPDX-License-Identifier: GPL-2.0-only

#include "nf-figure-text.h"

#include <algorithm>
#include <map>
#include <set>

namespace ns3
{

namespace
{

bool
IsContinued(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::size_t
CountCharacters(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !IsContinued(c); }));
}

/// Where a character begins; the text's size beyond the last one.
std::size_t
OffsetOf(const std::string& text, std::size_t character)
{
    std::size_t offset = 0;
    for (; offset < text.size(); ++offset)
    {
        if (!IsContinued(text[offset]) && character-- == 0)
        {
            return offset;
        }
    }
    return offset;
}

double
CharacterWidth(unsigned char c)
{
    static const std::string narrow = " ijlIfrt|.,:;'!()[]/-";
    static const std::string wide = "mwMW@%";
    if (c >= 0xe0)
    {
        return 1; // a script with wide characters
    }
    if (c >= 0x80)
    {
        return 0.65;
    }
    if (narrow.find(char(c)) != std::string::npos)
    {
        return 0.38;
    }
    if (wide.find(char(c)) != std::string::npos)
    {
        return 0.92;
    }
    return c >= 'A' && c <= 'Z' ? 0.7 : 0.62;
}

/// Bytes of a word that fit into a line.
std::size_t
FittingBytes(const std::string& word, double width)
{
    double used = 0;
    for (std::size_t i = 0; i < word.size(); ++i)
    {
        if (!IsContinued(word[i]))
        {
            used += CharacterWidth(static_cast<unsigned char>(word[i]));
            if (used > width && i > 0)
            {
                return i;
            }
        }
    }
    return word.size();
}

} // namespace

double
NfTextWidth(const std::string& text)
{
    double width = 0;
    for (char c : text)
    {
        width += IsContinued(c) ? 0 : CharacterWidth(static_cast<unsigned char>(c));
    }
    return width;
}

double
NfWidestText(const std::vector<std::string>& texts)
{
    double widest = 0;
    for (const std::string& text : texts)
    {
        widest = std::max(widest, NfTextWidth(text));
    }
    return widest;
}

std::vector<std::string>
NfWrapText(const std::string& text, double width)
{
    std::vector<std::string> lines(1);
    std::size_t start = 0;
    while (start < text.size())
    {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        std::string word = text.substr(start, end - start);
        start = end + 1;
        const std::string joined = lines.back().empty() ? word : lines.back() + " " + word;
        if (NfTextWidth(joined) <= width)
        {
            lines.back() = joined;
            continue;
        }
        if (!lines.back().empty())
        {
            lines.emplace_back();
        }
        for (std::size_t bytes = FittingBytes(word, width); bytes < word.size();
             bytes = FittingBytes(word, width))
        {
            lines.back() = word.substr(0, bytes);
            lines.emplace_back();
            word.erase(0, bytes);
        }
        lines.back() = word;
    }
    return lines;
}

std::string
NfShortenText(const std::string& text, std::size_t length)
{
    constexpr std::size_t nearby = 12; // bytes that may be lost to end between two words
    static const std::string gap = " ... ";
    const std::size_t size = CountCharacters(text);
    if (size <= length)
    {
        return text;
    }
    const std::size_t kept = length > gap.size() + 2 ? length - gap.size() : 2;
    const std::size_t half = (kept + 1) / 2;
    std::string head = text.substr(0, OffsetOf(text, half));
    std::string tail = text.substr(OffsetOf(text, size - (kept - half)));
    const std::size_t last = head.rfind(' ');
    if (last != std::string::npos && last > 0 && head.size() - last <= nearby)
    {
        head.erase(last);
    }
    const std::size_t first = tail.find(' ');
    if (first <= nearby && first + 1 < tail.size())
    {
        tail.erase(0, first + 1);
    }
    return head + gap + tail;
}

std::vector<std::string>
NfShortenTexts(const std::vector<std::string>& texts, std::size_t length)
{
    std::map<std::string, std::set<std::string>> origins; // by short text
    for (const std::string& text : texts)
    {
        origins[NfShortenText(text, length)].insert(text);
    }
    std::vector<std::string> result;
    for (const std::string& text : texts)
    {
        std::string shortened = NfShortenText(text, length);
        const std::set<std::string>& same = origins[shortened];
        if (same.size() > 1)
        {
            const auto number = std::distance(same.begin(), same.find(text)) + 1;
            shortened += " (" + std::to_string(number) + ")";
        }
        result.push_back(std::move(shortened));
    }
    return result;
}

} // namespace ns3
