// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_PCAP_READER_H
#define NF_REPLAY_PCAP_READER_H

#include "nf-replay-capture-reader.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Reads a capture in libpcap's format, of either byte order, with micro- or nanoseconds.
 */
class NfPcapReader : public NfCaptureReader
{
  public:
    /**
     * @param file path of the capture
     * @param stream the file, at its beginning
     */
    NfPcapReader(const std::string& file, std::ifstream stream);

    std::optional<NfCaptureFrame> Next() override;

  private:
    uint32_t m_linkType{0};
    int64_t m_unit{0}; //!< ns of a fraction of a second
};

} // namespace ns3

#endif /* NF_REPLAY_PCAP_READER_H */
