// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_PAIR_H
#define NF_TRAFFIC_PAIR_H

#include "nf-traffic-spec.h"

#include "ns3/ipv4-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What some traffic did between two nodes. An item is what NfTrafficKind::delivered says: a
 * datagram, a probe, a question with its answer, or a transfer.
 */
struct NfTrafficPair
{
    const NfTrafficSpec* spec{nullptr}; //!< the traffic
    uint32_t number{0};                 //!< of the pair
    Ptr<Node> from;
    Ptr<Node> to; //!< null: wherever the packets of a capture go
    uint8_t protocol{0};
    uint32_t interface {
        1
    };                //!< of the receiver: whose address is taken, if it has one
    uint16_t port{0}; //!< of the receiver; 0: several, or none

    uint64_t meant{0};         //!< items that the traffic wanted to send
    uint64_t sent{0};          //!< of these, items that the node's stack took
    uint64_t delivered{0};     //!< of these, items that arrived
    uint64_t bytes{0};         //!< of contents that arrived, at either end
    std::vector<float> delays; //!< seconds, of each item delivered, in the order of arrival

    /// @param address in host order
    /// @return whether it may be the source of what is sent
    bool CanSendAs(uint32_t address) const;

    /// An item has arrived.
    /// @param sent when it was sent
    /// @param size bytes of its contents
    void Deliver(Time sent, uint64_t size);
};

/**
 * @ingroup netfilter
 * All pairs of nodes between which there is traffic, and the addresses by which a packet that was
 * dropped is found to be theirs.
 */
class NfTrafficLedger
{
  public:
    /// A direction of an exchange, as it leaves its sender.
    struct Flow
    {
        uint8_t protocol{0};
        uint32_t source{0}; //!< in host order
        uint16_t sourcePort{0};
        uint32_t destination{0};
        uint16_t destinationPort{0};

        friend bool operator<(const Flow& a, const Flow& b)
        {
            return std::tie(a.protocol, a.source, a.sourcePort, a.destination, a.destinationPort) <
                   std::tie(b.protocol, b.source, b.sourcePort, b.destination, b.destinationPort);
        }
    };

    /**
     * @param spec the traffic, which must outlive this
     * @param from the sender
     * @param to the receiver
     * @param protocol of its packets
     * @param port of the receiver, or 0
     * @return a new pair, which stays where it is
     */
    NfTrafficPair& Add(const NfTrafficSpec& spec,
                       Ptr<Node> from,
                       Ptr<Node> to,
                       uint8_t protocol,
                       uint16_t port);

    /// @param number of a pair
    /// @return the pair; null if there is none
    NfTrafficPair* Find(uint32_t number);

    /// @return all pairs, in the order in which they were made
    const std::vector<std::unique_ptr<NfTrafficPair>>& GetAll() const
    {
        return m_pairs;
    }

    /// @return the pairs whose packets leave their senders so, the latest claim last
    const std::map<Flow, std::vector<uint32_t>>& GetClaims() const
    {
        return m_claims;
    }

    /// Packets like these belong to a pair.
    /// @param pair the pair
    /// @param flow as it is sent
    void Claim(const NfTrafficPair& pair, const Flow& flow);

    /**
     * @param flow of a packet as it was first seen
     * @param node id of the node that saw it first: private addresses may be there more than once.
     *        Nothing: unknown, and then what several nodes have sent belongs to none of them
     * @return the pair that it belongs to, which may be that of which it is an answer; null if none
     *         is known, or several
     */
    const NfTrafficPair* FindOwner(const Flow& flow, std::optional<uint32_t> node) const;

  private:
    const NfTrafficPair* FindClaim(const Flow& flow,
                                   Ptr<Node> NfTrafficPair::*sender,
                                   std::optional<uint32_t> node) const;
    const NfTrafficPair* FindByReceiver(const Flow& flow) const;

    std::vector<std::unique_ptr<NfTrafficPair>> m_pairs;
    std::map<Flow, std::vector<uint32_t>> m_claims; //!< pairs, the latest last
};

/// @param node a node
/// @param address an address
/// @return whether one of its interfaces has it
bool NfHasAddress(Ptr<Node> node, Ipv4Address address);

/**
 * @param pair a pair with a receiver
 * @return the first address of the receiver's interface, or of the next one that has any, but not
 * of the loopback; 0.0.0.0: none yet
 */
Ipv4Address NfTargetOf(const NfTrafficPair& pair);

/// @param node a node
/// @param to an address
/// @return the device to it; null: no route
Ptr<NetDevice> NfDeviceFor(Ptr<Node> node, Ipv4Address to);

/// @param node a node
/// @param to an address
/// @return the source of what it sends there; 0.0.0.0: no route
Ipv4Address NfSourceFor(Ptr<Node> node, Ipv4Address to);

} // namespace ns3

#endif /* NF_TRAFFIC_PAIR_H */
