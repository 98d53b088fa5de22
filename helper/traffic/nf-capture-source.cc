// SPDX-License-Identifier: GPL-2.0-only

#include "nf-capture-source.h"

#include "nf-link-type.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint32_t LONGEST_FRAME = 65535 + 64;
constexpr std::size_t IP_HEADER = 20;

uint16_t
Read16(const uint8_t* at)
{
    return static_cast<uint16_t>(at[0] << 8 | at[1]);
}

} // namespace

std::optional<std::string>
NfCheckCapture(const std::string& file)
{
    PcapFile pcap;
    pcap.Open(file, std::ios::in | std::ios::binary);
    if (pcap.Fail())
    {
        return fmt::format("{}: it cannot be read, or is no capture in pcap's format", file);
    }
    const uint32_t type = pcap.GetDataLinkType();
    return NfFindLinkType(type)
               ? std::nullopt
               : std::optional(fmt::format("{}: frames of link type {} are not known", file, type));
}

NfCaptureSource::NfCaptureSource(const std::string& file, double speed)
    : m_speed(speed),
      m_buffer(LONGEST_FRAME)
{
    m_file.Open(file, std::ios::in | std::ios::binary);
    m_waiting = Read();
}

std::optional<NfProbe>
NfCaptureSource::Next()
{
    std::optional<NfProbe> probe = std::move(m_waiting);
    if (!probe)
    {
        return std::nullopt;
    }
    const double before = m_time;
    m_waiting = Read();
    probe->gap = m_waiting ? std::max(0.0, m_time - before) / m_speed : 0;
    return probe;
}

std::optional<NfProbe>
NfCaptureSource::Read()
{
    const NfLinkType* type = NfFindLinkType(m_file.GetDataLinkType());
    while (type && !m_file.Fail() && !m_file.Eof())
    {
        uint32_t seconds = 0;
        uint32_t fraction = 0;
        uint32_t captured = 0;
        uint32_t original = 0;
        uint32_t length = 0;
        m_file.Read(m_buffer.data(), LONGEST_FRAME, seconds, fraction, captured, original, length);
        if (m_file.Fail() || m_file.Eof())
        {
            break;
        }
        const auto place = NfFindPacket(m_buffer.data(), length, *type).start;
        const std::size_t start = place.value_or(0);
        const uint8_t* header = m_buffer.data() + start;
        if (!place || length < start + IP_HEADER || length < captured || header[0] >> 4 != 4)
        {
            continue;
        }
        const std::size_t headerSize = (header[0] & 0xf) * 4;
        const std::size_t total = Read16(header + 2);
        if (headerSize < IP_HEADER || total < headerSize || start + total > length)
        {
            continue;
        }
        NfProbe probe;
        probe.payload =
            Create<Packet>(header + headerSize, static_cast<uint32_t>(total - headerSize));
        Ipv4Header& ip = probe.header;
        ip.SetTos(header[1]);
        ip.SetIdentification(Read16(header + 4));
        const uint16_t fragment = Read16(header + 6);
        (fragment & 0x4000) != 0 ? ip.SetDontFragment() : ip.SetMayFragment();
        (fragment & 0x2000) != 0 ? ip.SetMoreFragments() : ip.SetLastFragment();
        ip.SetFragmentOffset(static_cast<uint16_t>((fragment & 0x1fff) * 8));
        ip.SetTtl(header[8]);
        ip.SetProtocol(header[9]);
        ip.SetSource(Ipv4Address::Deserialize(header + 12));
        ip.SetDestination(Ipv4Address::Deserialize(header + 16));
        ip.SetPayloadSize(static_cast<uint16_t>(total - headerSize));
        m_time = seconds + fraction * (m_file.IsNanoSecMode() ? 1e-9 : 1e-6);
        return probe;
    }
    return std::nullopt;
}

} // namespace ns3
