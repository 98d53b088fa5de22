// SPDX-License-Identifier: GPL-2.0-only

// A hash:net of random networks of 8 to 32 bits: how long `ipset restore` takes, and a look-up.
//
//   set-benchmark

#include "fake-netns.h"
#include "nf-prefix.h"
#include "nf-set-command.h"

#include <benchmark/benchmark.h>
#include <cstdint>
#include <fmt/format.h>
#include <random>
#include <string>

using namespace ns3;

namespace
{

/// @return what `ipset save` would print of a set "a" of that many networks
std::string
MakeText(uint32_t networks)
{
    std::mt19937 random(1);
    std::string text = fmt::format("create a hash:net maxelem {}\n", networks);
    for (uint32_t i = 0; i < networks; ++i)
    {
        const uint32_t length = 32 - random() % 9;
        const NfAddress address = NfPrefix(NfAddress(random()), length).GetAddress();
        text += fmt::format("-exist add a {}/{}\n", NfToString(address), length);
    }
    return text;
}

void
Load(benchmark::State& state)
{
    const std::string text = MakeText(state.range(0));
    for (auto _ : state)
    {
        FakeNetns netns;
        NfSets& sets = NfSets::Of(netns);
        NfStatus error = NfSetCommand::Restore(sets, text, "text");
        if (error)
        {
            state.SkipWithError(error->ToString().c_str());
        }
        state.counters["elements"] = sets.Find("a")->CountElements();
        state.counters["bytes"] = sets.Find("a")->GetMemory() / sets.Find("a")->CountElements();
    }
}

void
LookUp(benchmark::State& state)
{
    FakeNetns netns;
    NfSets& sets = NfSets::Of(netns);
    NfSetCommand::Restore(sets, MakeText(state.range(0)), "text");
    NfSet* set = sets.Find("a");
    std::mt19937 random(2);
    NfSetKey key;
    key.prefix = 32;
    uint64_t found = 0;
    for (auto _ : state)
    {
        key.address = NfAddress(random());
        const NfSet::Entry* hit = nullptr;
        found += set->Match(key, {}, &hit) == NfSetAnswer::YES;
    }
    state.counters["found"] = benchmark::Counter(found, benchmark::Counter::kAvgIterations);
}

BENCHMARK(Load)->Arg(1000000)->Unit(benchmark::kMillisecond);
BENCHMARK(LookUp)->Arg(1000)->Arg(10000)->Arg(100000)->Arg(1000000);

} // namespace

BENCHMARK_MAIN();
