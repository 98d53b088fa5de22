// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-pcap-reader.h"

#include "nf-cli-command.h"

#include <array>
#include <fmt/format.h>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t FILE_HEADER = 24;
constexpr std::size_t FRAME_HEADER = 16;
constexpr uint32_t MAGIC_MICRO = 0xa1b2c3d4;
constexpr uint32_t MAGIC_NANO = 0xa1b23c4d;

bool
IsMagic(uint32_t number)
{
    return number == MAGIC_MICRO || number == MAGIC_NANO;
}

} // namespace

NfPcapReader::NfPcapReader(const std::string& file, std::ifstream stream)
    : NfCaptureReader(file, std::move(stream))
{
    constexpr std::size_t linkTypeAt = 20;
    constexpr uint32_t linkTypeMask = 0xffff; // above: whether frames end in a checksum
    std::array<uint8_t, FILE_HEADER> header{};
    NeedBytes(header.data(), header.size());
    m_bigEndian = true;
    m_bigEndian = IsMagic(Read32(header.data()));
    const uint32_t magic = Read32(header.data());
    if (!IsMagic(magic))
    {
        throw NfCliError(file + ": it is neither a pcap nor a pcapng file");
    }
    constexpr int64_t micro = 1000;
    m_unit = magic == MAGIC_MICRO ? micro : 1;
    m_linkType = Read32(header.data() + linkTypeAt) & linkTypeMask;
}

std::optional<NfCaptureFrame>
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
    NfCaptureFrame frame;
    frame.number = m_number;
    frame.length = Read32(&header[12]);
    frame.linkType = m_linkType;
    if (fraction >= SECOND)
    {
        Fail("its time is broken: a fraction of more than a second");
    }
    if (captured > LARGEST_FRAME)
    {
        Fail(fmt::format("{} bytes cannot be a frame", captured));
    }
    frame.time = Read32(header.data()) * SECOND + fraction;
    frame.bytes.resize(captured);
    NeedBytes(frame.bytes.data(), captured);
    return frame;
}

} // namespace ns3
