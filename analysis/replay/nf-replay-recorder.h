// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_RECORDER_H
#define NF_REPLAY_RECORDER_H

#include "nf-replay-scenario.h"

#include "ns3/netfilter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// A packet's way through one hook. Bytes are whole IP packets.
struct NfReplayHook
{
    NfHook hook{NfHook::PREROUTING};
    std::optional<std::string> in;
    std::optional<std::string> out;
    std::optional<std::string> outEnd; //!< meaningful with end
    std::optional<std::string> ct;     //!< "NEW,ORIGINAL", ...
    uint32_t markBegin{0};
    std::optional<uint32_t> markEnd;
    std::vector<uint8_t> begin;
    std::optional<std::vector<uint8_t>> end; //!< none: it did not get there
};

/// The way of one packet through the box (one sk_buff of Linux).
struct NfReplayJourney
{
    NfFamily family{NfFamily::IPV4};
    std::string origin; //!< "rx:eth0" or "local"
    std::string fate;
    std::vector<NfReplayHook> hooks;
    bool delivered{false};
    bool sent{false};
    std::optional<NfDropReason> stackDrop; //!< the stack ended it, between hooks
};

/// A step of a table's traversal, as Linux's TRACE tells it.
struct NfReplayStep
{
    NfFamily family{NfFamily::IPV4};
    std::string table;
    std::string chain;
    std::optional<uint32_t> rule;
    std::optional<std::string> policy;
    std::optional<std::string> target;
    std::string verdict;
    NfHook hook{NfHook::PREROUTING};
    std::optional<std::size_t> journey;
    std::string text; //!< the rule, as iptables-save prints it; empty if it is none
};

/// A packet that the target NFLOG passed on.
struct NfReplayLog
{
    std::optional<std::size_t> journey;
    NfHook hook{NfHook::PREROUTING};
    uint16_t group{0};
    std::string prefix;
    std::optional<std::string> in;
    std::optional<std::string> out;
    uint32_t mark{0};
    std::vector<uint8_t> bytes;
};

/// What the box did since Start().
struct NfReplayRecord
{
    std::vector<NfReplayJourney> journeys;
    std::vector<NfReplayStep> steps;
    std::vector<NfReplayLog> logs;
    std::vector<std::string> kernelLog;    //!< lines of the target LOG
    std::optional<NfDropReason> earlyDrop; //!< the stack ended it before any hook
};

/**
 * @ingroup netfilter
 * Listens at the hooks of a box as the kernel oracle does: at the very start and the very end of
 * each hook and just behind connection tracking, and to each step of the tables. What is heard is
 * sorted into journeys by the oracle's rule: it belongs to the newest journey that is at the hook
 * where it was heard.
 */
class NfReplayRecorder
{
  public:
    /**
     * @param netfilter of the box, its rules loaded: the probes at the end must come behind the
     *        confirmation of connections
     * @param scenario tells whether conntrack is watched, and what becomes of local packets
     */
    NfReplayRecorder(Ptr<Netfilter> netfilter, const NfReplayScenario& scenario);
    ~NfReplayRecorder();

    NfReplayRecorder(const NfReplayRecorder&) = delete;
    NfReplayRecorder& operator=(const NfReplayRecorder&) = delete;

    /// Forget what was heard.
    void Start();

    /// @return what was heard, each journey with its fate
    NfReplayRecord Finish();

  private:
    enum class Phase
    {
        BEGIN,
        CONNTRACK,
        END
    };

    void Probe(NfFamily family);
    void Probe(NfFamily family, NfHook hook, int priority, Phase phase);
    NfVerdict Heard(NfPacket& packet, Phase phase);
    void Enter(const NfPacket& packet);
    void Step(const NfRuleHit& hit);
    void Logged(const NfPacket& packet, uint8_t level, const std::string& text);
    void Dropped(const NfPacket& packet, NfDropReason reason);
    void TakeHelperLog(const NfPacket& packet, const std::string& text);
    void TakeNflog(const NfRuleHit& hit);
    NfReplayJourney* At(NfHook hook, NfFamily family);
    std::optional<std::size_t> IndexOf(const NfPacket& packet);
    std::optional<std::string> DescribeState(const NfPacket& packet) const;

    Ptr<Netfilter> m_netfilter;
    std::vector<NfFamily> m_families;
    bool m_watchesConntrack;
    bool m_silent;
    std::vector<uint16_t> m_groups;
    std::vector<NfHookRegistry::Id> m_probes;
    NfReplayRecord m_record;
};

} // namespace ns3

#endif /* NF_REPLAY_RECORDER_H */
