// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter.h"

#include "nf-flow-filter-node.h"
#include "nf-flow-filter-parser.h"

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

bool
HasPrefix(const std::string& address, const NfFilterAddress::Prefix& prefix)
{
    const auto& [bytes, bits] = prefix;
    if (address.size() != bytes.size())
    {
        return false;
    }
    const std::size_t whole = bits / 8;
    if (address.compare(0, whole, bytes, 0, whole) != 0)
    {
        return false;
    }
    const int rest = bits % 8;
    return rest == 0 || ((address[whole] ^ bytes[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
}

} // namespace

NfFilterAddress::NfFilterAddress(NfFilterEnd end, std::vector<Prefix> prefixes)
    : m_end(end),
      m_prefixes(std::move(prefixes))
{
}

bool
NfFilterAddress::Contains(const std::string& address) const
{
    return std::any_of(m_prefixes.begin(), m_prefixes.end(), [&address](const Prefix& prefix) {
        return HasPrefix(address, prefix);
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
    const bool ports =
        flow.protocol == 6 || flow.protocol == 17 || flow.protocol == 132 || flow.protocol == 136;
    return ports && Combine(m_end, Contains(flow.sourcePort), Contains(flow.destinationPort));
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
