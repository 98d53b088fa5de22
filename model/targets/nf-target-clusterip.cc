// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-choice-kind.h"
#include "nf-connection.h"
#include "nf-ether-type.h"
#include "nf-extension-type.h"
#include "nf-hook-registry.h"
#include "nf-jhash.h"
#include "nf-mac-parser.h"
#include "nf-netns.h"
#include "nf-node-service.h"
#include "nf-port-place.h"
#include "nf-prefix.h"
#include "nf-raw-header.h"
#include "nf-rule-spec.h"

#include "ns3/mac48-address.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>

namespace ns3
{

namespace
{

using Mac = std::array<uint8_t, 6>;

constexpr uint16_t MAX_NODES = 16;
constexpr std::array<std::string_view, 3> MODES{"sourceip",
                                                "sourceip-sourceport",
                                                "sourceip-sourceport-destport"};

// An address of a group.
std::optional<Mac>
ReadMac(std::string_view text)
{
    const std::optional<Mac> mac = NfParseMac(text);
    return mac && ((*mac)[0] & 1) != 0 ? mac : std::nullopt;
}

void
PrintMac(std::ostream& os, const Mac& mac)
{
    os << fmt::format("{:02X}", fmt::join(mac, ":"));
}

/// What the first rule with --new says of an address. Rules for the address share it.
struct Cluster
{
    NfAddress address;
    NfInterfaceName device;
    Mac mac{};
    std::size_t mode{0};
    uint32_t nodes{1};
    uint32_t localNode{1}; //!< from 1
    uint32_t seed{0};

    /// @return which node, from 1, is to have the packet
    uint32_t ChooseNode(const NfPacket& packet) const;
};

/// Ports as Linux on x86 reads them, the bytes reversed; 0 of protocols without.
std::array<uint32_t, 2>
ReadPorts(const NfPacket& packet)
{
    constexpr uint32_t size = 4;
    const std::optional<uint32_t> place = NfFindPorts(packet.ip.protocol);
    const uint8_t* bytes = place ? packet.L4(*place + size) : nullptr;
    if (!bytes)
    {
        return {};
    }
    bytes += *place;
    return {static_cast<uint32_t>(bytes[0] | bytes[1] << 8),
            static_cast<uint32_t>(bytes[2] | bytes[3] << 8)};
}

uint32_t
Cluster::ChooseNode(const NfPacket& packet) const
{
    const auto [sourcePort, destinationPort] = ReadPorts(packet);
    const std::array<uint32_t, 3> words{packet.ip.source.V4(), sourcePort, destinationPort};
    const uint64_t hash = NfJhash2(words.data(), 1 + mode, seed);
    return (hash * nodes >> 32) + 1;
}

/// Answers ARP requests for a cluster's address with the cluster's link-layer address, as long as a
/// rule holds the cluster. Lives as long as the node's layer.
class ArpAnswerer : public NfNetnsState
{
  public:
    explicit ArpAnswerer(NfNetns& netns)
    {
        netns.GetHooks().Register(
            NfFamily::NETDEV,
            NfHook::INGRESS,
            NfPriority::FILTER,
            [this](NfPacket& frame) { return Answer(frame); },
            "CLUSTERIP");
    }

    std::weak_ptr<const Cluster> cluster;

  private:
    // Of an ARP message for Ethernet and IPv4 (RFC 826).
    static constexpr uint32_t SIZE = 28;
    static constexpr uint32_t OPERATION = 6;
    static constexpr uint32_t SENDER = 8;
    static constexpr uint32_t TARGET = 18;
    static constexpr uint32_t TARGET_ADDRESS = 24;
    static constexpr uint16_t REQUEST = 1;
    static constexpr uint16_t REPLY = 2;

