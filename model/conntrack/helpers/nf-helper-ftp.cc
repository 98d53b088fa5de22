// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-ftp.h"

#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-helper-log.h"
#include "nf-prefix.h"
#include "nf-tcp-segment.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

// Where lines end: the sequence numbers behind the latest line feeds of a direction.
struct LineEnds
{
    std::array<uint32_t, 2> numbers{};
    uint8_t count{0};

    bool Contains(uint32_t sequence) const
    {
        return std::find(numbers.begin(), numbers.begin() + count, sequence) !=
               numbers.begin() + count;
    }

    void Add(uint32_t sequence)
    {
        if (Contains(sequence))
        {
            return;
        }
        if (count < numbers.size())
        {
            numbers[count++] = sequence;
            return;
        }
        uint32_t& oldest = NfSeqBefore(numbers[0], numbers[1]) ? numbers[0] : numbers[1];
        if (NfSeqAfter(sequence, oldest))
        {
            oldest = sequence;
        }
    }
};

struct FtpState : public NfHelperState
{
    std::array<LineEnds, 2> lines; // by NfDirection
};

bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool
IsDelimiter(char c)
{
    return !IsDigit(c) && c >= 33 && c <= 126;
}

char
ToUpper(char c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/**
 * Read decimal numbers.
 * @param text begins with the first number
 * @param separator between numbers
 * @param terminator what must follow the last one; 0: anything but a digit or separator
 * @param numbers the numbers, whose count is fixed
 * @return the length of the numbers; 0 if they are not all there
 */
template <std::size_t N>
uint32_t
ReadNumbers(std::string_view text,
            char separator,
            char terminator,
            std::array<uint32_t, N>& numbers)
{
    std::size_t index = 0;
    for (uint32_t i = 0; i < text.size() && index < N; ++i)
    {
        if (IsDigit(text[i]))
        {
            numbers[index] = numbers[index] * 10 + (text[i] - '0');
        }
        else if (text[i] == separator)
        {
            ++index;
        }
        else
        {
            bool ended = terminator == 0 || text[i] == terminator;
            return ended && index == N - 1 ? i : 0;
        }
    }
    return 0;
}

NfAddress
JoinAddress(const uint32_t* bytes)
{
    return NfAddress(bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]);
}

// "10,0,0,2,4,1": the length, 0 if malformed.
uint32_t
ReadHostPort(std::string_view text, char terminator, NfFtpAnnouncement& announcement)
{
    std::array<uint32_t, 6> numbers{};
    uint32_t length = ReadNumbers(text, ',', terminator, numbers);
    announcement.address = JoinAddress(numbers.data());
    announcement.port = numbers[4] << 8 | numbers[5];
    return length;
}

uint32_t
ReadPort(std::string_view text, char terminator, NfFtpAnnouncement& announcement)
{
    return ReadHostPort(text, '\r', announcement);
}

// Servers differ in what they write before the numbers and behind them (RFC 1123, 4.1.2.6).
uint32_t
ReadPasv(std::string_view text, char terminator, NfFtpAnnouncement& announcement)
{
    auto digit = std::find_if(text.begin(), text.end(), IsDigit);
    uint32_t skipped = digit - text.begin();
    announcement.offset += skipped;
    return ReadHostPort(text.substr(skipped), 0, announcement);
}

// "1025|": the length from the start of the text, 0 if malformed.
uint32_t
ReadDelimitedPort(std::string_view text,
                  uint32_t start,
                  char delimiter,
                  NfFtpAnnouncement& announcement)
{
    uint16_t port = 0;
    for (uint32_t i = start; i < text.size(); ++i)
    {
        if (text[i] == delimiter)
        {
            announcement.port = port;
            return port == 0 ? 0 : i + 1;
        }
        if (!IsDigit(text[i]))
        {
            return 0;
        }
        port = port * 10 + (text[i] - '0');
    }
    return 0;
}

// "10.0.0.2": the length, 0 if malformed.
uint32_t
ReadIpv4Address(std::string_view text, char terminator, NfFtpAnnouncement& announcement)
{
    std::array<uint32_t, 4> numbers{};
    const uint32_t length = ReadNumbers(text, '.', terminator, numbers);
    announcement.address = JoinAddress(numbers.data());
    return length;
}

