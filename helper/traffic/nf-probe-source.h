// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PROBE_SOURCE_H
#define NF_PROBE_SOURCE_H

#include "nf-traffic-probes.h"
#include "nf-traffic-values.h"

#include <memory>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Makes the packets of one kind of probe, one after the other.
 */
class NfProbeSource
{
  public:
    /// What all kinds need to know.
    struct Setting
    {
        const NfTrafficValues& values;
        const NfTrafficPair& pair;
        Ptr<UniformRandomVariable> uniform; //!< for ports, sources and numbers
        Ptr<RandomVariableStream> interval; //!< null if the kind has none
        Ptr<RandomVariableStream> size;     //!< null likewise
        uint16_t identity{0};               //!< for echo requests
    };

    virtual ~NfProbeSource() = default;

    /// @return the next packet; nothing if that was all
    virtual std::optional<NfProbe> Next() = 0;

    /// @param setting what to send; parts that are referred to must outlive it
    /// @return the source
    static std::unique_ptr<NfProbeSource> Make(const Setting& setting);
};

/**
 * @param file name of a file
 * @return nothing if it is a capture in pcap's format whose frames can be replayed; or what is
 * wrong
 */
std::optional<std::string> NfCheckCapture(const std::string& file);

} // namespace ns3

#endif /* NF_PROBE_SOURCE_H */
