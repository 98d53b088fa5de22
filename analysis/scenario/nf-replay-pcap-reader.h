// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_PCAP_READER_H
#define NF_REPLAY_PCAP_READER_H

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// A frame of a capture.
struct NfPcapFrame
{
    std::size_t number{0}; //!< from 1, as Wireshark numbers them
    int64_t time{0};       //!< ns since the first frame; negative if it is older
    uint32_t length{0};    //!< bytes on the wire; fewer may have been captured
    std::vector<uint8_t> bytes;
};

/**
 * \ingroup netfilter
 * Reads a capture in libpcap's format, of either byte order, with micro- or nanoseconds. What is
 * wrong is an NfCliError that tells the file, the frame and the byte.
 *
 * Unlike ns-3's PcapFile it tells a file that was cut off from one that ends.
 */
class NfPcapReader
{
  public:
    /// \param file path of the capture
    explicit NfPcapReader(const std::string& file);

    /// \return the link type, as in pcap-linktype(7)
    uint32_t GetLinkType() const
    {
        return m_linkType;
    }

    /// \return the next frame; nothing at the end
    std::optional<NfPcapFrame> Next();

  private:
    [[noreturn]] void Fail(const std::string& what) const;
    bool ReadBytes(uint8_t* bytes, std::size_t size);
    uint32_t Read32(const uint8_t* bytes) const;

    std::string m_file;
    std::ifstream m_stream;
    std::size_t m_offset{0}; //!< bytes read so far
    std::size_t m_number{0}; //!< frames read so far
    uint32_t m_linkType{0};
    bool m_bigEndian{false};
    int64_t m_unit{0}; //!< ns of a fraction of a second
    std::optional<int64_t> m_start;
};

} // namespace ns3

#endif /* NF_REPLAY_PCAP_READER_H */
