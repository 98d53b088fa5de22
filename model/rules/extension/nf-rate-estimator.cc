// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rate-estimator.h"

#include "nf-jiffies.h"
#include "nf-netns.h"

#include <map>

namespace ns3
{

namespace
{

constexpr uint64_t SHORTEST = NF_HZ / 4; //!< interval, in jiffies
constexpr unsigned PER_SECOND_LOG = 10;  //!< from a count in 250 ms to one in a second, times 256
constexpr unsigned FRACTION_LOG = 8;     //!< bits of a mean behind the point

/// The estimators of a node, by name.
struct Estimators : NfNetnsState
{
    std::map<std::string, std::weak_ptr<NfRateEstimator>> byName;
};

std::weak_ptr<NfRateEstimator>&
Entry(NfNetns& netns, const std::string& name)
{
    auto& state = netns.states["rateest"];
    if (!state)
    {
        state = std::make_unique<Estimators>();
    }
    return static_cast<Estimators&>(*state).byName[name];
}

/// A new mean, given what was counted in an interval. The arithmetic is modulo 2^64, as Linux's.
uint64_t
Average(uint64_t mean, uint64_t count, unsigned intervalLog, unsigned weightLog)
{
    const uint64_t rate = count << (PER_SECOND_LOG - intervalLog);
    return mean + ((rate >> weightLog) - (mean >> weightLog));
}

} // namespace

NfRateEstimator::NfRateEstimator(unsigned intervalLog, unsigned weightLog)
    : m_intervalLog(intervalLog),
      m_weightLog(weightLog),
      m_created(NfJiffies())
{
}

std::shared_ptr<NfRateEstimator>
NfRateEstimator::Get(NfNetns& netns,
                     const std::string& name,
                     unsigned intervalLog,
                     unsigned weightLog)
{
    auto& entry = Entry(netns, name);
    auto estimator = entry.lock();
    if (!estimator)
    {
        estimator = std::make_shared<NfRateEstimator>(intervalLog, weightLog);
        entry = estimator;
    }
    const bool alike =
        estimator->m_intervalLog == intervalLog && estimator->m_weightLog == weightLog;
    return alike ? estimator : nullptr;
}

std::shared_ptr<NfRateEstimator>
NfRateEstimator::Find(NfNetns& netns, const std::string& name)
{
    return Entry(netns, name).lock();
}

void
NfRateEstimator::Add(uint32_t bytes)
{
    CatchUp();
    m_bytes += bytes;
    ++m_packets;
}

NfRateEstimator::Rates
NfRateEstimator::Ask()
{
    CatchUp();
    return {static_cast<uint32_t>(m_meanBytes >> FRACTION_LOG),
            static_cast<uint32_t>(m_meanPackets >> FRACTION_LOG)};
}

void
NfRateEstimator::CatchUp()
{
    const uint64_t now = (NfJiffies() - m_created) / (SHORTEST << m_intervalLog);
    while (m_ticks < now)
    {
        const uint64_t before = m_meanBytes + m_meanPackets;
        const bool idle = m_bytes == 0 && m_packets == 0;
        Tick(m_bytes, m_packets);
        ++m_ticks;
        if (idle && m_meanBytes + m_meanPackets == before)
        {
            m_ticks = now; // an idle interval changes nothing any more
        }
    }
}

void
NfRateEstimator::Tick(uint64_t bytes, uint64_t packets)
{
    m_meanBytes = Average(m_meanBytes, bytes, m_intervalLog, m_weightLog);
    m_meanPackets = Average(m_meanPackets, packets, m_intervalLog, m_weightLog);
    m_bytes = 0;
    m_packets = 0;
}

} // namespace ns3
