// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RATE_ESTIMATOR_H
#define NF_RATE_ESTIMATOR_H

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{

class NfNetns;

/**
 * @ingroup netfilter
 * An estimate of a rate, fed by the target RATEEST and asked by the match rateest: the weighted
 * mean of Linux's net/core/gen_estimator.c, in its fixed-point numbers.
 *
 * Linux brings its estimate up to date by a timer. Here that is made up for when the estimator is
 * fed or asked, so that no event is scheduled; the moments of the timer are the same, counted from
 * when the estimator was made. Invariant: m_ticks intervals have passed and are in the means.
 */
class NfRateEstimator
{
  public:
    /// What is estimated.
    struct Rates
    {
        uint32_t bytes{0};   //!< per second
        uint32_t packets{0}; //!< per second
    };

    /**
     * @param intervalLog the interval is 250 ms times two to the power of this, 0 to 5
     * @param weightLog a new interval counts one part in two to the power of this, 1 to 30
     */
    NfRateEstimator(unsigned intervalLog, unsigned weightLog);

    /**
     * Find an estimator of a node, or make it. It lives as long as somebody holds it.
     * @param netns the node
     * @param name of the estimator
     * @param intervalLog of one that is made
     * @param weightLog of one that is made
     * @return the estimator; null if there is one by that name with other parameters
     */
    static std::shared_ptr<NfRateEstimator> Get(NfNetns& netns,
                                                const std::string& name,
                                                unsigned intervalLog,
                                                unsigned weightLog);

    /**
     * @param netns a node
     * @param name of an estimator
     * @return the estimator; null if nobody holds one by that name
     */
    static std::shared_ptr<NfRateEstimator> Find(NfNetns& netns, const std::string& name);

    /// @param bytes of a packet that is seen now
    void Add(uint32_t bytes);

    /// @return the estimate as of now
    Rates Ask();

  private:
    void CatchUp();
    void Tick(uint64_t bytes, uint64_t packets);

    unsigned m_intervalLog;
    unsigned m_weightLog;
    uint64_t m_created; //!< in jiffies
    uint64_t m_ticks{0};
    uint64_t m_bytes{0};       //!< since the last tick
    uint64_t m_packets{0};     //!< since the last tick
    uint64_t m_meanBytes{0};   //!< per second, times 256
    uint64_t m_meanPackets{0}; //!< per second, times 256
};

} // namespace ns3

#endif /* NF_RATE_ESTIMATOR_H */
