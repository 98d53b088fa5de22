// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <limits>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_PARTS = 10; //!< tests, and parts of each side of a test (XT_U32_MAXSIZE)
constexpr uint32_t WORD_SIZE = 4;
constexpr uint32_t MAX_SHIFT = 31;

enum class Operator
{
    START, //!< load the word at an offset from the beginning of the packet
    AND,
    LEFT,
    RIGHT,
    AT //!< move the beginning on by what was computed, and load the word at an offset from there
};

/// A step of a location.
struct Step
{
    Operator what{Operator::START};
    uint32_t number{0};
};

/// A location and what may stand there.
struct Test
{
    std::vector<Step> steps;
    std::vector<NfNumberRange> values;
};

using Tests = std::vector<Test>;

/// Reads the language of --u32. A cursor over the text; errors are told with the place.
class U32Reader
{
  public:
    explicit U32Reader(std::string_view text)
        : m_text(text)
    {
    }

    /// @return nothing, or what is wrong
    NfComplaint Read(Tests& tests)
    {
        do
        {
            if (tests.size() == MAX_PARTS)
            {
                return Wrong(fmt::format("at most {} tests", MAX_PARTS));
            }
            tests.emplace_back();
            NfComplaint complaint = ReadLocation(tests.back());
            complaint = complaint ? complaint : ReadValues(tests.back());
            if (complaint)
            {
                return complaint;
            }
        } while (Take("&&"));
        return AtEnd() ? NfComplaint() : Wrong("&& or the end");
    }

  private:
    NfComplaint ReadLocation(Test& test)
    {
        Step step;
        while (true)
        {
            if (test.steps.size() == MAX_PARTS)
            {
                return Wrong(fmt::format("at most {} numbers in a location", MAX_PARTS));
            }
            if (!ReadNumber(step.number))
            {
                return Wrong("a number of 32 bits");
            }
            test.steps.push_back(step);
            if (Take("="))
            {
                return {};
            }
            if (Take("&"))
            {
                step.what = Operator::AND;
            }
            else if (Take("<<"))
            {
                step.what = Operator::LEFT;
            }
            else if (Take(">>"))
            {
                step.what = Operator::RIGHT;
            }
            else if (Take("@"))
            {
                step.what = Operator::AT;
            }
            else
            {
                return Wrong("&, <<, >>, @ or =");
            }
        }
    }

    NfComplaint ReadValues(Test& test)
    {
        do
        {
            uint32_t first = 0;
            if (test.values.size() == MAX_PARTS)
            {
                return Wrong(fmt::format("at most {} values of a test", MAX_PARTS));
            }
            if (!ReadNumber(first))
            {
                return Wrong("a number of 32 bits");
            }
            uint32_t last = first;
            if (Take(":") && !ReadNumber(last))
            {
                return Wrong("a number of 32 bits");
            }
            test.values.push_back({first, last});
        } while (Take(","));
        return {};
    }

    bool ReadNumber(uint32_t& number)
    {
        SkipBlanks();
        std::size_t end = m_place;
        while (end < m_text.size() && std::isalnum(static_cast<unsigned char>(m_text[end])))
        {
            ++end;
        }
        auto parsed = NfParseNumber(m_text.substr(m_place, end - m_place), UINT32_MAX);
        number = static_cast<uint32_t>(parsed.value_or(0));
        m_place = parsed ? end : m_place;
        return parsed.has_value();
    }

    bool Take(std::string_view symbol)
    {
        SkipBlanks();
        bool found = m_text.substr(m_place, symbol.size()) == symbol;
        m_place += found ? symbol.size() : 0;
        return found;
    }

    bool AtEnd()
    {
        SkipBlanks();
        return m_place == m_text.size();
    }

    void SkipBlanks()
    {
        while (m_place < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_place])))
        {
            ++m_place;
        }
    }

    NfComplaint Wrong(const std::string& expected)
    {
        SkipBlanks();
        return fmt::format("bad value for --u32: expected {} at character {} of \"{}\"",
                           expected,
                           m_place + 1,
                           m_text);
    }

    std::string_view m_text;
    std::size_t m_place{0};
};

/// The value of --u32.
struct TestsKind : NfWordKind
{
    using Value = Tests;

    NfComplaint Take(const NfOption& option, Tests& tests) const
    {
        return U32Reader(NfArgumentOf(option)).Read(tests);
    }

    NfComplaint Check(const Tests& tests, const NfRuleContext&) const
    {
        for (const Test& test : tests)
        {
            for (const Step& step : test.steps)
            {
                bool shifts = step.what == Operator::LEFT || step.what == Operator::RIGHT;
                if (shifts && step.number > MAX_SHIFT)
                {
                    return fmt::format("shifts by {}, but a word has only 32 bits", step.number);
                }
            }
        }
        return {};
    }

    void Print(std::ostream& os, const Tests& tests) const
    {
        const char* separator = "\"";
        for (const Test& test : tests)
        {
            os << separator;
            for (const Step& step : test.steps)
            {
                constexpr const char* symbols[] = {"", "&", "<<", ">>", "@"};
                os << symbols[static_cast<unsigned>(step.what)] << NfHex(step.number);
            }
            const char* before = "=";
            for (const NfNumberRange& range : test.values)
            {
                os << before << NfHex(range.min);
                if (range.min != range.max)
                {
                    os << ':' << NfHex(range.max);
                }
                before = ",";
            }
            separator = "&&";
        }
        os << '"';
    }
};

/// Match "u32": words of the packet, anywhere in it (Linux's xt_u32.c).
class U32Match : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const std::vector<uint8_t> bytes = packet.CopyBytes();
        const Tests& tests = m_tests.value;
        return NfResult(
            m_tests.Holds(std::all_of(tests.begin(), tests.end(), [&bytes](const Test& test) {
                return Holds(test, bytes);
            })));
    }

    NfOptionValue<Tests> m_tests; //!< --u32

  private:
    /// A word that is not wholly in the packet makes the test false.
    static bool Holds(const Test& test, const std::vector<uint8_t>& bytes)
    {
        uint64_t begin = 0;
        uint32_t value = 0;
        for (const Step& step : test.steps)
        {
            switch (step.what)
            {
            case Operator::AND:
                value &= step.number;
                break;
            case Operator::LEFT:
                value <<= step.number;
                break;
            case Operator::RIGHT:
                value >>= step.number;
                break;
            default:
                begin += step.what == Operator::AT ? value : 0;
                if (begin > std::numeric_limits<uint32_t>::max() ||
                    begin + step.number + WORD_SIZE > bytes.size())
                {
                    return false;
                }
                value = NfRead32(bytes.data() + begin + step.number);
            }
        }
        return std::any_of(test.values.begin(), test.values.end(), [value](const auto& range) {
            return range.Contains(value);
        });
    }
};

} // namespace

NfMatchType
NfMakeU32MatchType()
{
    NfMatchType type = NfMakeMatchType<U32Match>("u32", "words of the packet, anywhere in it");
    type.stateless = true;
    type.heading = "u32";
    type.options = {NfOptionRow(&U32Match::m_tests, "u32", TestsKind())
                        .Invertible()
                        .Mandatory()
                        .Listed("{}", "! {}")};
    return type;
}

} // namespace ns3
