// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-pcap.h"

#include "nf-cli-command.h"

#include "ns3/pcap-file.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr uint16_t ETHER_IPV4 = 0x0800;
constexpr uint16_t ETHER_VLAN = 0x8100;
constexpr uint16_t ETHER_SERVICE_VLAN = 0x88a8;
constexpr uint16_t PPP_IPV4 = 0x0021;

/// Link types of libpcap (pcap-linktype(7)).
enum LinkType : uint32_t
{
    EN10MB = 1,
    PPP = 9,
    RAW_BSD = 12,
    RAW = 101,
    IPV4 = 228
};

uint16_t
Read16(const Bytes& bytes, std::size_t at)
{
    return at + 2 <= bytes.size() ? bytes[at] << 8 | bytes[at + 1] : 0;
}

/// Where the IPv4 header begins; nothing if the frame holds none.
std::optional<std::size_t>
FindIpv4(const Bytes& frame, uint32_t linkType)
{
    constexpr std::size_t typeAt = 12;
    constexpr std::size_t vlanSize = 4;
    constexpr uint16_t pppAddressAndControl = 0xff03;
    constexpr uint8_t version = 4;
    std::size_t at = 0;
    if (linkType == EN10MB)
    {
        at = typeAt;
        while (Read16(frame, at) == ETHER_VLAN || Read16(frame, at) == ETHER_SERVICE_VLAN)
        {
            at += vlanSize;
        }
        if (Read16(frame, at) != ETHER_IPV4)
        {
            return std::nullopt;
        }
        at += 2;
    }
    else if (linkType == PPP)
    {
        at = Read16(frame, 0) == pppAddressAndControl ? 2 : 0;
        if (Read16(frame, at) != PPP_IPV4)
        {
            return std::nullopt;
        }
        at += 2;
    }
    return at < frame.size() && frame[at] >> 4 == version ? std::optional(at) : std::nullopt;
}

} // namespace

std::vector<NfReplayPacket>
NfReadReplayCapture(const std::string& file, const std::string& interface)
{
    constexpr uint32_t largest = 1 << 18;
    constexpr double micro = 1e-6;
    constexpr double nano = 1e-9;
    PcapFile capture;
    capture.Open(file, std::ios::in);
    if (capture.Fail())
    {
        throw NfCliError(file + ": cannot open it, or it is no pcap file");
    }
    uint32_t linkType = capture.GetDataLinkType();
    if (linkType != EN10MB && linkType != PPP && linkType != RAW_BSD && linkType != RAW &&
        linkType != IPV4)
    {
        throw NfCliError(fmt::format("{}: link type {} is not supported: Ethernet (1), PPP (9), "
                                     "raw IP (12, 101) and IPv4 (228) are",
                                     file,
                                     linkType));
    }
    double unit = capture.IsNanoSecMode() ? nano : micro;
    std::vector<NfReplayPacket> packets;
    std::optional<double> start;
    Bytes buffer(largest);
    for (uint32_t number = 1;; ++number)
    {
        uint32_t seconds = 0;
        uint32_t fraction = 0;
        uint32_t captured = 0;
        uint32_t original = 0;
        uint32_t read = 0;
        capture.Read(buffer.data(), largest, seconds, fraction, captured, original, read);
        if (capture.Eof())
        {
            return packets;
        }
        if (capture.Fail() || read != captured)
        {
            throw NfCliError(fmt::format("{}: record {}: cut short or broken", file, number));
        }
        if (captured < original)
        {
            throw NfCliError(fmt::format("{}: record {}: only {} of {} bytes were captured",
                                         file,
                                         number,
                                         captured,
                                         original));
        }
        Bytes frame(buffer.begin(), buffer.begin() + read);
        double time = seconds + fraction * unit;
        start = start.value_or(time);
        if (std::optional<std::size_t> at = FindIpv4(frame, linkType))
        {
            NfReplayPacket packet;
            packet.in = interface;
            packet.at = std::max(0.0, time - *start);
            packet.bytes = Bytes(frame.begin() + *at, frame.end());
            packet.place = fmt::format("{}: record {}", file, number);
            packets.push_back(std::move(packet));
        }
    }
}

} // namespace ns3
