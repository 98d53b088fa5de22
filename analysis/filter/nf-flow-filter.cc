// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter.h"

#include "nf-flow-filter-node.h"
#include "nf-flow-filter-parser.h"
#include "nf-flow-filter-value.h"

#include "ns3/nf-port-protocols.h"

#include <algorithm>

namespace ns3
{

namespace
{

bool
Combine(NfFilterEnd end, bool source, bool destination)
{
    switch (end)
    {
    case NfFilterEnd::ANY:
        return source || destination;
    case NfFilterEnd::SOURCE:
        return source;
    case NfFilterEnd::DESTINATION:
        return destination;
    case NfFilterEnd::BOTH:
        return source && destination;
    }
    return false;
}

} // namespace

NfFilterAddress::NfFilterAddress(NfFilterEnd end, std::vector<NfPrefix> prefixes)
    : m_end(end),
      m_prefixes(std::move(prefixes))
{
}

bool
NfFilterAddress::Contains(const std::string& address) const
{
    const std::optional<NfPrefix> host = NfHostOfBytes(address);
    return host && std::any_of(m_prefixes.begin(), m_prefixes.end(), [&host](const NfPrefix& p) {
               return p.GetFamily() == host->GetFamily() && p.Contains(host->GetAddress());
           });
}

bool
NfFilterAddress::Matches(const NfTraceFlowRow& flow) const
{
    return Combine(m_end, Contains(flow.sourceBytes), Contains(flow.destinationBytes));
}

bool
NfFilterPorts::Matches(const NfTraceFlowRow& flow) const
{
    return NfHasPorts(static_cast<uint8_t>(flow.protocol)) &&
           Combine(m_end, Contains(flow.sourcePort), Contains(flow.destinationPort));
}

NfFlowFilter::NfFlowFilter() = default;
NfFlowFilter::~NfFlowFilter() = default;
NfFlowFilter::NfFlowFilter(NfFlowFilter&&) noexcept = default;
NfFlowFilter& NfFlowFilter::operator=(NfFlowFilter&&) noexcept = default;

NfFlowFilter::NfFlowFilter(const std::string& text, const NfNameResolver& resolve)
    : m_root(NfFlowFilterParser(text, resolve).Parse())
{
}

bool
NfFlowFilter::Matches(const NfTraceFlowRow& flow) const
{
    return !m_root || m_root->Matches(flow);
}

NfNameResolver
NfResolveNodes(NfTraceReader& reader)
{
    return [&reader](const std::string& name) {
        const std::vector<int64_t> nodes = reader.FindNodes(name);
        std::vector<std::string> addresses;
        for (const auto& [address, node] : reader.GetAddressOwners())
        {
            if (std::find(nodes.begin(), nodes.end(), node) != nodes.end())
            {
                addresses.push_back(address);
            }
        }
        return addresses;
    };
}

std::string
NfJoinWords(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
    {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

} // namespace ns3
