// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STOLEN_PACKET_H
#define NF_STOLEN_PACKET_H

#include "nf-types.h"

#include "ns3/simple-ref-count.h"

#include <functional>

namespace ns3
{

class NfPacket;

/**
 * @ingroup netfilter
 * A packet that a callback took (STOLEN) or that waits in a queue (QUEUE).
 *
 * Whoever holds it may look at and change the packet, and give it back once with Reinject().
 * Letting go of it without Reinject() drops the packet silently, as Linux's kfree_skb does; so does
 * Reinject() after the node's end, when GetPacket() must not be used any more.
 */
class NfStolenPacket : public SimpleRefCount<NfStolenPacket>
{
  public:
    /// @return the packet; valid from the end of the traversal that was left until Reinject()
    NfPacket& GetPacket();

    /**
     * Give the packet back to the stack. May be called once, at any time after the callback that
     * took the packet has returned.
     * @param verdict ACCEPT: on to the next callback; REPEAT: call the taker again; DROP: end it
     */
    void Reinject(NfVerdict verdict);

  private:
    friend class NfHookRegistry;
    std::function<void(NfVerdict)> m_resume; //!< goes on with the packet, which it owns
    NfPacket* m_packet{nullptr};             //!< owned by m_resume
};

} // namespace ns3

#endif /* NF_STOLEN_PACKET_H */
