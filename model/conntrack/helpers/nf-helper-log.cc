// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-log.h"

#include "nf-netns.h"
#include "nf-packet-text.h"

#include <utility>

namespace ns3
{

void
NfLogHelperDrop(NfPacket& packet, const std::string& helper, const std::string& why)
{
    constexpr uint8_t notice = 5;
    const NfDevice* in = std::exchange(packet.in, nullptr);
    const NfDevice* out = std::exchange(packet.out, nullptr);
    const std::string text = NfPacketText::Write(packet, NfPacketText::UID);
    packet.in = in;
    packet.out = out;
    packet.netns->Log(packet,
                      notice,
                      NF_HELPER_LOG_PREFIX + helper + ": dropping packet: " + why + " " + text);
}

} // namespace ns3