// "2001:db8::2": the length, 0 if malformed.
uint32_t
ReadIpv6Address(std::string_view text, char terminator, NfFtpAnnouncement& announcement)
{
    const std::size_t end = text.find(terminator);
    if (end == std::string_view::npos)
    {
        return 0;
    }
    announcement.address = NfParseAddress(text.substr(0, end), NfFamily::IPV6);
    return announcement.address ? end : 0;
}

// "|1|10.0.0.2|1025|", "|2|2001:db8::2|1025|": the family must be the connection's.
uint32_t
ReadEprt(std::string_view text, char terminator, NfFtpAnnouncement& announcement)
{
    constexpr uint32_t prefix = 3;
    const bool ipv6 = announcement.family == NfFamily::IPV6;
    if (text.size() <= prefix || !IsDelimiter(text[0]) || text[1] != (ipv6 ? '2' : '1') ||
        text[2] != text[0])
    {
        return 0;
    }
    const std::string_view rest = text.substr(prefix);
    const uint32_t length = ipv6 ? ReadIpv6Address(rest, text[0], announcement)
                                 : ReadIpv4Address(rest, text[0], announcement);
    return length == 0 ? 0 : ReadDelimitedPort(text, prefix + length + 1, text[0], announcement);
}

// "|||1025|"
uint32_t
ReadEpsv(std::string_view text, char terminator, NfFtpAnnouncement& announcement)
{
    constexpr uint32_t prefix = 3;
    if (text.size() <= prefix || !IsDelimiter(text[0]) || text[1] != text[0] || text[2] != text[0])
    {
        return 0;
    }
    return ReadDelimitedPort(text, prefix, text[0], announcement);
}

// How an announcement begins, and who can read it.
struct Pattern
{
    NfFtpFormat format;
    NfDirection speaker;
    std::string_view start;
    char skip; // what precedes the numbers; 0: they follow at once
    char terminator;
    uint32_t (*read)(std::string_view, char, NfFtpAnnouncement&);
};

constexpr std::array<Pattern, 4> PATTERNS{
    {{NfFtpFormat::PORT, NfDirection::ORIGINAL, "PORT", ' ', '\r', ReadPort},
     {NfFtpFormat::EPRT, NfDirection::ORIGINAL, "EPRT", ' ', '\r', ReadEprt},
     {NfFtpFormat::PASV, NfDirection::REPLY, "227 ", 0, 0, ReadPasv},
     {NfFtpFormat::EPSV, NfDirection::REPLY, "229 ", '(', ')', ReadEpsv}}};

NfFtpHelper::Finding
Match(std::string_view text,
      const Pattern& pattern,
      NfFamily family,
      NfFtpAnnouncement& announcement)
{
    std::size_t compared = std::min(text.size(), pattern.start.size());
    for (std::size_t i = 0; i < compared; ++i)
    {
        if (ToUpper(text[i]) != pattern.start[i])
        {
            return NfFtpHelper::Finding::NOTHING;
        }
    }
    std::size_t at = pattern.start.size();
    if (text.size() <= at)
    {
        return NfFtpHelper::Finding::PARTIAL;
    }
    if (pattern.skip)
    {
        at = text.find(pattern.skip, at);
        if (at == std::string_view::npos || at + 1 == text.size())
        {
            return NfFtpHelper::Finding::PARTIAL;
        }
        ++at;
    }
    announcement = NfFtpAnnouncement();
    announcement.format = pattern.format;
    announcement.family = family;
    announcement.offset = at;
    announcement.length = pattern.read(text.substr(at), pattern.terminator, announcement);
    return announcement.length ? NfFtpHelper::Finding::FOUND : NfFtpHelper::Finding::PARTIAL;
}

} // namespace

void
NfFtpHelper::SetMangler(Mangler mangler)
{
    m_mangler = std::move(mangler);
}

void
NfFtpHelper::SetLoose(bool loose)
{
    m_loose = loose;
}

std::string
NfFtpHelper::GetName() const
{
    return "ftp";
}

uint8_t
NfFtpHelper::GetProtocol() const
{
    return NfProtocol::TCP;
}

uint16_t
NfFtpHelper::GetPort() const
{
    return 21;
}

