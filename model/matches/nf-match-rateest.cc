// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-listing-style.h"
#include "nf-netns.h"
#include "nf-rate-estimator.h"
#include "nf-text-case.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 15;
constexpr double BITS = 8; //!< of a byte

/// A unit of rates, in bits per second.
struct Unit
{
    std::string_view name;
    double bits;
};

constexpr double KIBI = 1024;
constexpr double KILO = 1000;

constexpr Unit UNITS[] = {{"bit", 1},
                          {"Kibit", KIBI},
                          {"kbit", KILO},
                          {"Mibit", KIBI* KIBI},
                          {"mbit", KILO* KILO},
                          {"Gibit", KIBI* KIBI* KIBI},
                          {"gbit", KILO* KILO* KILO},
                          {"Tibit", KIBI* KIBI* KIBI* KIBI},
                          {"tbit", KILO* KILO* KILO* KILO},
                          {"Bps", BITS},
                          {"KiBps", BITS* KIBI},
                          {"KBps", BITS* KILO},
                          {"MiBps", BITS* KIBI* KIBI},
                          {"MBps", BITS* KILO* KILO},
                          {"GiBps", BITS* KIBI* KIBI* KIBI},
                          {"GBps", BITS* KILO* KILO* KILO},
                          {"TiBps", BITS* KIBI* KIBI* KIBI* KIBI},
                          {"TBps", BITS* KILO* KILO* KILO* KILO}};

/// Bytes per second; without a unit the number is bits, as for iptables.
std::optional<uint32_t>
ReadByteRate(const std::string& text)
{
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const std::string_view unit = end;
    if (end == text.c_str())
    {
        return std::nullopt;
    }
    double factor = 1 / BITS;
    if (!unit.empty())
    {
        const auto* found = std::find_if(std::begin(UNITS), std::end(UNITS), [&](const Unit& row) {
            return NfEqualsIgnoringCase(row.name, unit);
        });
        if (found == std::end(UNITS))
        {
            return std::nullopt;
        }
        factor = found->bits / BITS;
    }
    const double bytes = number * factor;
    const bool fits = bytes >= 0 && bytes <= UINT32_MAX;
    return fits ? std::optional(static_cast<uint32_t>(bytes)) : std::nullopt;
}

/**
 * Match "rateest": compares the rates that RATEEST estimates, with each other or with given ones
 * (Linux's xt_rateest.c). With --rateest-delta it compares how far they are below given ones.
 *
 * Divergence: the comparison may be given twice, because iptables 1.8.9 saves it twice where bits
 * and packets are compared, and cannot read that again.
 */
class RateestMatch : public NfMatch
{
  public:
    enum Option
    {
        FIRST,
        SECOND,
        BYTES_1,
        PACKETS_1,
        BYTES_2,
        PACKETS_2,
        DELTA,
        LESS,
        GREATER,
        EQUAL,
        N_OPTIONS
    };

    NfComplaint Parse(const NfOption& option) override
    {
        const auto id = static_cast<Option>(option.spec->id);
        switch (id)
        {
        case FIRST:
        case SECOND:
            return ParseName(option, m_estimators[id == FIRST ? 0 : 1]);
        case BYTES_1:
        case BYTES_2:
            m_compareBytes = true;
            return ParseBytes(option, m_given[id == BYTES_1 ? 0 : 1].bytes);
        case PACKETS_1:
        case PACKETS_2:
            m_comparePackets = true;
            return ParsePackets(option, m_given[id == PACKETS_1 ? 0 : 1].packets);
        case DELTA:
            m_delta = true;
            return {};
        default:
            m_mode = id;
            m_inverted = m_inverted || option.inverted;
            return {};
        }
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (!m_compareBytes && !m_comparePackets)
        {
            return "needs rates of bits or packets to compare";
        }
        if (m_mode == N_OPTIONS)
        {
            return "needs one of --rateest-lt, --rateest-gt and --rateest-eq";
        }
        for (std::size_t i = 0; context.netns && i < (IsRelative() ? 2 : 1); ++i)
        {
            // The node is not changed by being asked for an estimator.
            m_found[i] =
                NfRateEstimator::Find(const_cast<NfNetns&>(*context.netns), m_estimators[i]);
            if (!m_found[i])
            {
                return "there is no estimator \"" + m_estimators[i] +
                       "\": a rule with -j RATEEST must make it before";
            }
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_delta ? " --rateest-delta" : "") << (IsRelative() ? " --rateest1 " : " --rateest ")
           << m_estimators[0];
        SaveRates(os,
                  "bps",
                  m_compareBytes,
                  BitsText(m_given[0].bytes),
                  BitsText(m_given[1].bytes));
        SaveRates(os,
                  "pps",
                  m_comparePackets,
                  std::to_string(m_given[0].packets),
                  std::to_string(m_given[1].packets));
        if (IsRelative())
        {
            os << " --rateest2 " << m_estimators[1];
        }
    }

