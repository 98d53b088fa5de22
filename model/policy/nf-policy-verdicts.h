// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_VERDICTS_H
#define NF_POLICY_VERDICTS_H

#include "nf-policy-filter.h"
#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-plan.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
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
    bool isSameWay{false}; //!< back leads through the same nodes
};

/// A packet of an exchange, as a firewall sees it.
enum class NfPolicyPacketKind : uint8_t
{
    REQUEST,
    ANSWER,       //!< the request has been seen
    LONE_ANSWER,  //!< the request has not been seen
    LATER_REQUEST //!< the answer before it has not been seen
};

/**
 * @ingroup netfilter
 * What filters say of exchanges, asked once of each filter for all that is alike: nodes of one zone
 * are alike to the rules of a policy, so that a verdict is kept for all packets of the same zones,
 * interfaces and kind. Several placements that have the same filter share what it says.
 */
class NfPolicyVerdicts
{
  public:
    /// What a filter says of all exchanges.
    struct Row
    {
        bool isAnyDenied{false};
        std::vector<uint64_t> denied;               //!< a bit for each exchange
        std::vector<std::optional<uint32_t>> lines; //!< of the policy, by which; 0: its default
    };

    /// A filter at its node, and what it has said.
    struct Firewall
    {
        const NfPolicyFilter* filter{nullptr};
        std::size_t ways{0}; //!< interfaces of its node, and none
        bool isDense{false};
        std::vector<uint32_t> cells;                   //!< number of a row, and 1; 0: not asked yet
        std::unordered_map<uint64_t, uint32_t> sparse; //!< instead, where cells would be too many
    };

    /**
     * @param zones zones of the policy; they have to stay, as has the plan
     * @param plan the plan
     * @param exchanges what is judged
     */
    NfPolicyVerdicts(const NfPolicyZones& zones,
                     const NfTopologyPlan& plan,
                     const std::vector<NfPolicyExchange>& exchanges);

    /// @return what is judged
    const std::vector<NfPolicyExchange>& GetExchanges() const
    {
        return m_exchanges;
    }

    /// @param node where it is
    /// @param filter a filter, which has to stay
    /// @return it as a firewall
    Firewall* Add(std::size_t node, const NfPolicyFilter& filter);

    /**
     * @param firewall the firewall to ask
     * @param trip of the packets
     * @param step where they pass it
     * @param packet which of them
     * @return what it says; until the next call
     */
    const Row& Judge(Firewall& firewall,
                     const NfPolicyTrip& trip,
                     const NfTopologyStep& step,
                     NfPolicyPacketKind packet);

  private:
    uint32_t& FindCell(Firewall& firewall, const NfTopologyStep& step, std::size_t kind) const;
    Row Ask(const Firewall& firewall,
            const NfPolicyTrip& trip,
            const NfTopologyStep& step,
            NfPolicyPacketKind packet) const;
    NfPolicyPacket MakePacket(const NfPolicyTrip& trip,
                              const NfTopologyStep& step,
                              const NfPolicyExchange& exchange,
                              NfPolicyPacketKind packet) const;

    const NfPolicyZones& m_zones;
    const NfTopologyPlan& m_plan;
    std::vector<NfPolicyExchange> m_exchanges;
    std::vector<uint32_t> m_numbers; //!< of interfaces within their nodes
    std::size_t m_kinds;             //!< of packets, by zones and what they are
    std::map<const NfPolicyFilter*, Firewall> m_firewalls;
    std::deque<Row> m_rows;
    Row m_row; //!< of what is not kept
};

} // namespace ns3

#endif /* NF_POLICY_VERDICTS_H */
