// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_HELPER_H
#define NF_TRAFFIC_HELPER_H

#include "nf-traffic-pair.h"
#include "nf-traffic-spec.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Installs traffic on nodes, and counts what becomes of it.
 *
 * @code
 *   NfTrafficHelper traffic;
 *   traffic.Add("web", "web", {"lan1", "lan2"}, {"server"}, {{"port", "443"}});
 *   traffic.Install();
 *   Simulator::Run();
 *   std::cout << traffic.GetPairs()[0]->delivered;
 * @endcode
 *
 * Nodes are taken by their names in ns3::Names. What varies is drawn from ns-3's streams, which
 * depend on the traffic's name, the pair's names and the parameter, and on nothing else: adding or
 * removing other traffic does not change the draws. Sockets see datagrams as any; a packet tag
 * tells the receiver whose they are.
 *
 * In a distributed simulation all ranks add the same traffic, and an application is made on its
 * node's own rank only: each rank counts what its nodes send and what arrives at them.
 */
class NfTrafficHelper
{
  public:
    /// Chooses the interface of a receiver, in ns-3's numbers, that a sender's packets go to.
    using InterfaceChooser = std::function<uint32_t(Ptr<Node> from, Ptr<Node> to)>;

    NfTrafficHelper();
    ~NfTrafficHelper();

    NfTrafficHelper(const NfTrafficHelper&) = delete;
    NfTrafficHelper& operator=(const NfTrafficHelper&) = delete;

    /// @param spec more traffic; what NfCheckTraffic() finds wrong, or a name used twice, is an
    /// NS_ABORT
    void Add(const NfTrafficSpec& spec);

    /**
     * @param name of the traffic
     * @param kind of NfGetTrafficKinds()
     * @param from names of nodes
     * @param to names of nodes
     * @param values of parameters, by name
     */
    void Add(const std::string& name,
             const std::string& kind,
             const std::vector<std::string>& from,
             const std::vector<std::string>& to,
             const std::map<std::string, std::string>& values = {});

    /**
     * @param choose chooses the address of receivers with several interfaces, before Install(), as
     *        NfTopologyHelper::GetInterfaceFor() does; without it it is the first one
     */
    void SetInterfaceChooser(InterfaceChooser choose);

    /**
     * Make applications for all that was added. Once; the helper must outlive the simulation. Nodes
     * that are not there, two kinds of receiver on one port, or a node without IPv4 are an
     * NS_ABORT.
     */
    void Install();

    /// @return what was added
    const std::deque<NfTrafficSpec>& GetSpecs() const
    {
        return m_specs;
    }

    /// @return what became of the traffic, by pair of nodes in the order of Add()
    const std::vector<std::unique_ptr<NfTrafficPair>>& GetPairs() const;

    /// @return the pairs, and who owns a packet
    const NfTrafficLedger& GetLedger() const
    {
        return *m_ledger;
    }

    /// @return the same, for what other ranks have counted
    NfTrafficLedger& GetLedger()
    {
        return *m_ledger;
    }

  private:
    void InstallPair(const NfTrafficSpec& spec, Ptr<Node> from, Ptr<Node> to);
    void InstallReceiver(const NfTrafficPair& pair);

    std::deque<NfTrafficSpec> m_specs; //!< pairs refer to them
    std::unique_ptr<NfTrafficLedger> m_ledger;
    InterfaceChooser m_chooseInterface;                            //!< empty: the first
    std::set<std::tuple<uint32_t, uint8_t, uint16_t>> m_receivers; //!< node, protocol, port
    bool m_isInstalled{false};
};

} // namespace ns3

#endif /* NF_TRAFFIC_HELPER_H */