NfFtpHelper::Finding
NfFtpHelper::Read(std::string_view text,
                  NfDirection direction,
                  NfFtpAnnouncement& announcement,
                  NfFamily family)
{
    for (const Pattern& pattern : PATTERNS)
    {
        if (pattern.speaker != direction)
        {
            continue;
        }
        Finding finding = Match(text, pattern, family, announcement);
        if (finding != Finding::NOTHING)
        {
            announcement.keyword = pattern.start;
            return finding;
        }
    }
    return Finding::NOTHING;
}

NfVerdict
NfFtpHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    std::optional<NfTcpSegment> segment = NfTcpSegment::Read(packet);
    if (packet.ctState != NfCtState::ESTABLISHED || !segment)
    {
        return NfVerdict::ACCEPT;
    }
    std::vector<uint8_t> bytes = packet.CopyPayload();
    uint32_t headerSize = (bytes[12] >> 4) * 4;
    std::string_view text(reinterpret_cast<const char*>(bytes.data()) + headerSize,
                          bytes.size() - headerSize);
    if (text.empty())
    {
        return NfVerdict::ACCEPT;
    }
    if (!connection.helperState)
    {
        connection.helperState = Create<FtpState>();
    }
    auto& state = static_cast<FtpState&>(*connection.helperState);
    LineEnds& lines = state.lines[static_cast<unsigned>(packet.ctDirection)];
    NfFtpAnnouncement announcement;
    Finding finding =
        lines.Contains(segment->seq)
            ? Read(text, packet.ctDirection, announcement, connection.Original().family)
            : Finding::NOTHING;
    // What ends within this line cannot be tracked: the sender has to send it whole.
    NfVerdict verdict = NfVerdict::ACCEPT;
    if (finding == Finding::PARTIAL)
    {
        NfLogHelperDrop(packet,
                        GetName(),
                        fmt::format("partial matching of `{}'", announcement.keyword));
        verdict = NfVerdict::DROP;
    }
    else if (finding == Finding::FOUND)
    {
        verdict = Announce(packet, connection, conntrack, announcement);
    }
    if (finding != Finding::PARTIAL && text.back() == '\n')
    {
        lines.Add(segment->seq + text.size());
    }
    return verdict;
}

namespace
{

// The commands of RFC 959 know addresses of 32 bits only. On a connection of IPv6 Linux takes them
// for the speaker's first 32.
NfAddress
AnnouncedAddress(const NfFtpAnnouncement& announcement, const NfAddress& speaker)
{
    const bool isShort =
        announcement.format == NfFtpFormat::PORT || announcement.format == NfFtpFormat::PASV;
    if (announcement.family != NfFamily::IPV6 || !isShort || !announcement.address)
    {
        return announcement.address.value_or(speaker);
    }
    std::array<uint32_t, 4> words = speaker.Words();
    words[0] = announcement.address->V4();
    return NfAddress(words);
}

} // namespace

NfVerdict
NfFtpHelper::Announce(NfPacket& packet,
                      NfConnection& connection,
                      NfConntrack& conntrack,
                      const NfFtpAnnouncement& announcement) const
{
    const NfTuple& ours = connection.Tuple(packet.ctDirection);
    const NfTuple& theirs = connection.Tuple(Opposite(packet.ctDirection));
    NfAddress listener = theirs.destination;
    const NfAddress announced = AnnouncedAddress(announcement, ours.source);
    if (announced != ours.source)
    {
        if (!m_loose)
        {
            return NfVerdict::ACCEPT;
        }
        listener = announced;
    }
    NfExpectation expectation;
    expectation.tuple.source = theirs.source;
    expectation.tuple.destination = listener;
    expectation.tuple.destinationPort = announcement.port;
    expectation.tuple.protocol = NfProtocol::TCP;
    expectation.tuple.family = theirs.family;
    expectation.sourceMask = NfPrefix::MaskOf(NfPrefix::GetWidth(theirs.family), theirs.family);
    expectation.master = Ptr<NfConnection>(&connection);
    expectation.direction = Opposite(packet.ctDirection);
    bool translated = connection.status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT);
    if (translated && m_mangler)
    {
        return m_mangler(packet, connection, announcement, expectation);
    }
    if (!conntrack.Expect(expectation))
    {
        NfLogHelperDrop(packet, GetName(), "cannot add expectation");
        return NfVerdict::DROP;
    }
    return NfVerdict::ACCEPT;
}

} // namespace ns3
