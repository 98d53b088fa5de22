// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FAMILY_STACK_H
#define NF_FAMILY_STACK_H

#include "nf-drop-reason.h"
#include "nf-netns.h"
#include "nf-packet.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * The stack of one address family on a node, as the node's NfNetns asks it about packets and
 * addresses of that family (see there for what the answers mean), and tells it what happens.
 */
class NfFamilyStack
{
  public:
    virtual ~NfFamilyStack() = default;

    /// Take note of what has appeared at the node, and take its places unless the layer is idle.
    virtual void Sync() = 0;

    /// Give back what scripts may look for: the layer is idle, and no reception is going on.
    virtual void Release() = 0;

    /// Tell the node's devices of interfaces that have come while the layer was idle.
    virtual void UpdateDevices() = 0;

    /// @return true if a policy rule or route of the family was added
    virtual bool HasPolicy() const = 0;

    /// @param used called when the first of them is added; null: nothing is
    virtual void SetPolicyUsed(std::function<void()> used) = 0;

    /**
     * Tell listeners of the stock stack of a packet that has ended in the layer.
     * @param packet the packet
     * @param reason the reason why it ended
     */
    virtual void ReportDrop(NfPacket& packet, NfDropReason reason) = 0;

    /// @return as NfNetns::GetAddressType(). Parameters as there.
    virtual NfAddressType GetAddressType(const NfAddress& address,
                                         const NfDevice* device) const = 0;

    /// @return as NfNetns::SelectMasqueradeAddress(). Parameters as there.
    virtual std::optional<NfAddress> SelectMasqueradeAddress(const NfPacket& packet,
                                                             const NfDevice& out) const = 0;

    /// @return as NfNetns::GetPrimaryAddress(). Parameters as there.
    virtual std::optional<NfAddress> GetPrimaryAddress(const NfDevice& device) const = 0;

    /// @return as NfNetns::Reroute(). Parameters as there.
    virtual bool Reroute(NfPacket& packet) = 0;

    /// @return as NfNetns::CheckReversePath(). Parameters as there.
    virtual bool CheckReversePath(const NfPacket& packet,
                                  bool loose,
                                  bool useMark,
                                  bool acceptLocal) const = 0;

    /// @return as NfNetns::SendGenerated(). Parameters as there.
    virtual bool SendGenerated(const NfIpHeader& header,
                               Ptr<Packet> payload,
                               const NfPacket* about) = 0;

    /// As NfNetns::SendCopy(). Parameters as there.
    virtual void SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device) = 0;

    /// As NfNetns::SendIcmpError(). Parameters as there.
    virtual void SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info) = 0;
};

} // namespace ns3

#endif /* NF_FAMILY_STACK_H */
