// SPDX-License-Identifier: GPL-2.0-only

#include "nf-dot-tokenizer.h"
#include "nf-topology-draft.h"

#include <fmt/format.h>
#include <limits>

namespace ns3
{

namespace
{

using Attributes = NfTopologyDraft::Attributes;

/**
 * A parser of GraphViz's language, one function for each of its rules. `node [...]` and
 * `edge [...]` count for what follows in their braces; a link to a subgraph is one to each of its
 * nodes.
 */
class DotReader
{
  public:
    DotReader(std::string_view text, NfTopologyDraft& draft)
        : m_tokens(text),
          m_draft(draft),
          m_token(m_tokens.Next())
    {
    }

    NfStatus Read()
    {
        TakeIf("strict");
        m_isDirected = m_token.Is("digraph");
        if (!TakeIf("digraph") && !TakeIf("graph"))
        {
            Refuse("graph or digraph");
        }
        if (m_token.kind == NfDotToken::Kind::NAME)
        {
            m_draft.SetName(Take().text);
        }
        Names names;
        ReadBody(Scope(), names, 1);
        if (!m_error && m_token.kind != NfDotToken::Kind::END)
        {
            Refuse("the end of the file");
        }
        return m_error;
    }

  private:
    /// Attributes of nodes and links that follow.
    struct Scope
    {
        Attributes node;
        Attributes edge;
    };

    using Names = std::vector<NfPlacedText>;

    static constexpr std::size_t DEEPEST = 100;          // subgraphs in subgraphs
    static constexpr std::size_t MOST_LINKS = 1'000'000; // which no network has

    NfPlacedText Take()
    {
        NfPlacedText text = std::move(m_token.text);
        m_token = m_tokens.Next();
        return text;
    }

    bool TakeIf(std::string_view sign)
    {
        const bool isIt = m_token.Is(sign);
        if (isIt)
        {
            Take();
        }
        return isIt;
    }

    void Refuse(const std::string& expected)
    {
        Fail(m_token.text.place, fmt::format("{} found, {} expected", m_token.text.text, expected));
    }

    void Fail(const NfPlace& place, const std::string& message)
    {
        if (!m_error)
        {
            m_error = m_draft.Fail(place, message);
        }
        m_token = {};
    }

    void Expect(std::string_view sign)
    {
        if (!m_error && !TakeIf(sign))
        {
            Refuse(std::string(sign));
        }
    }

    // A name, or texts that "+" joins.
    NfPlacedText ReadName(const char* expected)
    {
        if (m_token.kind != NfDotToken::Kind::NAME)
        {
            Refuse(expected);
            return {};
        }
        NfPlacedText name = Take();
        while (TakeIf("+"))
        {
            name.text += ReadName("a text").text;
        }
        return name;
    }

    // { statements }
    void ReadBody(Scope scope, Names& names, std::size_t depth)
    {
        Expect("{");
        if (depth > DEEPEST)
        {
            Fail(m_token.text.place, fmt::format("more than {} braces are open", DEEPEST));
        }
        while (!m_error && !TakeIf("}"))
        {
            if (!TakeIf(";"))
            {
                ReadStatement(scope, names, depth);
            }
        }
    }

    void ReadStatement(Scope& scope, Names& names, std::size_t depth)
    {
        if (m_token.Is("node") || m_token.Is("edge") || m_token.Is("graph"))
        {
            const std::string what = Take().text;
            Attributes ignored;
            ReadAttributes(what == "node" ? scope.node : what == "edge" ? scope.edge : ignored);
            return;
        }
        bool isSubgraph = false;
        Names from;
        NfPlacedText first = ReadOperand(scope, from, depth, isSubgraph);
        if (!isSubgraph && TakeIf("="))
        {
            ReadName("a value"); // of the drawing as a whole
            return;
        }
        std::vector<std::pair<Names, NfPlace>> chain;
        while (!m_error && (m_token.Is("--") || m_token.Is("->")))
        {
            const NfPlacedText sign = Take();
            if ((sign.text == "->") != m_isDirected)
            {
                Fail(sign.place,
                     m_isDirected ? "-> is the sign of a digraph's links"
                                  : "-- is the sign of a graph's links");
            }
            Names to;
            bool ignored = false;
            ReadOperand(scope, to, depth, ignored);
            chain.emplace_back(std::move(to), sign.place);
        }
        AddStatement(scope, from, chain, isSubgraph);
        names.insert(names.end(), from.begin(), from.end());
        for (auto& [to, place] : chain)
        {
            names.insert(names.end(), to.begin(), to.end());
        }
    }

