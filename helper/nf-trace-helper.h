// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_HELPER_H
#define NF_TRACE_HELPER_H

#include "netfilter-helper.h"
#include "nf-trace-record.h"
#include "nf-trace-session.h"

#include "ns3/attribute.h"
#include "ns3/ptr.h"

#include <functional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Writes what packets meet at the hooks of nodes to a SQLite database (doc/trace-schema.rst).
 *
 * @code
 *   NfTraceHelper trace("run.db");
 *   trace.Set("Level", StringValue("drops"));
 *   trace.Install(nodes);
 *   Simulator::Run();
 *   Simulator::Destroy();
 * @endcode
 *
 * The run is marked finished by Finish() or by Simulator::Destroy(), whichever comes first; the
 * helper may go before. A program that is killed, or ends without either call, leaves a readable
 * database that says that its run did not finish.
 */
class NfTraceHelper
{
  public:
    /**
     * @param path the database; if it exists, the run is added to those that are in it
     */
    explicit NfTraceHelper(const std::string& path);

    /**
     * Set an attribute of the session (see NfTraceSession): Level, Label, StopOnError, Durable.
     * Must come before the first Install().
     * @param name of the attribute
     * @param value its value
     */
    void Set(const std::string& name, const AttributeValue& value);

    /**
     * Tell which run of which scenario is traced: its replications can be found by it. Must come
     * before the first Install().
     * @param identity the run's
     */
    void SetIdentity(const NfRunIdentity& identity);

    /// Trace only some packets.
    /// @param filter true: trace the packet
    void SetFilter(std::function<bool(const NfPacket&)> filter);

    /**
     * Trace nodes. The layer is installed on them if it is missing; a node that is traced already
     * stays so.
     * @param nodes the nodes
     */
    void Install(const NfNodes& nodes);

    /**
     * Trace every node that has an IPv4 stack. In a distributed simulation those of other ranks get
     * the layer only: what happens there, their own ranks trace.
     */
    void InstallAll();

    /// Mark the run finished and close the database. Packets are not traced any more.
    void Finish();

    /// @return the session, for its number in the database and its errors
    Ptr<NfTraceSession> GetSession() const
    {
        return m_session;
    }

  private:
    Ptr<NfTraceSession> m_session;
};

} // namespace ns3

#endif /* NF_TRACE_HELPER_H */
