// SPDX-License-Identifier: GPL-2.0-only

// What it takes to restore a long list of rules, and what the rules take afterwards
// (doc/performance.rst): processor time, and bytes of the heap for each rule beyond the length of
// its text, the table that packets meet included. One list is of hosts and services alone; one asks
// for states of connections as well; one has a comment of its own in each rule; one has matches of
// several kinds, among them a limit, which keeps state, and such a comment; two translate, each
// rule to an address of its own.
//
//   restore-benchmark

#include "nf-restore.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include <array>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <fmt/format.h>
#include <malloc.h>
#include <random>
#include <string>

using namespace ns3;

namespace
{

/// What each rule has beside a host and a service.
enum class List
{
    PLAIN,
    STATES,
    COMMENTS,
    SEVERAL,  //!< a state, a limit and a comment
    FORWARDS, //!< a service behind another address: DNAT
    SOURCES   //!< an address that the host takes, whatever the service: SNAT
};

/// A host of a network with 24 bits.
std::string
Host(uint32_t network, uint32_t number)
{
    return fmt::format("{}.{}.{}.{}",
                       network,
                       number >> 16 & 0xff,
                       number >> 8 & 0xff,
                       number & 0xff);
}

/**
 * @param rules how many
 * @param list what each of them has
 * @return an iptables-save text
 */
std::string
Draw(uint32_t rules, List list)
{
    constexpr std::array<uint16_t, 12>
        services{22, 25, 53, 80, 110, 123, 143, 443, 993, 1521, 3306, 8080};
    std::mt19937 random{1};
    const bool translates = list == List::FORWARDS || list == List::SOURCES;
    std::string text = translates ? "*nat\n" : "*filter\n:FORWARD DROP [0:0]\n";
    for (uint32_t i = 0; i < rules; ++i)
    {
        const std::string host = Host(10, random());
        const char* protocol = random() % 4 == 0 ? "udp" : "tcp";
        const uint16_t service = services[random() % services.size()];
        const std::string asked =
            fmt::format("/32 -p {} -m {} --dport {}", protocol, protocol, service);
        switch (list)
        {
        case List::PLAIN:
            text += "-A FORWARD -s " + host + asked + " -j ACCEPT\n";
            break;
        case List::STATES:
            text += "-A FORWARD -s " + host + asked + " -m conntrack --ctstate NEW -j ACCEPT\n";
            break;
        case List::COMMENTS:
            text += "-A FORWARD -s " + host + asked +
                    fmt::format(" -m comment --comment \"ticket {}\" -j ACCEPT\n", i);
            break;
        case List::SEVERAL:
            text += "-A FORWARD -s " + host + asked +
                    fmt::format(" -m conntrack --ctstate NEW -m limit --limit {}/sec "
                                "-m comment --comment \"ticket {}\" -j ACCEPT\n",
                                1 + random() % 100,
                                i);
            break;
        case List::FORWARDS:
            text += "-A PREROUTING -d " + host + asked +
                    fmt::format(" -j DNAT --to-destination {}:{}\n",
                                Host(172, random()),
                                8000 + service);
            break;
        case List::SOURCES:
            text += "-A POSTROUTING -s " + host + "/32 -j SNAT --to-source " + Host(198, random()) +
                    "\n";
            break;
        }
    }
    return text + "COMMIT\n";
}

/// @return bytes that the program has taken from the heap
std::size_t
Taken()
{
    const auto heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
}

/// Restore a text into tables of no node. The argument is the number of rules.
void
Restore(benchmark::State& state, List list)
{
    NfRegisterStandardMatches();
    NfRegisterStandardTargets();
    const auto rules = static_cast<uint32_t>(state.range(0));
    const std::string text = Draw(rules, list);
    double taken = 0;
    for (auto _ : state)
    {
        auto tables = CreateObject<NfTables>();
        const std::size_t before = Taken();
        const NfStatus error = tables->Restore(text, "drawn");
        NS_ABORT_MSG_IF(error, error->ToString());
        taken = static_cast<double>(Taken() - before);
        state.PauseTiming();
        tables->Dispose();
        tables = nullptr;
        state.ResumeTiming();
    }
    state.counters["text_per_rule"] = static_cast<double>(text.size()) / rules;
    state.counters["bytes_beyond_text_per_rule"] =
        (taken - static_cast<double>(text.size())) / rules;
}

BENCHMARK_CAPTURE(Restore, plain, List::PLAIN)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Restore, states, List::STATES)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Restore, comments, List::COMMENTS)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Restore, several, List::SEVERAL)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Restore, forwards, List::FORWARDS)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Restore, sources, List::SOURCES)->Arg(100000)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
