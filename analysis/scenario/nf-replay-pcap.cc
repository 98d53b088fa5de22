// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-pcap.h"

#include "nf-cli-command.h"
#include "nf-replay-checksums.h"
#include "nf-replay-pcap-reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr uint16_t ETHER_IPV4 = 0x0800;
constexpr uint16_t ETHER_VLAN = 0x8100;
constexpr uint16_t ETHER_SERVICE_VLAN = 0x88a8;
constexpr uint16_t PPP_IPV4 = 0x0021;
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
};

constexpr std::array LINK_TYPES{
    LinkType{0, Tells::FAMILY, 0, 4, "BSD loopback"},
    LinkType{1, Tells::ETHERTYPE, 12, 14, "Ethernet"},
    LinkType{9, Tells::PPP, 0, 2, "PPP"},
    LinkType{12, Tells::NOTHING, 0, 0, "raw IP"},
    LinkType{14, Tells::NOTHING, 0, 0, "raw IP"},
    LinkType{101, Tells::NOTHING, 0, 0, "raw IP"},
    LinkType{108, Tells::FAMILY, 0, 4, "OpenBSD loopback"},
    LinkType{113, Tells::ETHERTYPE, 14, 16, "Linux cooked"},
    LinkType{228, Tells::NOTHING, 0, 0, "IPv4"},
    LinkType{276, Tells::ETHERTYPE, 0, 20, "Linux cooked, version 2"},
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

// Where the frame says that its packet begins; nothing if it says that it holds no IPv4.
std::optional<std::size_t>
FindPacket(const Bytes& frame, const LinkType& type)
{
    std::size_t at = type.typeAt;
    std::size_t start = type.header;
    switch (type.tells)
    {
    case Tells::NOTHING:
        return start;
    case Tells::ETHERTYPE: {
        // The first tag's type stands for the packet's, whose own follows the tag.
        constexpr std::size_t tag = 4;
        for (uint16_t ether = Read16(frame, at); ether == ETHER_VLAN || ether == ETHER_SERVICE_VLAN;
             ether = Read16(frame, at))
        {
            at = start + 2;
            start += tag;
        }
        return Read16(frame, at) == ETHER_IPV4 ? std::optional(start) : std::nullopt;
    }
    case Tells::PPP: {
        constexpr uint16_t addressAndControl = 0xff03;
        const std::size_t skipped = Read16(frame, at) == addressAndControl ? 2 : 0;
        return Read16(frame, at + skipped) == PPP_IPV4 ? std::optional(start + skipped)
                                                       : std::nullopt;
    }
    case Tells::FAMILY: {
        // In the byte order of whoever wrote it: either 2 or 2 << 24.
        constexpr uint32_t inet = 2;
        const uint32_t family = uint32_t(Read16(frame, at)) << 16 | Read16(frame, at + 2);
        return family == inet || family == inet << 24 ? std::optional(start) : std::nullopt;
    }
    }
    return std::nullopt;
}

// The IPv4 packet of a frame, without what follows its end; nothing if there is none.
std::optional<Bytes>
TakePacket(const Bytes& frame, const LinkType& type)
{
    constexpr uint8_t version = 4;
    constexpr std::size_t lengthAt = 2;
    const std::optional<std::size_t> at = FindPacket(frame, type);
    if (!at || *at >= frame.size() || frame[*at] >> 4 != version)
    {
        return std::nullopt;
    }
    Bytes packet(frame.begin() + static_cast<std::ptrdiff_t>(*at), frame.end());
    const std::size_t length = Read16(packet, lengthAt);
    if (length >= MIN_HEADER && length < packet.size())
    {
        packet.resize(length);
    }
    return packet;
}

} // namespace

void
NfReadReplayCapture(const std::string& file,
                    const std::string& interface,
                    bool fixChecksums,
                    NfReplayScenario& scenario)
{
    constexpr double second = 1e9;
    NfPcapReader capture(file);
    const LinkType& type = FindLinkType(file, capture.GetLinkType());
    std::size_t frames = 0;
    std::size_t wrong = 0;
    while (std::optional<NfPcapFrame> frame = capture.Next())
    {
        ++frames;
        std::optional<Bytes> bytes = TakePacket(frame->bytes, type);
        if (!bytes)
        {
            continue;
        }
        const std::string place = fmt::format("{}: frame {}", file, frame->number);
        const bool whole = bytes->size() >= MIN_HEADER && Read16(*bytes, 2) <= bytes->size();
        if (frame->bytes.size() < frame->length && !whole)
        {
            throw NfCliError(fmt::format("{}: only {} of its {} bytes were captured; capture with "
                                         "'tcpdump -s 0'",
                                         place,
                                         frame->bytes.size(),
                                         frame->length));
        }
        Bytes sound = *bytes;
        if (NfFixReplayChecksums(sound))
        {
            ++wrong;
            if (fixChecksums)
            {
                bytes = std::move(sound);
            }
        }
        NfReplayPacket packet;
        packet.in = interface;
        packet.at = std::max(0.0, static_cast<double>(frame->time) / second);
        packet.bytes = std::move(bytes);
        packet.place = place;
        scenario.packets.push_back(std::move(packet));
    }
    if (scenario.packets.size() < frames)
    {
        scenario.warnings.push_back(fmt::format("{}: {} of {} frames hold no IPv4 packet and were "
                                                "left out",
                                                file,
                                                frames - scenario.packets.size(),
                                                frames));
    }
    if (wrong > 0 && !fixChecksums)
    {
        scenario.warnings.push_back(fmt::format("{}: {} of {} packets have wrong checksums, so "
                                                "that conntrack takes them for INVALID; "
                                                "--fix-checksums puts them right",
                                                file,
                                                wrong,
                                                scenario.packets.size()));
    }
}

} // namespace ns3
