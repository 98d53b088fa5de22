// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_SESSION_H
#define NF_TRACE_SESSION_H

#include "netfilter.h"
#include "nf-trace-record.h"
#include "nf-trace-writer.h"

#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/object.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace ns3
{

class NfNodeTracer;

/**
 * @ingroup netfilter
 * One simulation run that is written to a trace database: the writer and the tracers of its nodes.
 *
 * The writer is opened when the first node is added, with what the attributes say then. From then
 * on the session lives until Finish() or Simulator::Destroy(), whoever else holds it.
 */
class NfTraceSession : public Object
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    NfTraceSession();
    ~NfTraceSession() override;

    /// @param path the database, before the first Add()
    void SetPath(const std::string& path)
    {
        m_path = path;
    }

    /**
     * Tell which run of which scenario is traced, before the first Add().
     * @param identity the run's
     */
    void SetIdentity(const NfRunIdentity& identity)
    {
        RefuseLate("the identity");
        m_identity = identity;
    }

    /**
     * @param handler called once if the database cannot be written, with a message of one line, in
     *        the place of what StopOnError says; the simulation goes on untraced
     */
    void SetErrorHandler(std::function<void(const std::string& message)> handler)
    {
        RefuseLate("the error handler");
        m_errorHandler = std::move(handler);
    }

    /// @param filter true: trace the packet; empty: trace all
    void SetFilter(std::function<bool(const NfPacket&)> filter)
    {
        m_filter = std::move(filter);
    }

    /// @param netfilter a node's layer
    /// @param node the node; one that was added is left as it is
    void Add(Ptr<Netfilter> netfilter, Ptr<Node> node);

    /**
     * Say how the run ended and close the database. Without effect the second time.
     * @param reason why it ended, for the run's row
     * @param isWhole false: the simulation ended before its time
     */
    void Finish(const std::string& reason, bool isWhole = true);

    /// Close the database without marking the run finished.
    void Abandon();

    /// @return the level of detail
    NfTraceLevel GetLevel() const
    {
        return m_level;
    }

    /// @param packet a packet
    /// @return true if it is to be traced
    bool Wants(const NfPacket& packet) const
    {
        return !m_filter || m_filter(packet);
    }

    /// @return a number for a packet that has none; no other rank of the simulation gives it
    uint64_t NextPacket()
    {
        return ++m_packets;
    }

    /**
     * A packet has come. With the first one all nodes are described once more, those that are not
     * traced as well: until then scripts go on naming and wiring what they trace already.
     */
    void Start()
    {
        if (!m_started)
        {
            DescribeAll();
        }
    }

    /// @return the writer; null before the first Add() and after Finish()
    NfTraceWriter* GetWriter() const
    {
        return m_writer.get();
    }

    /// @return number of the run in the database; 0 before the first Add(), or if it failed
    int64_t GetRun() const
    {
        return m_run;
    }

    /// @return what went wrong with the database; empty if nothing
    std::string GetError() const
    {
        return m_error;
    }

  protected:
    void DoDispose() override;

  private:
    void Open();
    void SetLevelName(std::string name);
    std::string GetLevelName() const;
    void SetLabel(std::string label);
    std::string GetLabel() const;
    void SetStopOnError(bool stop);
    bool GetStopOnError() const;
    void SetDurable(bool isDurable);
    bool GetDurable() const;
    void RefuseLate(const char* attribute) const;
    void DescribeAll();

    std::string m_path;
    std::string m_label;
    std::optional<NfRunIdentity> m_identity; //!< nothing: of no scenario
    NfTraceLevel m_level{NfTraceLevel::RULES};
    bool m_stopOnError{true};
    bool m_isDurable{true};
    std::function<void(const std::string& message)> m_errorHandler; //!< empty: none
    std::function<bool(const NfPacket&)> m_filter;
    std::unique_ptr<NfTraceWriter> m_writer;
    std::map<uint32_t, std::unique_ptr<NfNodeTracer>> m_nodes; //!< by node id
    EventId m_atDestroy;
    int64_t m_run{0};
    uint64_t m_packets{0};   //!< number of the latest packet; those of a rank begin with its own
    bool m_begun{false};     //!< a node has been added: attributes stay as they are
    bool m_started{false};   //!< a packet has come
    bool m_destroyed{false}; //!< the simulation's nodes are gone
    bool m_finished{false};
    std::string m_error;
};

} // namespace ns3

#endif /* NF_TRACE_SESSION_H */
