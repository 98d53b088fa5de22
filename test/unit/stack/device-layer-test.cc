// SPDX-License-Identifier: GPL-2.0-only

#include "fake-netns.h"
#include "nf-device-layer.h"
#include "nf-ether-type.h"

#include "ns3/ipv4-queue-disc-item.h"
#include "ns3/loopback-net-device.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint16_t OURS = 0x88b5; // for local experiments
constexpr uint16_t OTHERS = NfEtherType::ARP;

/// A protocol that notes what it is given.
class NotingProtocol : public NfFrameProtocol
{
  public:
    uint16_t GetEtherType() const override
    {
        return OURS;
    }

    void ListHandlers(std::vector<NfFrameHandler>& handlers) const override
    {
        handlers.insert(handlers.end(), handled.begin(), handled.end());
    }

    void Receive(const NfFrame&, const NfDevice* in, NfPacket* passed) override
    {
        notes.push_back(std::string(in->name.View()) + (passed ? " passed" : ""));
    }

    void ReceiveOwn(const NfFrame&) override
    {
        notes.emplace_back("own");
    }

    bool Take(const Ptr<NetDevice>&, const Ptr<QueueDiscItem>&) override
    {
        return takes;
    }

    void Read(const Ptr<QueueDiscItem>&, NfPacket&) const override
    {
    }

    Ptr<QueueDiscItem> Rewrite(const Ptr<QueueDiscItem>& item, NfPacket&) const override
    {
        return item;
    }

    Ptr<QueueDiscItem> Guard(const Ptr<QueueDiscItem>& item) const override
    {
        return item;
    }

    std::vector<NfFrameHandler> handled; //!< as the stock stack
    std::vector<std::string> notes;
    bool takes{false};
};

class NotingReporter : public NfDropReporter
{
  public:
    void Drop(NfPacket&, NfDropReason reason) override
    {
        reasons.push_back(reason);
    }

    std::vector<NfDropReason> reasons;
};

/// Two nodes on a channel; the second one has the layer.
class DeviceLayer : public testing::Test
{
  protected:
    DeviceLayer()
    {
        Ptr<SimpleChannel> channel = CreateObject<SimpleChannel>();
        for (const Ptr<Node>& node : {m_peer, m_node})
        {
            Ptr<SimpleNetDevice> device = CreateObject<SimpleNetDevice>();
            device->SetAddress(Mac48Address::Allocate());
            device->SetChannel(channel);
            node->AddDevice(device);
        }
        m_control->SetNode(m_node);
        m_node->AggregateObject(m_control);
        m_device = m_node->GetDevice(0);
        for (uint16_t protocol : {OURS, OTHERS})
        {
            m_node->RegisterProtocolHandler(MakeCallback(&TrafficControlLayer::Receive, m_control),
                                            protocol,
                                            m_device);
            m_control->RegisterProtocolHandler(
                Node::ProtocolHandler([this](auto&&...) { ++m_stock; }),
                protocol,
                m_device);
            m_protocol.handled.emplace_back(m_device, protocol);
        }
        m_peer->RegisterProtocolHandler(Node::ProtocolHandler([this](auto&&...) { ++m_atPeer; }),
                                        0,
                                        m_peer->GetDevice(0));
        m_layer.Register(m_protocol);
        m_layer.Attach(m_node);
        m_layer.GetTable().Update({CreateObject<LoopbackNetDevice>(), m_device});
        m_layer.SetIdle(false);
        m_layer.Take();
    }

    ~DeviceLayer() override
    {
        m_layer.Detach();
        Simulator::Destroy();
    }

    /// A frame from the peer.
    void Receive(uint16_t protocol)
    {
        m_peer->GetDevice(0)->Send(Create<Packet>(10), m_device->GetAddress(), protocol);
        Simulator::Run();
    }

    /// A frame to the peer.
    void Send()
    {
        m_layer.GetProxy()->Send(m_device,
                                 Create<Ipv4QueueDiscItem>(Create<Packet>(10),
                                                           m_peer->GetDevice(0)->GetAddress(),
                                                           OURS,
                                                           Ipv4Header()));
        Simulator::Run();
    }

