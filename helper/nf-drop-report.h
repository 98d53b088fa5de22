// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DROP_REPORT_H
#define NF_DROP_REPORT_H

#include "netfilter-helper.h"
#include "nf-rule-hit.h"

#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Counts, for the end of a script, what was dropped on which node and by which rule.
 *
 * @code
 *   NfDropReport drops;
 *   drops.Install(nodes);
 *   Simulator::Run();
 *   drops.Print(std::cout);
 * @endcode
 */
class NfDropReport
{
  public:
    NfDropReport() = default;
    ~NfDropReport();

    NfDropReport(const NfDropReport&) = delete;
    NfDropReport& operator=(const NfDropReport&) = delete;

    /// @param nodes to listen to; the layer is installed on them if it is missing
    void Install(const NfNodes& nodes);

    /// A place where packets ended.
    struct Place
    {
        std::string node;  //!< its name, or "node 3"
        std::string where; //!< "filter FORWARD", or "stack"
        std::string why;   //!< the rule as iptables-save prints it, "policy DROP", or a reason

        friend bool operator<(const Place& a, const Place& b)
        {
            return std::tie(a.node, a.where, a.why) < std::tie(b.node, b.where, b.why);
        }
    };

    /// @return number of packets by place
    const std::map<Place, uint64_t>& GetDrops() const
    {
        return m_drops;
    }

    /// @return how many packets were dropped
    uint64_t GetTotal() const;

    /// Print a line for each place.
    /// @param os the stream
    void Print(std::ostream& os) const;

  private:
    /// What is known of one node.
    struct Listener
    {
        NfDropReport* report;
        Ptr<Netfilter> netfilter;
        std::string name;
        std::vector<std::pair<uint64_t, Place>> candidates; //!< latest dropping hit, by serial

        void Hit(const NfRuleHit& hit);
        void Leave(const NfPacket& packet, NfVerdict verdict, const std::string& callback);
        void Dropped(const NfPacket& packet, NfDropReason reason);
        void Listen(bool on);
    };

    std::map<Place, uint64_t> m_drops;
    std::map<uint32_t, std::unique_ptr<Listener>> m_listeners; //!< by node id
};

} // namespace ns3

#endif /* NF_DROP_REPORT_H */
