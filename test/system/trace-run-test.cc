// SPDX-License-Identifier: GPL-2.0-only

// What a trace says of its run: its circumstances, its beginning and its end.

#include "test-net.h"
#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/nf-trace-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <chrono>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

/// A chain whose router is traced, and a datagram after one second.
class TracedNet
{
  public:
    TracedNet()
        : net(3),
          udp(net.At(0), net.At(2), 9)
    {
        net.RouteGlobally();
        udp.Send(1, net.Address(1, 1), 9);
    }

    TestNet net;
    TestUdp udp;
};

class TraceRun : public testing::Test
{
  protected:
    /// @param query over the database
    /// @return its rows
    std::vector<std::string> Rows(const std::string& query) const
    {
        SQLite::Database db(path);
        return TestRows(db, query);
    }

    std::string path{MakeTestDirectory("db") + "/run.db"};
};

TEST_F(TraceRun, TellsItsCircumstances)
{
    auto now = [] {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    };
    uint32_t seed = RngSeedManager::GetSeed();
    uint64_t run = RngSeedManager::GetRun();
    RngSeedManager::SetSeed(7);
    RngSeedManager::SetRun(8);
    int64_t begin = now();
    {
        TracedNet traced;
        NfTraceHelper trace(path);
        trace.Set("Label", StringValue("as an example"));
        trace.Install(traced.net.At(1));
        traced.net.Run(3);
    }
    int64_t end = now();
    RngSeedManager::SetSeed(seed);
    RngSeedManager::SetRun(run);
    EXPECT_THAT(Rows("SELECT label, seed, run_number, level, finished, reason, sim_end FROM run"),
                ElementsAre("as an example 7 8 rules 1 finished 3000000000"));
    EXPECT_THAT(Rows("SELECT started >= " + std::to_string(begin) +
                     ", ended >= started, ended <= " + std::to_string(end) + " FROM run"),
                ElementsAre("1 1 1"));
    EXPECT_THAT(Rows("SELECT ns3_version, module_version FROM run"),
                ElementsAre(testing::MatchesRegex("3[.-][0-9a-z]+.* [0-9]+\\.[0-9]+\\.[0-9]+")));
    EXPECT_THAT(Rows("SELECT command_line FROM run"), ElementsAre(HasSubstr("trace-run")));
}

TEST_F(TraceRun, OutlivesItsHelper)
{
    TracedNet traced;
    {
        NfTraceHelper trace(path);
        trace.Install(traced.net.At(1));
    }
    traced.net.Run(3);
    EXPECT_THAT(Rows("SELECT finished FROM run"), ElementsAre("0")) << "it is not over yet";
    Simulator::Destroy();
    EXPECT_THAT(Rows("SELECT finished, sim_end FROM run"), ElementsAre("1 3000000000"));
    EXPECT_THAT(Rows("SELECT COUNT(*) FROM hook_pass"), ElementsAre("3"));
}

TEST_F(TraceRun, IsFinishedOnce)
{
    TracedNet traced;
    NfTraceHelper trace(path);
    trace.Install(traced.net.At(1));
    traced.net.Run(2);
    trace.Finish();
    traced.net.Run(2);
    trace.Finish();
    Simulator::Destroy();
    EXPECT_THAT(Rows("SELECT finished, sim_end FROM run"), ElementsAre("1 2000000000"));
    EXPECT_DEATH(trace.Install(traced.net.At(1)), "was finished");
}

TEST_F(TraceRun, OfAProgramThatEndsInTheMiddleIsWholeButUnfinished)
{
    // Neither Finish() nor Simulator::Destroy().
    EXPECT_EXIT(
        {
            auto traced = std::make_unique<TracedNet>();
            NfTraceHelper trace(path);
            trace.Install(traced->net.At(1));
            Simulator::Schedule(Seconds(2), [] { std::exit(5); });
            traced->net.Run(3);
        },
        testing::ExitedWithCode(5),
        "");
    EXPECT_THAT(Rows("SELECT finished, reason FROM run"), ElementsAre("0 unfinished"));
    EXPECT_THAT(Rows("SELECT COUNT(*) FROM hook_pass"), ElementsAre("3"));
}

TEST_F(TraceRun, KnowsInterfacesAndAddressesThatComeLate)
{
    TestNet::Options options;
    options.layer = TestNet::BEFORE_DEVICES;
    TestNet net(3, options);
    net.RouteGlobally();
    NfTraceHelper trace(path);
    trace.Install(net.At(1));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    Simulator::Schedule(Seconds(2), [&] {
        net.At(1)->GetObject<Ipv4>()->AddAddress(1,
                                                 Ipv4InterfaceAddress("10.7.0.1", "255.255.255.0"));
    });
    udp.Send(3, net.Address(1, 1), 9);
    net.Run(4);
    trace.Finish();
    EXPECT_THAT(
        Rows("SELECT i.name, a.text, ia.prefix_length FROM interface i JOIN "
             "interface_address ia USING (run, node, ifindex) JOIN address a ON a.id = "
             "ia.address WHERE node = 1 ORDER BY i.ifindex, ia.position"),
        ElementsAre("lo 127.0.0.1 8", "eth0 10.0.0.2 24", "eth0 10.7.0.1 24", "eth1 10.0.1.1 24"));
}

TEST_F(TraceRun, NeedsAPath)
{
    TestNet net(2);
    NfTraceHelper trace("");
    EXPECT_DEATH(trace.Install(net.nodes), "needs the path");
}

TEST_F(TraceRun, IsNamedByItsSession)
{
    TracedNet traced;
    NfTraceHelper trace(path);
    EXPECT_EQ(trace.GetSession()->GetRun(), 0);
    trace.Install(traced.net.nodes);
    trace.InstallAll();
    EXPECT_EQ(trace.GetSession()->GetRun(), 1);
    EXPECT_EQ(trace.GetSession()->GetError(), "");
    trace.Finish();
    EXPECT_THAT(Rows("SELECT COUNT(*) FROM node"), ElementsAre("3"));
}

} // namespace
} // namespace ns3
