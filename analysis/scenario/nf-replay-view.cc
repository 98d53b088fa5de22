// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-view.h"

#include "ns3/nf-checksum.h"
#include "ns3/nf-header-size.h"
#include "ns3/nf-ipv6-extensions.h"

namespace ns3
{

namespace
{

constexpr uint8_t VERSION4 = 4;
constexpr uint8_t VERSION6 = 6;

std::optional<NfPacketView>
ReadIpv4(const std::vector<uint8_t>& bytes)
{
    constexpr std::size_t lengthAt = 2;
    constexpr std::size_t idAt = 4;
    constexpr std::size_t fragmentAt = 6;
    constexpr std::size_t ttlAt = 8;
    constexpr std::size_t protocolAt = 9;
    constexpr std::size_t sourceAt = 12;
    constexpr std::size_t destinationAt = 16;
    constexpr uint16_t dontFragment = 0x4000;
    constexpr uint16_t moreFragments = 0x2000;
    constexpr uint16_t offsetMask = 0x1fff;
    constexpr uint8_t wordsMask = 0x0f;
    NfPacketView view;
    view.upper = (bytes.front() & wordsMask) * std::size_t(4);
    if (bytes.size() < NfHeaderSize::IPV4 || view.upper < NfHeaderSize::IPV4)
    {
        return std::nullopt;
    }
    const uint16_t fragment = NfRead16(&bytes[fragmentAt]);
    view.length = NfRead16(&bytes[lengthAt]);
    view.ip.tos = bytes[1];
    view.ip.id = NfRead16(&bytes[idAt]);
    view.ip.dontFragment = (fragment & dontFragment) != 0;
    view.ip.moreFragments = (fragment & moreFragments) != 0;
    view.ip.fragmentOffset = (fragment & offsetMask) * 8;
    view.ip.ttl = bytes[ttlAt];
    view.ip.protocol = bytes[protocolAt];
    view.ip.source = NfAddress(NfRead32(&bytes[sourceAt]));
    view.ip.destination = NfAddress(NfRead32(&bytes[destinationAt]));
    return view;
}

} // namespace

std::optional<NfPacketView>
NfPacketView::Read(const std::vector<uint8_t>& bytes)
{
    constexpr int versionShift = 4;
    const uint8_t version = bytes.empty() ? 0 : bytes.front() >> versionShift;
    if (version == VERSION4)
    {
        return ReadIpv4(bytes);
    }
    if (version != VERSION6)
    {
        return std::nullopt;
    }
    const auto datagram = NfIpv6Extensions::Read(bytes.data(), bytes.size());
    if (!datagram)
    {
        return std::nullopt;
    }
    return NfPacketView{datagram->ip,
                        datagram->GetOffset(),
                        std::size_t(NfHeaderSize::IPV6) + datagram->length};
}

} // namespace ns3
