// SPDX-License-Identifier: GPL-2.0-only

#ifndef CAPTURE_BUILDER_H
#define CAPTURE_BUILDER_H

#include <cstdint>
#include <fstream>
#include <string>

namespace ns3
{

/// Bytes in network order.
class Octets
{
  public:
    Octets& Add(uint64_t value, int size)
    {
        for (int i = size - 1; i >= 0; --i)
        {
            m_bytes += static_cast<char>(value >> 8 * i);
        }
        return *this;
    }

    Octets& Add(const std::string& bytes)
    {
        m_bytes += bytes;
        return *this;
    }

    const std::string& Get() const
    {
        return m_bytes;
    }

  private:
    std::string m_bytes;
};

/// @param bytes some bytes
/// @return two hexadecimal digits for each, as scenarios want it
inline std::string
ToHex(const std::string& bytes)
{
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (char byte : bytes)
    {
        text += digits[uint8_t(byte) >> 4];
        text += digits[uint8_t(byte) & 15];
    }
    return text;
}

/// @param bytes an even number of bytes
/// @return their checksum as RFC 1071 defines it
inline uint16_t
InternetChecksum(const std::string& bytes)
{
    uint32_t sum = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
    {
        sum += uint8_t(bytes[i]) << 8 | uint8_t(bytes[i + 1]);
    }
    while (sum > 0xffff)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum;
}

/**
 * @param source address
 * @param destination address
 * @param sourcePort port
 * @param destinationPort port
 * @param data of an even length
 * @param sound false: the checksum of UDP is wrong
 * @return an IPv4 packet with a datagram of UDP
 */
inline std::string
MakeUdp(uint32_t source,
        uint32_t destination,
        uint16_t sourcePort,
        uint16_t destinationPort,
        const std::string& data = "",
        bool sound = true)
{
    const uint16_t length = 8 + data.size();
    const std::string ports = Octets().Add(sourcePort, 2).Add(destinationPort, 2).Get();
    const std::string covered = Octets()
                                    .Add(source, 4)
                                    .Add(destination, 4)
                                    .Add(17, 2)
                                    .Add(length, 2)
                                    .Add(ports)
                                    .Add(length, 2)
                                    .Add(data)
                                    .Get();
    auto header = [&](uint16_t checksum) {
        return Octets()
            .Add(0x4500, 2)
            .Add(20 + length, 2)
            .Add(0x00010000, 4)
            .Add(0x4011, 2)
            .Add(checksum, 2)
            .Add(source, 4)
            .Add(destination, 4)
            .Get();
    };
    return Octets()
        .Add(header(InternetChecksum(header(0))))
        .Add(ports)
        .Add(length, 2)
        .Add(InternetChecksum(covered) ^ (sound ? 0 : 0x5555), 2)
        .Add(data)
        .Get();
}

/// Writes a capture in libpcap's format.
class CaptureBuilder
{
  public:
    /// @param linkType of all frames
    /// @param bigEndian byte order
    /// @param nano unit of time
    explicit CaptureBuilder(uint32_t linkType, bool bigEndian = false, bool nano = false)
        : m_bigEndian(bigEndian)
    {
        Number(nano ? 0xa1b23c4d : 0xa1b2c3d4, 4);
        Number(2, 2);
        Number(4, 2);
        Number(0, 4);
        Number(0, 4);
        Number(65535, 4);
        Number(linkType, 4);
    }

    /**
     * @param seconds since 1970
     * @param fraction in the unit of the file
     * @param frame the frame
     * @param captured how many bytes were captured
     * @return this
     */
    CaptureBuilder& Frame(uint32_t seconds,
                          uint32_t fraction,
                          const std::string& frame,
                          std::size_t captured = SIZE_MAX)
    {
        const std::string kept = frame.substr(0, captured);
        Number(seconds, 4);
        Number(fraction, 4);
        Number(kept.size(), 4);
        Number(frame.size(), 4);
        m_bytes += kept;
        return *this;
    }

    /// @return the file
    const std::string& Get() const
    {
        return m_bytes;
    }

    /// @param path of the file
    /// @param bytes how many of its bytes to write
    void Write(const std::string& path, std::size_t bytes = SIZE_MAX) const
    {
        std::ofstream(path, std::ios::binary) << m_bytes.substr(0, bytes);
    }

  private:
    void Number(uint32_t value, int size)
    {
        std::string bytes = Octets().Add(value, size).Get();
        m_bytes += m_bigEndian ? bytes : std::string(bytes.rbegin(), bytes.rend());
    }

    bool m_bigEndian;
    std::string m_bytes;
};

} // namespace ns3

#endif /* CAPTURE_BUILDER_H */
