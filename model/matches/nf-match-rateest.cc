// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-listing-style.h"
#include "nf-netns.h"
#include "nf-rate-estimator.h"
#include "nf-text-case.h"

#include <algorithm>
#include <array>
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

/// A rate, which is 0 without a word.
struct RateKind : NfWordKind
{
    using Value = uint32_t;

    std::optional<uint32_t> (*read)(const std::string&); //!< reads a word
    const char* syntax;                                  //!< what is expected, for messages

    RateKind(std::optional<uint32_t> (*reader)(const std::string&), const char* expected)
        : read(reader),
          syntax(expected)
    {
    }

    NfComplaint Take(const NfOption& option, Value& rate) const
    {
        const auto number =
            option.arguments.empty() ? std::optional<uint32_t>(0) : read(NfArgumentOf(option));
        rate = number.value_or(0);
        return number ? NfComplaint() : NfBadArgument(option, syntax);
    }

    void Print(std::ostream& os, Value rate) const
    {
        os << rate;
    }
};

std::optional<uint32_t>
ReadPacketRate(const std::string& text)
{
    const auto number = NfParseNumber(text, UINT32_MAX);
    return number ? std::optional(static_cast<uint32_t>(*number)) : std::nullopt;
}

/// iptables cuts it, too.
std::optional<std::string>
ReadName(std::string_view text)
{
    return text.empty() ? std::nullopt : std::optional(std::string(text.substr(0, MAX_NAME)));
}

void
PrintName(std::ostream& os, const std::string& name)
{
    os << name;
}

/// How rates are compared.
enum Mode : uint8_t
{
    LESS,
    GREATER,
    EQUAL
};

/// One "!" inverts it, however often it is said.
struct Comparison
{
    Mode mode{EQUAL};
    bool inverted{false};
};

/// What one of its options stands for.
struct ComparisonKind
{
    using Value = Comparison;
    static constexpr uint8_t ARGUMENTS = 0;

    Mode mode;

    explicit ComparisonKind(Mode own)
        : mode(own)
    {
    }

    NfComplaint Take(const NfOption& option, Value& comparison) const
    {
        comparison = {mode, comparison.inverted || option.inverted};
        return {};
    }

