// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_JUDGE_H
#define NF_POLICY_JUDGE_H

#include "nf-policy-compiler.h"
#include "nf-policy-verdicts.h"
#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-plan.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ns3
{

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

    /// @return true if requests reach their receiver
    bool IsDelivered() const
    {
        return kind != Kind::NO_PATH && kind != Kind::REQUEST_CUT;
    }
};

/**
 * @ingroup netfilter
 * Foretells what packets will do under compiled policies, by their rules and the plan's paths.
 *
 * A client sends from a port that no service has (49153, say), from the address of the interface
 * through which it sends. An exchange of UDP is a packet and its answer, one of ICMP an echo
 * request and its reply, one of TCP a connection that carries data; of other protocols the first
 * packet is all that is foretold. A stateful firewall that sees one way of a TCP connection only
 * finds the other packets INVALID, as Linux does; answers of ICMP likewise; those of UDP are new
 * there.
 *
 * What filters say is kept, and shared with other judges (NfPolicyVerdicts).
 */
class NfPolicyJudge
{
  public:
    /**
     * @param policy the policy; it has to stay, as has all else
     * @param zones its zones
     * @param plan the plan
     * @param filters the filters of nodes
     * @param exchanges what to judge
     */
    NfPolicyJudge(const NfPolicy& policy,
                  const NfPolicyZones& zones,
                  const NfTopologyPlan& plan,
                  const NfCompiledPolicy& filters,
                  const std::vector<NfPolicyExchange>& exchanges);

    /**
     * @param policy the policy; it has to stay, as has all else
     * @param plan the plan
     * @param filters the filters of nodes
     * @param verdicts what filters say of the exchanges that are judged
     */
    NfPolicyJudge(const NfPolicy& policy,
                  const NfTopologyPlan& plan,
                  const NfPolicyFirewalls& filters,
                  std::shared_ptr<NfPolicyVerdicts> verdicts);

    /**
     * @param plan the plan
     * @param sender number of a node
     * @param receiver number of an interface of another node
     * @param trip receives the ways; empty ones if there are none
     */
    static void FindTrip(const NfTopologyPlan& plan,
                         std::size_t sender,
                         std::size_t receiver,
                         NfPolicyTrip& trip);

    /**
     * @param plan the plan
     * @param sender number of a node
     * @param receiver number of an interface of another node
     * @return the ways; empty ones if there are none
     */
    static NfPolicyTrip FindTrip(const NfTopologyPlan& plan,
                                 std::size_t sender,
                                 std::size_t receiver);

    /**
     * @param trip from whom to whom
     * @return what becomes of each exchange, in their order; until the next call
     */
    const std::vector<NfPolicyFate>& Judge(const NfPolicyTrip& trip);

  private:
    void JudgeRequests(const NfPolicyTrip& trip);
    void JudgeAnswers(const NfPolicyTrip& trip);
    void JudgeLaterRequests(const NfPolicyTrip& trip);
    void End(const NfPolicyVerdicts::Row& row,
             const std::vector<uint64_t>& concerned,
             NfPolicyFate::Kind kind,
             std::size_t node);

    bool m_isStateful;
    std::shared_ptr<NfPolicyVerdicts> m_verdicts;
    std::vector<NfPolicyVerdicts::Firewall*> m_firewalls; //!< by node; null: none
    std::vector<NfPolicyFate> m_fates;
    std::vector<uint64_t> m_over;     //!< exchanges whose fate is known, a bit each
    std::size_t m_left{0};            //!< how many others there are
    std::vector<uint64_t> m_all;      //!< all exchanges
    std::vector<uint64_t> m_answered; //!< those whose answers are judged
    std::vector<uint64_t> m_tcp;      //!< those of TCP
    std::vector<uint32_t> m_there;    //!< by node: the last trip that passed it there
    std::vector<uint32_t> m_back;     //!< by node: the last trip that passed it back
    uint32_t m_trip{0};
};

} // namespace ns3

#endif /* NF_POLICY_JUDGE_H */
