// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-fragment.h"

#include <algorithm>

namespace ns3
{

std::vector<NfIpv4Fragment>
NfMakeFragments(const Ipv4Header& header, Ptr<Packet> payload, uint32_t mtu)
{
    constexpr uint32_t headerSize = 20;
    uint32_t size = payload->GetSize();
    if (size + headerSize <= mtu)
    {
        return {{header, payload}};
    }
    uint32_t step = (mtu - headerSize) & ~7U;
    std::vector<NfIpv4Fragment> fragments;
    for (uint32_t offset = 0; offset < size; offset += step)
    {
        uint32_t length = std::min(step, size - offset);
        Ipv4Header piece = header;
        piece.SetMayFragment();
        piece.SetFragmentOffset(header.GetFragmentOffset() + offset);
        piece.SetPayloadSize(length);
        bool last = offset + length == size && header.IsLastFragment();
        last ? piece.SetLastFragment() : piece.SetMoreFragments();
        fragments.push_back({piece, payload->CreateFragment(offset, length)});
    }
    return fragments;
}

} // namespace ns3
