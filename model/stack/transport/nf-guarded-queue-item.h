// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_GUARDED_QUEUE_ITEM_H
#define NF_GUARDED_QUEUE_ITEM_H

#include "ns3/ipv4-queue-disc-item.h"
#include "ns3/ipv6-queue-disc-item.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * A packet on its way into a queue disc, whose transport header ns-3 cannot read.
 *
 * Queue discs that keep flows apart (FqCoDel, the default of Ethernet-like devices) ask each packet
 * for a hash. ns-3's reads the whole TCP header for the sake of two ports, and so aborts on options
 * of a packet that is merely forwarded. This one reads the ports alone; the hash is the same.
 * @tparam Item Ipv4QueueDiscItem or Ipv6QueueDiscItem
 */
template <class Item>
class NfGuardedQueueItem : public Item
{
  public:
    using Item::Item;

    /**
     * @param item about to be given to a queue disc
     * @return the item, or, if ns-3 could not hash it, a guarded one in its place
     */
    static Ptr<QueueDiscItem> Guard(const Ptr<QueueDiscItem>& item);

    uint32_t Hash(uint32_t perturbation) const override;
};

extern template class NfGuardedQueueItem<Ipv4QueueDiscItem>;
extern template class NfGuardedQueueItem<Ipv6QueueDiscItem>;

} // namespace ns3

#endif /* NF_GUARDED_QUEUE_ITEM_H */
