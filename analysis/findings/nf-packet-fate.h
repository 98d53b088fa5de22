// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_FATE_H
#define NF_PACKET_FATE_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/// What became of a packet.
enum class NfFate : uint8_t
{
    DELIVERED, //!< a node took it in
    DROPPED,   //!< a hook or a stack dropped it
    LOST,      //!< it was lost in a queue, by a device, on a channel, or waiting for an address
    HELD,      //!< a hook kept it, and it did not come back
    LEFT       //!< it left a node and was not seen again
};

/// Number of fates.
constexpr std::size_t NF_N_FATES = 5;

/// @param fate what became of a packet
/// @return a word for it, "delivered"
const char* NfToString(NfFate fate);

/**
 * @ingroup netfilter
 * Decides what became of a packet, from its events in their order: the one place where this is
 * done.
 *
 * A packet that was copied on its way (multicast, broadcast, fragments) is delivered if any copy
 * was. A node took it in if its INPUT accepted it and its stack did not drop it afterwards, on the
 * same way through the node. Otherwise the last event decides.
 */
class NfPacketFateJudge
{
  public:
    /// What decided. Which one is the caller's to say, by `event`.
    struct Verdict
    {
        NfFate fate{NfFate::LEFT};
        int64_t event{-1}; //!< the event that decided; -1: there was none
    };

    /**
     * The packet has left a hook.
     * @param event the caller's number for it
     * @param node the node whose hook it is
     * @param journey which way through the node
     * @param isInput whether the hook is INPUT
     * @param verdict 0 DROP, 1 ACCEPT, others: kept
     */
    void PassHook(int64_t event, int64_t node, int64_t journey, bool isInput, int64_t verdict);

    /**
     * A stack has dropped the packet.
     * @param event the caller's number for it
     * @param node the node that dropped it
     * @param journey which way through the node; negative: unknown
     */
    void DropInStack(int64_t event, int64_t node, int64_t journey);

    /// The packet was lost.
    /// @param event the caller's number for it
    void Lose(int64_t event);

    /// @return what became of it
    Verdict Decide() const;

    /// Forget all, for the next packet.
    void Reset();

  private:
    /// A node that took the packet in.
    struct Delivery
    {
        int64_t event;
        int64_t node;
        int64_t journey;
    };

    std::vector<Delivery> m_deliveries;
    Verdict m_last;
};

} // namespace ns3

#endif /* NF_PACKET_FATE_H */
