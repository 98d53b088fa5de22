// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_GRAPH_H
#define NF_TOPOLOGY_GRAPH_H

#include "nf-prefix.h"

#include "ns3/ipv4-address.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// What stands at a vertex of a topology.
enum class NfTopologyKind : uint8_t
{
    ROUTER, //!< forwards packets
    HOST,   //!< sends and receives only: no path leads through it
    LAN //!< no box but a shared medium (NfTopologyMedium, a hyperedge); has no address of its own
};

/// What a LAN is made of.
enum class NfTopologyMedium : uint8_t
{
    CSMA,   //!< one cable that all share
    BRIDGE, //!< a switch: a cable of its own to each that is joined to it
    WIFI    //!< an access point and stations
};

/// What a LAN of medium WIFI is like.
struct NfTopologyWifi
{
    std::string standard{"802.11n"}; //!< one of NfGetWifiStandards()
    std::string rates{"ideal"};      //!< who chooses rates: one of NfGetWifiRates()
    /// Number of the node that is the access point; nothing: a box of its own, which bridges
    /// between the air and the LANs that links join it to.
    std::optional<std::size_t> accessPoint{};
    double radius{5}; //!< metres from the access point to stations of which no position is known
};

/// @param kind the kind
/// @return its name: "router", "host", "lan"
const char* NfToString(NfTopologyKind kind);

/// Where a node is: on the Earth (x = longitude, y = latitude, in degrees) or in a drawing.
struct NfTopologyPosition
{
    double x{0};              //!< degrees east; or to the right, in units of the drawing
    double y{0};              //!< degrees north; or upwards, in units of the drawing
    bool isGeographic{false}; //!< degrees on the Earth

    /**
     * @param other another position
     * @return the distance in metres along the Earth's surface; nothing unless both are geographic
     */
    std::optional<double> GetDistance(const NfTopologyPosition& other) const;
};

/// What a file says beyond what the topology itself needs, by name.
using NfTopologyAttributes = std::map<std::string, std::string>;

/// A vertex of a topology.
struct NfTopologyNode
{
    std::string name;  //!< unique in the graph, without blanks and "/", so that Names takes it
    std::string label; //!< what a drawing prints; need not be unique
    NfTopologyKind kind{NfTopologyKind::ROUTER};
    std::optional<NfTopologyPosition> position; //!< nothing: unknown
    bool isNat{false}; //!< a router beyond which nobody gets a route to private networks
    NfTopologyMedium medium{NfTopologyMedium::CSMA}; //!< of a LAN
    NfTopologyWifi wifi;                             //!< of a LAN of medium WIFI
    NfTopologyAttributes attributes;
};

/// An edge of a topology: a cable between two nodes, or from a node to a LAN. No direction.
struct NfTopologyLink
{
    std::size_t from{0};             //!< number of a node
    std::size_t to{0};               //!< number of a node; equal to `from` for a self-loop
    std::string label;               //!< what a drawing prints
    std::optional<uint64_t> bitRate; //!< bit/s; nothing: unknown
    std::optional<Time> delay;       //!< of propagation; nothing: unknown
    double loss{0};        //!< share of the packets that are lost on it, 0 to 1, in each direction
    std::string queueDisc; //!< "ns3::RedQueueDisc[MinTh=5]" at both ends; empty: ns-3's default
    std::optional<NfPrefix> network;        //!< given; nothing: from the plan's pool. Of a LAN's
                                            //!< links one tells it, or several the same
    std::optional<Ipv4Address> fromAddress; //!< given to the interface at `from`
    std::optional<Ipv4Address> toAddress;   //!< given to the interface at `to`
    bool isPrivate{false};                  //!< nobody beyond a NAT gets a route to its network
    /// Number of the node on it that gives addresses by DHCP to interfaces that were given none;
    /// nothing: they have them from the start.
    std::optional<std::size_t> dhcpServer;
    std::optional<Time> dhcpLease; //!< how long the server grants them; nothing: an hour. Of all
                                   //!< links that a server serves in a network, the shortest
    NfTopologyAttributes attributes;
};

/**
 * @ingroup netfilter
 * A network as a graph: nodes, links, and what is known of them. No simulation is needed for it.
 *
 * Readers (NfReadTopology()) and generators (NfMakeStarOfLans() ...) make one, NfTopologyPlan gives
 * it interfaces, addresses and routes, and NfTopologyHelper makes ns-3 nodes of it.
 *
 * Nodes and links are numbered from 0 in the order in which they were added, and all questions are
 * answered in that order, so that what is made of a graph does not depend on anything else. The
 * graph is a multigraph: it keeps parallel links and self-loops, as files have them; it may fall
 * into several components. Nothing is made up: a rate, delay or position that no one gave is
 * unknown, until SetDefaults() or SetDelaysFromPositions() gives it a value.
 *
 * Calls with a number that is none of a node or link are an NS_ABORT, as are two nodes of one name.
 */
