// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-draft.h"

#include <expat.h>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <type_traits>

namespace ns3
{

namespace
{

constexpr char NAMESPACE[] = "http://graphml.graphdrawing.org/xmlns";
constexpr char SEPARATOR = '|'; // between a namespace and a name, in what Expat hands over

/// A <key>: what the values of an identifier mean.
struct Key
{
    std::string name;
    std::string domain; //!< "node", "edge", "graph", "all", ...
    std::optional<std::string> fallback;
};

/**
 * Hears what Expat finds in a GraphML file. Attributes are found by the identifier of their key, so
 * two keys may declare one name with different types, for nodes and for edges, or for both.
 */
class GraphmlReader
{
  public:
    explicit GraphmlReader(NfTopologyDraft& draft)
        : m_draft(draft),
          m_parser(XML_ParserCreateNS(nullptr, SEPARATOR), &XML_ParserFree)
    {
        XML_SetUserData(m_parser.get(), this);
        XML_SetElementHandler(m_parser.get(), OnStart, OnEnd);
        XML_SetCharacterDataHandler(m_parser.get(), OnText);
    }

    NfStatus Read(std::string_view text)
    {
        // Expat counts in int.
        constexpr std::size_t CHUNK = std::size_t{1} << 24;
        do
        {
            const std::string_view chunk = text.substr(0, CHUNK);
            text.remove_prefix(chunk.size());
            const bool isGood = XML_Parse(m_parser.get(),
                                          chunk.data(),
                                          static_cast<int>(chunk.size()),
                                          text.empty()) == XML_STATUS_OK;
            if (m_error)
            {
                return m_error;
            }
            if (!isGood)
            {
                return m_draft.Fail(GetPlace(), XML_ErrorString(XML_GetErrorCode(m_parser.get())));
            }
        } while (!text.empty());
        return m_graphs == 0 ? NfStatus(m_draft.Fail(GetPlace(), "there is no element <graph>"))
                             : std::nullopt;
    }

  private:
    using Attribute = std::optional<std::string>;

    static void OnStart(void* self, const XML_Char* name, const XML_Char** attributes)
    {
        static_cast<GraphmlReader*>(self)->Start(name, attributes);
    }

    static void OnEnd(void* self, const XML_Char*)
    {
        static_cast<GraphmlReader*>(self)->End();
    }

    static void OnText(void* self, const XML_Char* text, int length)
    {
        GraphmlReader& reader = *static_cast<GraphmlReader*>(self);
        if (reader.m_wanted)
        {
            reader.m_text.append(text, length);
        }
    }

    NfPlace GetPlace() const
    {
        return {static_cast<uint32_t>(XML_GetCurrentLineNumber(m_parser.get())),
                static_cast<uint32_t>(XML_GetCurrentColumnNumber(m_parser.get()) + 1)};
    }

    void Refuse(const NfPlace& place, const std::string& message)
    {
        if (!m_error)
        {
            m_error = m_draft.Fail(place, message);
            XML_StopParser(m_parser.get(), XML_FALSE);
        }
    }

    static Attribute Get(const XML_Char** attributes, std::string_view name)
    {
        for (; *attributes; attributes += 2)
        {
            if (*attributes == name)
            {
                return attributes[1];
            }
        }
        return std::nullopt;
    }

    // Without it, the element says nothing.
    std::string Require(const XML_Char** attributes, const char* element, const char* name)
    {
        const Attribute value = Get(attributes, name);
        if (!value)
        {
            Refuse(GetPlace(), fmt::format("<{}> without the attribute {}", element, name));
        }
        return value.value_or("");
    }

    std::string StripNamespace(std::string_view name)
    {
        const std::size_t separator = name.find(SEPARATOR);
        if (separator == std::string_view::npos)
        {
            return std::string(name); // older files name no namespace
        }
        return name.substr(0, separator) == NAMESPACE ? std::string(name.substr(separator + 1))
                                                      : std::string();
    }

    void Start(std::string_view fullName, const XML_Char** attributes)
    {
        const std::string name = StripNamespace(fullName);
        const std::string parent = m_path.empty() ? "" : m_path.back();
        m_path.push_back(name);
        if (m_path.size() == 1 && name != "graphml")
        {
            Refuse(GetPlace(), fmt::format("<{}> found, <graphml> expected", name));
        }
        else if (m_path.size() > 1)
        {
            StartInside(name, parent, attributes);
        }
    }

    void StartInside(const std::string& name,
                     const std::string& parent,
                     const XML_Char** attributes)
    {
        if (name == "key" && parent == "graphml")
        {
            m_keyId = Require(attributes, "key", "id");
            m_keys[m_keyId] = {Get(attributes, "attr.name").value_or(m_keyId),
                               Get(attributes, "for").value_or("all"),
                               std::nullopt};
        }
        else if ((name == "default" && parent == "key") || name == "data")
        {
            StartValue(name, parent, attributes);
        }
        else if (name == "graph")
        {
            StartGraph(parent, attributes);
        }
        else if (name == "node" && parent == "graph")
        {
            StartNode(attributes);
        }
        else if (name == "edge" && parent == "graph")
        {
            StartEdge(attributes);
        }
        else if (name == "hyperedge" && parent == "graph")
        {
            StartHyperedge(attributes);
        }
        else if (name == "endpoint" && parent == "hyperedge")
        {
            NfTopologyDraft::Link link;
            link.place = GetPlace();
            link.from = {Require(attributes, "endpoint", "node"), link.place};
            link.to = m_hyperedge;
            m_draft.AddLink(std::move(link));
        }
        else if (name != "desc" && !m_wanted)
        {
            // Inside a value, such as a tool's own drawing, anything may stand.
            m_draft.Note(GetPlace(),
                         name.empty() ? "elements of other namespaces have no effect"
                                      : fmt::format("<{}> has no effect here", name));
        }
    }

