// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_APPLICATION_H
#define NF_TRAFFIC_APPLICATION_H

#include "nf-traffic-pair.h"
#include "nf-traffic-values.h"

#include "ns3/application.h"
#include "ns3/event-id.h"
#include "ns3/random-variable-stream.h"

#include <functional>
#include <memory>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * The sending side of some traffic between two nodes. It starts and stops with the traffic, does
 * one thing after the other, and counts in its pair.
 */
class NfTrafficApplication : public Application
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /**
     * Both the ledger and the pair must outlive the simulation.
     * @param ledger where flows are claimed
     * @param pair the pair, of that ledger
     */
    NfTrafficApplication(NfTrafficLedger& ledger, NfTrafficPair& pair);

  protected:
    /// The traffic begins.
    virtual void Begin() = 0;
    /// The traffic is over: nothing more may be sent.
    virtual void End() = 0;

    void DoDispose() override;

    /// @return the parameters
    const NfTrafficValues& GetValues() const
    {
        return m_values;
    }

    /// @return what is counted
    NfTrafficPair& GetPair() const
    {
        return m_pair;
    }

    /// @param name of a parameter
    /// @return its variable, with a stream of this pair's own
    Ptr<RandomVariableStream> GetVariable(const std::string& name) const;
    /// @param purpose what it is for
    /// @return a variable, with a stream of this pair's own
    Ptr<UniformRandomVariable> GetUniform(const std::string& purpose) const;

    /**
     * Do something later, instead of what was to be done until now.
     * @param seconds from now; negative counts as 0
     * @param what to do
     */
    void Later(double seconds, std::function<void()> what);

    /**
     * Do something after an interval, but at least after a microsecond: a simulation must not stand
     * still.
     * @param interval a variable of seconds
     * @param what to do
     */
    void Repeat(Ptr<RandomVariableStream> interval, std::function<void()> what);

    /// @return whether as many items were meant as the parameter "count" says, which 0 never is
    bool IsDone() const;

    /// Packets like these are ours.
    /// @param flow as we send it
    void Claim(const NfTrafficLedger::Flow& flow);

    /// @return the receiver's address; 0.0.0.0 as long as it has none
    Ipv4Address GetTarget() const;

  private:
    void StartApplication() override;
    void StopApplication() override;
    std::string GetWho() const;

    NfTrafficLedger& m_ledger;
    NfTrafficPair& m_pair;
    NfTrafficValues m_values;
    EventId m_next;
};

} // namespace ns3

#endif /* NF_TRAFFIC_APPLICATION_H */
