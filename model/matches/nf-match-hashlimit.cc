// SPDX-License-Identifier: GPL-2.0-only

#include "nf-credit-rate.h"
#include "nf-extension-type.h"
#include "nf-hashlimit-rate.h"
#include "nf-hashlimit-table.h"
#include "nf-prefix-length-kind.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 254; //!< Linux's NAME_MAX less the final zero
constexpr uint64_t MAX_BURST = 1000000;
constexpr uint32_t MAX_SIZE = 1048576;
constexpr uint32_t DEFAULT_COLLECTION = 1000; //!< milliseconds
constexpr uint32_t BYTE_EXPIRE = 15000;
constexpr uint32_t BYTE_BURST_EXPIRE = 60000;
constexpr uint32_t MILLISECONDS = 1000;

/// What is optional in a table's settings, and how it is written.
struct Setting
{
    std::string_view name;
    uint32_t NfHashlimitConfig::*field;
};

/// In the order of printing.
constexpr std::array<Setting, 6> SETTINGS{{
    {"htable-size", &NfHashlimitConfig::size},
    {"htable-max", &NfHashlimitConfig::max},
    {"htable-gcinterval", &NfHashlimitConfig::gcInterval},
    {"htable-expire", &NfHashlimitConfig::expire},
    {"srcmask", &NfHashlimitConfig::sourcePrefix},
    {"dstmask", &NfHashlimitConfig::destinationPrefix},
}};

/// What a bucket is chosen by.
struct Mode
{
    std::string_view name;
    bool NfHashlimitConfig::*field;
};

/// In the order of printing; bits of --hashlimit-mode in this order.
constexpr std::array<Mode, 4> MODES{{
    {"srcip", &NfHashlimitConfig::bySource},
    {"srcport", &NfHashlimitConfig::bySourcePort},
    {"dstip", &NfHashlimitConfig::byDestination},
    {"dstport", &NfHashlimitConfig::byDestinationPort},
}};

/// The value of --hashlimit-mode.
struct ModeKind : NfWordKind
{
    using Value = uint32_t;

    std::optional<Value> Read(std::string_view text) const
    {
        Value bits = 0;
        for (auto word : NfSplit(text, ','))
        {
            auto mode = std::find_if(MODES.begin(), MODES.end(), [word](const Mode& row) {
                return row.name == word;
            });
            if (mode == MODES.end())
            {
                return std::nullopt;
            }
            bits |= 1U << (mode - MODES.begin());
        }
        return bits;
    }

    const char* GetSyntax() const
    {
        return "a list of srcip, srcport, dstip, dstport";
    }

    void Print(std::ostream& os, Value bits) const
    {
        os << bits;
    }
};

/// The value of --hashlimit-burst, which is read when the rate is known.
struct BurstKind : NfWordKind
{
    using Value = NfOption;

    NfComplaint Take(const NfOption& option, NfOption& burst) const
    {
        burst = option;
        return {};
    }

    void Print(std::ostream& os, const NfOption& burst) const
    {
        os << NfArgumentOf(burst);
    }
};

/**
 * Divergences from iptables 1.8.9: rates below 16b/s, which it prints as 0b/s and cannot read
 * again, and bytes per anything but a second ("5kb/min", which it takes for 5 packets) are refused.
 */
