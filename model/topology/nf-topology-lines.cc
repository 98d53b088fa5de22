// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-draft.h"
#include "nf-topology-units.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Words = std::vector<NfPlacedText>;

// The words of each line that has any. A "#" begins a comment where a word begins.
std::vector<Words>
SplitLines(std::string_view text)
{
    std::vector<Words> lines;
    for (uint32_t line = 1; !text.empty(); ++line)
    {
        std::string_view rest = text.substr(0, text.find('\n'));
        const std::string_view whole = rest;
        text.remove_prefix(std::min(text.size(), rest.size() + 1));
        Words words;
        while (true)
        {
            const std::size_t start = rest.find_first_not_of(" \t\r");
            if (start == std::string_view::npos || rest[start] == '#')
            {
                break;
            }
            rest.remove_prefix(start);
            const std::size_t length = std::min(rest.find_first_of(" \t\r"), rest.size());
            const auto column = static_cast<uint32_t>(rest.data() - whole.data() + 1);
            words.push_back({std::string(rest.substr(0, length)), {line, column}});
            rest.remove_prefix(length);
        }
        if (!words.empty())
        {
            lines.push_back(std::move(words));
        }
    }
    return lines;
}

/// Reads the formats that are words in lines.
class LineReader
{
  public:
    LineReader(std::vector<Words> lines, NfTopologyDraft& draft)
        : m_lines(std::move(lines)),
          m_draft(draft)
    {
    }

    NfStatus ReadInet();
    NfStatus ReadOrbis();
    NfStatus ReadRocketfuel();

  private:
    NfStatus ReadInetNode(const Words& words);
    NfStatus ReadMap();
    NfStatus ReadMapLine(const Words& words);
    NfStatus ReadWeights();

    void NeedNode(const NfPlacedText& id)
    {
        if (!m_draft.FindNode(id.text))
        {
            NfTopologyDraft::Node node;
            node.id = id;
            m_draft.AddNode(std::move(node));
        }
    }

    NfStatus NeedWords(const Words& words, std::size_t count, const char* expected)
    {
        if (words.size() == count)
        {
            return std::nullopt;
        }
        const NfPlacedText& bad = words.size() > count ? words[count] : words.back();
        return m_draft.Fail(bad.place, fmt::format("{} expected", expected));
    }

    std::vector<Words> m_lines;
    NfTopologyDraft& m_draft;
};

NfStatus
LineReader::ReadInet()
{
    if (NfStatus wrong = NeedWords(m_lines[0], 2, "the numbers of nodes and of links"))
    {
        return wrong;
    }
    double counts[2];
    for (std::size_t i = 0; i < 2; ++i)
    {
        const NfPlacedText& word = m_lines[0][i];
        counts[i] = NfParseNumber(word.text).value_or(-1);
        if (counts[i] < 0 || counts[i] != std::floor(counts[i]))
        {
            return m_draft.Fail(word.place,
                                fmt::format("'{}' is no number of", word.text) +
                                    (i == 0 ? " nodes" : " links"));
        }
    }
    if (counts[0] + counts[1] != static_cast<double>(m_lines.size() - 1))
    {
        return m_draft.Fail(m_lines[0][0].place,
                            fmt::format("{} nodes and {} links announced, but {} lines follow",
                                        counts[0],
                                        counts[1],
                                        m_lines.size() - 1));
    }
    const auto nodes = static_cast<std::size_t>(counts[0]);
    for (std::size_t i = 1; i < m_lines.size(); ++i)
    {
        const Words& words = m_lines[i];
        if (i <= nodes)
        {
            if (NfStatus wrong = ReadInetNode(words))
            {
                return wrong;
            }
            continue;
        }
        if (NfStatus wrong = NeedWords(words, 3, "a link: from, to, length"))
        {
            return wrong;
        }
        NfTopologyDraft::Link link{words[0], words[1], {}, false, words[0].place};
        link.attributes["length"] = words[2];
        m_draft.AddLink(std::move(link));
    }
    return std::nullopt;
}

