// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-frame.h"

#include "nf-cli-command.h"

#include "ns3/nf-ether-type.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fmt/format.h>
#include <utility>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr uint16_t ETHER_VLAN = 0x8100;
constexpr uint16_t ETHER_SERVICE_VLAN = 0x88a8;
constexpr uint16_t PPP_IPV4 = 0x0021;
constexpr uint32_t LINK_ETHERNET = 1;
constexpr std::size_t MIN_HEADER = 20;

/// How a kind of frame tells what it holds.
enum class Tells
{
    NOTHING,   //!< it is IP
    ETHERTYPE, //!< perhaps after VLAN tags
    PPP,
    FAMILY //!< a number of 32 bits, 2 for IPv4
};

/// A link type that is understood.
struct LinkType
{
    uint32_t number; //!< in the file
    Tells tells;
    std::size_t typeAt; //!< where the type stands
    std::size_t header; //!< bytes before the packet, without VLAN tags
    const char* name;
    std::size_t kindAt{0}; //!< Linux cooked: where it stands to whom the frame was addressed
};

constexpr std::array LINK_TYPES{
    LinkType{0, Tells::FAMILY, 0, 4, "BSD loopback"},
    LinkType{1, Tells::ETHERTYPE, 12, 14, "Ethernet"},
    LinkType{9, Tells::PPP, 0, 2, "PPP"},
    LinkType{12, Tells::NOTHING, 0, 0, "raw IP"},
    LinkType{14, Tells::NOTHING, 0, 0, "raw IP"},
    LinkType{101, Tells::NOTHING, 0, 0, "raw IP"},
    LinkType{108, Tells::FAMILY, 0, 4, "OpenBSD loopback"},
    LinkType{113, Tells::ETHERTYPE, 14, 16, "Linux cooked", 1},
    LinkType{228, Tells::NOTHING, 0, 0, "IPv4"},
    LinkType{276, Tells::ETHERTYPE, 0, 20, "Linux cooked, version 2", 10},
};

uint16_t
Read16(const Bytes& bytes, std::size_t at)
{
    return at + 2 <= bytes.size() ? bytes[at] << 8 | bytes[at + 1] : 0;
}

const LinkType&
FindLinkType(const std::string& file, uint32_t number)
{
    auto found = std::find_if(LINK_TYPES.begin(), LINK_TYPES.end(), [number](const LinkType& t) {
        return t.number == number;
    });
    if (found == LINK_TYPES.end())
    {
        std::string known;
        for (const LinkType& type : LINK_TYPES)
        {
            known += fmt::format("{}{} ({})", known.empty() ? "" : ", ", type.number, type.name);
        }
        throw NfCliError(
            fmt::format("{}: frames of link type {} are not understood, only those of {}",
                        file,
                        number,
                        known));
    }
    return *found;
}

/// Where a frame says that its packet begins, or what it says that it holds instead.
struct Place
{
    std::optional<std::size_t> start;
    std::string other;
};

std::string
NameEtherType(uint16_t type)
{
    constexpr std::array<std::pair<uint16_t, const char*>, 5> names{{{NfEtherType::ARP, "ARP"},
                                                                     {NfEtherType::IPV6, "IPv6"},
                                                                     {0x888e, "802.1X"},
                                                                     {0x88cc, "LLDP"},
                                                                     {0x8847, "MPLS"}}};
    constexpr uint16_t longest = 1500; // up to this it is a length
    auto found =
        std::find_if(names.begin(), names.end(), [type](const auto& n) { return n.first == type; });
    if (found != names.end())
    {
        return found->second;
    }
    return type <= longest ? "802.3" : fmt::format("type {:#06x}", type);
}

Place
FindPacket(const Bytes& frame, const LinkType& type)
{
    std::size_t at = type.typeAt;
    std::size_t start = type.header;
    if (frame.size() < start)
    {
        return {std::nullopt, "too short"};
    }
    switch (type.tells)
    {
    case Tells::NOTHING:
        return {start, ""};
    case Tells::ETHERTYPE: {
        // The first tag's type stands for the packet's, whose own follows the tag.
        constexpr std::size_t tag = 4;
        uint16_t ether = Read16(frame, at);
        while (ether == ETHER_VLAN || ether == ETHER_SERVICE_VLAN)
        {
            at = start + 2;
            start += tag;
            ether = Read16(frame, at);
        }
        return ether == NfEtherType::IPV4 ? Place{start, ""}
                                          : Place{std::nullopt, NameEtherType(ether)};
    }
    case Tells::PPP: {
        constexpr uint16_t addressAndControl = 0xff03;
        const std::size_t skipped = Read16(frame, at) == addressAndControl ? 2 : 0;
        const uint16_t protocol = Read16(frame, at + skipped);
        return protocol == PPP_IPV4
                   ? Place{start + skipped, ""}
                   : Place{std::nullopt, fmt::format("PPP protocol {:#06x}", protocol)};
    }
    case Tells::FAMILY: {
        // In the byte order of whoever wrote it: either 2 or 2 << 24.
        constexpr uint32_t inet = 2;
        const uint32_t family = uint32_t(Read16(frame, at)) << 16 | Read16(frame, at + 2);
        return family == inet || family == inet << 24
                   ? Place{start, ""}
                   : Place{std::nullopt, "another address family"};
    }
    }
    return {std::nullopt, "unknown"};
}

NfFrameDirection
ReadCookedDirection(const Bytes& frame, const LinkType& type)
{
    constexpr uint8_t otherHost = 3;
    constexpr uint8_t outgoing = 4;
    if (type.kindAt == 0 || frame.size() <= type.kindAt)
    {
        return NfFrameDirection::UNKNOWN;
    }
    const uint8_t kind = frame[type.kindAt];
    return kind == outgoing    ? NfFrameDirection::SENT
           : kind == otherHost ? NfFrameDirection::OTHERS
                               : NfFrameDirection::RECEIVED;
}

} // namespace

NfReplayFrame
NfReadReplayFrame(const NfCaptureFrame& frame, const std::string& file)
{
    constexpr uint8_t version4 = 4;
    constexpr uint8_t version6 = 6;
    constexpr std::size_t lengthAt = 2;
    const LinkType& type = FindLinkType(file, frame.linkType);
    const Bytes& bytes = frame.bytes;
    NfReplayFrame read;
    read.direction = frame.direction != NfFrameDirection::UNKNOWN
                         ? frame.direction
                         : ReadCookedDirection(bytes, type);
    if (type.number == LINK_ETHERNET && bytes.size() >= type.header)
    {
        read.to.emplace();
        read.from.emplace();
        std::copy_n(bytes.begin(), read.to->size(), read.to->begin());
        std::copy_n(bytes.begin() + read.to->size(), read.from->size(), read.from->begin());
    }
    Place place = FindPacket(bytes, type);
    if (place.start && *place.start >= bytes.size())
    {
        place = {std::nullopt, "too short"};
    }
    if (!place.start)
    {
        read.other = place.other;
        return read;
    }
    const uint8_t version = bytes[*place.start] >> 4;
    if (version != version4)
    {
        read.other = version == version6 ? "IPv6" : "no IP";
        return read;
    }
    read.packet.emplace(bytes.begin() + static_cast<std::ptrdiff_t>(*place.start), bytes.end());
    const std::size_t length = Read16(*read.packet, lengthAt);
    if (length >= MIN_HEADER && length < read.packet->size())
    {
        read.packet->resize(length);
    }
    return read;
}

} // namespace ns3