class HashlimitMatch : public NfMatch
{
  public:
    NfComplaint FinishParse() override
    {
        FillConfig();
        if (m_burst.given)
        {
            if (auto complaint = ParseBurst())
            {
                return complaint;
            }
        }
        if (!m_expire.given)
        {
            m_config.expire = m_config.bytes ? PrintedExpire(m_config.average) : m_rate.value.unit;
        }
        if (m_config.rateMatch)
        {
            // The rate is per interval, which is the unit it was written in, if no other is given.
            const uint32_t unit = m_config.bytes ? 1 : m_rate.value.unit / MILLISECONDS;
            m_config.average /= unit;
            m_config.interval = m_interval.given ? m_interval.value : unit;
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (m_name.value == "." || m_name.value == ".." ||
            m_name.value.find('/') != std::string::npos)
        {
            return fmt::format("hashlimit: \"{}\" cannot name a table, because it cannot name a "
                               "file in /proc",
                               m_name.value);
        }
        if (!m_config.IsInRange())
        {
            return "hashlimit: the rate times the burst is out of the kernel's range: expected a "
                   "faster rate or a smaller burst";
        }
        if (context.netns)
        {
            // Every rule that was loaded keeps its table alive, whether packets meet it or not.
            Attach(*const_cast<NfNetns*>(context.netns));
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_config.above ? " --hashlimit-above " : " --hashlimit-upto ");
        PrintRate(os, m_config.average, " --hashlimit-burst ");
        PrintMode(os, " --hashlimit-mode ", ',');
        os << " --hashlimit-name " << m_name.value;
        PrintSettings(os, m_config.average, " --hashlimit-");
        PrintRateMatch(os, " --hashlimit-");
    }

    void List(std::ostream& os) const override
    {
        os << (m_config.above ? "limit: above " : "limit: up to ");
        const uint64_t average = GetListedAverage();
        PrintRate(os, average, " burst ");
        PrintMode(os, " mode ", '-');
        PrintSettings(os, average, " ");
        PrintRateMatch(os, " ");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        Attach(*packet.netns);
        switch (m_table->Take(packet, m_config))
        {
        case NfHashlimitTable::BELOW:
            return NfResult(!m_config.above);
        case NfHashlimitTable::ABOVE:
            return NfResult(m_config.above);
        case NfHashlimitTable::BROKEN:
            break;
        }
        return NfMatchResult::HOTDROP;
    }

    NfOptionValue<NfHashlimitRate> m_rate;       //!< --hashlimit-upto, --hashlimit-above
    NfOptionValue<NfOption> m_burst;             //!< --hashlimit-burst
    NfOptionValue<uint32_t> m_mode;              //!< --hashlimit-mode: bits of MODES
    NfOptionValue<std::string> m_name;           //!< --hashlimit-name
    NfOptionValue<uint32_t> m_size;              //!< --hashlimit-htable-size
    NfOptionValue<uint32_t> m_max;               //!< --hashlimit-htable-max
    NfOptionValue<uint32_t> m_collection;        //!< --hashlimit-htable-gcinterval
    NfOptionValue<uint32_t> m_expire;            //!< --hashlimit-htable-expire
    NfOptionValue<uint32_t> m_sourcePrefix;      //!< --hashlimit-srcmask
    NfOptionValue<uint32_t> m_destinationPrefix; //!< --hashlimit-dstmask
    NfSwitch m_rateMatch;                        //!< --hashlimit-rate-match
    NfOptionValue<uint32_t> m_interval;          //!< --hashlimit-rate-interval, in seconds

  private:
    /// What was given, and what goes without saying.
    void FillConfig()
    {
        auto take = [this](uint32_t NfHashlimitConfig::*field, const auto& option, uint32_t most) {
            m_config.*field = option.given ? std::min(option.value, most) : m_config.*field;
        };
        m_config.family = GetFamily();
        m_config.sourcePrefix = m_config.destinationPrefix = NfPrefix::GetWidth(GetFamily());
        take(&NfHashlimitConfig::size, m_size, MAX_SIZE);
        take(&NfHashlimitConfig::max, m_max, MAX_SIZE);
        take(&NfHashlimitConfig::gcInterval, m_collection, UINT32_MAX);
        take(&NfHashlimitConfig::expire, m_expire, UINT32_MAX);
        take(&NfHashlimitConfig::sourcePrefix, m_sourcePrefix, UINT32_MAX);
        take(&NfHashlimitConfig::destinationPrefix, m_destinationPrefix, UINT32_MAX);
        for (std::size_t i = 0; i < MODES.size(); ++i)
        {
            m_config.*MODES[i].field = m_mode.value >> i & 1;
        }
        m_config.above = m_rate.value.above;
        m_config.bytes = m_rate.value.bytes;
        m_config.average = m_rate.value.average;
        m_config.burst = m_config.bytes ? 0 : m_config.burst;
        m_config.rateMatch = m_rateMatch.given;
    }

    NfComplaint ParseBurst()
    {
        const std::string& text = NfArgumentOf(m_burst.value);
        auto bytes = NfHashlimitRate::ParseBytes(text, "");
        auto number = bytes ? bytes : NfParseNumber(text, UINT32_MAX);
        if (!m_config.bytes)
        {
            m_config.burst = number.value_or(0);
            bool valid = number && *number && *number <= MAX_BURST;
            return valid ? NfComplaint()
                         : NfBadArgument(m_burst.value, "a number from 1 to 1000000");
        }
        uint64_t rate = NfHashlimitRate::GetBytes(m_config.average);
        if (!number || *number < rate || !rate)
        {
            return NfBadArgument(m_burst.value,
                                 fmt::format("at least {}b, the rate of a second", rate));
        }
        m_config.burst = (*number + rate - 1) / rate; // in seconds of that rate, measured
        return {};
    }

    /// The expiry that goes without saying beside the printed rate.
    uint32_t PrintedExpire(uint64_t average) const
    {
        if (m_config.bytes)
        {
            return m_burst.given ? BYTE_BURST_EXPIRE : BYTE_EXPIRE;
        }
        return NfHashlimitRate::GetUnit(NfRateToString(average, NfHashlimitConfig::SCALE));
    }

    void PrintRate(std::ostream& os, uint64_t average, std::string_view burst) const
    {
        if (!m_config.bytes)
        {
            os << NfRateToString(average, NfHashlimitConfig::SCALE) << burst << m_config.burst;
            return;
        }
        os << NfHashlimitRate::PrintBytes(m_config.average) << "/s";
        if (m_burst.given)
        {
            os << burst << NfHashlimitRate::PrintBurst(m_config.average, m_config.burst);
        }
    }

    void PrintMode(std::ostream& os, std::string_view before, char separator) const
    {
        bool first = true;
        for (const Mode& mode : MODES)
        {
            if (m_config.*mode.field)
            {
                os << (first ? before : std::string_view(&separator, 1)) << mode.name;
                first = false;
            }
        }
    }

    void PrintSettings(std::ostream& os, uint64_t average, std::string_view before) const
    {
        NfHashlimitConfig defaults;
        defaults.sourcePrefix = defaults.destinationPrefix = NfPrefix::GetWidth(GetFamily());
        defaults.expire = PrintedExpire(average);
        for (const Setting& setting : SETTINGS)
        {
            if (m_config.*setting.field != defaults.*setting.field)
            {
                os << before << setting.name << ' ' << m_config.*setting.field;
            }
        }
    }

    /// As iptables -L has it: packets per interval, whether or not the interval has its effect.
    uint64_t GetListedAverage() const
    {
        const uint32_t interval = m_config.rateMatch ? m_config.interval : m_interval.value;
        const bool scaled = !m_config.bytes && interval > 1;
        return scaled ? m_config.average * interval : m_config.average;
    }

    void PrintRateMatch(std::ostream& os, std::string_view before) const
    {
        if (m_config.rateMatch)
        {
            os << before << "rate-match";
            if (m_config.interval != 1)
            {
                os << before << "rate-interval " << m_config.interval;
            }
        }
    }

    void Attach(NfNetns& netns)
    {
        if (m_netns != &netns)
        {
            m_netns = &netns;
            m_table = NfHashlimitTable::Get(netns, m_name.value, m_config);
        }
    }

    NfHashlimitConfig m_config;
    NfNetns* m_netns{nullptr}; //!< whose table m_table is
    std::shared_ptr<NfHashlimitTable> m_table;
};

} // namespace

