// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include "ns3/global-value.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

GlobalValue g_clock("NetfilterClock",
                    "What a clock shows when the simulation starts, in seconds since 1970-01-01 "
                    "00:00 UTC, for rules with -m time",
                    UintegerValue(0),
                    MakeUintegerChecker<uint32_t>());

constexpr uint32_t SECONDS_PER_DAY = 86400;
constexpr uint32_t LAST_SECOND = SECONDS_PER_DAY - 1;
constexpr uint32_t NO_STOP = INT32_MAX; //!< 2038-01-19 03:14:07
constexpr const char* NOTHING = "\"\""; ///< iptables prints nothing, and cannot restore it
constexpr uint8_t ALL_WEEKDAYS = 0xfe;
constexpr uint32_t ALL_MONTHDAYS = 0xfffffffe;
constexpr std::array<std::string_view, 8>
    WEEKDAYS{"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/// A day of the proleptic Gregorian calendar.
struct Date
{
    int32_t year;
    uint32_t month; //!< from 1
    uint32_t day;   //!< from 1
};

/// @return days since 1970-01-01; months and days beyond the end of theirs run over
int64_t
DaysOf(const Date& date)
{
    // Count years from March, so that the leap day comes last; 153 days are five months.
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = (date.month + 9) % 12;
    int64_t dayOfYear = (153 * month + 2) / 5 + date.day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719468;
}

/// @param days since 1970-01-01
/// @return the date
Date
DateOf(uint32_t days)
{
    Date date{1970 + static_cast<int32_t>(days / 365.2425), 12, 31};
    while (DaysOf({date.year, 1, 1}) > days)
    {
        --date.year;
    }
    while (DaysOf({date.year + 1, 1, 1}) <= days)
    {
        ++date.year;
    }
    while (DaysOf({date.year, date.month, 1}) > days)
    {
        --date.month;
    }
    date.day = days - DaysOf({date.year, date.month, 1}) + 1;
    return date;
}

/// @return what a clock shows, in seconds since 1970
int64_t
Clock()
{
    UintegerValue start;
    g_clock.GetValue(start);
    return start.Get() + Simulator::Now().GetNanoSeconds() / 1000000000;
}

/// @return the numbers that a separator divides, each up to a maximum; nothing if it is not so
std::optional<std::vector<uint32_t>>
ParseNumbers(std::string_view text, char separator, const std::vector<uint32_t>& max)
{
    std::vector<uint32_t> numbers;
    for (auto word : NfSplit(text, separator))
    {
        while (word.size() > 1 && word[0] == '0') // a leading zero is no sign of octal here
        {
            word.remove_prefix(1);
        }
        auto number =
            numbers.size() < max.size() ? NfParseNumber(word, max[numbers.size()]) : std::nullopt;
        if (!number || word.find_first_not_of("0123456789") != word.npos)
        {
            return std::nullopt;
        }
        numbers.push_back(*number);
    }
    return numbers;
}

/// @param least how many numbers there must be
/// @return seconds of "hh:mm:ss"
std::optional<uint32_t>
ParseDaytime(std::string_view text, std::size_t least)
{
    auto numbers = ParseNumbers(text, ':', {23, 59, 59});
    if (!numbers || numbers->size() < least)
    {
        return std::nullopt;
    }
    numbers->resize(3);
    return (*numbers)[0] * 3600 + (*numbers)[1] * 60 + (*numbers)[2];
}

/// @return seconds since 1970 of "YYYY-MM-DDThh:mm:ss" or a beginning of it
std::optional<uint32_t>
ParseDate(std::string_view text)
{
    auto clock = text.find('T');
    auto seconds = clock == text.npos ? 0 : ParseDaytime(text.substr(clock + 1), 1);
    auto numbers = ParseNumbers(text.substr(0, clock), '-', {2038, 12, 31});
    if (!seconds || !numbers || (clock != text.npos && numbers->size() < 3))
    {
        return std::nullopt;
    }
    numbers->resize(3, 1);
    Date date{static_cast<int32_t>((*numbers)[0]), (*numbers)[1], (*numbers)[2]};
    if (date.year < 1970 || !date.month || !date.day)
    {
        return std::nullopt;
    }
    return DaysOf(date) * SECONDS_PER_DAY + *seconds;
}

std::string
DaytimeToText(uint32_t seconds)
{
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string
DateToText(uint32_t seconds, char separator)
{
    Date date = DateOf(seconds / SECONDS_PER_DAY);
    return fmt::format("{:04}-{:02}-{:02}{}{}",
                       date.year,
                       date.month,
                       date.day,
                       separator,
                       DaytimeToText(seconds % SECONDS_PER_DAY));
}

/// @return as iptables -L has it, 11st, 12nd and 13rd included
std::string
Ordinal(uint32_t day)
{
    constexpr std::array<const char*, 4> suffixes{"th", "st", "nd", "rd"};
    return std::to_string(day) + suffixes[day % 10 < 4 ? day % 10 : 0];
}

/**
 * Divergences from iptables 1.8.9: a list of no days at all, which it accepts, is refused, since
 * it prints it so that it cannot be read again; so are months and days 0 of a date. --kerneltz is
 * UTC.
 */
class TimeMatch : public NfMatch
{
  public:
    enum Option
    {
        TIME_START,
        TIME_STOP,
        DATE_START,
        DATE_STOP,
        WEEKDAYS_ON,
        MONTHDAYS_ON,
        CONTIGUOUS,
        KERNEL_TZ,
        UTC
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case TIME_START:
            return ParseInto(option, ParseDaytime(NfArgumentOf(option), 2), m_timeStart);
        case TIME_STOP:
            return ParseInto(option, ParseDaytime(NfArgumentOf(option), 2), m_timeStop);
        case DATE_START:
            return ParseInto(option, ParseDate(NfArgumentOf(option)), m_dateStart);
        case DATE_STOP:
            return ParseInto(option, ParseDate(NfArgumentOf(option)), m_dateStop);
        case WEEKDAYS_ON:
            return ParseWeekdays(option);
        case MONTHDAYS_ON:
            return ParseMonthdays(option);
        case CONTIGUOUS:
            m_contiguous = true;
            return {};
        default:
            m_kernelTz = option.spec->id == KERNEL_TZ;
            return {};
        }
    }

    NfComplaint FinishParse() override
    {
        return m_contiguous && m_timeStart <= m_timeStop
                   ? "--contiguous works only with a --timestop before --timestart"
                   : NfComplaint();
    }

    void Save(std::ostream& os) const override
    {
        if (HasDaytime())
        {
            os << " --timestart " << DaytimeToText(m_timeStart) << " --timestop "
               << DaytimeToText(m_timeStop);
        }
        if (m_monthdays != ALL_MONTHDAYS)
        {
            os << " --monthdays " << (m_monthdays ? "" : NOTHING);
            PrintMonthdays(os, [](uint32_t day) { return std::to_string(day); });
        }
        if (m_weekdays != ALL_WEEKDAYS)
        {
            os << " --weekdays " << (m_weekdays ? "" : NOTHING);
            PrintWeekdays(os);
        }
        if (m_dateStart)
        {
            os << " --datestart " << DateToText(m_dateStart, 'T');
        }
        if (m_dateStop)
        {
            os << " --datestop " << DateToText(m_dateStop, 'T');
        }
        os << (m_kernelTz ? " --kerneltz" : "") << (m_contiguous ? " --contiguous" : "");
    }

    void List(std::ostream& os) const override
    {
        os << "TIME";
        if (HasDaytime())
        {
            os << " from " << DaytimeToText(m_timeStart) << " to " << DaytimeToText(m_timeStop);
        }
        if (m_weekdays != ALL_WEEKDAYS)
        {
            os << " on ";
            PrintWeekdays(os);
        }
        if (m_monthdays != ALL_MONTHDAYS)
        {
            os << " on ";
            PrintMonthdays(os, Ordinal);
        }
        if (m_dateStart)
        {
            os << " starting from " << DateToText(m_dateStart, ' ');
        }
        if (m_dateStop != NO_STOP)
        {
            os << " until date " << DateToText(m_dateStop, ' ');
        }
        os << (m_kernelTz ? "" : " UTC") << (m_contiguous ? " contiguous" : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        int64_t now = Clock();
        if (now < m_dateStart || now > m_dateStop)
        {
            return NfMatchResult::NO;
        }
        uint32_t daytime = now % SECONDS_PER_DAY;
        bool overnight = m_timeStart >= m_timeStop;
        bool after = daytime >= m_timeStart;
        bool before = daytime <= m_timeStop;
        if (overnight ? !after && !before : !after || !before)
        {
            return NfMatchResult::NO;
        }
        if (overnight && m_contiguous && before)
        {
            now -= SECONDS_PER_DAY; // still the night of the day before
        }
        int64_t day = now < 0 ? -1 : now / SECONDS_PER_DAY;
        constexpr int64_t thursday = 3; // what 1970-01-01 was, Monday being 0
        bool weekday = m_weekdays >> ((day + thursday + 7) % 7 + 1) & 1;
        uint32_t monthday = day < 0 ? 31 : DateOf(day).day;
        return NfResult(weekday && (m_monthdays >> monthday & 1));
    }

  private:
    static NfComplaint ParseInto(const NfOption& option,
                                 std::optional<uint32_t> value,
                                 uint32_t& result)
    {
        bool date = option.spec->id == DATE_START || option.spec->id == DATE_STOP;
        if (!value)
        {
            return NfBadArgument(option,
                                 date ? "YYYY[-MM[-DD[Thh[:mm[:ss]]]]], years 1970 to 2038"
                                      : "hh:mm[:ss], 00:00:00 to 23:59:59");
        }
        result = *value;
        return {};
    }

    NfComplaint ParseWeekdays(const NfOption& option)
    {
        uint8_t days = 0;
        const std::string& text = NfArgumentOf(option);
        for (auto word : NfSplit(text, ','))
        {
            uint32_t day = FindWeekday(word);
            if (!day && !text.empty())
            {
                return NfBadArgument(option, "a list of Mon, Tue, ... Sun, or 1 (Mon) to 7");
            }
            days |= 1U << day & ALL_WEEKDAYS;
        }
        m_weekdays = option.inverted ? ALL_WEEKDAYS & ~days : days;
        return {}; // where no day remains, as Linux takes it, it never matches
    }

    /// @return 1 for Monday to 7, or 0; two letters are enough
    static uint32_t FindWeekday(std::string_view word)
    {
        if (auto number = ParseNumbers(word, ',', {7}))
        {
            return number->front();
        }
        uint32_t day = 7;
        while (day && word.substr(0, 2) != WEEKDAYS[day].substr(0, 2))
        {
            --day;
        }
        return word.size() < 2 ? 0 : day;
    }

    NfComplaint ParseMonthdays(const NfOption& option)
    {
        uint32_t days = 0;
        for (auto word : NfSplit(NfArgumentOf(option), ','))
        {
            auto number = ParseNumbers(word, ',', {31});
            if (!word.empty() && (!number || !number->front()))
            {
                return NfBadArgument(option, "a list of days, 1 to 31");
            }
            days |= word.empty() ? 0 : 1U << number->front();
        }
        m_monthdays = option.inverted ? ALL_MONTHDAYS & ~days : days;
        return {};
    }

    bool HasDaytime() const
    {
        return m_timeStart != 0 || m_timeStop != LAST_SECOND;
    }

    void PrintWeekdays(std::ostream& os) const
    {
        const char* separator = "";
        for (std::size_t day = 1; day < WEEKDAYS.size(); ++day)
        {
            if (m_weekdays >> day & 1)
            {
                os << separator << WEEKDAYS[day];
                separator = ",";
            }
        }
    }

    template <class Print>
    void PrintMonthdays(std::ostream& os, Print print) const
    {
        const char* separator = "";
        for (uint32_t day = 1; day <= 31; ++day)
        {
            if (m_monthdays >> day & 1)
            {
                os << separator << print(day);
                separator = ",";
            }
        }
    }

    uint32_t m_timeStart{0};
    uint32_t m_timeStop{LAST_SECOND};
    uint32_t m_dateStart{0};
    uint32_t m_dateStop{NO_STOP};
    uint8_t m_weekdays{ALL_WEEKDAYS};    //!< bit 1 is Monday
    uint32_t m_monthdays{ALL_MONTHDAYS}; //!< bit 1 is the first
    bool m_contiguous{false};
    bool m_kernelTz{false};
};

} // namespace

NfMatchType
NfMakeTimeMatchType()
{
    using M = TimeMatch;
    NfMatchType type =
        NfMakeMatchType<M>("time", "date and time, from the global value NetfilterClock on");
    type.options = {{M::TIME_START, "timestart", ""},
                    {M::TIME_STOP, "timestop", ""},
                    {M::DATE_START, "datestart", ""},
                    {M::DATE_STOP, "datestop", ""},
                    {M::WEEKDAYS_ON, "weekdays", "", 1, 1, true},
                    {M::MONTHDAYS_ON, "monthdays", "", 1, 1, true},
                    {M::CONTIGUOUS, "contiguous", "", 0, 0},
                    {M::KERNEL_TZ, "kerneltz", "localtz", 0, 0},
                    {M::UTC, "utc", "", 0, 0}};
    return type;
}

} // namespace ns3
