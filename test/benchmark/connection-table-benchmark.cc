// SPDX-License-Identifier: GPL-2.0-only

// The connection table at the sizes of its budgets (doc/performance.rst): bytes for each of a
// million connections of either family, and the time of a look-up among a million against that
// among a thousand.
//
//   connection-table-benchmark

#include "fake-netns.h"
#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-packet-tuple.h"

#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <malloc.h>
#include <random>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint32_t MANY = 1'000'000;
constexpr uint32_t FEW = 1'000;

/// @param address an address of IPv4
/// @param family the family that is wanted
/// @return an address of the family for the same host
NfAddress
MakeAddress(uint32_t address, NfFamily family)
{
    return family == NfFamily::IPV6 ? NfAddress({0x20010db8, 0, 0, address}) : NfAddress(address);
}

/// @param number of a connection
/// @param family of its addresses
/// @return the tuple of its first packet: one of many clients to one of a few servers
NfTuple
MakeTuple(uint32_t number, NfFamily family = NfFamily::IPV4)
{
    constexpr uint32_t portsPerClient = 500;
    NfTuple tuple;
    tuple.family = family;
    tuple.source = MakeAddress(0x0a000000 + number / portsPerClient, family);
    tuple.destination = MakeAddress(0xc6336400 + number % 200, family);
    tuple.sourcePort = 32768 + number % portsPerClient * 37;
    tuple.destinationPort = number % 3 == 0 ? 443 : 53;
    tuple.protocol = NfProtocol::UDP;
    return tuple;
}

/// @param tuple of a packet
/// @return the packet, with a payload of eight bytes
NfPacket
MakePacket(const NfTuple& tuple)
{
    std::vector<uint8_t> bytes(16);
    NfWrite16(&bytes[0], tuple.sourcePort);
    NfWrite16(&bytes[2], tuple.destinationPort);
    NfWrite16(&bytes[4], bytes.size());
    NfIpHeader ip;
    ip.family = tuple.family;
    ip.protocol = tuple.protocol;
    ip.source = tuple.source;
    ip.destination = tuple.destination;
    return NfPacket(ip, Create<Packet>(bytes.data(), bytes.size()));
}

/// @return bytes that the program has allocated
std::size_t
AllocatedBytes()
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/// Connection tracking with some connections, each opened by a packet.
class Population
{
  public:
    explicit Population(uint32_t size, NfFamily family = NfFamily::IPV4)
    {
        m_conntrack->SetAttribute("MaxEntries", UintegerValue(0));
        m_conntrack->SetNetns(&m_netns);
        for (uint32_t i = 0; i < size; ++i)
        {
            NfPacket packet = MakePacket(MakeTuple(i, family));
            packet.netns = &m_netns;
            m_conntrack->Track(packet);
            m_conntrack->Confirm(packet);
        }
    }

    ~Population()
    {
        m_conntrack->Dispose();
    }

    NfConntrack& Get()
    {
        return *m_conntrack;
    }

    FakeNetns& GetNetns()
    {
        return m_netns;
    }

  private:
    FakeNetns m_netns;
    Ptr<NfConntrack> m_conntrack{CreateObject<NfConntrack>()};
};

/// @param size how many connections there are
/// @return tuples of some of them, drawn at random, every second one of an answer
std::vector<NfTuple>
DrawTuples(uint32_t size)
{
    constexpr std::size_t count = 1 << 18;
    std::mt19937 random(1);
    std::vector<NfTuple> tuples;
    for (std::size_t i = 0; i < count; ++i)
    {
        NfTuple tuple = MakeTuple(random() % size);
        tuples.push_back(i % 2 == 0 ? tuple : *NfInvertTuple(tuple));
    }
    return tuples;
}

void
BytesPerConnection(benchmark::State& state, NfFamily family)
{
    for (auto _ : state)
    {
        const std::size_t before = AllocatedBytes();
        Population population(MANY, family);
        if (population.Get().GetSize() != MANY)
        {
            state.SkipWithError("not all connections are in the table");
        }
        state.counters["bytes"] = static_cast<double>(AllocatedBytes() - before) / MANY;
    }
}

BENCHMARK_CAPTURE(BytesPerConnection, ipv4, NfFamily::IPV4)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BytesPerConnection, ipv6, NfFamily::IPV6)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

void
Lookup(benchmark::State& state)
{
    Population population(state.range(0));
    const std::vector<NfTuple> tuples = DrawTuples(state.range(0));
    std::size_t i = 0;
    uint64_t missed = 0;
    for (auto _ : state)
    {
        missed += !population.Get().Find(tuples[i]);
        i = (i + 1) % tuples.size();
    }
    if (missed != 0)
    {
        state.SkipWithError("a connection was not found");
    }
}

BENCHMARK(Lookup)->Arg(FEW)->Arg(MANY)->MinTime(1);

/// What a packet of a known connection costs in PREROUTING: tuple, look-up, accounting.
void
TrackPacket(benchmark::State& state)
{
    Population population(state.range(0));
    const std::vector<NfTuple> tuples = DrawTuples(state.range(0));
    std::vector<NfPacket> packets;
    for (std::size_t i = 0; i < tuples.size() / 16; ++i)
    {
        packets.push_back(MakePacket(tuples[i]));
        packets.back().netns = &population.GetNetns();
    }
    std::size_t i = 0;
    for (auto _ : state)
    {
        packets[i].ResetConntrack();
        population.Get().Track(packets[i]);
        i = (i + 1) % packets.size();
    }
}

BENCHMARK(TrackPacket)->Arg(FEW)->Arg(MANY)->MinTime(1);

} // namespace

int
main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    // Until a simulation runs, ns-3 keeps a list of all Time objects.
    Simulator::Run();
    benchmark::RunSpecifiedBenchmarks();
}
