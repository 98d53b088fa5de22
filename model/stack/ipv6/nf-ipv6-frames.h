// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_FRAMES_H
#define NF_IPV6_FRAMES_H

#include "nf-ether-type.h"
#include "nf-frame-protocol.h"

namespace ns3
{

class NfIpv6Input;
class NfIpv6Output;
struct NfIpv6Node;

/**
 * @ingroup netfilter
 * IPv6, as the device layer of a node knows it.
 */
class NfIpv6Frames final : public NfFrameProtocol
{
  public:
    /**
     * @param node whose device layer this joins
     * @param input takes what is received
     * @param output takes what is sent
     */
    NfIpv6Frames(NfIpv6Node& node, NfIpv6Input& input, NfIpv6Output& output);

    uint16_t GetEtherType() const override
    {
        return NfEtherType::IPV6;
    }

    void ListHandlers(std::vector<NfFrameHandler>& handlers) const override;
    void Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed) override;
    void ReceiveOwn(const NfFrame& frame) override;
    bool Take(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item) override;
    void Read(const Ptr<QueueDiscItem>& item, NfPacket& packet) const override;
    Ptr<QueueDiscItem> Rewrite(const Ptr<QueueDiscItem>& item, NfPacket& packet) const override;
    Ptr<QueueDiscItem> Guard(const Ptr<QueueDiscItem>& item) const override;

  private:
    NfIpv6Node& m_node;
    NfIpv6Input& m_input;
    NfIpv6Output& m_output;
};

} // namespace ns3

#endif /* NF_IPV6_FRAMES_H */
