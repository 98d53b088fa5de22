// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack-action.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Action = NfConntrackCommand::Action;

std::string
ListExpectations(NfConntrack& conntrack, NfFamily family)
{
    std::string text;
    for (const NfExpectation& expectation : conntrack.GetExpectations())
    {
        if (expectation.tuple.family != family)
        {
            continue;
        }
        text += NfExpectationText(expectation, expectation.expires - Simulator::Now()) + "\n";
    }
    return text;
}

// The tool counts those of IPv4.
std::size_t
CountExpectations(NfConntrack& conntrack)
{
    const std::vector<NfExpectation> all = conntrack.GetExpectations();
    return std::count_if(all.begin(), all.end(), [](const NfExpectation& expectation) {
        return expectation.tuple.family == NfFamily::IPV4;
    });
}

void
FlushExpectations(NfConntrack& conntrack)
{
    for (const NfExpectation& expectation : conntrack.GetExpectations())
    {
        conntrack.Unexpect(expectation.id);
    }
}

std::string
ListOrDelete(NfConntrack& conntrack, const NfConntrackCommand& command)
{
    std::string text;
    for (const Ptr<NfConnection>& connection : conntrack.GetConnections())
    {
        if (!command.filter.Matches(*connection))
        {
            continue;
        }
        const Time left = connection->timeout - Simulator::Now();
        text += NfConnectionText(*connection, left, command.text) + "\n";
        if (command.action == Action::DELETE)
        {
            conntrack.Remove(*connection);
        }
    }
    return text;
}

// The counters of a host with one processor.
std::string
Statistics(const NfConntrackStatistics& counted)
{
    return fmt::format("cpu=0   \tfound=0 invalid={} insert={} insert_failed={} drop={} "
                       "early_drop={} error={} search_restart=0 clash_resolve={} "
                       "chaintoolong=0 \n",
                       counted.invalid,
                       counted.insert,
                       counted.insertFailed,
                       counted.drop,
                       counted.earlyDrop,
                       counted.error,
                       counted.clashResolved);
}

void
PrintEvent(const NfConntrackCommand& command, std::ostream& events, const NfConntrackEvent& event)
{
    const bool isNew = event.kind == NfConntrackEventKind::NEW;
    const bool isDestroy = event.kind == NfConntrackEventKind::DESTROY;
    const bool wanted = isNew       ? command.newEvents
                        : isDestroy ? command.destroyEvents
                                    : command.updateEvents;
    // An entry that never got into the table has no events on Linux.
    const bool unseen = isDestroy && event.reason == NfConntrackReason::INSERT_FAILED;
    if (!wanted || unseen || !command.filter.Matches(event.connection))
    {
        return;
    }
    if (command.timestamps)
    {
        events << fmt::format("[{:.6f}]\t", event.time.GetSeconds());
    }
    NfConnectionTextOptions text = command.text;
    text.event = true;
    events << (isNew       ? "    [NEW] "
               : isDestroy ? "[DESTROY] "
                           : " [UPDATE] ")
           << NfConnectionText(event.connection, event.connection.timeout - event.time, text)
           << std::endl;
}

} // namespace

std::string
NfDoConntrack(Ptr<NfConntrack> conntrack, const NfConntrackCommand& command, std::ostream& events)
{
    switch (command.action)
    {
    case Action::LIST:
        // Of connections, no family means both; of expectations, the tool lists IPv4's then.
        return command.expectations
                   ? ListExpectations(*conntrack, command.filter.family.value_or(NfFamily::IPV4))
                   : ListOrDelete(*conntrack, command);
    case Action::DELETE:
        return ListOrDelete(*conntrack, command);
    case Action::FLUSH:
        command.expectations ? FlushExpectations(*conntrack) : conntrack->Flush();
        return "";
    case Action::COUNT:
        return std::to_string(command.expectations ? CountExpectations(*conntrack)
                                                   : conntrack->GetSize()) +
               "\n";
    case Action::STATISTICS:
        return Statistics(conntrack->GetStatistics());
    case Action::EVENTS:
        conntrack->m_event.ConnectWithoutContext(Callback<void, const NfConntrackEvent&>(
            [command, out = &events](const NfConntrackEvent& event) {
                PrintEvent(command, *out, event);
            }));
        return "";
    }
    return "";
}

} // namespace ns3
