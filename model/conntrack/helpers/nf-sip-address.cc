// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sip-address.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <system_error>
#include <vector>

namespace ns3
{

namespace NfSipAddressText
{

namespace
{

constexpr std::size_t WORDS = 8; //!< of 16 bits in an address of IPv6

bool
IsHexDigit(char c)
{
    return std::isxdigit(static_cast<unsigned char>(c));
}

/// A number that begins with a digit, however many zeros lead it, and moves behind it.
std::optional<uint32_t>
ReadNumber(std::string_view text, std::size_t& at, int base, uint32_t greatest)
{
    const std::string_view rest = text.substr(std::min(at, text.size()));
    uint32_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value, base);
    at += static_cast<std::size_t>(end - rest.data());
    return error == std::errc() && value <= greatest ? std::make_optional(value) : std::nullopt;
}

std::optional<Read>
FindQuad(std::string_view text, std::size_t at)
{
    constexpr unsigned parts = 4;
    const std::size_t begin = at;
    uint32_t address = 0;
    for (unsigned part = 0; part < parts; ++part)
    {
        if (part > 0 && (at >= text.size() || text[at++] != '.'))
        {
            return std::nullopt;
        }
        const std::optional<uint32_t> value = ReadNumber(text, at, 10, UINT8_MAX);
        if (!value)
        {
            return std::nullopt;
        }
        address = address << 8 | *value;
    }
    if (at < text.size() && (IsHexDigit(text[at]) || text[at] == '.'))
    {
        return std::nullopt;
    }
    return Read{NfAddress(address), at - begin};
}

/// Reads words of 16 bits, from left to right.
class WordReader
{
  public:
    WordReader(std::string_view text, std::size_t at)
        : m_text(text),
          m_at(at)
    {
    }

    /// @return true if they are an address
    bool ReadAll()
    {
        if (Has(':') && !ReadGap())
        {
            return false;
        }
        while (IsHexDigit(Peek()))
        {
            if (!ReadWord())
            {
                return false;
            }
            if (m_isEnded)
            {
                return true;
            }
            if (!Has(':'))
            {
                break;
            }
            if (!(m_gap ? ReadColon() : ReadGap() || ReadColon()))
            {
                return false;
            }
        }
        return !Has(':') && !Has('.') && (m_gap || m_count == WORDS);
    }

    /// @return the address that was read
    NfAddress GetAddress() const
    {
        std::array<uint32_t, WORDS> words{};
        const std::size_t head = m_gap.value_or(m_count);
        std::copy_n(m_words.begin(), head, words.begin());
        std::copy(m_words.begin() + head,
                  m_words.begin() + m_count,
                  words.end() - (m_count - head));
        std::array<uint32_t, 4> address{};
        for (std::size_t i = 0; i < address.size(); ++i)
        {
            address[i] = words[2 * i] << 16 | words[2 * i + 1];
        }
        return NfAddress(address);
    }

    /// @return where it ends
    std::size_t GetEnd() const
    {
        return m_at;
    }

