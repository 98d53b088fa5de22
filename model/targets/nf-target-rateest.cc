// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-netns.h"
#include "nf-rate-estimator.h"

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 15;
constexpr double MILLISECOND = 1e3; //!< in microseconds
constexpr double SECOND = 1e6;      //!< in microseconds
constexpr double LEAST_INTERVAL = SECOND / 4;
constexpr unsigned INTERVALS = 6; //!< the estimator knows 0.25, 0.5, 1, 2, 4 and 8 s
constexpr unsigned MAX_LOG = 30;  //!< of the weight of the past

/// A time in microseconds, written with s, ms or us; without a unit it is microseconds.
struct TimeKind : NfWordKind
{
    using Value = double;

    std::optional<Value> Read(std::string_view text) const
    {
        const std::string copy(text);
        char* end = nullptr;
        const double number = std::strtod(copy.c_str(), &end);
        const std::string_view unit = end;
        if (end == copy.c_str() || !(number > 0))
        {
            return std::nullopt;
        }
        if (unit.empty() || unit == "us" || unit == "usec" || unit == "usecs")
        {
            return number;
        }
        if (unit == "ms" || unit == "msec" || unit == "msecs")
        {
            return number * MILLISECOND;
        }
        bool seconds = unit == "s" || unit == "sec" || unit == "secs";
        return seconds ? std::optional(number * SECOND) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "a time such as 250ms, 2s or 500000us";
    }

    void Print(std::ostream& os, Value time) const
    {
        os << (time >= SECOND ? fmt::format("{:.1f}s", time / SECOND)
                              : fmt::format("{:.1f}ms", time / MILLISECOND));
    }
};

/// Target "RATEEST": estimate the rate of what it hits (Linux's xt_RATEEST.c), for the match
/// rateest.
class RateestTarget : public NfTarget
{
  public:
    /// Interval and weight are rounded to what the estimator can do, as by iptables.
    NfComplaint FinishParse() override
    {
        const double interval = m_interval.value;
        double rounded = LEAST_INTERVAL;
        for (; m_intervalLog < INTERVALS && rounded < interval; ++m_intervalLog)
        {
            rounded *= 2;
        }
        if (rounded > LEAST_INTERVAL * (1 << (INTERVALS - 1)))
        {
            return "--rateest-interval is above 8s";
        }
        unsigned log = 0;
        while (log <= MAX_LOG &&
               interval / -std::log(1 - std::ldexp(1.0, -static_cast<int>(log + 1))) <=
                   m_average.value)
        {
            ++log;
        }
        if (log == 0 || log > MAX_LOG)
        {
            return "--rateest-ewmalog is out of range for its interval";
        }
        m_interval.value = rounded;
        m_average.value = std::ldexp(rounded, static_cast<int>(log));
        m_weightLog = log;
        return {};
    }

    /// The estimator is there from now on, as in Linux, so that a rule that follows may ask it.
    NfComplaint Check(const NfRuleContext& context) override
    {
        if (context.netns)
        {
            Attach(const_cast<NfNetns&>(*context.netns));
            if (!m_estimator)
            {
                return "the estimator \"" + m_name.value + "\" exists with other parameters";
            }
        }
        return {};
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (!m_estimator)
        {
            Attach(*packet.netns);
        }
        if (m_estimator)
        {
            m_estimator->Add(packet.GetSize());
        }
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<std::string> m_name; //!< --rateest-name
    NfOptionValue<double> m_interval;  //!< --rateest-interval
    NfOptionValue<double> m_average;   //!< --rateest-ewmalog

  private:
    void Attach(NfNetns& netns)
    {
        m_estimator = NfRateEstimator::Get(netns, m_name.value, m_intervalLog, m_weightLog);
    }

    unsigned m_intervalLog{0}; //!< of 250 ms
    unsigned m_weightLog{0};
    std::shared_ptr<NfRateEstimator> m_estimator;
};

} // namespace

NfTargetType
NfMakeRateestTargetType()
{
    using T = RateestTarget;
    NfTargetType type = NfMakeTargetType<T>("RATEEST", "estimate the rate of what it hits");
    type.changes = false;
    type.options = {
        NfOptionRow(&T::m_name, "rateest-name", NfTextKind(1, MAX_NAME, "an estimator's name"))
            .Mandatory()
            .Listed("name {}"),
        NfOptionRow(&T::m_interval, "rateest-interval", TimeKind())
            .Mandatory()
            .Listed("interval {}"),
        NfOptionRow(&T::m_average, "rateest-ewmalog", TimeKind()).Mandatory().Listed("ewmalog {}"),
    };
    return type;
}

} // namespace ns3
