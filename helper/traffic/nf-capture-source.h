// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAPTURE_SOURCE_H
#define NF_CAPTURE_SOURCE_H

#include "nf-probe-source.h"

#include "ns3/pcap-file.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The packets of a capture, one after the other: what is not IPv4, or was not captured whole, is
 * passed over. IP options are left out. The file stays open, and one packet at a time is held.
 */
class NfCaptureSource : public NfProbeSource
{
  public:
    /// @param file a capture that NfCheckCapture() found good
    /// @param speed divides its times
    NfCaptureSource(const std::string& file, double speed);

    std::optional<NfProbe> Next() override;

  private:
    std::optional<NfProbe> Read();

    PcapFile m_file;
    double m_speed;
    double m_time{0};                 //!< of the packet read last, in the capture
    std::optional<NfProbe> m_waiting; //!< read, to know how long after the one before it comes
    bool m_isFirst{true};
    std::vector<uint8_t> m_buffer;
};

} // namespace ns3

#endif /* NF_CAPTURE_SOURCE_H */