    void Register(NfHook hook, NfVerdict verdict)
    {
        m_netns.hooks.Register(NfFamily::NETDEV, hook, 0, [this, verdict](NfPacket& packet) {
            m_seen.push_back(packet.etherType);
            return verdict;
        });
    }

    FakeNetns m_netns;
    NotingReporter m_drops;
    NotingProtocol m_protocol;
    NfDeviceLayer m_layer{m_netns, m_netns.hooks, m_drops};
    Ptr<Node> m_peer{CreateObject<Node>()};
    Ptr<Node> m_node{CreateObject<Node>()};
    Ptr<TrafficControlLayer> m_control{CreateObject<TrafficControlLayer>()};
    Ptr<NetDevice> m_device;
    std::vector<uint16_t> m_seen; //!< by callbacks
    unsigned m_stock{0};          //!< frames that the stock stack got
    unsigned m_atPeer{0};         //!< frames that the peer got
};

TEST_F(DeviceLayer, GivesAProtocolItsFramesAndTheStockStackAllOthers)
{
    Receive(OURS);
    EXPECT_THAT(m_protocol.notes, ElementsAre("eth0"));
    EXPECT_EQ(m_stock, 0U);
    Receive(OTHERS);
    EXPECT_EQ(m_protocol.notes.size(), 1U);
    EXPECT_EQ(m_stock, 1U);
}

TEST_F(DeviceLayer, LetsEverythingPassWhileIdle)
{
    m_layer.SetIdle(true);
    Register(NfHook::INGRESS, NfVerdict::DROP);
    Receive(OURS);
    EXPECT_THAT(m_protocol.notes, IsEmpty());
    EXPECT_THAT(m_seen, IsEmpty());
    EXPECT_EQ(m_stock, 1U);
}

TEST_F(DeviceLayer, TellsWhatIngressDrops)
{
    Register(NfHook::INGRESS, NfVerdict::DROP);
    Receive(OURS);
    EXPECT_THAT(m_protocol.notes, IsEmpty());
    EXPECT_EQ(m_stock, 0U);
    EXPECT_THAT(m_drops.reasons, ElementsAre(NfDropReason::HOOK));
    EXPECT_THAT(m_seen, ElementsAre(OURS));
}

TEST_F(DeviceLayer, GivesOnWhatHasPassedIngress)
{
    Register(NfHook::INGRESS, NfVerdict::ACCEPT);
    Receive(OURS);
    ASSERT_EQ(m_protocol.notes.size(), 1U);
    EXPECT_THAT(m_protocol.notes[0], testing::EndsWith(" passed"));
}

TEST_F(DeviceLayer, PassesWhatIsSentOverEgress)
{
    Send();
    EXPECT_EQ(m_atPeer, 1U);
    Register(NfHook::EGRESS, NfVerdict::ACCEPT);
    Send();
    EXPECT_EQ(m_atPeer, 2U);
    Register(NfHook::EGRESS, NfVerdict::DROP);
    Send();
    EXPECT_EQ(m_atPeer, 2U);
    EXPECT_THAT(m_drops.reasons, ElementsAre(NfDropReason::HOOK));
}

TEST_F(DeviceLayer, SendsNothingThatAProtocolHasTaken)
{
    m_protocol.takes = true;
    Send();
    EXPECT_EQ(m_atPeer, 0U);
}

TEST_F(DeviceLayer, TakesEachPlaceOnce)
{
    m_layer.Take();
    m_layer.Take();
    Receive(OURS);
    EXPECT_EQ(m_protocol.notes.size(), 1U);
}

TEST_F(DeviceLayer, TellsTheEndOfTheOutermostReception)
{
    unsigned ended = 0;
    m_layer.GetReceptions().SetEnded([&ended] { ++ended; });
    {
        NfReceptions::Scope outer(m_layer.GetReceptions());
        Receive(OURS);
        EXPECT_EQ(ended, 0U);
        EXPECT_TRUE(m_layer.GetReceptions().AreGoingOn());
    }
    EXPECT_EQ(ended, 1U);
}

} // namespace
} // namespace ns3
