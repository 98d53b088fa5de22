// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_DRAFT_H
#define NF_TOPOLOGY_DRAFT_H

#include "nf-error.h"
#include "nf-topology-reader.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// A place in a text.
struct NfPlace
{
    uint32_t line{0};   //!< from 1
    uint32_t column{0}; //!< from 1, in bytes
};

/// A text in a file, and where it stands.
struct NfPlacedText
{
    std::string text;
    NfPlace place;
};

/**
 * @ingroup netfilter
 * What a file says of its nodes and links, before what it means is known: the part of reading that
 * all formats share. A reader adds nodes and links with their attributes as texts, in any order;
 * Finish() makes the graph of them.
 */
class NfTopologyDraft
{
  public:
    /// Attributes by name, each with its place.
    using Attributes = std::map<std::string, NfPlacedText>;

    /// A node as its file tells it.
    struct Node
    {
        NfPlacedText id;       //!< by which links name it
        Attributes attributes; //!< all
        bool isLan{false};     //!< whatever its attributes say
    };

    /// A link as its file tells it.
    struct Link
    {
        NfPlacedText from;        //!< identifier of a node
        NfPlacedText to;          //!< identifier of a node
        Attributes attributes;    //!< all
        bool hasDirection{false}; //!< its opposite may be there too, and is the same link
        NfPlace place;
    };

    /// @param file name of the file, for messages
    explicit NfTopologyDraft(const std::string& file);

    /**
     * @param node a node; a second of one identifier is wrong, see FindNode()
     * @return it, to be filled
     */
    Node& AddNode(Node node);

    /// @param id identifier of a node
    /// @return it; null if there is none
    Node* FindNode(const std::string& id);

    /// @param link a link; its nodes may be added later
    void AddLink(Link link);

    /// @param name what the file calls the network
    void SetName(const std::string& name);

    /**
     * Tell of something once that is odd, or has no effect.
     * @param place where it is first seen
     * @param message what it is
     */
    void Note(const NfPlace& place, const std::string& message);

    /// @param place where in the file
    /// @param message what is wrong
    /// @return both, with the file's name
    NfError Fail(const NfPlace& place, const std::string& message) const;

    /**
     * Make the graph.
     * @param result receives it
     * @return nothing, or what is wrong
     */
    NfStatus Finish(NfTopologyReading& result);

  private:
    NfStatus FinishNode(const Node& node, NfTopologyGraph& graph);
    NfStatus FinishLink(const Link& link, NfTopologyGraph& graph);
    NfStatus FindPosition(const Attributes& attributes, NfTopologyNode& node);
    NfStatus FindKind(const Node& draft, NfTopologyNode& node);
    NfStatus FindBitRate(const Attributes& attributes, NfTopologyLink& link);
    NfStatus FindDelay(const Attributes& attributes, NfTopologyLink& link);
    NfStatus FindEnd(const NfPlacedText& id, std::size_t& node) const;

    std::string m_file;
    std::string m_name;
    std::vector<Node> m_nodes;
    std::vector<Link> m_links;
    std::map<std::string, std::size_t> m_ids;  //!< of nodes, while reading
    std::map<std::string, std::size_t> m_ends; //!< of nodes in the graph, while finishing
    std::multiset<std::pair<std::size_t, std::size_t>> m_single; //!< directed, opposite not seen
    std::set<std::string> m_told;
    std::vector<NfError> m_notes;
};

/**
 * @param text a text in GraphML
 * @param draft receives what it says
 * @return nothing, or what is wrong
 */
NfStatus NfReadGraphml(std::string_view text, NfTopologyDraft& draft);

/**
 * @param text a text in GraphViz's language
 * @param draft receives what it says
 * @return nothing, or what is wrong
 */
NfStatus NfReadDot(std::string_view text, NfTopologyDraft& draft);

/**
 * @param text a text of words in lines
 * @param format which of the formats of that kind
 * @param draft receives what it says
 * @return nothing, or what is wrong
 */
NfStatus NfReadTopologyLines(std::string_view text,
                             NfTopologyFormat format,
                             NfTopologyDraft& draft);

} // namespace ns3

#endif /* NF_TOPOLOGY_DRAFT_H */
