// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-header.h"

namespace ns3
{

NfExtensionHeader::NfExtensionHeader(const NfPacket& packet, uint8_t type)
{
    const auto& chain = packet.GetExtensions();
    const auto* header = chain ? chain->Find(type) : nullptr;
    if (!header)
    {
        // Behind the fragment header of a later piece there is nothing to look for.
        const bool cut = packet.ip.brokenChain && packet.ip.fragmentOffset == 0;
        m_found = cut ? NfMatchResult::HOTDROP : NfMatchResult::NO;
        return;
    }
    m_found = NfMatchResult::YES;
    m_claim = header->claim;
    const auto& headers = chain->GetBytes();
    m_bytes.assign(headers.begin() + header->offset, headers.end());
    const std::vector<uint8_t> payload = packet.CopyPayload();
    m_bytes.insert(m_bytes.end(), payload.begin(), payload.end());
}

} // namespace ns3