    void List(std::ostream& os) const override
    {
        auto bytes = [&](uint32_t rate) {
            return " " + (NfListsNames(os) ? BitsText(rate) : std::to_string(rate));
        };
        auto packets = [](uint32_t rate) { return " " + std::to_string(rate); };
        os << "rateest match " << m_estimators[0] << (m_delta ? " delta" : "");
        if (m_compareBytes)
        {
            os << " bps" << (m_delta ? bytes(m_given[0].bytes) : "");
            os << (IsRelative() ? "" : bytes(m_given[1].bytes) + ModeText(""));
        }
        if (m_comparePackets)
        {
            os << " pps" << (m_delta ? packets(m_given[0].packets) : "");
            os << (IsRelative() ? "" : ModeText("") + packets(m_given[1].packets));
        }
        if (IsRelative())
        {
            os << ModeText("") << ' ' << m_estimators[1];
            os << (m_compareBytes ? " bps" : "")
               << (m_compareBytes && m_delta ? bytes(m_given[1].bytes) : "")
               << (m_comparePackets ? " pps" : "")
               << (m_comparePackets && m_delta ? packets(m_given[1].packets) : "");
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfRateEstimator::Rates first = Measure(packet, 0);
        const NfRateEstimator::Rates second = IsRelative() ? Measure(packet, 1) : m_given[1];
        const bool holds = (!m_compareBytes || Compare(first.bytes, second.bytes)) &&
                           (!m_comparePackets || Compare(first.packets, second.packets));
        return NfResult(holds != m_inverted);
    }

  private:
    bool IsRelative() const
    {
        return !m_estimators[1].empty();
    }

    static NfComplaint ParseName(const NfOption& option, std::string& name)
    {
        name = NfArgumentOf(option).substr(0, MAX_NAME); // iptables cuts it, too
        return name.empty() ? NfBadArgument(option, "the name of an estimator") : NfComplaint();
    }

    static NfComplaint ParseBytes(const NfOption& option, uint32_t& rate)
    {
        if (option.arguments.empty())
        {
            return {};
        }
        const auto parsed = ReadByteRate(NfArgumentOf(option));
        rate = parsed.value_or(0);
        return parsed ? NfComplaint() : NfBadArgument(option, "a rate such as 8kbit or 1MBps");
    }

    static NfComplaint ParsePackets(const NfOption& option, uint32_t& rate)
    {
        if (option.arguments.empty())
        {
            return {};
        }
        const auto parsed = NfParseNumber(NfArgumentOf(option), UINT32_MAX);
        rate = static_cast<uint32_t>(parsed.value_or(0));
        return parsed ? NfComplaint() : NfBadArgument(option, "a number of packets per second");
    }

    static std::string BitsText(uint32_t bytes)
    {
        const double bits = bytes * BITS;
        if (bits >= KILO * KILO * KILO)
        {
            return fmt::format("{:.0f}Mbit", bits / (KILO * KILO));
        }
        return bits >= KILO * KILO ? fmt::format("{:.0f}Kbit", bits / KILO)
                                   : fmt::format("{:.0f}bit", bits);
    }

    std::string ModeText(const char* prefix) const
    {
        const char* mode = m_mode == LESS ? "lt" : (m_mode == GREATER ? "gt" : "eq");
        return std::string(m_inverted ? " ! " : " ") + prefix + mode;
    }

    void SaveRates(std::ostream& os,
                   const char* unit,
                   bool compared,
                   const std::string& first,
                   const std::string& second) const
    {
        if (!compared)
        {
            return;
        }
        const std::string mode = ModeText("--rateest-");
        if (m_delta)
        {
            os << " --rateest-" << unit << "1 " << first << mode << " --rateest-" << unit << '2';
        }
        else
        {
            os << mode << " --rateest-" << unit;
        }
        os << (!IsRelative() || m_delta ? " " + second : "");
    }

    /// The rates of an estimator, or how far they are below those given.
    NfRateEstimator::Rates Measure(const NfPacket& packet, std::size_t which)
    {
        std::shared_ptr<NfRateEstimator>& estimator = m_found[which];
        if (!estimator)
        {
            estimator = NfRateEstimator::Find(*packet.netns, m_estimators[which]);
        }
        NfRateEstimator::Rates rates = estimator ? estimator->Ask() : NfRateEstimator::Rates();
        if (m_delta)
        {
            const NfRateEstimator::Rates& given = m_given[which];
            rates.bytes = given.bytes - std::min(given.bytes, rates.bytes);
            rates.packets = given.packets - std::min(given.packets, rates.packets);
        }
        return rates;
    }

    bool Compare(uint32_t first, uint32_t second) const
    {
        return m_mode == LESS ? first < second
                              : (m_mode == GREATER ? first > second : first == second);
    }

    std::string m_estimators[2];       //!< the second is empty where rates are given instead
    NfRateEstimator::Rates m_given[2]; //!< to compare with, or to take the difference to
    bool m_compareBytes{false};
    bool m_comparePackets{false};
    bool m_delta{false};
    Option m_mode{N_OPTIONS};
    bool m_inverted{false};
    std::shared_ptr<NfRateEstimator> m_found[2]; //!< keeps them alive, as in Linux
};

} // namespace

NfMatchType
NfMakeRateestMatchType()
{
    using M = RateestMatch;
    NfMatchType type = NfMakeMatchType<M>("rateest", "rates that RATEEST estimates");
    type.options = {{M::DELTA, "rateest-delta", "", 0, 0},
                    {M::FIRST, "rateest1", "rateest"},
                    {M::BYTES_1, "rateest-bps1", "", 0, 1},
                    {M::PACKETS_1, "rateest-pps1", "", 0, 1},
                    {M::LESS, "rateest-lt", "", 0, 0, true, false, true},
                    {M::GREATER, "rateest-gt", "", 0, 0, true, false, true},
                    {M::EQUAL, "rateest-eq", "", 0, 0, true, false, true},
                    {M::BYTES_2, "rateest-bps2", "rateest-bps", 0, 1},
                    {M::PACKETS_2, "rateest-pps2", "rateest-pps", 0, 1},
                    {M::SECOND, "rateest2"}};
    return type;
}

} // namespace ns3
