// SPDX-License-Identifier: GPL-2.0-only

#include "nf-credit-rate.h"
#include "nf-extension-type.h"

#include <algorithm>
#include <limits>

namespace ns3
{

namespace
{

constexpr uint64_t SCALE = 10000; //!< Linux's XT_LIMIT_SCALE: parts of a second in a rate
constexpr uint64_t CREDITS_PER_JIFFY = 128;
constexpr uint32_t MAX_BURST = 10000;
constexpr uint32_t DEFAULT_BURST = 5;

/// Linux's user2credits(), with its overflows: they decide which rates are refused.
uint32_t
ToCredits(uint32_t period)
{
    constexpr uint32_t perSecond = NF_HZ * CREDITS_PER_JIFFY;
    if (period > std::numeric_limits<uint32_t>::max() / perSecond)
    {
        return period / SCALE * perSecond;
    }
    return period * perSecond / SCALE;
}

class LimitMatch : public NfMatch
{
  public:
    enum Option
    {
        LIMIT,
        BURST
    };

    NfComplaint Parse(const NfOption& option) override
    {
        if (option.spec->id == LIMIT)
        {
            auto period = NfParseRate(NfArgumentOf(option), SCALE);
            if (!period)
            {
                return NfBadArgument(option,
                                     "number/unit, at most 10000 per second, where unit is "
                                     "second, minute, hour, day or a beginning of one");
            }
            m_period = *period;
            return {};
        }
        auto burst = NfParseNumber(NfArgumentOf(option), MAX_BURST);
        if (!burst)
        {
            return NfBadArgument(option, "a number up to 10000");
        }
        m_burst = *burst;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (!m_burst || ToCredits(m_period * m_burst) < ToCredits(m_period))
        {
            return "limit: the rate times the burst is out of the kernel's range: expected a "
                   "burst above 0, and a faster rate or a smaller burst";
        }
        return {};
    }

    void Start() override
    {
        m_cost = ToCredits(m_period);
        m_capacity = ToCredits(m_period * m_burst);
        m_credit = m_capacity;
        m_before = NfJiffies();
    }

    void Save(std::ostream& os) const override
    {
        os << " --limit " << NfRateToString(m_period, SCALE);
        if (m_burst != DEFAULT_BURST)
        {
            os << " --limit-burst " << m_burst;
        }
    }

    void List(std::ostream& os) const override
    {
        os << "limit: avg " << NfRateToString(m_period, SCALE) << " burst " << m_burst;
    }

    /**
     * Linux computes the new credit in 32 bits, so that a bucket left alone for more than 37 hours
     * may lose credit; ours is then full.
     */
    NfMatchResult Match(NfPacket& packet) override
    {
        uint64_t now = NfJiffies();
        uint64_t earned = (now - m_before) * CREDITS_PER_JIFFY;
        m_before = now;
        m_credit = std::min<uint64_t>(m_credit + earned, m_capacity);
        if (m_credit < m_cost)
        {
            return NfMatchResult::NO;
        }
        m_credit -= m_cost;
        return NfMatchResult::YES;
    }

  private:
    uint32_t m_period{3600 * SCALE / 3}; //!< between two packets, in 1/SCALE seconds
    uint32_t m_burst{DEFAULT_BURST};
    uint32_t m_cost{0};     //!< credits for a packet
    uint32_t m_capacity{0}; //!< credits of a full bucket
    uint64_t m_credit{0};
    uint64_t m_before{0}; //!< when m_credit was right, in jiffies
};

} // namespace

NfMatchType
NfMakeLimitMatchType()
{
    NfMatchType type = NfMakeMatchType<LimitMatch>("limit", "true at a limited rate");
    type.options = {{LimitMatch::LIMIT, "limit", ""}, {LimitMatch::BURST, "limit-burst", ""}};
    return type;
}

} // namespace ns3
