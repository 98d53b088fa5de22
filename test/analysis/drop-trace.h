// SPDX-License-Identifier: GPL-2.0-only

#ifndef DROP_TRACE_H
#define DROP_TRACE_H

#include "known-trace.h"

#include "ns3/nf-trace-writer.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * Writes a run in which rules of some nodes drop packets: 10.0.0.1:1000 > 10.0.0.2:80 by TCP. The
 * n-th packet of the run is dropped at n tenths of a second.
 */
struct DropTrace
{
    /// A node's table filter: rules of its chain FORWARD, with the packets that each drops.
    struct Node
    {
        std::string name;
        std::vector<std::pair<std::string, int>> rules;
    };

    std::string label{};
    uint64_t seed{1};
    uint64_t runNumber{1};
    std::string commandLine{"drops"};
    NfTraceLevel level{NfTraceLevel::RULES};
    int64_t end{10'000'000'000}; //!< simulated time
    bool finish{true};
    std::vector<Node> nodes;

    /// Adds the run to a database.
    /// @param path the database
    void Write(const std::string& path) const
    {
        NfTraceRunInfo info;
        info.label = label;
        info.seed = seed;
        info.runNumber = runNumber;
        info.commandLine = commandLine;
        info.level = level;
        NfTraceWriter writer(path, info);
        NfTraceHookPass pass;
        pass.hook = NfHook::FORWARD;
        pass.verdict = NfVerdict::DROP;
        pass.reason = "filter";
        pass.length = 100;
        pass.before.tuple = KnownTrace::Tuple(6, "10.0.0.1", 1000, "10.0.0.2", 80);
        pass.after = pass.before;
        for (uint32_t i = 0; i < nodes.size(); ++i)
        {
            writer.Write(NfTraceNode{i, nodes[i].name, 0});
            NfTraceRuleset filter;
            filter.node = i;
            filter.table = "filter";
            filter.chains = {{"FORWARD", "ACCEPT", {}}};
            for (const auto& rule : nodes[i].rules)
            {
                filter.chains[0].rules.push_back({"-A FORWARD " + rule.first, "DROP"});
            }
            const uint32_t chain = writer.Write(filter);
            pass.node = i;
            for (uint32_t number = 1; number <= nodes[i].rules.size(); ++number)
            {
                for (int n = 0; n < nodes[i].rules[number - 1].second; ++n)
                {
                    ++pass.packet;
                    pass.journey = pass.packet;
                    pass.time = static_cast<int64_t>(pass.packet) * 100'000'000;
                    writer.Write(pass, {{chain, number, NfTraceRuleVerdict::DROP}});
                }
            }
        }
        if (finish)
        {
            writer.Finish({end});
        }
    }
};

/// Writes a run in which a packet passes a line of nodes, a hook and a millisecond each.
inline void
WriteLongWay(const std::string& path, uint32_t nodes, int64_t delay = 1'000'000)
{
    NfTraceRunInfo info;
    info.level = NfTraceLevel::HOOKS;
    NfTraceWriter writer(path, info);
    NfTraceHookPass pass;
    pass.packet = 1;
    pass.before.tuple = KnownTrace::Tuple(17, "10.0.0.1", 1000, "10.0.0.2", 53);
    pass.after = pass.before;
    for (uint32_t i = 0; i < nodes; ++i)
    {
        writer.Write(NfTraceNode{i, "n" + std::to_string(i), 0});
        pass.node = i;
        pass.time = int64_t(i) * delay;
        pass.journey = i;
        pass.hook = i + 1 < nodes ? NfHook::FORWARD : NfHook::INPUT;
        writer.Write(pass);
    }
    writer.Finish({int64_t(nodes) * delay});
}

} // namespace ns3

#endif /* DROP_TRACE_H */
