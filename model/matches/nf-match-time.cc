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

/// A time of day, in seconds.
struct DaytimeKind : NfWordKind
{
    using Value = uint32_t;

    std::optional<Value> Read(std::string_view text) const
    {
        return ParseDaytime(text, 2);
    }

    const char* GetSyntax() const
    {
        return "hh:mm[:ss], 00:00:00 to 23:59:59";
    }

    void Print(std::ostream& os, Value seconds) const
    {
        os << DaytimeToText(seconds);
    }
};

/// A moment, in seconds since 1970.
struct DateKind : NfWordKind
{
    using Value = uint32_t;

    std::optional<Value> Read(std::string_view text) const
    {
        return ParseDate(text);
    }

    const char* GetSyntax() const
    {
        return "YYYY[-MM[-DD[Thh[:mm[:ss]]]]], years 1970 to 2038";
    }

    void Print(std::ostream& os, Value seconds) const
    {
        os << DateToText(seconds, 'T');
    }
};

/// Days, as bits; "!" takes all others.
template <class T>
struct DaysKind : NfWordKind
{
    using Value = T;

    T all;                                             //!< that there are
    std::optional<uint32_t> (*find)(std::string_view); //!< number of a day; 0: none
    void (*print)(std::ostream&, T);                   //!< prints some
    const char* syntax;                                //!< what is expected, for messages

    DaysKind(T every,
             std::optional<uint32_t> (*reader)(std::string_view),
             void (*printer)(std::ostream&, T),
             const char* expected)
        : all(every),
          find(reader),
          print(printer),
          syntax(expected)
    {
    }

    NfComplaint Take(const NfOption& option, T& days) const
    {
        T named = 0;
        const std::string& text = NfArgumentOf(option);
        for (auto word : NfSplit(text, ','))
        {
            const std::optional<uint32_t> day = find(word);
            if (!day && !text.empty())
            {
                return NfBadArgument(option, syntax);
            }
            named |= 1U << day.value_or(0);
        }
        days = all & (option.inverted ? ~named : named);
        return {}; // where no day remains, as Linux takes it, it never matches
    }

    void Print(std::ostream& os, T days) const
    {
        print(os, days);
    }
};

/// @return 1 for Monday to 7; two letters are enough
std::optional<uint32_t>
FindWeekday(std::string_view word)
{
    uint32_t day = 7;
    if (auto number = ParseNumbers(word, ',', {7}))
    {
        day = number->front();
    }
    else
    {
        while (day && word.substr(0, 2) != WEEKDAYS[day].substr(0, 2))
        {
            --day;
        }
        day = word.size() < 2 ? 0 : day;
    }
    return day ? std::optional(day) : std::nullopt;
}

std::optional<uint32_t>
FindMonthday(std::string_view word)
{
    const auto number = ParseNumbers(word, ',', {31});
    return word.empty()                ? std::optional<uint32_t>(0)
           : number && number->front() ? std::optional(number->front())
                                       : std::nullopt;
}

void
PrintWeekdays(std::ostream& os, uint8_t days)
{
    const char* separator = "";
    for (std::size_t day = 1; day < WEEKDAYS.size(); ++day)
    {
        if (days >> day & 1)
        {
            os << separator << WEEKDAYS[day];
            separator = ",";
        }
    }
}

template <class Print>
void
PrintMonthdays(std::ostream& os, uint32_t days, Print print)
{
    const char* separator = "";
    for (uint32_t day = 1; day <= 31; ++day)
    {
        if (days >> day & 1)
        {
            os << separator << print(day);
            separator = ",";
        }
    }
}

void
PrintMonthdayNumbers(std::ostream& os, uint32_t days)
{
    PrintMonthdays(os, days, [](uint32_t day) { return std::to_string(day); });
}

/**
 * Divergences from iptables 1.8.9: a list of no days at all, which it accepts and prints so that it
 * cannot be read again, is printed in quotes; months and days 0 of a date are refused. --kerneltz
 * is UTC.
 */
class TimeMatch : public NfMatch
{
  public:
    NfComplaint FinishParse() override
    {
        return m_contiguous.given && m_timeStart.value <= m_timeStop.value
                   ? "--contiguous works only with a --timestop before --timestart"
                   : NfComplaint();
    }

    void Save(std::ostream& os) const override
    {
        if (HasDaytime())
        {
            os << " --timestart " << DaytimeToText(m_timeStart.value) << " --timestop "
               << DaytimeToText(m_timeStop.value);
        }
        if (m_monthdays.value != ALL_MONTHDAYS)
        {
            os << " --monthdays " << (m_monthdays.value ? "" : NOTHING);
            PrintMonthdayNumbers(os, m_monthdays.value);
        }
        if (m_weekdays.value != ALL_WEEKDAYS)
        {
            os << " --weekdays " << (m_weekdays.value ? "" : NOTHING);
            PrintWeekdays(os, m_weekdays.value);
        }
        if (m_dateStart.value)
        {
            os << " --datestart " << DateToText(m_dateStart.value, 'T');
        }
        if (m_dateStop.value)
        {
            os << " --datestop " << DateToText(m_dateStop.value, 'T');
        }
        os << (m_kernelTz.value ? " --kerneltz" : "")
           << (m_contiguous.given ? " --contiguous" : "");
    }

