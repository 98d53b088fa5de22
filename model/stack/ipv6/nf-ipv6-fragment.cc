// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-fragment.h"

#include "nf-header-size.h"
#include "nf-ipv6-convert.h"
#include "nf-raw-header.h"

#include <algorithm>

namespace ns3
{

uint32_t
NfGetFragmentMtu(const NfPacket& packet)
{
    constexpr uint32_t leastMtu = 1280;
    if (packet.fragmentMaxSize == 0 || packet.GetSize() <= packet.fragmentMaxSize)
    {
        return UINT32_MAX;
    }
    return std::min<uint32_t>(packet.out->netDevice->GetMtu(),
                              std::max<uint32_t>(packet.fragmentMaxSize, leastMtu));
}

std::vector<NfIpv6Fragment>
NfMakeIpv6Fragments(NfPacket& packet, uint32_t mtu, uint32_t id)
{
    constexpr uint32_t unit = 8; // all pieces but the last one end at a multiple of it
    NfIpHeader ip = packet.ip;
    ip.id = id;
    ip.fragmentOffset = 0;
    ip.moreFragments = true;
    Ptr<Packet> behind = NfGetBehindIpv6Header(packet);
    Ptr<const NfIpv6Extensions> first = NfIpv6Extensions::WithFragment(packet.GetExtensions(), ip);
    ip.fragmentOffset = unit;
    Ptr<const NfIpv6Extensions> later = NfIpv6Extensions::WithFragment(packet.GetExtensions(), ip);
    // What every piece repeats, and what the first one begins its data with.
    const uint32_t repeated = later->GetBytes().size();
    const uint32_t leading = first->GetBytes().size() - repeated;
    const uint32_t headers = NfHeaderSize::IPV6 + repeated;
    const Ipv6Header whole = NfMakeIpv6Header(packet);
    const uint32_t size = leading + packet.GetPayloadSize();
    if (mtu == UINT32_MAX || mtu < headers + std::max(leading, unit))
    {
        return {{whole, behind}};
    }
    const uint32_t room = mtu - headers;
    // The pieces that it came in count the headers in front of the data with the first one.
    NfFragmentPieces before = packet.pieces;
    if (!before.empty())
    {
        before.front() += leading;
    }
    const bool isKept = NfFitPieces(before, size, room);
    if (!isKept && packet.GetSize() <= mtu)
    {
        return {{whole, behind}};
    }
    const uint32_t step = room / unit * unit;
    const uint32_t start = behind->GetSize() - size;
    auto kept = before.begin();
    std::vector<NfIpv6Fragment> pieces;
    uint32_t length = 0;
    for (uint32_t offset = 0; offset < size; offset += length)
    {
        length = isKept ? *kept++ : std::min(step, size - offset);
        ip.fragmentOffset = offset;
        ip.moreFragments = offset + length < size;
        std::vector<uint8_t> bytes =
            NfIpv6Extensions::WithFragment(packet.GetExtensions(), ip)->GetBytes();
        bytes.resize(repeated); // what the first piece has more is part of its data here
        const uint8_t next = later->GetFirst();
        NfIpv6Fragment piece{whole, behind->CreateFragment(start + offset, length)};
        piece.behind->AddHeader(NfRawHeader(std::move(bytes)));
        piece.header.SetNextHeader(next);
        piece.header.SetPayloadLength(piece.behind->GetSize());
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

} // namespace ns3
