// SPDX-License-Identifier: GPL-2.0-only

#ifndef TEST_SCENE_H
#define TEST_SCENE_H

#include "ns3/csma-helper.h"
#include "ns3/ipv4-interface-container.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/yans-wifi-helper.h"

#include <map>
#include <string>

namespace ns3
{

/// What the layer does in a run of TestScene.
enum class TestPresence
{
    NONE,
    IDLE_BEFORE, //!< installed before there are devices
    IDLE_AFTER,  //!< installed after addresses are assigned
    RETIRED,     //!< had hooks until shortly before the traffic
    ACCEPTING    //!< has hooks that accept everything
};

/**
 * Client - CSMA - router - point-to-point - router - Wi-Fi - server, with traffic of all kinds.
 * What it leaves in a directory (captures of all links, FlowMonitor's XML, a summary) is to be
 * compared with what it leaves under another presence of the layer.
 */
class TestScene
{
  public:
    /**
     * @param routing static, global, olsr, rip, aodv or nix
     * @param presence what the layer does
     * @param errors whether there is traffic that is answered by ICMP errors, which Linux words
     *        otherwise than ns-3
     */
    TestScene(const std::string& routing, TestPresence presence, bool errors = true);
    ~TestScene();

    /// @param directory where to leave what was seen
    /// @param start when traffic begins, s
    void Run(const std::string& directory, double start);

    /**
     * Run a scene in a process of its own.
     * @return the files that it left, by name
     */
    static std::map<std::string, std::string> Play(const std::string& routing,
                                                   TestPresence presence,
                                                   bool errors = true);

    /// Expect that two scenes left the same, without printing megabytes.
    static void Compare(const std::map<std::string, std::string>& expected,
                        const std::map<std::string, std::string>& actual);

  private:
    void Wire();
    void Wireless();
    void Static();
    void Register();

    TestPresence m_presence;
    bool m_errors;
    NodeContainer m_nodes;
    CsmaHelper m_csma;
    PointToPointHelper m_cable;
    YansWifiPhyHelper m_phy;
    NetDeviceContainer m_csmaDevices;
    NetDeviceContainer m_cableDevices;
    NetDeviceContainer m_wifiDevices;
    Ipv4InterfaceContainer m_csmaAddresses;
    Ipv4InterfaceContainer m_cableAddresses;
    Ipv4InterfaceContainer m_wifi;
};

} // namespace ns3

#endif /* TEST_SCENE_H */
