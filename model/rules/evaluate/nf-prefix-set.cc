// SPDX-License-Identifier: GPL-2.0-only

#include "nf-prefix-set.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace ns3
{

template <class Number>
NfPrefixSet<Number>::Parts::Parts(std::vector<NfPrefix> prefixes)
    : networks(std::move(prefixes))
{
    std::sort(networks.begin(), networks.end());
    networks.erase(std::unique(networks.begin(), networks.end()), networks.end());
    const auto firstHost =
        std::stable_partition(networks.begin(), networks.end(), [](const NfPrefix& prefix) {
            return prefix.GetLength() < Addresses::BITS || prefix.GetAddress().IsAny();
        });
    if (static_cast<std::size_t>(networks.end() - firstHost) < MANY_HOSTS)
    {
        std::inplace_merge(networks.begin(), firstHost, networks.end());
        return;
    }
    std::transform(firstHost,
                   networks.end(),
                   std::back_inserter(hosts),
                   [](const NfPrefix& prefix) { return Addresses::Of(prefix.GetAddress()); });
    networks.erase(firstHost, networks.end());
}

template <class Number>
NfPrefixSet<Number>::NfPrefixSet(std::vector<NfPrefix> prefixes)
    : NfPrefixSet(Parts(std::move(prefixes)))
{
}

template <class Number>
NfPrefixSet<Number>::NfPrefixSet(Parts parts)
    : m_networks(std::move(parts.networks)),
      m_hosts(parts.hosts, m_networks.size()),
      m_intervals(Boundaries(m_networks), Addresses::BITS)
{
    std::vector<std::vector<uint32_t>> contained(m_intervals.GetSize());
    for (uint32_t number = 0; number < m_networks.size(); ++number)
    {
        const NfPrefix& network = m_networks[number];
        const std::size_t last = m_intervals.Find(Addresses::Of(network.GetLast()));
        for (std::size_t i = m_intervals.Find(Addresses::Of(network.GetAddress())); i <= last; ++i)
        {
            contained[i].push_back(number);
        }
    }
    std::size_t size = 1;
    for (const std::vector<uint32_t>& numbers : contained)
    {
        size += numbers.size();
    }
    m_pool.reserve(size);
    m_first.reserve(contained.size() + 1);
    for (const std::vector<uint32_t>& numbers : contained)
    {
        m_first.push_back(m_pool.size());
        m_pool.insert(m_pool.end(), numbers.begin(), numbers.end());
    }
    m_first.push_back(m_pool.size());
    m_pool.push_back(0);
}

template <class Number>
std::vector<Number>
NfPrefixSet<Number>::Boundaries(const std::vector<NfPrefix>& networks)
{
    std::vector<Number> starts;
    for (const NfPrefix& network : networks)
    {
        starts.push_back(Addresses::Of(network.GetAddress()));
        const Number last = Addresses::Of(network.GetLast());
        if (!(last == Addresses::Max()))
        {
            starts.push_back(Addresses::Next(last));
        }
    }
    return starts;
}

template <class Number>
uint32_t
NfPrefixSet<Number>::NumberOf(const NfPrefix& prefix) const
{
    if (prefix.GetLength() == Addresses::BITS)
    {
        const uint32_t host = m_hosts.Find(Addresses::Of(prefix.GetAddress()));
        if (host != NfNoHostNumber)
        {
            return host;
        }
    }
    return std::lower_bound(m_networks.begin(), m_networks.end(), prefix) - m_networks.begin();
}

template <class Number>
void
NfPrefixSet<Number>::ForgetNetworks()
{
    std::vector<NfPrefix>().swap(m_networks);
}

template class NfPrefixSet<uint32_t>;
template class NfPrefixSet<NfWideNumber>;

} // namespace ns3
