// SPDX-License-Identifier: GPL-2.0-only

#include "nf-netanim.h"

#include "nf-new-file.h"

#include "ns3/animation-interface.h"
#include "ns3/mobility-model.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-loss-listener.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr double SIDE = 100; // of the picture, in NetAnim's units

/// A place in the picture.
struct Place
{
    double x{0};
    double y{0};
};

// Of all nodes of a graph, in a square.
std::vector<Place>
FindPlaces(const NfTopologyGraph& graph)
{
    std::vector<Place> places(graph.GetNNodes());
    const NfTopologyBounds bounds = NfFindBounds(graph).value_or(NfTopologyBounds());
    const double side = std::max(bounds.right - bounds.left, bounds.top - bounds.bottom);
    const double scale = side > 0 && std::isfinite(side) ? SIDE / side : 1;
    constexpr double TURN = 2 * 3.14159265358979323846;
    for (std::size_t i = 0; i < places.size(); ++i)
    {
        const double angle = TURN * static_cast<double>(i) / static_cast<double>(places.size());
        const auto& position = graph.GetNode(i).position;
        places[i] =
            position
                ? Place{(position->x - bounds.left) * scale, (bounds.top - position->y) * scale}
                : Place{SIDE / 2 * (1 + std::cos(angle)), SIDE / 2 * (1 + std::sin(angle))};
    }
    return places;
}

/// Counts what each node drops, and tells the animation.
class NetAnim : public NfRunAnimation
{
  public:
    NetAnim(const std::string& file, const NfTopologyHelper& topology)
        : m_file(file)
    {
        const NfTopologyGraph& graph = topology.GetGraph();
        const std::vector<Place> places = FindPlaces(graph);
        std::vector<std::size_t> boxes;
        for (std::size_t i = 0; i < graph.GetNNodes(); ++i)
        {
            if (graph.GetNode(i).kind == NfTopologyKind::LAN)
            {
                continue;
            }
            boxes.push_back(i);
            const Ptr<Node> node = topology.GetNode(graph.GetNode(i).name);
            if (!node->GetObject<MobilityModel>())
            {
                AnimationInterface::SetConstantPosition(node, places[i].x, places[i].y);
            }
        }
        m_animation.emplace(m_file.GetPath());
        m_animation->SetMobilityPollInterval(Seconds(1e6)); // nothing moves
        m_counter = m_animation->AddNodeCounter("drops", AnimationInterface::UINT32_COUNTER);
        for (const std::size_t box : boxes)
        {
            const std::string& name = graph.GetNode(box).name;
            m_nodes.push_back(std::make_unique<DropCounter>(*this, topology.GetNode(name), name));
        }
    }

    void Finish() override
    {
        m_nodes.clear();
        m_animation.reset();
        m_file.Keep();
    }

  private:
    /// Counts what ends at a node.
    class DropCounter
    {
      public:
        DropCounter(NetAnim& writer, Ptr<Node> node, std::string name)
            : m_writer(writer),
              m_node(node),
              m_netfilter(NetfilterHelper::Get(node)),
              m_name(std::move(name)),
              m_losses(node, m_netfilter->GetStack()->GetDevices(), [this](const NfLoss& loss) {
                  Count(loss.packet->GetUid());
              })
        {
            AnimationInterface& animation = *m_writer.m_animation;
            animation.UpdateNodeDescription(m_node, m_name);
            animation.UpdateNodeCounter(m_writer.m_counter, m_node->GetId(), 0);
            const bool filters = NetfilterHelper().Save(m_node).find("\n-A ") != std::string::npos;
            filters ? animation.UpdateNodeColor(m_node, 0xD5, 0x5E, 0x00)
                    : animation.UpdateNodeColor(m_node, 0x00, 0x72, 0xB2);
            m_netfilter->GetStack()->m_dropped.ConnectWithoutContext(
                MakeCallback(&DropCounter::Dropped, this));
        }

        ~DropCounter()
        {
            m_netfilter->GetStack()->m_dropped.DisconnectWithoutContext(
                MakeCallback(&DropCounter::Dropped, this));
        }

        DropCounter(const DropCounter&) = delete;
        DropCounter& operator=(const DropCounter&) = delete;

      private:
        void Dropped(const NfPacket& packet, NfDropReason)
        {
            Count(packet.PeekPayload()->GetUid());
        }

        // ns-3 may report once more what the layer has dropped.
        void Count(uint64_t uid)
        {
            const std::pair<uint64_t, Time> drop{uid, Simulator::Now()};
            if (std::exchange(m_last, drop) == drop)
            {
                return;
            }
            ++m_drops;
            AnimationInterface& animation = *m_writer.m_animation;
            animation.UpdateNodeCounter(m_writer.m_counter, m_node->GetId(), m_drops);
            animation.UpdateNodeDescription(m_node, fmt::format("{} ({} drops)", m_name, m_drops));
        }

        NetAnim& m_writer;
        Ptr<Node> m_node;
        Ptr<Netfilter> m_netfilter;
        std::string m_name;
        NfLossListener m_losses;
        std::pair<uint64_t, Time> m_last{0, Time(-1)}; //!< that was counted, and when
        uint32_t m_drops{0};
    };

    NfNewFile m_file;
    std::optional<AnimationInterface> m_animation;
    uint32_t m_counter{0};
    std::vector<std::unique_ptr<DropCounter>> m_nodes;
};

} // namespace

std::unique_ptr<NfRunAnimation>
NfStartNetAnim(const std::string& file, const NfTopologyHelper& topology)
{
    return std::make_unique<NetAnim>(file, topology);
}

} // namespace ns3