    void Print(std::ostream&, const Value&) const
    {
    }
};

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
    NfComplaint FinishParse() override
    {
        m_estimators = {m_first.value, m_second.value};
        m_given[0].bytes = m_bytes1.value;
        m_given[0].packets = m_packets1.value;
        m_given[1].bytes = m_bytes2.value;
        m_given[1].packets = m_packets2.value;
        m_compareBytes = m_bytes1.given || m_bytes2.given;
        m_comparePackets = m_packets1.given || m_packets2.given;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (!m_compareBytes && !m_comparePackets)
        {
            return "needs rates of bits or packets to compare";
        }
        if (!m_comparison.given)
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
        os << (m_delta.given ? " --rateest-delta" : "")
           << (IsRelative() ? " --rateest1 " : " --rateest ") << m_estimators[0];
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
        os << "rateest match " << m_estimators[0] << (m_delta.given ? " delta" : "");
        if (m_compareBytes)
        {
            os << " bps" << (m_delta.given ? bytes(m_given[0].bytes) : "");
            os << (IsRelative() ? "" : bytes(m_given[1].bytes) + ModeText(""));
        }
        if (m_comparePackets)
        {
            os << " pps" << (m_delta.given ? packets(m_given[0].packets) : "");
            os << (IsRelative() ? "" : ModeText("") + packets(m_given[1].packets));
        }
        if (IsRelative())
        {
            os << ModeText("") << ' ' << m_estimators[1];
            os << (m_compareBytes ? " bps" : "")
               << (m_compareBytes && m_delta.given ? bytes(m_given[1].bytes) : "")
               << (m_comparePackets ? " pps" : "")
               << (m_comparePackets && m_delta.given ? packets(m_given[1].packets) : "");
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfRateEstimator::Rates first = Measure(packet, 0);
        const NfRateEstimator::Rates second = IsRelative() ? Measure(packet, 1) : m_given[1];
        const bool holds = (!m_compareBytes || Compare(first.bytes, second.bytes)) &&
                           (!m_comparePackets || Compare(first.packets, second.packets));
        return NfResult(holds != m_comparison.value.inverted);
    }

    NfSwitch m_delta;                       //!< --rateest-delta
    NfOptionValue<std::string> m_first;     //!< --rateest1
    NfOptionValue<std::string> m_second;    //!< --rateest2
    NfOptionValue<uint32_t> m_bytes1;       //!< --rateest-bps1
    NfOptionValue<uint32_t> m_bytes2;       //!< --rateest-bps2
    NfOptionValue<uint32_t> m_packets1;     //!< --rateest-pps1
    NfOptionValue<uint32_t> m_packets2;     //!< --rateest-pps2
    NfOptionValue<Comparison> m_comparison; //!< --rateest-lt and the like

  private:
    bool IsRelative() const
    {
        return !m_estimators[1].empty();
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
        const char* mode = m_comparison.value.mode == LESS
                               ? "lt"
                               : (m_comparison.value.mode == GREATER ? "gt" : "eq");
        return std::string(m_comparison.value.inverted ? " ! " : " ") + prefix + mode;
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
        if (m_delta.given)
        {
            os << " --rateest-" << unit << "1 " << first << mode << " --rateest-" << unit << '2';
        }
        else
        {
            os << mode << " --rateest-" << unit;
        }
        os << (!IsRelative() || m_delta.given ? " " + second : "");
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
        if (m_delta.given)
        {
            const NfRateEstimator::Rates& given = m_given[which];
            rates.bytes = given.bytes - std::min(given.bytes, rates.bytes);
            rates.packets = given.packets - std::min(given.packets, rates.packets);
        }
        return rates;
    }

    bool Compare(uint32_t first, uint32_t second) const
    {
        return m_comparison.value.mode == LESS
                   ? first < second
                   : (m_comparison.value.mode == GREATER ? first > second : first == second);
    }

    // Of the first and the second side; the second has a name, or rates that are given.
    std::array<std::string, 2> m_estimators;
    std::array<NfRateEstimator::Rates, 2> m_given; //!< to compare with, or to subtract from
    bool m_compareBytes{false};
    bool m_comparePackets{false};
    std::shared_ptr<NfRateEstimator> m_found[2]; //!< keeps them alive, as in Linux
};

} // namespace

NfMatchType
NfMakeRateestMatchType()
{
    using M = RateestMatch;
    NfMatchType type = NfMakeMatchType<M>("rateest", "rates that RATEEST estimates");
    const NfOwnKind<std::string> name(ReadName, PrintName, "the name of an estimator");
    const RateKind bytes(ReadByteRate, "a rate such as 8kbit or 1MBps");
    const RateKind packets(ReadPacketRate, "a number of packets per second");
    auto compare = [](std::string_view option, Mode mode) {
        return NfOptionRow(&M::m_comparison, option, ComparisonKind(mode))
            .Invertible()
            .Repeatable();
    };
    type.options = {
        NfOptionRow(&M::m_delta, "rateest-delta"),
        NfOptionRow(&M::m_first, "rateest1", name).Alias("rateest"),
        NfOptionRow(&M::m_bytes1, "rateest-bps1", bytes).Bare(),
        NfOptionRow(&M::m_packets1, "rateest-pps1", packets).Bare(),
        compare("rateest-lt", LESS),
        compare("rateest-gt", GREATER),
        compare("rateest-eq", EQUAL),
        NfOptionRow(&M::m_bytes2, "rateest-bps2", bytes).Alias("rateest-bps").Bare(),
        NfOptionRow(&M::m_packets2, "rateest-pps2", packets).Alias("rateest-pps").Bare(),
        NfOptionRow(&M::m_second, "rateest2", name),
    };
    return type;
}

} // namespace ns3
