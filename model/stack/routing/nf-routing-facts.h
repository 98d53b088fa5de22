// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ROUTING_FACTS_H
#define NF_ROUTING_FACTS_H

#include "nf-address.h"
#include "nf-device.h"
#include "nf-prefix.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ns3
{

/// The network that an address of an interface is in.
struct NfLinkNetwork
{
    NfPrefix network;
    const NfDevice* device; //!< the interface; never null
    /// What own packets to it are sent from; nothing: source address selection says it.
    std::optional<NfAddress> source;
};

/// The prefix by which a node's routing protocol would route.
struct NfKnownPrefix
{
    bool known{true};              //!< false: a protocol does not show its routes
    std::optional<uint8_t> length; //!< of the longest; nothing: no route

    /// @param other length of another prefix that has the destination
    void Add(uint8_t other)
    {
        length = std::max(length.value_or(0), other);
    }
};

/**
 * @ingroup netfilter
 * What policy routing wants to know, and to tell, about a node's stack of its family.
 */
class NfRoutingFacts
{
  public:
    virtual ~NfRoutingFacts() = default;

    /**
     * @param name of a device
     * @return the device; null if it is no interface of the family that is up
     */
    virtual const NfDevice* FindDevice(std::string_view name) const = 0;

    /**
     * @param destination an address
     * @param oif if not null, only networks of this device count
     * @return the network with the longest prefix that has it, of the interfaces that are up
     */
    virtual std::optional<NfLinkNetwork> FindNetwork(const NfAddress& destination,
                                                     const NfDevice* oif) const = 0;

    /**
     * @param destination an address
     * @return the longest prefix that has it, of the node's routing protocol
     */
    virtual NfKnownPrefix FindPrefix(const NfAddress& destination) const = 0;

    /// @param networks all local routes of the table local
    virtual void SetLocalNetworks(std::vector<NfPrefix> networks) = 0;
};

} // namespace ns3

#endif /* NF_ROUTING_FACTS_H */
