// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-fragment.h"

namespace ns3
{

std::vector<NfIpv4Fragment>
NfMakeFragments(const Ipv4Header& header,
                Ptr<Packet> payload,
                uint32_t mtu,
                const NfFragmentPieces& before)
{
    constexpr uint32_t headerSize = 20;
    uint32_t size = payload->GetSize();
    if (size + headerSize <= mtu)
    {
        return {{header, payload}};
    }
    uint32_t room = mtu - headerSize;
    uint32_t step = room & ~7U;
    const bool isKept = NfFitPieces(before, size, room);
    auto kept = before.begin();
    std::vector<NfIpv4Fragment> fragments;
    uint32_t length = 0;
    for (uint32_t offset = 0; offset < size; offset += length)
    {
        // Only a piece that another follows must end at a multiple of eight bytes.
        length = isKept ? *kept++ : size - offset <= room ? size - offset : step;
        Ipv4Header piece = header;
        if (isKept)
        {
            piece.SetMayFragment();
        }
        piece.SetFragmentOffset(header.GetFragmentOffset() + offset);
        piece.SetPayloadSize(length);
        bool last = offset + length == size && header.IsLastFragment();
        last ? piece.SetLastFragment() : piece.SetMoreFragments();
        fragments.push_back({piece, payload->CreateFragment(offset, length)});
    }
    return fragments;
}

} // namespace ns3
