// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_PCAPNG_READER_H
#define NF_REPLAY_PCAPNG_READER_H

#include "nf-replay-capture-reader.h"

#include <array>

namespace ns3
{

/**
 * @ingroup netfilter
 * Reads a capture in the format pcapng (draft-ietf-opsawg-pcapng): sections of either byte order,
 * any number of interfaces with link types, names and units of time of their own, and the direction
 * of frames, where the capturing program has noted it. Blocks that hold no frame are skipped.
 */
class NfPcapngReader : public NfCaptureReader
{
  public:
    /**
     * @param bytes the first four of a file
     * @return whether it is a pcapng file
     */
    static bool IsMagic(const uint8_t* bytes);

    /**
     * @param file path of the capture
     * @param stream the file, at its beginning
     */
    NfPcapngReader(const std::string& file, std::ifstream stream);

    std::optional<NfCaptureFrame> Next() override;

  private:
    /// An interface of the section.
    struct Interface
    {
        uint32_t linkType{0};
        uint32_t snapLength{0}; //!< 0: no limit
        std::string name;
        uint64_t units{1'000'000}; //!< of time, in a second
        int64_t offset{0};         //!< seconds to add to times
    };

    /// An option of a block: its code and its value.
    struct Option
    {
        uint16_t code;
        const uint8_t* value;
        uint16_t length;
    };

    void ReadSection();
    void ReadInterface(std::size_t size);
    NfCaptureFrame ReadEnhanced(std::size_t size, bool obsolete);
    NfCaptureFrame ReadSimple(std::size_t size);
    // Read the body of a block and its trailing length.
    std::vector<uint8_t> ReadBody(std::size_t size, std::size_t least);
    std::vector<Option> ReadOptions(const std::vector<uint8_t>& body, std::size_t at) const;
    int64_t MakeTime(const Interface& interface, uint64_t ticks) const;
    const Interface& FindInterface(uint32_t number) const;

    std::vector<Interface> m_interfaces; //!< of the section
};

} // namespace ns3

#endif /* NF_REPLAY_PCAPNG_READER_H */
