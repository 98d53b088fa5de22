// SPDX-License-Identifier: GPL-2.0-only

#include "nf-wifi-losses.h"

#include "ns3/callback.h"
#include "ns3/object.h"
#include "ns3/pointer.h"
#include "ns3/wifi-mac-header.h"
#include "ns3/wifi-mac.h"
#include "ns3/wifi-mpdu.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-phy-common.h"
#include "ns3/wifi-phy.h"

#include <memory>
#include <utility>

namespace ns3
{

namespace
{

const char*
ToText(WifiMacDropReason reason)
{
    switch (reason)
    {
    case WIFI_MAC_DROP_FAILED_ENQUEUE:
        return "queue-full";
    case WIFI_MAC_DROP_EXPIRED_LIFETIME:
        return "expired";
    case WIFI_MAC_DROP_REACHED_RETRY_LIMIT:
        return "retry-limit";
    case WIFI_MAC_DROP_QOS_OLD_PACKET:
        return "too-old";
    }
    return "unknown";
}

/// One device that is listened to.
struct Listener
{
    Ptr<WifiMac> mac;
    std::function<void(Ptr<const Packet> packet, std::string_view reason)> lost;

    static void NotAssociated(Listener* self, Ptr<const Packet> packet)
    {
        self->lost(packet, "not-associated");
    }

    static void GivenUp(Listener* self, WifiMacDropReason reason, Ptr<const WifiMpdu> mpdu)
    {
        const WifiMacHeader& header = mpdu->GetHeader();
        if (!header.IsData() || !header.HasData())
        {
            return;
        }
        if (!header.IsQosData() || !header.IsQosAmsdu())
        {
            self->lost(mpdu->GetPacket(), ToText(reason));
            return;
        }
        for (const auto& [packet, subframe] : *mpdu)
        {
            self->lost(packet, ToText(reason));
        }
    }

    static void NotReceived(Listener* self, Ptr<const Packet> frame, WifiPhyRxfailureReason)
    {
        self->LoseGroupFrame(frame);
    }

    static void Damaged(Listener* self, Ptr<const Packet> frame, double)
    {
        self->LoseGroupFrame(frame);
    }

    void LoseGroupFrame(Ptr<const Packet> frame) const
    {
        WifiMacHeader header;
        if (frame->PeekHeader(header) == 0 || !header.IsData() || !header.HasData() ||
            !header.GetAddr1().IsGroup())
        {
            return;
        }
        const Mac48Address network = header.IsFromDs() ? header.GetAddr2() : header.GetAddr3();
        // An access point hears its own stations' groups only when it sends them itself.
        if (network == mac->GetBssid(0) && network != mac->GetAddress())
        {
            lost(frame, "not-received");
        }
    }
};

} // namespace

std::function<void()>
NfListenToWifiLosses(Ptr<NetDevice> device,
                     std::function<void(Ptr<const Packet> packet, std::string_view reason)> lost)
{
    Ptr<WifiNetDevice> wifi = DynamicCast<WifiNetDevice>(device);
    if (!wifi || !wifi->GetMac() || !wifi->GetPhy())
    {
        return [] {};
    }
    auto listener = std::make_shared<Listener>(Listener{wifi->GetMac(), std::move(lost)});
    Ptr<WifiMac> mac = wifi->GetMac();
    Ptr<WifiPhy> phy = wifi->GetPhy();
    PointerValue value;
    phy->GetAttribute("State", value);
    Ptr<Object> state = value.GetObject();

    auto notAssociated = MakeBoundCallback(&Listener::NotAssociated, listener.get());
    auto givenUp = MakeBoundCallback(&Listener::GivenUp, listener.get());
    auto notReceived = MakeBoundCallback(&Listener::NotReceived, listener.get());
    auto damaged = MakeBoundCallback(&Listener::Damaged, listener.get());
    mac->TraceConnectWithoutContext("MacTxDrop", notAssociated);
    mac->TraceConnectWithoutContext("DroppedMpdu", givenUp);
    phy->TraceConnectWithoutContext("PhyRxDrop", notReceived);
    state->TraceConnectWithoutContext("RxError", damaged);
    return [listener, mac, phy, state, notAssociated, givenUp, notReceived, damaged] {
        mac->TraceDisconnectWithoutContext("MacTxDrop", notAssociated);
        mac->TraceDisconnectWithoutContext("DroppedMpdu", givenUp);
        phy->TraceDisconnectWithoutContext("PhyRxDrop", notReceived);
        state->TraceDisconnectWithoutContext("RxError", damaged);
    };
}

} // namespace ns3
