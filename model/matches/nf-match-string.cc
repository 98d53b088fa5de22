// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
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

bool
IsPrintable(const std::string& bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// The bytes to find, written as text or, with some that cannot be printed, in hexadecimal.
struct PatternKind : NfWordKind
{
    using Value = std::string;

    bool hex;

    explicit PatternKind(bool hexadecimal)
        : hex(hexadecimal)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        auto pattern = hex ? ParseHexString(text) : std::optional(std::string(text));
        bool fits = pattern && !pattern->empty() && pattern->size() <= MAX_PATTERN;
        return fits ? pattern : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return hex ? "1 to 128 bytes, as text or as pairs of hexadecimal digits between two |"
                   : "1 to 128 bytes";
    }

    void Print(std::ostream& os, const Value& pattern) const
    {
        os << (hex ? "\"|" : "\"");
        for (char c : pattern)
        {
            if (hex)
            {
                os << fmt::format("{:02x}", static_cast<uint8_t>(c));
                continue;
            }
            os << (c == '"' || c == '\\' ? "\\" : "") << c;
        }
        os << (hex ? "|\"" : "\"");
    }

    bool IsSilent(const Value& pattern) const
    {
        return IsPrintable(pattern) == hex;
    }
};

class StringMatch : public NfMatch
{
  public:
    NfComplaint FinishParse() override
    {
        return m_from.value > m_to.value
                   ? fmt::format("--from {} lies behind --to {}", m_from.value, m_to.value)
                   : NfComplaint();
    }

    /**
     * Both algorithms find the same; the name is kept for printing only. Offsets count from the
     * network header; the text must lie wholly between --from and --to (measured on Linux 6.18).
     */
    NfMatchResult Match(NfPacket& packet) override
    {
        auto bytes = packet.CopyBytes();
        const std::string& pattern = m_pattern.value;
        std::size_t end = std::min<std::size_t>(bytes.size(), m_to.value);
        bool found = false;
        if (m_from.value < end)
        {
            auto last = bytes.begin() + end;
            found = std::search(bytes.begin() + m_from.value,
                                last,
                                pattern.begin(),
                                pattern.end(),
                                [this](uint8_t a, uint8_t b) {
                                    return m_ignoreCase.given ? ToUpper(a) == ToUpper(b) : a == b;
                                }) != last;
        }
        return NfResult(m_pattern.Holds(found));
    }

    NfOptionValue<std::string> m_pattern;   //!< --string, --hex-string
    NfOptionValue<std::size_t> m_algorithm; //!< --algo
    NfOptionValue<uint16_t> m_from;         //!< --from
    NfOptionValue<uint16_t> m_to{NO_LIMIT}; //!< --to
    NfSwitch m_ignoreCase;                  //!< --icase
};

} // namespace

NfMatchType
NfMakeStringMatchType()
{
    using M = StringMatch;
    NfMatchType type = NfMakeMatchType<M>("string", "bytes in the packet");
    const NfChoiceKind<2> algorithms({"bm", "kmp"},
                                     "bm (Boyer-Moore) or kmp (Knuth-Morris-Pratt)",
                                     false);
    auto offset = [](uint16_t silent) {
        return NfNumberKind<uint16_t>(0, NO_LIMIT, "{}", silent).Called("an offset up to 65535");
    };
    type.heading = "STRING match";
    type.options = {
        NfOptionRow(&M::m_pattern, "string", PatternKind(false)).Invertible().Listed(" {}", "! {}"),
        NfOptionRow(&M::m_pattern, "hex-string", PatternKind(true))
            .Invertible()
            .Listed(" {}", "! {}"),
        NfOptionRow(&M::m_algorithm, "algo", algorithms).Mandatory().Listed("ALGO name {}"),
        NfOptionRow(&M::m_from, "from", offset(0)).Listed("FROM {}"),
        NfOptionRow(&M::m_to, "to", offset(NO_LIMIT)).Listed("TO {}"),
        NfOptionRow(&M::m_ignoreCase, "icase").Listed("ICASE"),
    };
    type.relations = {
        NfOptionRelation::OnlyOne({"string", "hex-string"},
                                  "--string and --hex-string cannot be used together"),
        NfOptionRelation::OneOf({"string", "hex-string"},
                                "string expects --string or --hex-string with at least one byte"),
    };
    type.stateless = true;
    return type;
}

} // namespace ns3
