// SPDX-License-Identifier: GPL-2.0-only

#include "nf-node-distance.h"

#include "ns3/channel.h"
#include "ns3/net-device.h"

#include <map>
#include <queue>

namespace ns3
{

std::optional<uint32_t>
NfNodeDistance(Ptr<Node> from, uint32_t to)
{
    std::map<uint32_t, uint32_t> distances{{from->GetId(), 0}};
    std::queue<Ptr<Node>> waiting;
    waiting.push(from);
    while (!waiting.empty() && distances.count(to) == 0)
    {
        Ptr<Node> node = waiting.front();
        waiting.pop();
        const uint32_t next = distances[node->GetId()] + 1;
        for (uint32_t i = 0; i < node->GetNDevices(); ++i)
        {
            Ptr<Channel> channel = node->GetDevice(i)->GetChannel();
            for (std::size_t j = 0; channel && j < channel->GetNDevices(); ++j)
            {
                Ptr<Node> neighbour = channel->GetDevice(j)->GetNode();
                if (distances.emplace(neighbour->GetId(), next).second)
                {
                    waiting.push(neighbour);
                }
            }
        }
    }
    const auto found = distances.find(to);
    return found == distances.end() ? std::nullopt : std::optional(found->second);
}

} // namespace ns3
