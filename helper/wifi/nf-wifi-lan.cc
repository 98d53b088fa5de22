// SPDX-License-Identifier: GPL-2.0-only

#include "nf-wifi-lan.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/pointer.h"
#include "ns3/ssid.h"
#include "ns3/wifi-helper.h"
#include "ns3/wifi-mac-helper.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-phy.h"
#include "ns3/yans-wifi-helper.h"

#include <cmath>
#include <map>

namespace ns3
{

namespace
{

constexpr double TURN = 2 * 3.14159265358979323846;
constexpr std::size_t LONGEST_NAME = 32; // of a network, in octets

WifiStandard
FindStandard(const std::string& name)
{
    static const std::map<std::string, WifiStandard> standards{
        {"802.11a", WIFI_STANDARD_80211a},
        {"802.11b", WIFI_STANDARD_80211b},
        {"802.11g", WIFI_STANDARD_80211g},
        {"802.11n", WIFI_STANDARD_80211n},
        {"802.11ac", WIFI_STANDARD_80211ac},
        {"802.11ax", WIFI_STANDARD_80211ax},
    };
    const auto found = standards.find(name);
    NS_ABORT_MSG_IF(found == standards.end(), "there is no Wi-Fi standard '" << name << "'");
    return found->second;
}

std::string
FindManager(const std::string& rates, WifiStandard standard)
{
    static const std::map<std::string, std::string> managers{
        {"ideal", "ns3::IdealWifiManager"},
        {"minstrel", "ns3::MinstrelWifiManager"},
        {"arf", "ns3::ArfWifiManager"},
        {"aarf", "ns3::AarfWifiManager"},
    };
    const auto found = managers.find(rates);
    NS_ABORT_MSG_IF(found == managers.end(), "nobody called '" << rates << "' chooses rates");
    const bool isOld = standard == WIFI_STANDARD_80211a || standard == WIFI_STANDARD_80211b ||
                       standard == WIFI_STANDARD_80211g;
    return rates == "minstrel" && !isOld ? "ns3::MinstrelHtWifiManager" : found->second;
}

// A node that is on two networks stands where the first has put it.
Vector
Place(const NfWifiMember& member, const Vector& otherwise)
{
    Ptr<MobilityModel> mobility = member.node->GetObject<MobilityModel>();
    if (!mobility)
    {
        mobility = CreateObject<ConstantPositionMobilityModel>();
        member.node->AggregateObject(mobility);
        mobility->SetPosition(member.position
                                  ? Vector(member.position->first, member.position->second, 0)
                                  : otherwise);
    }
    return mobility->GetPosition();
}

} // namespace

NetDeviceContainer
NfWifiLan::Make() const
{
    const Vector centre = Place(accessPoint, Vector());
    NodeContainer nodes;
    for (std::size_t i = 0; i < stations.size(); ++i)
    {
        const double angle = TURN * static_cast<double>(i) / static_cast<double>(stations.size());
        Place(stations[i],
              Vector(centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle), 0));
        nodes.Add(stations[i].node);
    }
    YansWifiPhyHelper phy;
    phy.SetChannel(YansWifiChannelHelper::Default().Create());
    WifiHelper wifi;
    const WifiStandard kind = FindStandard(standard);
    wifi.SetStandard(kind);
    wifi.SetRemoteStationManager(FindManager(rates, kind));
    WifiMacHelper mac;
    const SsidValue ssid{Ssid(name.substr(0, LONGEST_NAME))};
    mac.SetType("ns3::ApWifiMac", "Ssid", ssid);
    NetDeviceContainer devices = wifi.Install(phy, mac, accessPoint.node);
    mac.SetType("ns3::StaWifiMac", "Ssid", ssid, "ActiveProbing", BooleanValue(false));
    devices.Add(wifi.Install(phy, mac, nodes));
    return devices;
}

void
NfSetWifiLoss(Ptr<NetDevice> device, Ptr<ErrorModel> model)
{
    DynamicCast<WifiNetDevice>(device)->GetPhy()->SetAttribute("PostReceptionErrorModel",
                                                               PointerValue(model));
}

void
NfAssignWifiStreams(Ptr<NetDevice> device, int64_t stream)
{
    WifiHelper wifi;
    wifi.AssignStreams(NetDeviceContainer(device), stream);
}

} // namespace ns3