    void List(std::ostream& os) const override
    {
        os << "TIME";
        if (HasDaytime())
        {
            os << " from " << DaytimeToText(m_timeStart.value) << " to "
               << DaytimeToText(m_timeStop.value);
        }
        if (m_weekdays.value != ALL_WEEKDAYS)
        {
            os << " on ";
            PrintWeekdays(os, m_weekdays.value);
        }
        if (m_monthdays.value != ALL_MONTHDAYS)
        {
            os << " on ";
            PrintMonthdays(os, m_monthdays.value, Ordinal);
        }
        if (m_dateStart.value)
        {
            os << " starting from " << DateToText(m_dateStart.value, ' ');
        }
        if (m_dateStop.value != NO_STOP)
        {
            os << " until date " << DateToText(m_dateStop.value, ' ');
        }
        os << (m_kernelTz.value ? "" : " UTC") << (m_contiguous.given ? " contiguous" : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        int64_t now = Clock();
        if (now < m_dateStart.value || now > m_dateStop.value)
        {
            return NfMatchResult::NO;
        }
        uint32_t daytime = now % SECONDS_PER_DAY;
        bool overnight = m_timeStart.value >= m_timeStop.value;
        bool after = daytime >= m_timeStart.value;
        bool before = daytime <= m_timeStop.value;
        if (overnight ? !after && !before : !after || !before)
        {
            return NfMatchResult::NO;
        }
        if (overnight && m_contiguous.given && before)
        {
            now -= SECONDS_PER_DAY; // still the night of the day before
        }
        int64_t day = now < 0 ? -1 : now / SECONDS_PER_DAY;
        constexpr int64_t thursday = 3; // what 1970-01-01 was, Monday being 0
        bool weekday = m_weekdays.value >> ((day + thursday + 7) % 7 + 1) & 1;
        uint32_t monthday = day < 0 ? 31 : DateOf(day).day;
        return NfResult(weekday && (m_monthdays.value >> monthday & 1));
    }

    NfOptionValue<uint32_t> m_timeStart{0};             //!< --timestart
    NfOptionValue<uint32_t> m_timeStop{LAST_SECOND};    //!< --timestop
    NfOptionValue<uint32_t> m_dateStart{0};             //!< --datestart
    NfOptionValue<uint32_t> m_dateStop{NO_STOP};        //!< --datestop
    NfOptionValue<uint8_t> m_weekdays{ALL_WEEKDAYS};    //!< --weekdays: bit 1 is Monday
    NfOptionValue<uint32_t> m_monthdays{ALL_MONTHDAYS}; //!< --monthdays: bit 1 is the first
    NfSwitch m_contiguous;                              //!< --contiguous
    NfOptionValue<bool> m_kernelTz;                     //!< --kerneltz, not --utc

  private:
    bool HasDaytime() const
    {
        return m_timeStart.value != 0 || m_timeStop.value != LAST_SECOND;
    }
};

} // namespace

NfMatchType
NfMakeTimeMatchType()
{
    using M = TimeMatch;
    NfMatchType type =
        NfMakeMatchType<M>("time", "date and time, from the global value NetfilterClock on");
    const DaysKind<uint8_t> weekdays(ALL_WEEKDAYS,
                                     FindWeekday,
                                     PrintWeekdays,
                                     "a list of Mon, Tue, ... Sun, or 1 (Mon) to 7");
    const DaysKind<uint32_t> monthdays(ALL_MONTHDAYS,
                                       FindMonthday,
                                       PrintMonthdayNumbers,
                                       "a list of days, 1 to 31");
    type.options = {
        NfOptionRow(&M::m_timeStart, "timestart", DaytimeKind()),
        NfOptionRow(&M::m_timeStop, "timestop", DaytimeKind()),
        NfOptionRow(&M::m_dateStart, "datestart", DateKind()),
        NfOptionRow(&M::m_dateStop, "datestop", DateKind()),
        NfOptionRow(&M::m_weekdays, "weekdays", weekdays).Invertible(),
        NfOptionRow(&M::m_monthdays, "monthdays", monthdays).Invertible(),
        NfOptionRow(&M::m_contiguous, "contiguous"),
        NfOptionRow(&M::m_kernelTz, "kerneltz", NfFixedKind<bool>(true)).Alias("localtz"),
        NfOptionRow(&M::m_kernelTz, "utc", NfFixedKind<bool>(false)),
    };
    return type;
}

} // namespace ns3
