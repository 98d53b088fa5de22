// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-session.h"

#include "nf-command-line.h"
#include "nf-node-description.h"
#include "nf-node-tracer.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/node-list.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <iostream>
#include <set>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NfTraceSession");

NS_OBJECT_ENSURE_REGISTERED(NfTraceSession);

namespace
{

/// Sessions that nobody has finished. When the program ends they store what they have, and leave
/// their runs marked unfinished: whether the simulation had come to its end, nobody has said.
class OpenSessions
{
  public:
    /// @return the sessions of this process
    static OpenSessions& Get()
    {
        static OpenSessions sessions;
        return sessions;
    }

    ~OpenSessions()
    {
        for (NfTraceSession* session : std::exchange(m_sessions, {}))
        {
            session->Abandon();
        }
    }

    /// @param session to remember
    void Insert(NfTraceSession* session)
    {
        m_sessions.insert(session);
    }

    /// @param session to forget
    void Erase(NfTraceSession* session)
    {
        m_sessions.erase(session);
    }

  private:
    std::set<NfTraceSession*> m_sessions;
};

} // namespace

TypeId
NfTraceSession::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfTraceSession")
            .SetParent<Object>()
            .SetGroupName("Netfilter")
            .AddConstructor<NfTraceSession>()
            .AddAttribute(
                "Level",
                "How much is traced: off, drops, hooks or rules.",
                StringValue("rules"),
                MakeStringAccessor(&NfTraceSession::SetLevelName, &NfTraceSession::GetLevelName),
                MakeStringChecker())
            .AddAttribute("Label",
                          "What to call the run in the database.",
                          StringValue(""),
                          MakeStringAccessor(&NfTraceSession::SetLabel, &NfTraceSession::GetLabel),
                          MakeStringChecker())
            .AddAttribute("StopOnError",
                          "Whether the simulation ends when the database cannot be written. "
                          "Otherwise it goes on untraced.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&NfTraceSession::SetStopOnError,
                                              &NfTraceSession::GetStopOnError),
                          MakeBooleanChecker())
            .AddAttribute(
                "Durable",
                "Whether the database survives a crash of the machine. Otherwise the "
                "simulation never waits for the disk, as befits a file that goes away.",
                BooleanValue(true),
                MakeBooleanAccessor(&NfTraceSession::SetDurable, &NfTraceSession::GetDurable),
                MakeBooleanChecker());
    return tid;
}

NfTraceSession::NfTraceSession() = default;

NfTraceSession::~NfTraceSession()
{
    Abandon();
}

void
NfTraceSession::RefuseLate(const char* attribute) const
{
    NS_ABORT_MSG_IF(m_begun,
                    attribute << " of the trace " << m_path
                              << " must be set before the first node is traced");
}

void
NfTraceSession::SetLabel(std::string label)
{
    RefuseLate("Label");
    m_label = std::move(label);
}

std::string
NfTraceSession::GetLabel() const
{
    return m_label;
}

void
NfTraceSession::SetStopOnError(bool stop)
{
    RefuseLate("StopOnError");
    m_stopOnError = stop;
}

bool
NfTraceSession::GetStopOnError() const
{
    return m_stopOnError;
}

void
NfTraceSession::SetDurable(bool isDurable)
{
    RefuseLate("Durable");
    m_isDurable = isDurable;
}

bool
NfTraceSession::GetDurable() const
{
    return m_isDurable;
}

void
NfTraceSession::SetLevelName(std::string name)
{
    RefuseLate("Level");
    for (NfTraceLevel level :
         {NfTraceLevel::OFF, NfTraceLevel::DROPS, NfTraceLevel::HOOKS, NfTraceLevel::RULES})
    {
        if (name == NfToString(level))
        {
            m_level = level;
            return;
        }
    }
    NS_ABORT_MSG("Level is off, drops, hooks or rules, not \"" << name << "\"");
}

std::string
NfTraceSession::GetLevelName() const
{
    return NfToString(m_level);
}

void
NfTraceSession::DoDispose()
{
    Finish("finished");
    m_filter = nullptr;
    m_errorHandler = nullptr;
    Object::DoDispose();
}

void
NfTraceSession::Open()
{
    NS_ABORT_MSG_IF(m_path.empty(), "a trace needs the path of its database");
    // A number goes with its packet to other ranks, where it must not mean another packet.
    constexpr int packetBits = 40;
    m_packets = uint64_t(Simulator::GetSystemId()) << packetBits;
    NfTraceRunInfo run;
    run.label = m_label;
    run.seed = RngSeedManager::GetSeed();
    run.runNumber = RngSeedManager::GetRun();
    run.ns3Version = NfGetNs3Version();
    run.moduleVersion = NfGetModuleVersion();
    run.commandLine = NfGetCommandLine();
    run.level = m_level;
    run.identity = m_identity;
    NfTraceWriterConfig config;
    config.onError = m_stopOnError ? NfTraceErrorPolicy::STOP : NfTraceErrorPolicy::CONTINUE;
    config.isDurable = m_isDurable;
    config.errorHandler = [this](const std::string& message) {
        m_error = message;
        if (m_errorHandler)
        {
            m_errorHandler(message);
            return;
        }
        if (m_stopOnError)
        {
            NS_FATAL_ERROR(message);
        }
        std::cerr << message << "; going on without a trace\n";
    };
    m_writer = std::make_unique<NfTraceWriter>(m_path, run, config);
    m_run = m_writer->GetRun();
    NS_LOG_INFO("run " << m_run << " of " << m_path << " begins");
    // The event keeps the session, so that it outlives the helper that made it.
    m_atDestroy = Simulator::ScheduleDestroy([session = Ptr<NfTraceSession>(this)] {
        session->m_destroyed = true;
        session->Finish("finished");
    });
    OpenSessions::Get().Insert(this);
}

void
NfTraceSession::Add(Ptr<Netfilter> netfilter, Ptr<Node> node)
{
    NS_ABORT_MSG_IF(m_finished, "the trace " << m_path << " was finished: no node can be added");
    m_begun = true;
    if (m_level == NfTraceLevel::OFF)
    {
        return;
    }
    if (!m_writer)
    {
        Open();
    }
    auto& tracer = m_nodes[node->GetId()];
    if (!tracer)
    {
        tracer = std::make_unique<NfNodeTracer>(*this, netfilter, node);
    }
}

void
NfTraceSession::Finish(const std::string& reason, bool isWhole)
{
    if (m_finished)
    {
        return;
    }
    if (m_writer && !m_destroyed)
    {
        DescribeAll(); // once more, with the names they have by now
    }
    m_nodes.clear(); // they stop listening, before what they write to goes
    if (m_writer)
    {
        NfTraceRunEnd end;
        end.time = Simulator::Now().GetNanoSeconds();
        end.reason = reason;
        end.finished = isWhole;
        m_writer->Finish(end);
        NS_LOG_INFO("run " << m_run << " of " << m_path << " is " << reason);
    }
    Abandon();
    // The event holds this session, perhaps as the last: nothing may follow.
    EventId atDestroy = std::exchange(m_atDestroy, EventId());
    Simulator::Remove(atDestroy);
}

void
NfTraceSession::DescribeAll()
{
    m_started = true;
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        auto tracer = m_nodes.find((*node)->GetId());
        if (tracer != m_nodes.end())
        {
            tracer->second->Refresh();
        }
        else
        {
            NfWriteNode(*m_writer, *node, false);
        }
    }
}

void
NfTraceSession::Abandon()
{
    m_finished = true;
    m_nodes.clear();
    m_writer.reset();
    OpenSessions::Get().Erase(this);
}

} // namespace ns3
