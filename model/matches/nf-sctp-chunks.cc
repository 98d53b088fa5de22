// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sctp-chunks.h"

#include "nf-checksum.h"
#include "nf-option-text.h"
#include "nf-text-case.h"

#include <cctype>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t ALL_KINDS = 256;
constexpr uint32_t CHUNK_HEADER_SIZE = 4;
constexpr uint32_t LENGTH_PLACE = 2;
constexpr uint32_t PADDING = 3; //!< chunks end at multiples of one more

/// A kind of chunk, and the letters of its flags, the highest bit first.
struct KindRow
{
    std::string_view name;
    uint8_t number;
    std::string_view flags;
};

constexpr std::string_view NO_FLAGS = "--------";
constexpr std::string_view T_FLAG = "-------T";

constexpr KindRow KINDS[] = {{"DATA", 0, "----IUBE"},
                             {"INIT", 1, NO_FLAGS},
                             {"INIT_ACK", 2, NO_FLAGS},
                             {"SACK", 3, NO_FLAGS},
                             {"HEARTBEAT", 4, NO_FLAGS},
                             {"HEARTBEAT_ACK", 5, NO_FLAGS},
                             {"ABORT", 6, T_FLAG},
                             {"SHUTDOWN", 7, NO_FLAGS},
                             {"SHUTDOWN_ACK", 8, NO_FLAGS},
                             {"ERROR", 9, NO_FLAGS},
                             {"COOKIE_ECHO", 10, NO_FLAGS},
                             {"COOKIE_ACK", 11, NO_FLAGS},
                             {"ECN_ECNE", 12, NO_FLAGS},
                             {"ECN_CWR", 13, NO_FLAGS},
                             {"SHUTDOWN_COMPLETE", 14, T_FLAG},
                             {"I_DATA", 64, NO_FLAGS},
                             {"ASCONF_ACK", 128, NO_FLAGS},
                             {"RE_CONFIG", 130, NO_FLAGS},
                             {"PAD", 132, NO_FLAGS},
                             {"FORWARD_TSN", 192, NO_FLAGS},
                             {"ASCONF", 193, NO_FLAGS},
                             {"I_FORWARD_TSN", 194, NO_FLAGS}};

const KindRow*
FindKind(std::string_view name)
{
    for (const KindRow& row : KINDS)
    {
        if (NfEqualsIgnoringCase(row.name, name))
        {
            return &row;
        }
    }
    return nullptr;
}

const KindRow*
FindKind(uint8_t number)
{
    for (const KindRow& row : KINDS)
    {
        if (row.number == number)
        {
            return &row;
        }
    }
    return nullptr;
}

/// Capital letters must be set, small ones must not.
/// @return nothing if the kind lacks a flag
std::optional<NfSctpChunks::Flags>
ReadFlags(const KindRow& row, std::string_view letters)
{
    NfSctpChunks::Flags flags;
    for (char letter : letters)
    {
        auto upper = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
        std::size_t place = letter == '-' ? std::string_view::npos : row.flags.find(upper);
        if (place == std::string_view::npos)
        {
            return std::nullopt;
        }
        auto bit = static_cast<uint8_t>(0x80 >> place);
        flags.mask |= bit;
        flags.value |= letter == upper ? bit : 0;
    }
    return flags;
}

void
PrintFlags(std::ostream& os, const KindRow& row, const NfSctpChunks::Flags& flags)
{
    os << ':';
    for (std::size_t place = 0; place < row.flags.size(); ++place)
    {
        auto bit = static_cast<uint8_t>(0x80 >> place);
        if (flags.mask & bit)
        {
            char letter = row.flags[place];
            os << (flags.value & bit ? letter : static_cast<char>(std::tolower(letter)));
        }
    }
}

} // namespace

std::optional<NfSctpChunks>
NfSctpChunks::Read(std::string_view text)
{
    NfSctpChunks chunks;
    if (NfEqualsIgnoringCase(text, "NONE"))
    {
        return chunks;
    }
    if (NfEqualsIgnoringCase(text, "ALL"))
    {
        for (std::size_t kind = 0; kind < ALL_KINDS; ++kind)
        {
            chunks.m_kinds[static_cast<uint8_t>(kind)] = {};
        }
        return chunks;
    }
    for (std::string_view word : NfSplit(text, ','))
    {
        std::size_t colon = word.find(':');
        const KindRow* row = FindKind(word.substr(0, colon));
        auto flags =
            row ? ReadFlags(*row, colon == word.npos ? "" : word.substr(colon + 1)) : std::nullopt;
        if (!flags)
        {
            return std::nullopt;
        }
        chunks.m_kinds[row->number] = *flags;
    }
    return chunks;
}

void
NfSctpChunks::Print(std::ostream& os, bool numeric) const
{
    if (m_kinds.empty() || m_kinds.size() == ALL_KINDS)
    {
        os << (m_kinds.empty() ? "NONE" : "ALL");
        return;
    }
    const char* separator = "";
    for (const auto& [kind, flags] : m_kinds)
    {
        const KindRow& row = *FindKind(kind);
        os << separator << (numeric ? fmt::format("0x{:04X}", kind) : std::string(row.name));
        if (flags.mask)
        {
            PrintFlags(os, row, flags);
        }
        separator = ",";
    }
}

bool
NfSctpChunks::Contains(uint8_t kind, uint8_t flags) const
{
    auto found = m_kinds.find(kind);
    return found != m_kinds.end() && (flags & found->second.mask) == found->second.value;
}

NfSctpChunks::Verdict
NfSctpChunks::Compare(const uint8_t* bytes, uint32_t size, Quantity quantity) const
{
    std::map<uint8_t, Flags> missing = quantity == ALL ? m_kinds : std::map<uint8_t, Flags>();
    uint32_t place = 0;
    do
    {
        uint32_t length =
            place + CHUNK_HEADER_SIZE <= size ? NfRead16(bytes + place + LENGTH_PLACE) : 0;
        if (length == 0)
        {
            return Verdict::MALFORMED;
        }
        const uint8_t kind = bytes[place];
        const bool listed = Contains(kind, bytes[place + 1]);
        if (quantity == ANY && listed)
        {
            return Verdict::YES;
        }
        if (quantity == ONLY && !listed)
        {
            return Verdict::NO;
        }
        if (listed)
        {
            missing.erase(kind);
        }
        place += (length + PADDING) & ~PADDING;
    } while (place < size);
    bool yes = quantity == ONLY || (quantity == ALL && missing.empty());
    return yes ? Verdict::YES : Verdict::NO;
}

} // namespace ns3
