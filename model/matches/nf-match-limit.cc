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
constexpr uint32_t DEFAULT_PERIOD = 3600 * SCALE / 3; //!< 3/hour

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

std::optional<uint32_t>
ReadPeriod(std::string_view text)
{
    const auto period = NfParseRate(text, SCALE);
    return period ? std::optional(static_cast<uint32_t>(*period)) : std::nullopt;
}

void
PrintPeriod(std::ostream& os, const uint32_t& period)
{
    os << NfRateToString(period, SCALE);
}

class LimitMatch : public NfMatch
{
  public:
    /// The rate and the burst that go without saying are in force; the rate is printed.
    NfComplaint FinishParse() override
    {
        m_period.given = true;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        const uint32_t period = m_period.value;
        const uint32_t burst = m_burst.value;
        if (!burst || ToCredits(period * burst) < ToCredits(period))
        {
            return "limit: the rate times the burst is out of the kernel's range: expected a "
                   "burst above 0, and a faster rate or a smaller burst";
        }
        return {};
    }

    void Start() override
    {
        m_cost = ToCredits(m_period.value);
        m_capacity = ToCredits(m_period.value * m_burst.value);
        m_credit = m_capacity;
        m_before = NfJiffies();
    }

    void List(std::ostream& os) const override
    {
        os << "limit: avg " << NfRateToString(m_period.value, SCALE) << " burst " << m_burst.value;
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

    NfOptionValue<uint32_t> m_period{
        DEFAULT_PERIOD};                            //!< --limit: between two packets, in 1/SCALE s
    NfOptionValue<uint32_t> m_burst{DEFAULT_BURST}; //!< --limit-burst

  private:
    uint32_t m_cost{0};     //!< credits for a packet
    uint32_t m_capacity{0}; //!< credits of a full bucket
    uint64_t m_credit{0};
    uint64_t m_before{0}; //!< when m_credit was right, in jiffies
};

} // namespace

NfMatchType
NfMakeLimitMatchType()
{
    using M = LimitMatch;
    NfMatchType type = NfMakeMatchType<M>("limit", "true at a limited rate");
    const NfOwnKind<uint32_t> rate(ReadPeriod,
                                   PrintPeriod,
                                   "number/unit, at most 10000 per second, where unit is second, "
                                   "minute, hour, day or a beginning of one");
    const auto burst =
        NfNumberKind<uint32_t>(0, MAX_BURST, "{}", DEFAULT_BURST).Called("a number up to 10000");
    type.options = {
        NfOptionRow(&M::m_period, "limit", rate),
        NfOptionRow(&M::m_burst, "limit-burst", burst),
    };
    return type;
}

} // namespace ns3