NfStatus
LineReader::ReadInetNode(const Words& words)
{
    if (NfStatus wrong = NeedWords(words, 3, "a node: its number, x, y"))
    {
        return wrong;
    }
    if (m_draft.FindNode(words[0].text))
    {
        return m_draft.Fail(words[0].place, fmt::format("a second node '{}'", words[0].text));
    }
    NfTopologyDraft::Node node;
    node.id = words[0];
    node.attributes["x"] = words[1];
    node.attributes["y"] = words[2];
    m_draft.AddNode(std::move(node));
    return std::nullopt;
}

NfStatus
LineReader::ReadOrbis()
{
    for (const Words& words : m_lines)
    {
        if (NfStatus wrong = NeedWords(words, 2, "a link: two nodes"))
        {
            return wrong;
        }
        NeedNode(words[0]);
        NeedNode(words[1]);
        m_draft.AddLink({words[0], words[1], {}, false, words[0].place});
    }
    return std::nullopt;
}

NfStatus
LineReader::ReadRocketfuel()
{
    const Words& first = m_lines[0];
    const bool isMap = first.size() > 3 || first[0].text[0] == '-';
    return isMap ? ReadMap() : ReadWeights();
}

NfStatus
LineReader::ReadWeights()
{
    for (const Words& words : m_lines)
    {
        if (NfStatus wrong = NeedWords(words, 3, "a link: two nodes and a weight"))
        {
            return wrong;
        }
        if (!NfParseNumber(words[2].text))
        {
            return m_draft.Fail(words[2].place, fmt::format("'{}' is no weight", words[2].text));
        }
        NeedNode(words[0]);
        NeedNode(words[1]);
        NfTopologyDraft::Link link{words[0], words[1], {}, true, words[0].place};
        link.attributes["weight"] = words[2];
        m_draft.AddLink(std::move(link));
    }
    return std::nullopt;
}

NfStatus
LineReader::ReadMap()
{
    for (const Words& words : m_lines)
    {
        if (NfStatus wrong = ReadMapLine(words))
        {
            return wrong;
        }
    }
    return std::nullopt;
}

// "uid @place [+] [bb] (neighbours) [&external] -> <uid> ... {-external} ... =name[!] radius"
NfStatus
LineReader::ReadMapLine(const Words& words)
{
    if (words[0].text[0] == '-')
    {
        m_draft.Note(words[0].place, "nodes of other networks (-uid) are left out");
        return std::nullopt;
    }
    if (words.size() < 2 || words[1].text[0] != '@')
    {
        return m_draft.Fail(words.size() < 2 ? words[0].place : words[1].place,
                            "a node's place, @..., expected");
    }
    if (m_draft.FindNode(words[0].text))
    {
        return m_draft.Fail(words[0].place, fmt::format("a second node '{}'", words[0].text));
    }
    NfTopologyDraft::Node node;
    node.id = words[0];
    node.attributes["place"] = {words[1].text.substr(1), words[1].place};
    std::vector<NfTopologyDraft::Link> links;
    for (std::size_t i = 2; i < words.size(); ++i)
    {
        const std::string& word = words[i].text;
        if (word[0] == '<' && word.size() > 2 && word.back() == '>')
        {
            const NfPlacedText to{word.substr(1, word.size() - 2), words[i].place};
            links.push_back({words[0], to, {}, true, words[i].place});
        }
        else if (word[0] == '{')
        {
            m_draft.Note(words[i].place, "links to other networks, {-uid}, are left out");
        }
        else if (word[0] == '=')
        {
            node.attributes["name"] = {word.substr(1), words[i].place};
        }
        else if (word == "bb")
        {
            node.attributes["backbone"] = {"1", words[i].place};
        }
    }
    m_draft.AddNode(std::move(node));
    for (NfTopologyDraft::Link& link : links)
    {
        m_draft.AddLink(std::move(link));
    }
    return std::nullopt;
}

} // namespace

NfStatus
NfReadTopologyLines(std::string_view text, NfTopologyFormat format, NfTopologyDraft& draft)
{
    std::vector<Words> lines = SplitLines(text);
    if (lines.empty())
    {
        return draft.Fail({1, 1}, "there is nothing in it");
    }
    LineReader reader(std::move(lines), draft);
    if (format == NfTopologyFormat::INET)
    {
        return reader.ReadInet();
    }
    return format == NfTopologyFormat::ORBIS ? reader.ReadOrbis() : reader.ReadRocketfuel();
}

} // namespace ns3
