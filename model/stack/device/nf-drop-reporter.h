// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DROP_REPORTER_H
#define NF_DROP_REPORTER_H

#include "nf-drop-reason.h"
#include "nf-packet.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Where the parts of a node report a packet that ends in them.
 */
class NfDropReporter
{
  public:
    virtual ~NfDropReporter() = default;

    /**
     * @param packet the packet
     * @param reason why it ends here
     */
    virtual void Drop(NfPacket& packet, NfDropReason reason) = 0;

    /// @return what NfHookRegistry::Traverse() calls for a packet that a callback drops
    auto AtHook()
    {
        return [this](auto& context) { Drop(context.packet, NfDropReason::HOOK); };
    }
};

} // namespace ns3

#endif /* NF_DROP_REPORTER_H */
