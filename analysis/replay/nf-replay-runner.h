// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_RUNNER_H
#define NF_REPLAY_RUNNER_H

#include "nf-replay-box.h"
#include "nf-replay-conntrack.h"
#include "nf-replay-recorder.h"
#include "nf-replay-scenario.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// What became of one packet of the scenario.
struct NfReplayPacketResult
{
    std::optional<NfReplayPacket> sent; //!< as it was played; none: skipped
    double time{0};                     //!< when, seconds since the start
    std::vector<NfReplayOutput> outputs;
    bool delivered{false};
    std::optional<std::string> sendError; //!< name of an errno
    NfReplayRecord record;
    nlohmann::ordered_json conntrack; //!< array of entries; null: not told any more
};

/// What became of all.
struct NfReplayResult
{
    std::vector<NfReplayPacketResult> packets;
    nlohmann::ordered_json conntrack; //!< array of entries, at the end
    std::vector<std::size_t> sourcePortChanged;
    std::string counters;  //!< as iptables-save -c prints them
    std::string counters6; //!< as ip6tables-save -c does
    std::vector<std::string> warnings;
};

/**
 * @ingroup netfilter
 * Plays the packets of a scenario, one after the other, and notes what the box does with each.
 */
class NfReplayRunner
{
  public:
    /// @param scenario must outlive this
    explicit NfReplayRunner(const NfReplayScenario& scenario);

    /// @return what became of all packets
    NfReplayResult Run();

  private:
    // What a packet with "reply_to" is, now that the one it answers has been played.
    std::optional<NfReplayPacket> Resolve(const NfReplayPacket& packet) const;
    double TimeAfter(std::size_t index) const;
    void Play(const NfReplayPacket& packet, double until, NfReplayPacketResult& result);

    const NfReplayScenario& m_scenario;
    NfReplayBox m_box;
    NfReplayRecorder m_recorder;
    NfReplayConntrack m_conntrack;
    NfReplayResult m_result;
};

} // namespace ns3

#endif /* NF_REPLAY_RUNNER_H */
