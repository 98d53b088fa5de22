// SPDX-License-Identifier: GPL-2.0-only

// What it takes to restore a long list of rules, and what the rules take afterwards
// (doc/performance.rst): processor time, and bytes of the heap for each rule beyond the length of
// its text, the table that packets meet included. One list is of hosts and services alone, one asks
// for states of connections as well, one has a comment of its own in each rule.
//
//   restore-benchmark

#include "nf-restore.h"
#include "nf-standard-matches.h"
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
    COMMENTS
};

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
    std::string text = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n";
    for (uint32_t i = 0; i < rules; ++i)
    {
        const uint32_t host = random() & 0xffffff;
        const char* protocol = random() % 4 == 0 ? "udp" : "tcp";
        text += fmt::format("-A FORWARD -s 10.{}.{}.{}/32 -p {} -m {} --dport {}",
                            host >> 16,
                            host >> 8 & 0xff,
                            host & 0xff,
                            protocol,
                            protocol,
                            services[random() % services.size()]);
        text += list == List::STATES ? " -m conntrack --ctstate NEW" : "";
        text += list == List::COMMENTS ? fmt::format(" -m comment --comment \"ticket {}\"", i) : "";
        text += " -j ACCEPT\n";
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

} // namespace

BENCHMARK_MAIN();
