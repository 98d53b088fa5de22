// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPSEC_H
#define NF_IPSEC_H

#include "nf-address.h"
#include "nf-packet.h"
#include "nf-types.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * One transformation of IPsec that a packet has come through or will go through: what the match
 * policy asks of it (Linux's struct xfrm_state).
 */
struct NfIpsecTransform
{
    uint32_t request{0};               //!< --reqid
    uint32_t index{0};                 //!< --spi
    uint8_t protocol{NfProtocol::ESP}; //!< --proto: NfProtocol::ESP, AH or 108 (IPComp)
    bool tunnel{false};                //!< --mode: tunnel, else transport
    NfAddress source{};                //!< --tunnel-src, of a tunnel
    NfAddress destination{};           //!< --tunnel-dst, of a tunnel
};

/**
 * @ingroup netfilter
 * The IPsec of a packet at one node, as told by whoever simulates it.
 *
 * Nodes of ns-3 have no IPsec. A script that encapsulates and decapsulates packets itself tells the
 * rules of a node so: a received packet is marked before it is given to the node, or by a callback
 * at a hook in front of the rules; one that is to be sent by a callback.
 *
 * @code
 *   hooks.Register(NfFamily::IPV4, NfHook::PREROUTING, NfPriority::FIRST, [](NfPacket& packet) {
 *       NfIpsec::MarkReceived(packet, {{7, 0x100}}); // ESP, transport mode
 *       return NfVerdict::ACCEPT;
 *   });
 * @endcode
 *
 * The mark is a packet tag. It means nothing at other nodes; a mark of another node replaces it.
 * A list stands in the order of work: of a received packet, the outermost transformation, which is
 * undone first, comes first; of one to be sent, the innermost, which is done first.
 */
class NfIpsec
{
  public:
    static constexpr std::size_t MAX_TRANSFORMS = 6; //!< Linux's XFRM_MAX_DEPTH

    /// A packet's transformations.
    using Path = std::vector<NfIpsecTransform>;

    /**
     * A packet was protected when it came.
     * @param packet under traversal at a node
     * @param path what has been undone, at most MAX_TRANSFORMS (else NS_ABORT)
     */
    static void MarkReceived(NfPacket& packet, const Path& path);

    /**
     * As above, before the packet is given to the node.
     * @param frame the packet that has been taken out of another one
     * @param node id of the node
     * @param path what has been undone
     */
    static void MarkReceived(const Ptr<Packet>& frame, uint32_t node, const Path& path);

    /**
     * A packet will be protected when it leaves.
     * @param packet under traversal at a node
     * @param path what will be done, at most MAX_TRANSFORMS (else NS_ABORT)
     */
    static void MarkForSending(NfPacket& packet, const Path& path);

    /**
     * @param packet under traversal at a node
     * @return what has been undone; nothing: it was not protected
     */
    static std::optional<Path> GetReceived(const NfPacket& packet);

    /**
     * @param packet under traversal at a node
     * @return what will be done; nothing: it will not be protected
     */
    static std::optional<Path> GetForSending(const NfPacket& packet);
};

} // namespace ns3

#endif /* NF_IPSEC_H */