    void StartValue(const std::string& name, const std::string& parent, const XML_Char** attributes)
    {
        m_wanted = true;
        m_text.clear();
        m_valueDepth = m_path.size();
        m_valuePlace = GetPlace();
        m_owner = parent;
        if (name == "data")
        {
            m_keyId = Require(attributes, "data", "key");
            if (m_keys.count(m_keyId) == 0)
            {
                Refuse(m_valuePlace, fmt::format("there is no key '{}'", m_keyId));
            }
        }
    }

    void StartGraph(const std::string& parent, const XML_Char** attributes)
    {
        if (parent != "graphml" || m_graphs++ > 0)
        {
            Refuse(GetPlace(),
                   parent == "graphml" ? "a second graph: one in a file is what can be read"
                                       : "a graph inside of a node or link cannot be read");
        }
        m_isDirected = Get(attributes, "edgedefault").value_or("undirected") == "directed";
    }

    void StartNode(const XML_Char** attributes)
    {
        NfTopologyDraft::Node node;
        node.id = {Require(attributes, "node", "id"), GetPlace()};
        AddNode(std::move(node));
    }

    void StartHyperedge(const XML_Char** attributes)
    {
        NfTopologyDraft::Node node;
        const std::string id = fmt::format("hyperedge{}", ++m_hyperedges);
        node.id = {Get(attributes, "id").value_or(id), GetPlace()};
        node.isLan = true;
        m_hyperedge = node.id;
        AddNode(std::move(node));
    }

    void AddNode(NfTopologyDraft::Node node)
    {
        if (const NfTopologyDraft::Node* other = m_draft.FindNode(node.id.text))
        {
            Refuse(node.id.place,
                   fmt::format("a second node '{}'; the first is in line {}",
                               node.id.text,
                               other->id.place.line));
            return;
        }
        m_attributes.clear();
        m_node = std::move(node);
    }

    void StartEdge(const XML_Char** attributes)
    {
        NfTopologyDraft::Link link;
        link.place = GetPlace();
        link.from = {Require(attributes, "edge", "source"), link.place};
        link.to = {Require(attributes, "edge", "target"), link.place};
        const Attribute directed = Get(attributes, "directed");
        link.hasDirection = directed ? *directed == "true" || *directed == "1" : m_isDirected;
        if (link.hasDirection)
        {
            m_draft.Note(link.place,
                         "links have no direction here; two opposite ones are taken for one");
        }
        m_attributes.clear();
        m_link = std::move(link);
    }

    void End()
    {
        const std::string name = m_path.back();
        if (m_wanted && m_path.size() == m_valueDepth)
        {
            EndValue();
        }
        else if (name == "node" || name == "hyperedge")
        {
            FillDefaults("node", m_node.id.place);
            m_node.attributes = std::move(m_attributes);
            m_draft.AddNode(std::move(m_node));
            m_node = {};
        }
        else if (name == "edge")
        {
            FillDefaults("edge", m_link.place);
            m_link.attributes = std::move(m_attributes);
            m_draft.AddLink(std::move(m_link));
        }
        m_path.pop_back();
    }

    void EndValue()
    {
        m_wanted = false;
        const Key& key = m_keys[m_keyId];
        if (m_owner == "key")
        {
            m_keys[m_keyId].fallback = m_text;
        }
        else if (m_owner == "graph")
        {
            NameGraph(key.name);
        }
        else if (m_owner == "node" || m_owner == "edge" || m_owner == "hyperedge")
        {
            m_attributes[key.name] = {m_text, m_valuePlace};
        }
    }

    // "Network" is how the zoo calls it, "label" or "name" others.
    void NameGraph(const std::string& key)
    {
        const bool isBest = key == "Network";
        if (isBest || (!m_isNamed && (key == "label" || key == "name")))
        {
            m_draft.SetName(m_text);
            m_isNamed = isBest;
        }
    }

    void FillDefaults(const std::string& domain, const NfPlace& place)
    {
        for (const auto& [id, key] : m_keys)
        {
            if (key.fallback && (key.domain == domain || key.domain == "all"))
            {
                m_attributes.emplace(key.name, NfPlacedText{*key.fallback, place});
            }
        }
    }

    using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)>;

    NfTopologyDraft& m_draft;
    Parser m_parser;
    NfStatus m_error;
    std::vector<std::string> m_path; //!< elements that are open
    std::map<std::string, Key> m_keys;
    uint32_t m_graphs{0};
    uint32_t m_hyperedges{0};
    bool m_isDirected{false};
    bool m_isNamed{false};
    NfTopologyDraft::Attributes m_attributes; //!< of the node or link that is open
    NfTopologyDraft::Node m_node;
    NfTopologyDraft::Link m_link;
    NfPlacedText m_hyperedge; //!< that is open
    bool m_wanted{false};     //!< inside of a value
    std::string m_text;       //!< of the value
    std::size_t m_valueDepth{0};
    NfPlace m_valuePlace;
    std::string m_owner; //!< element that the value belongs to
    std::string m_keyId; //!< of the value
};

} // namespace

NfStatus
NfReadGraphml(std::string_view text, NfTopologyDraft& draft)
{
    return GraphmlReader(draft).Read(text);
}

} // namespace ns3
