// SPDX-License-Identifier: GPL-2.0-only

#include "nf-announced-size.h"

#include "nf-header-size.h"
#include "nf-raw-header.h"
#include "nf-tcp-options.h"
#include "nf-transport-checksum.h"

#include "ns3/node.h"
#include "ns3/tcp-header.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ns3
{

void
NfAnnounceSegmentSize(const Ptr<Packet>& packet, const NfIpHeader& ip, uint32_t mtu)
{
    const bool ipv6 = ip.family == NfFamily::IPV6;
    const uint32_t smallest = ipv6 ? 1220 : 256; // sysctls net.ipv6.route and ipv4 min_adv_mss
    const uint32_t headers = (ipv6 ? NfHeaderSize::IPV6 : NfHeaderSize::IPV4) + NfHeaderSize::TCP;
    constexpr uint32_t offsetAt = 12;
    constexpr uint32_t flagsAt = 13;
    std::array<uint8_t, NfHeaderSize::TCP> start;
    if (packet->CopyData(start.data(), start.size()) < start.size() ||
        !(start[flagsAt] & TcpHeader::SYN))
    {
        return;
    }
    std::vector<uint8_t> segment(packet->GetSize());
    packet->CopyData(segment.data(), segment.size());
    const uint32_t oldSize = (segment[offsetAt] >> 4) * 4U;
    NfTcpOptions options =
        NfTcpOptions::Read(segment.data() + NfHeaderSize::TCP, oldSize - NfHeaderSize::TCP);
    if (options.maximumSegmentSize)
    {
        return;
    }
    const uint32_t size = std::min<uint32_t>(mtu, UINT16_MAX) - headers;
    options.maximumSegmentSize = static_cast<uint16_t>(std::max(size, smallest));
    const std::vector<uint8_t> written = options.Write();
    segment.erase(segment.begin() + NfHeaderSize::TCP, segment.begin() + oldSize);
    segment.insert(segment.begin() + NfHeaderSize::TCP, written.begin(), written.end());
    const uint32_t newSize = NfHeaderSize::TCP + written.size();
    segment[offsetAt] = static_cast<uint8_t>(newSize / 4 << 4);
    if (Node::ChecksumEnabled())
    {
        NfTransportChecksum::FillTcp(ip, segment);
    }
    segment.resize(newSize);
    packet->RemoveAtStart(oldSize);
    packet->AddHeader(NfRawHeader(segment, TcpHeader::GetTypeId()));
}

} // namespace ns3
