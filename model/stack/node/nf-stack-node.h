// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STACK_NODE_H
#define NF_STACK_NODE_H

#include "nf-device-layer.h"
#include "nf-drop-reporter.h"
#include "nf-hook-registry.h"
#include "nf-netns.h"
#include "nf-packet.h"
#include "nf-socket-owners.h"
#include "nf-socket-table.h"

#include "ns3/node.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace ns3
{

/**
 * @ingroup netfilter
 * What the IPv4 and the IPv6 of one node have in common as the parts of the layer see them: hooks,
 * devices, owners of sockets, and the counts and callbacks that know no family.
 *
 * Invariant: the layer of a node is idle for both families or for none.
 */
struct NfStackNode
{
    /**
     * What it is given must outlive it.
     * @param nodeNetns of the node
     * @param dropReporter of the node
     */
    NfStackNode(NfNetns& nodeNetns, NfDropReporter& dropReporter)
        : netns(nodeNetns),
          drops(dropReporter)
    {
    }

    NfStackNode(const NfStackNode&) = delete;
    NfStackNode& operator=(const NfStackNode&) = delete;

    /// @return true if packets go the stock way, untouched: no hook, nothing traces, no policy
    /// route; or disposed
    bool IsIdle() const
    {
        return link.IsIdle();
    }

    /// @return the number of the next way of a packet through the node
    uint64_t NextSerial()
    {
        return ++serial;
    }

    /**
     * Put a packet for the node together, if nobody has before.
     * @param packet perhaps a piece of a datagram; the datagram, if it was the last piece
     * @return false if it waits for other pieces, or is refused
     */
    bool Reassemble(NfPacket& packet) const
    {
        return !packet.ip.IsFragment() || !localDefrag || localDefrag(packet) == NfVerdict::ACCEPT;
    }

    /**
     * Put together what the stock stack has cut before the layer saw it. The datagram is sent as if
     * it had never been cut.
     * @param packet a piece of a datagram that the node sends; the datagram, if it was the last one
     * @return false if it waits for other pieces, or cannot be put together
     */
    bool JoinOwn(NfPacket& packet) const
    {
        if (!localDefrag || localDefrag(packet) != NfVerdict::ACCEPT)
        {
            return false;
        }
        packet.fragmentMaxSize = 0;
        packet.pieces.clear();
        return true;
    }

    NfNetns& netns;
    NfDropReporter& drops;
    std::function<void()> sync; //!< see NfIpv4Stack::Sync()
    Ptr<Node> node;             //!< null before NfIpv4Stack::Attach() and after disposal
    NfHookRegistry hooks;
    NfDeviceLayer link{netns, hooks, drops};
    NfDeviceTable& devices{link.GetTable()};
    NfSocketOwners owners;
    NfSocketTable& sockets{AddSockets(netns)};
    std::function<NfVerdict(NfPacket&)> localDefrag; //!< see NfIpv4Stack::SetLocalDefrag()
    std::function<void(const NfDevice&)> deviceDown; //!< see NfIpv4Stack::SetDeviceDownCallback()
    bool checksums{false}; //!< Node::ChecksumEnabled(), which is slow to ask
    uint64_t serial{0};    //!< of the last packet

  private:
    // Rules find the sockets among what the node's rules share, which owns them.
    static NfSocketTable& AddSockets(NfNetns& netns)
    {
        auto table = std::make_unique<NfSocketTable>();
        NfSocketTable& sockets = *table;
        netns.states[NfSocketLookup::NAME] = std::move(table);
        return sockets;
    }
};

} // namespace ns3

#endif /* NF_STACK_NODE_H */
