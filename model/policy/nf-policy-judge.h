// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_JUDGE_H
#define NF_POLICY_JUDGE_H

#include "nf-policy-compiler.h"
#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-plan.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace ns3
{

/// The ways of an exchange, there and back.
struct NfPolicyTrip
{
    std::size_t sender{0};   //!< node
    std::size_t receiver{0}; //!< interface whose address requests go to
    std::vector<NfTopologyStep> there;
    std::vector<NfTopologyStep> back;
};

/// What becomes of an exchange.
struct NfPolicyFate
{
    /// How it ends.
    enum class Kind : uint8_t
    {
        DONE,        //!< the request arrives, and the answer
        NO_PATH,     //!< nothing leads there, or back
        REQUEST_CUT, //!< a firewall denies the request
        ANSWER_CUT,  //!< the request arrives; a firewall denies the answer
        STATE_LOST   //!< the same, or of TCP what follows, as a firewall sees one way only
    };

    Kind kind{Kind::DONE};
    std::size_t node{0};            //!< where it ends
    std::optional<uint32_t> line{}; //!< of the policy, by which; 0: its default

    /// \return true if requests reach their receiver
    bool IsDelivered() const
    {
        return kind != Kind::NO_PATH && kind != Kind::REQUEST_CUT;
    }
};

/**
 * \ingroup netfilter
 * Foretells what packets will do under compiled policies, by their rules and the plan's paths.
 *
 * A client sends from a port that no service has (49153, say), from the address of the interface
 * through which it sends. An exchange of UDP is a packet and its answer, one of ICMP an echo
 * request and its reply, one of TCP a connection that carries data; of other protocols the first
 * packet is all that is foretold. A stateful firewall that sees one way of a TCP connection only
 * finds the other packets INVALID, as Linux does; answers of ICMP likewise; those of UDP are new
 * there.
 *
 * Nodes of one zone are alike to the rules of a policy, so that a verdict is kept for all packets
 * of the same zones, interfaces and exchange.
 */
class NfPolicyJudge
{
  public:
    /**
     * \param policy the policy; it has to stay, as has all else
     * \param zones its zones
     * \param plan the plan
     * \param filters the filters of nodes
     * \param exchanges what to judge
     */
    NfPolicyJudge(const NfPolicy& policy,
                  const NfPolicyZones& zones,
                  const NfTopologyPlan& plan,
                  const NfCompiledPolicy& filters,
                  const std::vector<NfPolicyExchange>& exchanges);

    /**
     * \param plan the plan
     * \param sender number of a node
     * \param receiver number of an interface of another node
     * \return the ways; empty ones if there are none
     */
    static NfPolicyTrip FindTrip(const NfTopologyPlan& plan,
                                 std::size_t sender,
                                 std::size_t receiver);

    /**
     * \param trip from whom to whom
     * \return what becomes of each exchange, in their order; until the next call
     */
    const std::vector<NfPolicyFate>& Judge(const NfPolicyTrip& trip);

  private:
    /// A packet of an exchange, as a firewall sees it.
    enum class Packet : uint8_t
    {
        REQUEST,
        ANSWER,       //!< the request has been seen
        LONE_ANSWER,  //!< the request has not been seen
        LATER_REQUEST //!< the answer before it has not been seen
    };

    /// All that a verdict depends on.
    struct Key
    {
        NfTopologyStep step;
        std::optional<std::size_t> from;
        std::optional<std::size_t> to;
        Packet packet;

        bool operator==(const Key& other) const;
    };

    struct Hash
    {
        std::size_t operator()(const Key& key) const;
    };

    /// Verdicts about each exchange.
    using Row = std::vector<NfPolicyVerdict>;

    const Row& JudgeStep(const NfPolicyTrip& trip, const NfTopologyStep& step, Packet packet);
    void JudgeAnswers(const NfPolicyTrip& trip, bool isStateful);
    void End(std::size_t exchange,
             NfPolicyFate::Kind kind,
             const NfTopologyStep& step,
             const NfPolicyVerdict& verdict);
    NfPolicyPacket MakePacket(const NfPolicyTrip& trip,
                              const NfTopologyStep& step,
                              const NfPolicyExchange& exchange,
                              Packet packet) const;

    const NfPolicy& m_policy;
    const NfPolicyZones& m_zones;
    const NfTopologyPlan& m_plan;
    std::vector<const NfPolicyFilter*> m_filters; //!< by node; null: none
    std::vector<NfPolicyExchange> m_exchanges;
    std::unordered_map<Key, Row, Hash> m_rows;
    Row m_row; //!< of what is not kept
    std::vector<NfPolicyFate> m_fates;
    std::vector<char> m_isOver;    //!< by exchange: its fate is known
    std::vector<uint32_t> m_there; //!< by node: the last trip that passed it there
    std::vector<uint32_t> m_back;  //!< by node: the last trip that passed it back
    uint32_t m_trip{0};
};

} // namespace ns3

#endif /* NF_POLICY_JUDGE_H */
