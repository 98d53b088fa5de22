// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_WIFI_LAN_H
#define NF_WIFI_LAN_H

#include "ns3/error-model.h"
#include "ns3/net-device-container.h"
#include "ns3/node.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// A node of a Wi-Fi, and where it stands.
struct NfWifiMember
{
    Ptr<Node> node;
    std::optional<std::pair<double, double>> position; //!< metres; nothing: around the access point
};

/**
 * @ingroup netfilter
 * A Wi-Fi on a channel of its own: an access point, and stations that join it without being asked
 * to (they wait for its beacon, so the first tenths of a second carry nothing). In the library only
 * if the ns-3 that it is built with has the module wifi.
 *
 * Nodes do not move. Those whose position nobody gave stand evenly on a circle around the access
 * point, which is at (0, 0) if it has none itself. Losses with the distance, and the delay, are
 * those of ns-3's YansWifiChannelHelper::Default().
 */
struct NfWifiLan
{
    std::string name;     //!< of the network
    std::string standard; //!< such as "802.11n"
    std::string rates;    //!< who chooses them: "ideal", "minstrel", "arf" or "aarf"
    double radius{5};     //!< metres from the access point to nodes without a position
    NfWifiMember accessPoint;
    std::vector<NfWifiMember> stations;

    /// @return the devices that were made, that of the access point first
    NetDeviceContainer Make() const;
};

/**
 * Have a device lose frames that arrive at it. Their sender repeats them, as they are not
 * acknowledged; those to a group are lost.
 * @param device a Wi-Fi device
 * @param model chooses which
 */
void NfSetWifiLoss(Ptr<NetDevice> device, Ptr<ErrorModel> model);

/**
 * Use fixed random stream numbers for a device.
 * @param device a Wi-Fi device
 * @param stream first number to use
 */
void NfAssignWifiStreams(Ptr<NetDevice> device, int64_t stream);

} // namespace ns3

#endif /* NF_WIFI_LAN_H */
