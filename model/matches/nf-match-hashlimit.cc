// SPDX-License-Identifier: GPL-2.0-only

#include "nf-credit-rate.h"
#include "nf-extension-type.h"
#include "nf-hashlimit-table.h"
#include "nf-prefix.h"

#include <array>
#include <fmt/format.h>
#include <limits>

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
constexpr uint64_t MAX_UNITS = std::numeric_limits<uint32_t>::max();
constexpr uint32_t MILLISECONDS = 1000;
constexpr unsigned BYTE_SHIFT = 4; //!< rates of bytes are in units of 16

/// A rate of bytes as the kernel has it, and back. Both lose the last bits.
uint64_t
ToAverage(uint64_t bytes)
{
    uint64_t units = static_cast<uint32_t>(bytes >> BYTE_SHIFT); // too large rates wrap around
    return MAX_UNITS / (units + 1);
}

uint64_t
ToBytes(uint64_t average)
{
    return ((average ? MAX_UNITS / average : MAX_UNITS) - 1) << BYTE_SHIFT;
}

/// @return bytes, if the text is a number followed by b, kb or mb and then the suffix
std::optional<uint64_t>
ParseBytes(std::string_view text, std::string_view suffix)
{
    auto end = text.find_first_not_of("0123456789");
    auto number = NfParseNumber(text.substr(0, end), MAX_UNITS << BYTE_SHIFT);
    auto unit = end == std::string_view::npos ? "" : text.substr(end);
    uint64_t factor = 1;
    if (!unit.empty() && (unit[0] == 'k' || unit[0] == 'm'))
    {
        factor = unit[0] == 'k' ? 1024 : 1024 * 1024;
        unit.remove_prefix(1);
    }
    bool valid = number && !unit.empty() && unit[0] == 'b' &&
                 (suffix.empty() ? unit.size() == 1 : unit.substr(1, suffix.size()) == suffix);
    return valid ? std::optional(*number * factor) : std::nullopt;
}

/// @return e.g. "512kb", "100b"
std::string
BytesToText(uint64_t bytes)
{
    if (bytes >= 1024 * 1024 && bytes % (1024 * 1024) == 0)
    {
        return fmt::format("{}mb", bytes / (1024 * 1024));
    }
    return bytes >= 1024 && bytes % 1024 == 0 ? fmt::format("{}kb", bytes / 1024)
                                              : fmt::format("{}b", bytes);
}

/// @return a rate in the largest unit in which the kernel sees the same rate
std::string
ByteRateToText(uint64_t average)
{
    uint64_t bytes = ToBytes(average);
    for (uint64_t unit : {1024 * 1024, 1024})
    {
        uint64_t whole = bytes & MAX_UNITS & ~(unit - 1); // as iptables: 4 GB/s and more stay in b
        if (bytes >= unit && ToAverage(whole) == average)
        {
            return BytesToText(whole);
        }
    }
    return fmt::format("{}b", bytes);
}

/// Milliseconds of the unit in which a rate of packets is printed.
uint32_t
PrintedUnit(const std::string& rate)
{
    char unit = rate[rate.find('/') + 1];
    return (unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3600 : 86400) * 1000;
}

/// What is optional in a table's settings, and how it is written.
struct Setting
{
    int id;
    std::string_view name;
    uint32_t NfHashlimitConfig::*field;
    uint32_t max; //!< 0: as many as an address has bits
};

/**
 * Divergences from iptables 1.8.9: rates below 16b/s, which it prints as 0b/s and cannot read
 * again, and bytes per anything but a second ("5kb/min", which it takes for 5 packets) are refused.
 */
class HashlimitMatch : public NfMatch
{
  public:
    HashlimitMatch()
    {
        m_config.sourcePrefix = m_config.destinationPrefix = ALL_BITS;
    }

