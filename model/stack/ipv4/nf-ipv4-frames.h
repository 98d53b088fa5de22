// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_FRAMES_H
#define NF_IPV4_FRAMES_H

#include "nf-ether-type.h"
#include "nf-frame-protocol.h"

namespace ns3
{

class NfIpv4Input;
class NfIpv4Output;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * IPv4, as the device layer of a node knows it.
 */
class NfIpv4Frames final : public NfFrameProtocol
{
  public:
    /**
     * @param node whose device layer this joins
     * @param input takes what is received
     * @param output takes what is sent
     */
    NfIpv4Frames(NfIpv4Node& node, NfIpv4Input& input, NfIpv4Output& output);

    uint16_t GetEtherType() const override
    {
        return NfEtherType::IPV4;
    }

    void ListHandlers(std::vector<NfFrameHandler>& handlers) const override;
    void Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed) override;
    void ReceiveOwn(const NfFrame& frame) override;
    bool Take(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item) override;
    void Read(const Ptr<QueueDiscItem>& item, NfPacket& packet) const override;
    Ptr<QueueDiscItem> Rewrite(const Ptr<QueueDiscItem>& item, NfPacket& packet) const override;
    Ptr<QueueDiscItem> Guard(const Ptr<QueueDiscItem>& item) const override;

  private:
    NfIpv4Node& m_node;
    NfIpv4Input& m_input;
    NfIpv4Output& m_output;
};

} // namespace ns3

#endif /* NF_IPV4_FRAMES_H */
