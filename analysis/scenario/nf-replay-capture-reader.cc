// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-capture-reader.h"

#include "nf-cli-command.h"
#include "nf-replay-pcap-reader.h"
#include "nf-replay-pcapng-reader.h"

#include <array>
#include <fmt/format.h>
#include <utility>

namespace ns3
{

NfCaptureReader::NfCaptureReader(std::string file, std::ifstream stream)
    : m_file(std::move(file)),
      m_stream(std::move(stream))
{
}

std::unique_ptr<NfCaptureReader>
NfCaptureReader::Open(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
    {
        throw NfCliError(file + ": cannot open it");
    }
    std::array<uint8_t, sizeof(uint32_t)> magic{};
    stream.read(reinterpret_cast<char*>(magic.data()), magic.size());
    if (stream.gcount() != static_cast<std::streamsize>(magic.size()))
    {
        throw NfCliError(file + ": it is no capture: it is shorter than the header of one");
    }
    stream.seekg(0);
    if (!stream)
    {
        throw NfCliError(file + ": it cannot be read from its beginning, as a pipe cannot");
    }
    if (NfPcapngReader::IsMagic(magic.data()))
    {
        return std::make_unique<NfPcapngReader>(file, std::move(stream));
    }
    return std::make_unique<NfPcapReader>(file, std::move(stream));
}

void
NfCaptureReader::Fail(const std::string& what) const
{
    throw NfCliError(
        m_number == 0
            ? fmt::format("{}: at byte {}: {}", m_file, m_offset, what)
            : fmt::format("{}: frame {}, at byte {}: {}", m_file, m_number, m_offset, what));
}

bool
NfCaptureReader::ReadBytes(uint8_t* bytes, std::size_t size)
{
    m_stream.read(reinterpret_cast<char*>(bytes), static_cast<std::streamsize>(size));
    const auto read = static_cast<std::size_t>(m_stream.gcount());
    if (read > 0 && read < size)
    {
        Fail(fmt::format("the file is cut off: {} of {} bytes are there", read, size));
    }
    m_offset += read;
    return read == size;
}

void
NfCaptureReader::NeedBytes(uint8_t* bytes, std::size_t size)
{
    if (size > 0 && !ReadBytes(bytes, size))
    {
        Fail(fmt::format("the file is cut off: 0 of {} bytes are there", size));
    }
}

void
NfCaptureReader::Skip(std::size_t size)
{
    m_stream.ignore(static_cast<std::streamsize>(size));
    const auto skipped = static_cast<std::size_t>(m_stream.gcount());
    if (skipped < size)
    {
        Fail(fmt::format("the file is cut off: {} of {} bytes are there", skipped, size));
    }
    m_offset += skipped;
}

uint16_t
NfCaptureReader::Read16(const uint8_t* bytes) const
{
    return m_bigEndian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
}

uint32_t
NfCaptureReader::Read32(const uint8_t* bytes) const
{
    const uint32_t first = Read16(bytes);
    const uint32_t second = Read16(bytes + 2);
    return m_bigEndian ? first << 16 | second : second << 16 | first;
}

} // namespace ns3
