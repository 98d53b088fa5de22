// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_WIFI_LOSSES_H
#define NF_WIFI_LOSSES_H

#include "ns3/net-device.h"
#include "ns3/packet.h"

#include <functional>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * Listens to what a Wi-Fi device loses. In the library only if the ns-3 that it is built with has
 * the module wifi.
 *
 * A frame to one station is repeated until it is acknowledged, so a reception that fails is no
 * loss: its sender tells when it gives the frame up ("retry-limit", "expired", "queue-full",
 * "too-old"). A frame that arrived while its acknowledgements got lost is among these too. A frame
 * to a group is sent once, so each station of the same network that fails to receive it has lost
 * its copy ("not-received"). What a station has to send while it is not associated, or an access
 * point to a station that is not, is "not-associated".
 *
 * Frames of management and control are no packets of the nodes, and are not told.
 *
 * @param device a WifiNetDevice; of any other device nothing is heard
 * @param lost called with each packet lost, and the reason
 * @return what ends the listening
 */
std::function<void()> NfListenToWifiLosses(
    Ptr<NetDevice> device,
    std::function<void(Ptr<const Packet> packet, std::string_view reason)> lost);

} // namespace ns3

#endif /* NF_WIFI_LOSSES_H */
