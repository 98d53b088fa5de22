// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_HEADER_H
#define NF_EXTENSION_HEADER_H

#include "nf-extension.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * An extension header of an IPv6 packet, as the matches of ip6tables look it up (Linux's
 * ipv6_find_hdr()).
 */
class NfExtensionHeader
{
  public:
    /**
     * @param packet the packet
     * @param type number of the header
     */
    NfExtensionHeader(const NfPacket& packet, uint8_t type);

    /// @return YES if the packet has it; HOTDROP if the chain ends before that can be told
    NfMatchResult IsFound() const
    {
        return m_found;
    }

    /// @return bytes that its own length field claims
    uint32_t GetClaim() const
    {
        return m_claim;
    }

    /// @return bytes from its first one to the packet's end
    uint32_t GetSize() const
    {
        return m_bytes.size();
    }

    /**
     * @param offset from its first byte
     * @param size how many bytes will be read there
     * @return the bytes; null if the packet ends before
     */
    const uint8_t* Read(uint32_t offset, uint32_t size) const
    {
        return uint64_t{offset} + size <= m_bytes.size() ? m_bytes.data() + offset : nullptr;
    }

  private:
    NfMatchResult m_found{NfMatchResult::NO};
    uint32_t m_claim{0};
    std::vector<uint8_t> m_bytes;
};

} // namespace ns3

#endif /* NF_EXTENSION_HEADER_H */
