// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_FATES_H
#define NF_PACKET_FATES_H

#include "nf-packet-fate.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/// What became of a packet.
struct NfPacketOutcome
{
    int64_t uid{0};
    int64_t flow{0};      //!< as it was first seen
    int64_t firstTime{0}; //!< when it was first seen
    int64_t endTime{0};   //!< when it was delivered, dropped or last seen
    NfFate fate{NfFate::LEFT};
    uint64_t way{0}; //!< equal for packets that met the same hooks, rules and verdicts
};

/**
 * @ingroup netfilter
 * What became of every packet of a run, found in one look at its hook passes.
 */
class NfPacketFates
{
  public:
    /// @param reader the trace
    explicit NfPacketFates(NfTraceReader& reader);

    /// @return the packets, in order of their uid
    const std::vector<NfPacketOutcome>& GetPackets() const
    {
        return m_packets;
    }

  private:
    void ReadPackets(NfTraceReader& reader);
    void ReadEvents(NfTraceReader& reader);
    NfPacketOutcome* Find(int64_t uid);

    std::vector<NfPacketOutcome> m_packets;
};

} // namespace ns3

#endif /* NF_PACKET_FATES_H */
