// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-pcap-reader.h"

#include "nf-cli-command.h"

#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t FILE_HEADER = 24;
constexpr std::size_t FRAME_HEADER = 16;
constexpr uint32_t LARGEST = 1 << 18; // bytes of a frame, as libpcap allows
constexpr uint32_t MAGIC_MICRO = 0xa1b2c3d4;
constexpr uint32_t MAGIC_NANO = 0xa1b23c4d;
constexpr uint32_t MAGIC_PCAPNG = 0x0a0d0d0a; // reads the same either way
constexpr int64_t SECOND = 1'000'000'000;

uint32_t
BigEndian(const uint8_t* bytes)
{
    return uint32_t(bytes[0]) << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

uint32_t
LittleEndian(const uint8_t* bytes)
{
    return uint32_t(bytes[3]) << 24 | bytes[2] << 16 | bytes[1] << 8 | bytes[0];
}

bool
IsMagic(uint32_t number)
{
    return number == MAGIC_MICRO || number == MAGIC_NANO;
}

} // namespace

NfPcapReader::NfPcapReader(const std::string& file)
    : m_file(file),
      m_stream(file, std::ios::binary)
{
    constexpr std::size_t linkTypeAt = 20;
    constexpr uint32_t linkTypeMask = 0xffff; // above: whether frames end in a checksum
    if (!m_stream)
    {
        throw NfCliError(file + ": cannot open it");
    }
    std::array<uint8_t, FILE_HEADER> header{};
    if (!ReadBytes(header.data(), header.size()))
    {
        throw NfCliError(file + ": it is no pcap file: it is shorter than the header of one");
    }
    m_bigEndian = IsMagic(BigEndian(header.data()));
    const uint32_t magic = Read32(header.data());
    if (magic == MAGIC_PCAPNG)
    {
        throw NfCliError(file + ": it is a pcapng file; 'tcpdump -r " + file +
                         " -w OUT.pcap' makes it a pcap file");
    }
    if (!IsMagic(magic))
    {
        throw NfCliError(file + ": it is no pcap file");
    }
    constexpr int64_t micro = 1000;
    m_unit = magic == MAGIC_MICRO ? micro : 1;
    m_linkType = Read32(header.data() + linkTypeAt) & linkTypeMask;
}

void
NfPcapReader::Fail(const std::string& what) const
{
    throw NfCliError(fmt::format("{}: frame {}, at byte {}: {}", m_file, m_number, m_offset, what));
}

// False at the end of the file, if not one byte is left.
bool
NfPcapReader::ReadBytes(uint8_t* bytes, std::size_t size)
{
    m_stream.read(reinterpret_cast<char*>(bytes), static_cast<std::streamsize>(size));
    const auto read = static_cast<std::size_t>(m_stream.gcount());
    if (read > 0 && read < size && m_number > 0)
    {
        Fail(fmt::format("the file is cut off: {} of {} bytes are there", read, size));
    }
    m_offset += read;
    return read == size;
}

uint32_t
NfPcapReader::Read32(const uint8_t* bytes) const
{
    return m_bigEndian ? BigEndian(bytes) : LittleEndian(bytes);
}

std::optional<NfPcapFrame>
NfPcapReader::Next()
{
    std::array<uint8_t, FRAME_HEADER> header{};
    ++m_number;
    if (!ReadBytes(header.data(), header.size()))
    {
        return std::nullopt;
    }
    const int64_t fraction = Read32(&header[4]) * m_unit;
    const uint32_t captured = Read32(&header[8]);
    NfPcapFrame frame;
    frame.number = m_number;
    frame.length = Read32(&header[12]);
    if (fraction >= SECOND)
    {
        Fail("its time is broken: a fraction of more than a second");
    }
    if (captured > LARGEST)
    {
        Fail(fmt::format("{} bytes cannot be a frame", captured));
    }
    const int64_t time = Read32(header.data()) * SECOND + fraction;
    m_start = m_start.value_or(time);
    frame.time = time - *m_start;
    frame.bytes.resize(captured);
    if (captured > 0 && !ReadBytes(frame.bytes.data(), captured))
    {
        Fail(fmt::format("the file is cut off: 0 of {} bytes are there", captured));
    }
    return frame;
}

} // namespace ns3