    NfVerdict Answer(NfPacket& frame) const
    {
        const auto known = cluster.lock();
        const uint8_t* arp =
            known && frame.etherType == NfEtherType::ARP ? frame.L4(SIZE) : nullptr;
        if (!arp || NfRead16(arp + OPERATION) != REQUEST || !(frame.in->name == known->device) ||
            NfAddress(NfRead32(arp + TARGET_ADDRESS)) != known->address)
        {
            return NfVerdict::ACCEPT;
        }
        std::vector<uint8_t> reply(arp, arp + SIZE);
        NfWrite16(&reply[OPERATION], REPLY);
        std::copy_n(arp + SENDER, TARGET - SENDER, &reply[TARGET]);
        std::copy(known->mac.begin(), known->mac.end(), &reply[SENDER]);
        NfWrite32(&reply[SENDER + known->mac.size()], known->address.V4());
        Mac48Address to;
        to.CopyFrom(&reply[TARGET]);
        Ptr<Packet> packet = Create<Packet>();
        packet->AddHeader(NfRawHeader(reply, TypeId::LookupByName("ns3::ArpHeader")));
        frame.in->netDevice->Send(packet, to, NfEtherType::ARP);
        NfHookRegistry::Steal(frame); // nobody else answers
        return NfVerdict::STOLEN;
    }
};

/**
 * Target "CLUSTERIP": several nodes share an address, and each takes the connections that a hash
 * gives it (Linux's ipt_CLUSTERIP.c, which left the kernel with 6.2).
 *
 * Who asks by ARP for the address is told a link-layer address of a group, by which all nodes of
 * the cluster get the packets; in Linux, ARP's own answer is changed instead. The node for which a
 * packet is goes on with it as with one of its own, the others drop it. The first rule for an
 * address says how; others share that. A rule without --new that finds none is accepted here,
 * unlike in Linux, and lets packets pass.
 */
class ClusteripTarget : public NfTarget, public NfNodeService
{
  public:
    NfComplaint FinishParse() override
    {
        const bool some = m_mode.given || m_mac.given || m_nodes.given || m_localNode.given ||
                          m_seed.given || m_new.given;
        const bool all =
            m_new.given && m_mode.given && m_mac.given && m_nodes.given && m_localNode.given;
        m_seed.given = all; // printed, be it 0
        return some && !all ? NfComplaint("a new cluster needs --new, --hashmode, --clustermac, "
                                          "--total-nodes and --local-node")
                            : NfComplaint();
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        constexpr uint8_t width = 32;
        const NfRuleSpec& rule = *context.rule;
        if (rule.destinationMask != NfPrefix::MaskOf(width) || rule.destination.IsAny())
        {
            return "CLUSTERIP needs the address of the cluster: -d";
        }
        if (rule.in.View().empty())
        {
            return "CLUSTERIP needs the device of the cluster: -i";
        }
        if (m_new.given && m_localNode.value == 0)
        {
            return "--local-node counts from 1";
        }
        m_address = rule.destination;
        m_device = rule.in;
        return {};
    }

    void Serve(NfNetns& netns) override
    {
        const std::string key = "clusterip/" + NfToString(m_address);
        auto& state = netns.states[key];
        if (!state)
        {
            state = std::make_unique<ArpAnswerer>(netns);
        }
        auto& answerer = static_cast<ArpAnswerer&>(*state);
        m_cluster = answerer.cluster.lock();
        if (!m_cluster && m_new.given)
        {
            m_cluster = std::make_shared<const Cluster>(Cluster{m_address,
                                                                m_device,
                                                                m_mac.value,
                                                                m_mode.value,
                                                                m_nodes.value,
                                                                m_localNode.value,
                                                                m_seed.value});
            answerer.cluster = m_cluster;
        }
    }

    void List(std::ostream& os) const override
    {
        os << "CLUSTERIP";
        if (m_new.given)
        {
            os << " hashmode=" << MODES[m_mode.value] << " clustermac=";
            PrintMac(os, m_mac.value);
            os << " total_nodes=" << m_nodes.value << " local_node=" << m_localNode.value
               << " hash_init=" << m_seed.value;
        }
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        NfConnection* connection = NfGetConnection(packet);
        if (!connection)
        {
            return NfTargetResult::DROP;
        }
        const bool error =
            packet.ip.protocol == NfProtocol::ICMP && packet.ctState == NfCtState::RELATED;
        if (error || !m_cluster)
        {
            return NfTargetResult::CONTINUE;
        }
        const uint32_t node = m_cluster->ChooseNode(packet);
        if (packet.ctState == NfCtState::NEW)
        {
            connection->mark = node;
        }
        if (node != m_cluster->localNode)
        {
            return NfTargetResult::DROP;
        }
        packet.packetType = NetDevice::PACKET_HOST; // the frame was sent to a group
        return NfTargetResult::CONTINUE;
    }

    NfSwitch m_new;                      //!< --new
    NfOptionValue<std::size_t> m_mode;   //!< --hashmode: an index of MODES
    NfOptionValue<Mac> m_mac;            //!< --clustermac
    NfOptionValue<uint16_t> m_nodes;     //!< --total-nodes
    NfOptionValue<uint16_t> m_localNode; //!< --local-node
    NfOptionValue<uint32_t> m_seed;      //!< --hash-init

  private:
    NfAddress m_address;
    NfInterfaceName m_device;
    std::shared_ptr<const Cluster> m_cluster;
};

} // namespace

NfTargetType
NfMakeClusteripTargetType()
{
    using T = ClusteripTarget;
    const NfOwnKind<Mac> mac(ReadMac, PrintMac, "a group's link-layer address, XX:XX:XX:XX:XX:XX");
    const NfChoiceKind<3> mode(MODES,
                               "sourceip, sourceip-sourceport or sourceip-sourceport-destport",
                               false);
    NfTargetType type = NfMakeTargetType<T>("CLUSTERIP", "share an address with other nodes");
    type.family = NfFamily::IPV4;
    type.needsConntrack = true;
    type.options = {
        NfOptionRow(&T::m_new, "new"),
        NfOptionRow(&T::m_mode, "hashmode", mode),
        NfOptionRow(&T::m_mac, "clustermac", mac),
        NfOptionRow(&T::m_nodes, "total-nodes", NfNumberKind<uint16_t>(0, MAX_NODES)),
        NfOptionRow(&T::m_localNode, "local-node", NfNumberKind<uint16_t>(0, MAX_NODES)),
        NfOptionRow(&T::m_seed, "hash-init", NfNumberKind<uint32_t>()),
    };
    return type;
}

} // namespace ns3
