// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_SEGMENT_H
#define NF_TCP_SEGMENT_H

#include "nf-packet.h"
#include "nf-tcp-states.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @param a a sequence number
 * @param b another
 * @return true if a comes before b, modulo 2^32
 */
constexpr bool
NfSeqBefore(uint32_t a, uint32_t b)
{
    return static_cast<int32_t>(a - b) < 0;
}

/**
 * @param a a sequence number
 * @param b another
 * @return true if a comes after b, modulo 2^32
 */
constexpr bool
NfSeqAfter(uint32_t a, uint32_t b)
{
    return NfSeqBefore(b, a);
}

/**
 * @ingroup netfilter
 * What tracking looks at in a TCP segment (RFC 793, 7323, 2018).
 */
struct NfTcpSegment
{
    uint32_t seq{0};
    uint32_t ack{0};
    uint32_t end{0}; //!< seq + length, SYN and FIN counted
    uint16_t window{0};
    uint8_t flags{0};
    NfTcpKind kind{NfTcpKind::NONE};
    std::optional<uint8_t> windowScale; //!< option window scale, at most 14
    bool sackPermitted{false};          //!< option SACK permitted
    uint32_t highestSack{0};            //!< highest right edge of SACK blocks, if above ack; or ack

    /**
     * @param flag an NfTcpFlag
     * @return true if it is set
     */
    bool Has(uint8_t flag) const
    {
        return flags & flag;
    }

    /**
     * @param packet a TCP packet
     * @return its segment, or nothing if the header is not whole
     */
    static std::optional<NfTcpSegment> Read(const NfPacket& packet);

  private:
    void ReadOptions(const uint8_t* options, uint32_t size);
    void ReadSack(const uint8_t* blocks, uint32_t size);
};

} // namespace ns3

#endif /* NF_TCP_SEGMENT_H */
