// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RESULTS_H
#define NF_RESULTS_H

#include "nf-traffic-helper.h"
#include "nf-work-meter.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace SQLite
{
class Database;
} // namespace SQLite

namespace ns3
{

/// Why a packet did not arrive.
enum class NfLossCause : uint8_t
{
    RULE,      //!< a rule or a chain's policy
    CONNTRACK, //!< a hook without a rule: connection tracking, NAT, reassembly, malformed packets
    NO_ROUTE,  //!< a node knew no way
    STACK,     //!< a node's IP stack for another reason: TTL, ports that nobody listens to
    QUEUE,     //!< a queue disc, a device's queue, or a node's CPU queue
    LINK       //!< a device, a channel, ARP, Wi-Fi
};

/// How many causes there are.
constexpr std::size_t NF_N_LOSS_CAUSES = 6;

/// @param cause a cause
/// @return as results name it: "rule", "no_route"
const char* NfToString(NfLossCause cause);

/// One number that came out.
struct NfMeasure
{
    std::string group; //!< traffic class; empty: the whole run
    std::string name;
    const char* unit;
    std::optional<double> value; //!< nothing: unknown
};

/// A place where packets of a pair of nodes ended.
struct NfLossPlace
{
    NfLossCause cause{NfLossCause::RULE};
    std::string node; //!< where
    std::string text; //!< the rule as iptables-save prints it, the policy, or the reason
    uint64_t packets{0};
};

/**
 * @ingroup netfilter
 * What came out of a run: measures by traffic class and of the whole run (doc/experiments.rst has
 * the list), and where the packets of each pair of nodes ended.
 *
 * @code
 *   NfResults results(traffic);
 *   results.SetTrace("run.db", trace.GetSession()->GetRun());
 *   results.Watch();
 *   Simulator::Run();
 *   trace.Finish();
 *   results.Collect();
 *   std::cout << *results.Get("web", "latency_p99");
 *   Simulator::Destroy();
 * @endcode
 *
 * What arrived is known from the traffic itself. Why something did not is asked of the trace, of
 * any level, on all nodes: without one it is unknown, not 0. A packet that was dropped belongs to
 * the traffic that sent it, or that it answers; where that cannot be told (forged sources that
 * several kinds of traffic could have), it counts only for the whole run. What filtering cost is
 * known if Watch() was called.
 */
class NfResults
{
  public:
    /// @param traffic whose results they are; it must outlive this
    explicit NfResults(const NfTrafficHelper& traffic);

    /// @param database of NfTraceHelper
    /// @param run number of the run in it
    void SetTrace(const std::string& database, int64_t run);

    /// Count from now on what filtering costs, by class. When all is installed, before the
    /// simulation. Once.
    void Watch();

    /// @return what counts the cost of filtering; null before Watch()
    NfWorkMeter* GetMeter()
    {
        return m_meter ? &*m_meter : nullptr;
    }

    /// Sum up, after the simulation and the trace's Finish(), before Simulator::Destroy(). Once.
    void Collect();

    /// @return all measures: of the whole run first, then by class in natural order of their names
    const std::vector<NfMeasure>& GetMeasures() const
    {
        return m_measures;
    }

    /**
     * @param group traffic class; empty: the whole run
     * @param measure its name
     * @return the value; nothing if it is unknown. A name that is none is an NS_ABORT.
     */
    std::optional<double> Get(const std::string& group, const std::string& measure) const;

    /// @param pair number of a pair
    /// @return where its packets ended, most first
    std::vector<NfLossPlace> GetLosses(uint32_t pair) const;

    /// @return packets that rules, or policies of chains, dropped, by name of the node
    std::map<std::string, uint64_t> GetDropsByNode() const;

    /// @param node a node that has the layer
    /// @return how many rules its tables have
    static uint64_t CountRules(Ptr<Node> node);

    /// @return the traffic
    const NfTrafficHelper& GetTraffic() const
    {
        return m_traffic;
    }

  private:
    /// What is summed up of a class, or of all.
    struct Sum;

    /// A packet that did not arrive.
    struct LostPacket
    {
        uint32_t sender; //!< id of the node that saw it first
        uint32_t node;   //!< id of the node where it ended
        uint64_t bytes;
    };

    void ReadDrops(SQLite::Database& database);
    void ReadLosses(SQLite::Database& database);
    void ReadConnections(SQLite::Database& database);
    void AddLoss(const NfTrafficLedger::Flow& flow,
                 const NfLossPlace& place,
                 const LostPacket& packet);
    void CountRules();
    void AddWork(const std::string& group, const Sum& sum);
    Sum SumUp(const std::string* group);
    void AddMeasures(const std::string& group, const Sum& sum);
    void Add(const std::string& group,
             const std::string& name,
             const char* unit,
             std::optional<double> value);

    const NfTrafficHelper& m_traffic;
    std::string m_database; //!< empty: no trace
    int64_t m_run{0};
    std::vector<NfMeasure> m_measures;
    /// By pair (of nobody: the number of pairs), cause, node and text.
    std::map<std::tuple<uint32_t, NfLossCause, std::string, std::string>, uint64_t> m_losses;
    std::map<uint32_t, double> m_waste; //!< bytes times hops by pair
    /// By pair, whether the packet was an answer, and number of the node where it ended.
    std::map<std::tuple<uint32_t, bool, uint32_t>, std::optional<uint32_t>> m_hops;
    bool m_isWasteKnown{true};
    std::optional<double> m_connectionPeak;
    double m_rules{0};
    std::optional<NfWorkMeter> m_meter; //!< nothing: nobody watches
};

} // namespace ns3

#endif /* NF_RESULTS_H */
