// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_PATTERN = 128; //!< Linux's XT_STRING_MAX_PATTERN_SIZE
constexpr uint16_t NO_LIMIT = 0xffff;

/// Read "text|hex bytes|text", where a backslash takes the next character as it is.
std::optional<std::string>
ParseHexString(std::string_view text)
{
    std::string bytes;
    bool inHex = false;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (text[i] == '|')
        {
            inHex = !inHex;
        }
        else if (inHex && text[i] != ' ')
        {
            auto byte = NfParseNumber("0x" + std::string(text.substr(i, 2)), 0xff);
            if (!byte || i + 1 == text.size())
            {
                return std::nullopt;
            }
            bytes += static_cast<char>(*byte);
            ++i;
        }
        else if (!inHex)
        {
            i += text[i] == '\\' && i + 1 < text.size() ? 1 : 0;
            bytes += text[i];
        }
    }
    return inHex ? std::nullopt : std::optional(bytes);
}

/// Linux folds the case of Latin-1 letters, too.
uint8_t
ToUpper(uint8_t c)
{
    bool lower = (c >= 'a' && c <= 'z') || (c >= 0xe0 && c != 0xf7 && c != 0xff);
    return lower ? c - 0x20 : c;
}

class StringMatch : public NfMatch
{
  public:
    enum Option
    {
        STRING,
        HEX_STRING,
        ALGORITHM,
        FROM,
        TO,
        ICASE
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case STRING:
        case HEX_STRING:
            return ParsePattern(option);
        case ALGORITHM:
            m_algorithm = NfArgumentOf(option);
            return m_algorithm == "bm" || m_algorithm == "kmp"
                       ? NfComplaint()
                       : NfBadArgument(option, "bm (Boyer-Moore) or kmp (Knuth-Morris-Pratt)");
        case ICASE:
            m_ignoreCase = true;
            return {};
        default: {
            auto offset = NfParseNumber(NfArgumentOf(option), NO_LIMIT);
            (option.spec->id == FROM ? m_from : m_to) = offset.value_or(0);
            return offset ? NfComplaint() : NfBadArgument(option, "an offset up to 65535");
        }
        }
    }

    NfComplaint FinishParse() override
    {
        if (m_pattern.empty())
        {
            return "string expects --string or --hex-string with at least one byte";
        }
        if (m_from > m_to)
        {
            return fmt::format("--from {} lies behind --to {}", m_from, m_to);
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " !" : "") << (IsPrintable() ? " --string " : " --hex-string ")
           << PatternText() << " --algo " << m_algorithm;
        PrintLimits(os, " --from ", " --to ");
        os << (m_ignoreCase ? " --icase" : "");
    }

    void List(std::ostream& os) const override
    {
        os << "STRING match " << (m_inverted ? "! " : " ") << PatternText() << " ALGO name "
           << m_algorithm;
        PrintLimits(os, " FROM ", " TO ");
        os << (m_ignoreCase ? " ICASE" : "");
    }

    /**
     * Both algorithms find the same; the name is kept for printing only. Offsets count from the
     * network header; the text must lie wholly between --from and --to (measured on Linux 6.18).
     */
    NfMatchResult Match(NfPacket& packet) override
    {
        auto bytes = packet.CopyBytes();
        std::size_t end = std::min<std::size_t>(bytes.size(), m_to);
        bool found = false;
        if (m_from < end)
        {
            auto last = bytes.begin() + end;
            found = std::search(bytes.begin() + m_from,
                                last,
                                m_pattern.begin(),
                                m_pattern.end(),
                                [this](uint8_t a, uint8_t b) {
                                    return m_ignoreCase ? ToUpper(a) == ToUpper(b) : a == b;
                                }) != last;
        }
        return NfResult(found != m_inverted);
    }

  private:
    NfComplaint ParsePattern(const NfOption& option)
    {
        if (m_patternGiven)
        {
            return "--string and --hex-string cannot be used together";
        }
        m_patternGiven = true;
        m_inverted = option.inverted;
        bool hex = option.spec->id == HEX_STRING;
        auto pattern = hex ? ParseHexString(NfArgumentOf(option)) : NfArgumentOf(option);
        if (!pattern || pattern->empty() || pattern->size() > MAX_PATTERN)
        {
            return NfBadArgument(option,
                                 hex ? "1 to 128 bytes, as text or as pairs of hexadecimal digits "
                                       "between two |"
                                     : "1 to 128 bytes");
        }
        m_pattern = *pattern;
        return {};
    }

    bool IsPrintable() const
    {
        return std::all_of(m_pattern.begin(), m_pattern.end(), [](char c) {
            return c >= 0x20 && c < 0x7f;
        });
    }

    std::string PatternText() const
    {
        std::string text = IsPrintable() ? "\"" : "\"|";
        for (char c : m_pattern)
        {
            if (!IsPrintable())
            {
                text += fmt::format("{:02x}", static_cast<uint8_t>(c));
                continue;
            }
            text += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
        }
        return text + (IsPrintable() ? "\"" : "|\"");
    }

    void PrintLimits(std::ostream& os, const char* from, const char* to) const
    {
        if (m_from)
        {
            os << from << m_from;
        }
        if (m_to != NO_LIMIT)
        {
            os << to << m_to;
        }
    }

    std::string m_pattern;
    std::string m_algorithm;
    uint16_t m_from{0};
    uint16_t m_to{NO_LIMIT};
    bool m_inverted{false};
    bool m_ignoreCase{false};
    bool m_patternGiven{false};
};

} // namespace

NfMatchType
NfMakeStringMatchType()
{
    using M = StringMatch;
    NfMatchType type = NfMakeMatchType<M>("string", "bytes in the packet");
    type.options = {{M::STRING, "string", "", 1, 1, true},
                    {M::HEX_STRING, "hex-string", "", 1, 1, true},
                    {M::ALGORITHM, "algo", "", 1, 1, false, true},
                    {M::FROM, "from", ""},
                    {M::TO, "to", ""},
                    {M::ICASE, "icase", "", 0, 0}};
    type.stateless = true;
    return type;
}

} // namespace ns3