NfMatchType
NfMakeHashlimitMatchType()
{
    using M = HashlimitMatch;
    NfMatchType type =
        NfMakeMatchType<M>("hashlimit", "true at a limited rate, per group of packets");
    using Number = NfNumberKind<uint32_t>;
    const NfPrefixLengthKind<uint32_t> prefix;
    const auto interval = Number(1, INT32_MAX).Called("a number of seconds from 1");
    type.options = {
        NfOptionRow(&M::m_rate, "hashlimit-upto", NfHashlimitRateKind(false))
            .Alias("hashlimit")
            .Invertible(),
        NfOptionRow(&M::m_rate, "hashlimit-above", NfHashlimitRateKind(true)).Invertible(),
        NfOptionRow(&M::m_burst, "hashlimit-burst", BurstKind()),
        NfOptionRow(&M::m_mode, "hashlimit-mode", ModeKind()),
        NfOptionRow(&M::m_name, "hashlimit-name", NfTextKind(1, MAX_NAME, "a table's name"))
            .Mandatory(),
        NfOptionRow(&M::m_size, "hashlimit-htable-size", Number()),
        NfOptionRow(&M::m_max, "hashlimit-htable-max", Number()),
        NfOptionRow(&M::m_collection, "hashlimit-htable-gcinterval", Number(1)),
        NfOptionRow(&M::m_expire, "hashlimit-htable-expire", Number(1)),
        NfOptionRow(&M::m_sourcePrefix, "hashlimit-srcmask", prefix),
        NfOptionRow(&M::m_destinationPrefix, "hashlimit-dstmask", prefix),
        NfOptionRow(&M::m_rateMatch, "hashlimit-rate-match"),
        NfOptionRow(&M::m_interval, "hashlimit-rate-interval", interval),
    };
    const NfOptionRelation::Names rates{"hashlimit-upto", "hashlimit-above"};
    type.relations = {
        NfOptionRelation::OnlyOne(rates,
                                  "--hashlimit-upto and --hashlimit-above cannot be used together"),
        NfOptionRelation::OneOf(rates, "hashlimit expects --hashlimit-upto or --hashlimit-above"),
    };
    return type;
}

} // namespace ns3
