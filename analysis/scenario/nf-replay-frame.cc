// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-frame.h"

#include "nf-cli-command.h"
#include "nf-replay-view.h"

#include "ns3/nf-link-type.h"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr uint32_t LINK_ETHERNET = 1;

const NfLinkType&
FindLinkType(const std::string& file, uint32_t number)
{
    const NfLinkType* found = NfFindLinkType(number);
    if (!found)
    {
        throw NfCliError(
            fmt::format("{}: frames of link type {} are not understood, only those of {}",
                        file,
                        number,
                        NfListLinkTypes()));
    }
    return *found;
}

NfFrameDirection
ReadCookedDirection(const Bytes& frame, const NfLinkType& type)
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
    const NfLinkType& type = FindLinkType(file, frame.linkType);
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
    NfFramePlace place = NfFindPacket(bytes.data(), bytes.size(), type);
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
    if (version != version4 && version != version6)
    {
        read.other = "no IP";
        return read;
    }
    read.packet.emplace(bytes.begin() + static_cast<std::ptrdiff_t>(*place.start), bytes.end());
    const auto view = NfPacketView::Read(*read.packet);
    if (view && view->length >= view->upper && view->length < read.packet->size())
    {
        read.packet->resize(view->length);
    }
    return read;
}

} // namespace ns3