    enum Option
    {
        UPTO,
        ABOVE,
        BURST,
        MODE,
        NAME,
        SIZE,
        MAX,
        COLLECTION,
        EXPIRE,
        SOURCE_MASK,
        DESTINATION_MASK,
        RATE_MATCH,
        RATE_INTERVAL
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case UPTO:
        case ABOVE:
            return ParseRate(option);
        case BURST:
            m_burst = option;
            return {};
        case MODE:
            return ParseMode(option);
        case NAME:
            m_name = NfArgumentOf(option);
            return m_name.empty() || m_name.size() > MAX_NAME
                       ? NfBadArgument(option, "a table's name, 1 to 254 characters")
                       : NfComplaint();
        case RATE_MATCH:
            m_config.rateMatch = true;
            return {};
        case RATE_INTERVAL: {
            auto seconds = NfParseUnsigned(NfArgumentOf(option));
            if (!seconds || *seconds == 0 || *seconds > INT32_MAX)
            {
                return NfBadArgument(option, "a number of seconds from 1");
            }
            m_interval = static_cast<uint32_t>(*seconds);
            return {};
        }
        default:
            return ParseSetting(option);
        }
    }

    NfComplaint FinishParse() override
    {
        if (!m_rated)
        {
            return "hashlimit expects --hashlimit-upto or --hashlimit-above";
        }
        m_config.family = GetFamily();
        for (uint32_t* prefix : {&m_config.sourcePrefix, &m_config.destinationPrefix})
        {
            *prefix = *prefix == ALL_BITS ? NfPrefix::GetWidth(GetFamily()) : *prefix;
        }
        if (m_burst.spec)
        {
            if (auto complaint = ParseBurst())
            {
                return complaint;
            }
        }
        if (!m_expireGiven)
        {
            m_config.expire = DefaultExpire();
        }
        if (m_config.rateMatch)
        {
            // The rate is per interval, which is the unit it was written in, if no other is given.
            const uint32_t unit = m_config.bytes ? 1 : m_unit / MILLISECONDS;
            m_config.average /= unit;
            m_config.interval = m_interval ? m_interval : unit;
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (m_name == "." || m_name == ".." || m_name.find('/') != std::string::npos)
        {
            return fmt::format("hashlimit: \"{}\" cannot name a table, because it cannot name a "
                               "file in /proc",
                               m_name);
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
        os << " --hashlimit-name " << m_name;
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

  private:
    static constexpr uint32_t ALL_BITS = UINT32_MAX; //!< of an address, whose family is not known

    /// In the order of printing.
    static constexpr std::array<Setting, 6> SETTINGS{{
        {SIZE, "htable-size", &NfHashlimitConfig::size, UINT32_MAX},
        {MAX, "htable-max", &NfHashlimitConfig::max, UINT32_MAX},
        {COLLECTION, "htable-gcinterval", &NfHashlimitConfig::gcInterval, UINT32_MAX},
        {EXPIRE, "htable-expire", &NfHashlimitConfig::expire, UINT32_MAX},
        {SOURCE_MASK, "srcmask", &NfHashlimitConfig::sourcePrefix, 0},
        {DESTINATION_MASK, "dstmask", &NfHashlimitConfig::destinationPrefix, 0},
    }};

    /// What a bucket is chosen by, in the order of printing.
    struct Mode
    {
        std::string_view name;
        bool NfHashlimitConfig::*field;
    };

    static constexpr std::array<Mode, 4> MODES{{
        {"srcip", &NfHashlimitConfig::bySource},
        {"srcport", &NfHashlimitConfig::bySourcePort},
        {"dstip", &NfHashlimitConfig::byDestination},
        {"dstport", &NfHashlimitConfig::byDestinationPort},
    }};

    NfComplaint ParseRate(const NfOption& option)
    {
        if (m_rated)
        {
            return "--hashlimit-upto and --hashlimit-above cannot be used together";
        }
        m_rated = true;
        m_config.above = (option.spec->id == ABOVE) != option.inverted;
        if (auto bytes = ParseBytes(NfArgumentOf(option), "/s"))
        {
            m_config.bytes = true;
            m_config.average = ToAverage(*bytes);
            m_config.burst = 0;
            return *bytes >> BYTE_SHIFT
                       ? NfComplaint()
                       : NfBadArgument(option,
                                       "at least 16b/s, the unit in which bytes are counted");
        }
        auto period = NfParseRate(NfArgumentOf(option), NfHashlimitConfig::SCALE);
        if (!period)
        {
            return NfBadArgument(option,
                                 "number/unit, at most 1000000 per second, where unit is second, "
                                 "minute, hour, day or a beginning of one; or bytes as in 512kb/s");
        }
        m_config.average = *period;
        m_unit = PrintedUnit(NfUnitOf(NfArgumentOf(option)));
        return {};
    }

    /// @return "1/s" for "5", "1/h" for "3/hour": PrintedUnit()'s input
    static std::string NfUnitOf(const std::string& rate)
    {
        auto slash = rate.find('/');
        char unit = slash == std::string::npos ? 's' : rate[slash + 1];
        return std::string("1/") + static_cast<char>(unit | 0x20);
    }

    NfComplaint ParseBurst()
    {
        const std::string& text = NfArgumentOf(m_burst);
        auto bytes = ParseBytes(text, "");
        auto number = bytes ? bytes : NfParseNumber(text, MAX_UNITS);
        if (!m_config.bytes)
        {
            m_config.burst = number.value_or(0);
            bool valid = number && *number && *number <= MAX_BURST;
            return valid ? NfComplaint() : NfBadArgument(m_burst, "a number from 1 to 1000000");
        }
        uint64_t rate = ToBytes(m_config.average);
        if (!number || *number < rate || !rate)
        {
            return NfBadArgument(m_burst, fmt::format("at least {}b, the rate of a second", rate));
        }
        m_config.burst = (*number + rate - 1) / rate - 1;
        return {};
    }

    NfComplaint ParseMode(const NfOption& option)
    {
        for (auto word : NfSplit(NfArgumentOf(option), ','))
        {
            bool known = false;
            for (const Mode& mode : MODES)
            {
                known |= mode.name == word;
                m_config.*mode.field |= mode.name == word;
            }
            if (!known)
            {
                return NfBadArgument(option, "a list of srcip, srcport, dstip, dstport");
            }
        }
        return {};
    }

    NfComplaint ParseSetting(const NfOption& option)
    {
        for (const Setting& setting : SETTINGS)
        {
            if (setting.id != option.spec->id)
            {
                continue;
            }
            const uint32_t max = setting.max ? setting.max : NfPrefix::GetWidth(GetFamily());
            auto number = NfParseNumber(NfArgumentOf(option), max);
            bool time = setting.id == COLLECTION || setting.id == EXPIRE;
            if (!number || (time && !*number))
            {
                return NfBadArgument(option,
                                     fmt::format("a number from {} to {}", time ? 1 : 0, max));
            }
            const bool clipped = setting.id == SIZE || setting.id == MAX;
            m_config.*setting.field = clipped ? std::min<uint64_t>(*number, MAX_SIZE) : *number;
            m_expireGiven |= setting.id == EXPIRE;
        }
        return {};
    }

    uint32_t DefaultExpire() const
    {
        return m_config.bytes ? PrintedExpire(m_config.average) : m_unit;
    }

    /// The expiry that goes without saying beside the printed rate.
    uint32_t PrintedExpire(uint64_t average) const
    {
        if (m_config.bytes)
        {
            return m_burst.spec ? BYTE_BURST_EXPIRE : BYTE_EXPIRE;
        }
        return PrintedUnit(NfRateToString(average, NfHashlimitConfig::SCALE));
    }

    void PrintRate(std::ostream& os, uint64_t average, std::string_view burst) const
    {
        if (!m_config.bytes)
        {
            os << NfRateToString(average, NfHashlimitConfig::SCALE) << burst << m_config.burst;
            return;
        }
        os << ByteRateToText(m_config.average) << "/s";
        if (m_burst.spec)
        {
            os << burst << PrintedBurst();
        }
    }

    std::string PrintedBurst() const
    {
        uint64_t bytes = ToBytes(m_config.average) * (m_config.burst + 1);
        for (uint64_t unit : {1024 * 1024, 1024})
        {
            if (bytes >= unit)
            {
                return BytesToText(bytes & ~(unit - 1));
            }
        }
        return BytesToText(bytes);
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
        const uint32_t interval = m_config.rateMatch ? m_config.interval : m_interval;
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
            m_table = NfHashlimitTable::Get(netns, m_name, m_config);
        }
    }

    NfHashlimitConfig m_config;
    std::string m_name;
    bool m_rated{false};
    NfOption m_burst;       //!< read when the rate is known; no spec: not given
    uint32_t m_unit{1000};  //!< unit of the rate as it was written, in ms
    uint32_t m_interval{0}; //!< --hashlimit-rate-interval; 0: not given
    bool m_expireGiven{false};
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
    type.options = {{M::UPTO, "hashlimit-upto", "hashlimit", 1, 1, true},
                    {M::ABOVE, "hashlimit-above", "", 1, 1, true},
                    {M::BURST, "hashlimit-burst", ""},
                    {M::MODE, "hashlimit-mode", ""},
                    {M::NAME, "hashlimit-name", "", 1, 1, false, true},
                    {M::SIZE, "hashlimit-htable-size", ""},
                    {M::MAX, "hashlimit-htable-max", ""},
                    {M::COLLECTION, "hashlimit-htable-gcinterval", ""},
                    {M::EXPIRE, "hashlimit-htable-expire", ""},
                    {M::SOURCE_MASK, "hashlimit-srcmask", ""},
                    {M::DESTINATION_MASK, "hashlimit-dstmask", ""},
                    {M::RATE_MATCH, "hashlimit-rate-match", "", 0, 0},
                    {M::RATE_INTERVAL, "hashlimit-rate-interval", ""}};
    return type;
}

} // namespace ns3