  private:
    char Peek() const
    {
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    bool Has(char c) const
    {
        return m_at < m_text.size() && m_text[m_at] == c;
    }

    /// A colon between two words.
    bool ReadColon()
    {
        ++m_at;
        return m_count < WORDS && IsHexDigit(Peek());
    }

    /// "::" stands for one word at least, so it is one of the eight.
    bool ReadGap()
    {
        if (m_text.substr(m_at, 2) != "::" || m_count == WORDS)
        {
            return false;
        }
        m_at += 2;
        m_words[m_count++] = 0;
        m_gap = m_count;
        return true;
    }

    /// A word, or, in place of the last two, a dotted quad.
    bool ReadWord()
    {
        if (m_count == WORDS)
        {
            return false;
        }
        const std::size_t begin = m_at;
        const std::optional<uint32_t> word = ReadNumber(m_text, m_at, 16, UINT16_MAX);
        if (!word)
        {
            return false;
        }
        const bool mayBeQuad = m_count + 2 == WORDS || (m_gap && m_count + 2 < WORDS);
        if (Has('.') && mayBeQuad)
        {
            const std::optional<Read> quad = FindQuad(m_text, begin);
            if (!quad)
            {
                return false;
            }
            m_words[m_count++] = quad->address.V4() >> 16;
            m_words[m_count++] = quad->address.V4() & 0xffff;
            m_at = begin + quad->length;
            m_isEnded = true;
            return true;
        }
        m_words[m_count++] = *word;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at;
    std::array<uint32_t, WORDS> m_words{};
    std::size_t m_count{0};
    std::optional<std::size_t> m_gap; //!< how many words stand in front of the end of "::"
    bool m_isEnded{false};            //!< by a dotted quad, whatever follows
};

std::optional<Read>
FindWords(std::string_view text, std::size_t at)
{
    WordReader reader(text, at);
    return reader.ReadAll() ? std::make_optional(Read{reader.GetAddress(), reader.GetEnd() - at})
                            : std::nullopt;
}

/// The first of the longest runs of zeros; two words at least.
struct ZeroRun
{
    std::size_t begin{0};
    std::size_t length{1};
};

ZeroRun
FindZeros(const std::vector<uint32_t>& words)
{
    ZeroRun longest;
    for (auto word = words.begin(); word != words.end();)
    {
        const auto zero = std::find(word, words.end(), 0U);
        word = std::find_if(zero, words.end(), [](uint32_t value) { return value != 0; });
        if (static_cast<std::size_t>(word - zero) > longest.length)
        {
            longest = {static_cast<std::size_t>(zero - words.begin()),
                       static_cast<std::size_t>(word - zero)};
        }
    }
    return longest;
}

/// It has an address of IPv4 in its last four bytes.
bool
HasQuad(const std::array<uint32_t, 4>& address)
{
    constexpr uint32_t universal = 0x02000000; // the bit of an interface identifier
    constexpr uint32_t isatap = 0x02005efe;
    const bool isMapped = address[0] == 0 && address[1] == 0 && address[2] == UINT16_MAX;
    return isMapped || (address[2] | universal) == isatap;
}

std::string
WriteWords(const NfAddress& address)
{
    const std::array<uint32_t, 4>& parts = address.Words();
    const bool hasQuad = HasQuad(parts);
    std::vector<uint32_t> words;
    for (std::size_t i = 0; i < parts.size() - (hasQuad ? 1 : 0); ++i)
    {
        words.push_back(parts[i] >> 16);
        words.push_back(parts[i] & UINT16_MAX);
    }
    const ZeroRun zeros = FindZeros(words);
    const auto join = [](auto begin, auto end) {
        return fmt::format("{:x}", fmt::join(begin, end, ":"));
    };
    std::string text;
    if (zeros.length > 1)
    {
        const auto begin = words.begin() + zeros.begin;
        text = join(words.begin(), begin) + "::" + join(begin + zeros.length, words.end());
    }
    else
    {
        text = join(words.begin(), words.end());
    }
    if (hasQuad)
    {
        text += (text.back() == ':' ? "" : ":") + NfToString(NfAddress(parts.back()));
    }
    return text;
}

} // namespace

std::optional<Read>
Find(std::string_view text, std::size_t at, NfFamily family, Brackets brackets)
{
    if (family != NfFamily::IPV6)
    {
        return FindQuad(text, at);
    }
    const auto has = [&](std::size_t place, char bracket) {
        return brackets != Brackets::NONE && place < text.size() && text[place] == bracket;
    };
    const std::size_t begin = at + (has(at, '[') ? 1 : 0);
    std::optional<Read> found = FindWords(text, begin);
    if (!found)
    {
        return std::nullopt;
    }
    const std::size_t end = begin + found->length;
    if (brackets == Brackets::NEEDED && (begin == at || !has(end, ']')))
    {
        return std::nullopt;
    }
    found->length = end + (has(end, ']') ? 1 : 0) - at;
    return found;
}

std::string
Write(const NfAddress& address, NfFamily family, Brackets brackets)
{
    if (family != NfFamily::IPV6)
    {
        return NfToString(address);
    }
    const std::string text = WriteWords(address);
    return brackets == Brackets::NONE ? text : "[" + text + "]";
}

} // namespace NfSipAddressText

} // namespace ns3
