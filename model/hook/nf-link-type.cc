// SPDX-License-Identifier: GPL-2.0-only

#include "nf-link-type.h"

#include "nf-ether-type.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint16_t ETHER_VLAN = 0x8100;
constexpr uint16_t ETHER_SERVICE_VLAN = 0x88a8;
constexpr uint16_t PPP_IPV4 = 0x0021;

constexpr std::array LINK_TYPES{
    NfLinkType{0, NfLinkType::FAMILY, 0, 4, "BSD loopback"},
    NfLinkType{1, NfLinkType::ETHERTYPE, 12, 14, "Ethernet"},
    NfLinkType{9, NfLinkType::PPP, 0, 2, "PPP"},
    NfLinkType{12, NfLinkType::NOTHING, 0, 0, "raw IP"},
    NfLinkType{14, NfLinkType::NOTHING, 0, 0, "raw IP"},
    NfLinkType{101, NfLinkType::NOTHING, 0, 0, "raw IP"},
    NfLinkType{108, NfLinkType::FAMILY, 0, 4, "OpenBSD loopback"},
    NfLinkType{113, NfLinkType::ETHERTYPE, 14, 16, "Linux cooked", 1},
    NfLinkType{228, NfLinkType::NOTHING, 0, 0, "IPv4"},
    NfLinkType{276, NfLinkType::ETHERTYPE, 0, 20, "Linux cooked, version 2", 10},
};

uint16_t
Read16(const uint8_t* bytes, std::size_t size, std::size_t at)
{
    return at + 2 <= size ? bytes[at] << 8 | bytes[at + 1] : 0;
}

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

} // namespace

const NfLinkType*
NfFindLinkType(uint32_t number)
{
    auto found = std::find_if(LINK_TYPES.begin(), LINK_TYPES.end(), [number](const NfLinkType& t) {
        return t.number == number;
    });
    return found == LINK_TYPES.end() ? nullptr : &*found;
}

std::string
NfListLinkTypes()
{
    std::string known;
    for (const NfLinkType& type : LINK_TYPES)
    {
        known += fmt::format("{}{} ({})", known.empty() ? "" : ", ", type.number, type.name);
    }
    return known;
}

NfFramePlace
NfFindPacket(const uint8_t* frame, std::size_t size, const NfLinkType& type)
{
    std::size_t at = type.typeAt;
    std::size_t start = type.header;
    if (size < start)
    {
        return {std::nullopt, "too short"};
    }
    switch (type.tells)
    {
    case NfLinkType::NOTHING:
        return {start, ""};
    case NfLinkType::ETHERTYPE: {
        // The first tag's type stands for the packet's, whose own follows the tag.
        constexpr std::size_t tag = 4;
        uint16_t ether = Read16(frame, size, at);
        while (ether == ETHER_VLAN || ether == ETHER_SERVICE_VLAN)
        {
            at = start + 2;
            start += tag;
            ether = Read16(frame, size, at);
        }
        return ether == NfEtherType::IPV4 ? NfFramePlace{start, ""}
                                          : NfFramePlace{std::nullopt, NameEtherType(ether)};
    }
    case NfLinkType::PPP: {
        constexpr uint16_t addressAndControl = 0xff03;
        const std::size_t skipped = Read16(frame, size, at) == addressAndControl ? 2 : 0;
        const uint16_t protocol = Read16(frame, size, at + skipped);
        return protocol == PPP_IPV4
                   ? NfFramePlace{start + skipped, ""}
                   : NfFramePlace{std::nullopt, fmt::format("PPP protocol {:#06x}", protocol)};
    }
    case NfLinkType::FAMILY: {
        // In the byte order of whoever wrote it: either 2 or 2 << 24.
        constexpr uint32_t inet = 2;
        const uint32_t family =
            uint32_t(Read16(frame, size, at)) << 16 | Read16(frame, size, at + 2);
        return family == inet || family == inet << 24
                   ? NfFramePlace{start, ""}
                   : NfFramePlace{std::nullopt, "another address family"};
    }
    }
    return {std::nullopt, "unknown"};
}

} // namespace ns3