    // A node, perhaps with a port, or a subgraph.
    NfPlacedText ReadOperand(const Scope& scope, Names& names, std::size_t depth, bool& isSubgraph)
    {
        isSubgraph = m_token.Is("subgraph") || m_token.Is("{");
        if (isSubgraph)
        {
            if (TakeIf("subgraph") && m_token.kind == NfDotToken::Kind::NAME)
            {
                Take();
            }
            ReadBody(scope, names, depth + 1);
            return {};
        }
        const NfPlacedText name = ReadName("a node");
        while (TakeIf(":"))
        {
            ReadName("a port");
        }
        names.push_back(name);
        return name;
    }

    void AddStatement(const Scope& scope,
                      const Names& from,
                      const std::vector<std::pair<Names, NfPlace>>& chain,
                      bool isSubgraph)
    {
        Attributes attributes;
        if (!m_error && m_token.Is("["))
        {
            ReadAttributes(attributes);
        }
        if (m_error)
        {
            return;
        }
        if (!isSubgraph)
        {
            AddNodes(scope, from, chain.empty() ? attributes : Attributes());
        }
        const Names* left = &from;
        attributes.insert(scope.edge.begin(), scope.edge.end());
        for (const auto& [right, place] : chain)
        {
            AddNodes(scope, right, {});
            for (const NfPlacedText& a : *left)
            {
                for (std::size_t i = 0; i < right.size() && !m_error; ++i)
                {
                    AddLink({a, right[i], attributes, m_isDirected, place});
                }
            }
            left = &right;
        }
    }

    void AddLink(NfTopologyDraft::Link link)
    {
        if (m_isDirected)
        {
            m_draft.Note(link.place,
                         "links have no direction here; two opposite ones are taken for one");
        }
        // A line of many nodes on both sides of one sign makes the square of their number.
        if (++m_links > MOST_LINKS)
        {
            Fail(link.place, fmt::format("more than {} links", MOST_LINKS));
            return;
        }
        m_draft.AddLink(std::move(link));
    }

    // A node that is there already keeps what it has.
    void AddNodes(const Scope& scope, const Names& names, const Attributes& attributes)
    {
        for (const NfPlacedText& name : names)
        {
            NfTopologyDraft::Node* node = m_draft.FindNode(name.text);
            if (!node)
            {
                node = &m_draft.AddNode({name, scope.node, false});
            }
            for (const auto& [key, value] : attributes)
            {
                node->attributes[key] = value;
            }
            PlaceNode(*node);
        }
    }

    // "pos" is "x,y", with a "!" if the layout may not move it.
    void PlaceNode(NfTopologyDraft::Node& node)
    {
        const auto found = node.attributes.find("pos");
        if (found == node.attributes.end())
        {
            return;
        }
        const NfPlacedText& pos = found->second;
        const std::size_t comma = pos.text.find(',');
        const std::size_t end = pos.text.find_first_of(",!", comma + 1);
        if (comma == std::string::npos)
        {
            Fail(pos.place, fmt::format("'{}' is no position, such as \"10,20\"", pos.text));
            return;
        }
        node.attributes["x"] = {pos.text.substr(0, comma), pos.place};
        node.attributes["y"] = {pos.text.substr(comma + 1, end - comma - 1), pos.place};
    }

    // [ name = value, ... ] any number of times
    void ReadAttributes(Attributes& attributes)
    {
        while (!m_error && TakeIf("["))
        {
            while (!m_error && !TakeIf("]"))
            {
                const NfPlacedText name = ReadName("the name of an attribute");
                Expect("=");
                if (!m_error)
                {
                    attributes[name.text] = ReadName("a value");
                }
                if (!TakeIf(","))
                {
                    TakeIf(";");
                }
            }
        }
    }

    NfDotTokenizer m_tokens;
    NfTopologyDraft& m_draft;
    NfDotToken m_token; //!< the next one
    NfStatus m_error;
    bool m_isDirected{false};
    std::size_t m_links{0};
};

} // namespace

NfStatus
NfReadDot(std::string_view text, NfTopologyDraft& draft)
{
    return DotReader(text, draft).Read();
}

} // namespace ns3