class NfTopologyGraph
{
  public:
    NfTopologyGraph();
    ~NfTopologyGraph();

    /// @param other the graph to copy
    NfTopologyGraph(const NfTopologyGraph& other);
    NfTopologyGraph(NfTopologyGraph&& other) noexcept;
    /// @param other the graph to copy
    /// @return this graph
    NfTopologyGraph& operator=(const NfTopologyGraph& other);
    NfTopologyGraph& operator=(NfTopologyGraph&& other) noexcept;

    /**
     * @param node the node; see MakeName() for its name
     * @return its number
     */
    std::size_t AddNode(NfTopologyNode node);

    /**
     * Add a node of which no more is known.
     * @param name its name, which is its label too
     * @param kind its kind
     * @return its number
     */
    std::size_t AddNode(const std::string& name, NfTopologyKind kind = NfTopologyKind::ROUTER);

    /// @param link the link, between nodes that have been added
    /// @return its number
    std::size_t AddLink(NfTopologyLink link);

    /**
     * Add a link of which no more is known.
     * @param from number of a node
     * @param to number of a node
     * @return its number
     */
    std::size_t AddLink(std::size_t from, std::size_t to);

    /// @return how many nodes there are
    std::size_t GetNNodes() const;

    /// @return how many links there are
    std::size_t GetNLinks() const;

    /// @param node number of a node
    /// @return the node
    const NfTopologyNode& GetNode(std::size_t node) const;

    /// @param link number of a link
    /// @return the link
    const NfTopologyLink& GetLink(std::size_t link) const;

    /// @param link number of a link
    /// @param node number of one of its ends
    /// @return the other end
    std::size_t GetOtherEnd(std::size_t link, std::size_t node) const;

    /// @param name name of a node
    /// @return its number; nothing if there is none of that name
    std::optional<std::size_t> FindNode(std::string_view name) const;

    /**
     * @param pattern name of a node; "*" stands for any characters, "?" for one, and "[1..20]" for
     *        the numbers from 1 to 20
     * @return the nodes (not the LANs) whose names fit, in order
     */
    std::vector<std::size_t> FindNodes(std::string_view pattern) const;

    /// @param node number of a node
    /// @return its links, a self-loop once
    std::vector<std::size_t> GetLinks(std::size_t node) const;

    /// @return for each node the number of its component, from 0, in the order of their first nodes
    std::vector<std::size_t> GetComponents() const;

    /**
     * @param node number of a node
     * @param position its position
     */
    void SetPosition(std::size_t node, const NfTopologyPosition& position);

    /// @param node number of a node
    /// @param kind its kind
    void SetKind(std::size_t node, NfTopologyKind kind);

    /**
     * @param node number of a LAN
     * @param medium what it is made of
     * @param wifi what it is like, if it is Wi-Fi
     */
    void SetMedium(std::size_t node, NfTopologyMedium medium, const NfTopologyWifi& wifi = {});

    /// @param node number of a node
    /// @param isNat whether it is a NAT, see NfTopologyNode
    void SetNat(std::size_t node, bool isNat);

    /// @param link number of a link
    /// @param bitRate its rate in bit/s
    void SetBitRate(std::size_t link, uint64_t bitRate);

    /// @param link number of a link
    /// @param delay its propagation delay
    void SetDelay(std::size_t link, Time delay);

    /**
     * Give each link of unknown delay between nodes of known geographic positions the time that
     * light takes along the Earth's surface.
     * @param speed in the medium, in m/s; glass: two thirds of light's
     * @return how many links got a delay
     */
    std::size_t SetDelaysFromPositions(double speed = 2e8);

    /**
     * Give a rate and a delay to all links that have none.
     * @param bitRate in bit/s
     * @param delay of propagation
     * @return how many links got one of them
     */
    std::size_t SetDefaults(uint64_t bitRate, Time delay);

    /**
     * Make a name that AddNode() takes of a text that people read.
     * @param text such as a label; blanks become "_", "/" and control characters "-"
     * @param suffix what to add if a node of that name is there already
     * @return a name that no node has
     */
    std::string MakeName(std::string_view text, std::string_view suffix) const;

  private:
    struct Store;
    std::unique_ptr<Store> m_store; //!< hides Boost.Graph
};

/// The least rectangle with all positions of a graph in it.
struct NfTopologyBounds
{
    double left{0};
    double right{0};
    double bottom{0};
    double top{0};
    bool isGeographic{false}; //!< at least one position is
};

/// @param graph a topology
/// @return where its nodes lie; nothing if no position is known
std::optional<NfTopologyBounds> NfFindBounds(const NfTopologyGraph& graph);

} // namespace ns3

#endif /* NF_TOPOLOGY_GRAPH_H */
