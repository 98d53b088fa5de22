// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_CAPTURE_READER_H
#define NF_REPLAY_CAPTURE_READER_H

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// Which way a frame went, as seen from the host that captured it.
enum class NfFrameDirection : uint8_t
{
    UNKNOWN,  //!< the capture does not say
    RECEIVED, //!< it came in
    SENT,     //!< the host sent it
    OTHERS    //!< it was for another host, and was only overheard
};

/// A frame of a capture.
struct NfCaptureFrame
{
    std::size_t number{0};       //!< from 1, as Wireshark numbers them
    std::optional<int64_t> time; //!< ns since 1970; nothing if the capture does not say
    uint32_t length{0};          //!< bytes on the wire; fewer may have been captured
    uint32_t linkType{0};        //!< as in pcap-linktype(7)
    std::string interface;       //!< its name in the capture; empty if that does not say
    NfFrameDirection direction{NfFrameDirection::UNKNOWN};
    std::vector<uint8_t> bytes;
};

/**
 * @ingroup netfilter
 * Reads the frames of a capture. What is wrong is an NfCliError that tells the file, the frame and
 * the byte. Unlike ns-3's PcapFile it tells a file that was cut off from one that ends; unlike
 * libpcap it tells the interface and the direction of a frame, and takes several link types in one
 * file.
 */
class NfCaptureReader
{
  public:
    virtual ~NfCaptureReader() = default;

    /**
     * @param file path of a capture, in the format of libpcap or pcapng
     * @return a reader for its format
     */
    static std::unique_ptr<NfCaptureReader> Open(const std::string& file);

    /// @return the next frame; nothing at the end
    virtual std::optional<NfCaptureFrame> Next() = 0;

  protected:
    /// Bytes of a frame, as libpcap allows.
    static constexpr uint32_t LARGEST_FRAME = 1 << 18;
    static constexpr int64_t SECOND = 1'000'000'000;

    /**
     * @param file its path, for messages
     * @param stream the file, at its beginning
     */
    NfCaptureReader(std::string file, std::ifstream stream);

    /**
     * @param what is wrong with the frame
     * @throw NfCliError that tells the frame and the byte
     */
    [[noreturn]] void Fail(const std::string& what) const;

    /**
     * @param bytes receive what is read
     * @param size how many
     * @return false at the end of the file, if not one byte is left; if some are left but too few,
     *         it is cut off, and an NfCliError
     */
    bool ReadBytes(uint8_t* bytes, std::size_t size);

    /**
     * As ReadBytes(), where the end of the file is an error, too.
     * @param bytes receive what is read
     * @param size how many
     */
    void NeedBytes(uint8_t* bytes, std::size_t size);

    /**
     * Read over bytes, however many.
     * @param size how many
     */
    void Skip(std::size_t size);

    /**
     * @param bytes two bytes in the file's order
     * @return the number
     */
    uint16_t Read16(const uint8_t* bytes) const;

    /**
     * @param bytes four bytes in the file's order
     * @return the number
     */
    uint32_t Read32(const uint8_t* bytes) const;

    std::string m_file;
    std::size_t m_number{0}; //!< frames read so far, with the one being read
    bool m_bigEndian{false}; //!< the file's order of bytes

  private:
    std::ifstream m_stream;
    std::size_t m_offset{0}; //!< bytes read so far
};

} // namespace ns3

#endif /* NF_REPLAY_CAPTURE_READER_H */
