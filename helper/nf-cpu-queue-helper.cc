// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cpu-queue-helper.h"

#include "ns3/abort.h"

namespace ns3
{

NfCpuQueueHelper::NfCpuQueueHelper()
    : m_factory("ns3::NfCpuQueue")
{
}

void
NfCpuQueueHelper::Set(const std::string& name, const AttributeValue& value)
{
    m_factory.Set(name, value);
}

void
NfCpuQueueHelper::Install(const NfNodes& nodes) const
{
    for (uint32_t i = 0; i < nodes.Get().GetN(); ++i)
    {
        Ptr<Node> node = nodes.Get().Get(i);
        NS_ABORT_MSG_IF(Get(node), "node " << node->GetId() << " has a CPU queue already");
        Ptr<NfCpuQueue> queue = m_factory.Create<NfCpuQueue>();
        queue->Attach(node);
        node->AggregateObject(queue);
    }
}

Ptr<NfCpuQueue>
NfCpuQueueHelper::Get(Ptr<Node> node)
{
    return node->GetObject<NfCpuQueue>();
}

int64_t
NfCpuQueueHelper::AssignStreams(const NfNodes& nodes, int64_t stream)
{
    int64_t used = 0;
    for (uint32_t i = 0; i < nodes.Get().GetN(); ++i)
    {
        if (const Ptr<NfCpuQueue> queue = Get(nodes.Get().Get(i)))
        {
            used += queue->AssignStreams(stream + used);
        }
    }
    return used;
}

} // namespace ns3
