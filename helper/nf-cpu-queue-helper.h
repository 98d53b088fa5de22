// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CPU_QUEUE_HELPER_H
#define NF_CPU_QUEUE_HELPER_H

#include "netfilter-helper.h"
#include "nf-cpu-queue.h"

#include "ns3/attribute.h"
#include "ns3/object-factory.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Gives nodes a CPU on which filtering takes simulated time (NfCpuQueue).
 */
class NfCpuQueueHelper
{
  public:
    NfCpuQueueHelper();

    /**
     * Set an attribute of the queues that Install() will make.
     * @param name of the attribute, e.g. "PerRule"
     * @param value its value
     */
    void Set(const std::string& name, const AttributeValue& value);

    /**
     * Give each node a queue, and the netfilter layer if it has none.
     * @param nodes have an IPv4 stack, and no queue yet; otherwise it is an NS_ABORT
     */
    void Install(const NfNodes& nodes) const;

    /// @param node a node
    /// @return its queue, or null
    static Ptr<NfCpuQueue> Get(Ptr<Node> node);

    /**
     * Use fixed random stream numbers.
     * @param nodes those of them without a queue use none
     * @param stream first number to use
     * @return how many were used
     */
    static int64_t AssignStreams(const NfNodes& nodes, int64_t stream);

  private:
    ObjectFactory m_factory;
};

} // namespace ns3

#endif /* NF_CPU_QUEUE_HELPER_H */
