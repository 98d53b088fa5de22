// SPDX-License-Identifier: GPL-2.0-only

// The same simulation with the same seed leaves the same rows in the trace database.

#include "test-net.h"
#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/nf-trace-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <memory>

namespace ns3
{
namespace
{

const char* const RULES = R"(
*mangle
-A PREROUTING -m statistic --mode random --probability 0.25 -j MARK --set-mark 9
COMMIT
*nat
-A PREROUTING -d 10.0.9.9/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.2.2:80
-A POSTROUTING -o eth1 -j MASQUERADE --random
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -p udp -m statistic --mode random --probability 0.3 -j REJECT
-A FORWARD -i eth0 -j ACCEPT
COMMIT
)";

void
Simulate(const std::string& database, uint64_t run)
{
    RngSeedManager::SetRun(run);
    auto net = std::make_unique<TestNet>(4);
    net->RouteGlobally();
    net->HostRoute(0, Ipv4Address("10.0.9.9"), net->Address(0, 1));
    net->helper.RestoreText(net->At(1), RULES);
    NfTraceHelper trace(database);
    trace.Install(net->nodes);
    std::vector<std::unique_ptr<TestUdp>> senders;
    for (uint32_t i = 0; i < 30; ++i)
    {
        senders.push_back(std::make_unique<TestUdp>(net->At(0), net->At(3), 1000 + i, true));
        senders.back()->Send(1 + 0.05 * i, net->Address(2, 1), 1000 + i);
        senders.back()->Send(1.5 + 0.05 * i, net->Address(2, 1), 1000 + i);
    }
    TestPing ping(net->At(0), net->Address(2, 1), 1, 10);
    TestPing twin(net->At(1), net->Address(2, 1), 1.02, 10);
    TestBulk bulk(net->At(0), net->At(3), Ipv4Address("10.0.9.9"), 8080, 80, 50000, 2);
    net->Run(60);
    trace.Finish();
}

/// @param path of a database
/// @return all rows of all tables but run
std::string
Dump(const std::string& path)
{
    SQLite::Database database(path);
    std::string dump;
    for (const auto& table :
         TestRows(database,
                  "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'run' "
                  "AND name NOT LIKE 'sqlite_%' ORDER BY name"))
    {
        dump += "== " + table + "\n";
        for (const std::string& row : TestRows(database, "SELECT * FROM " + table))
        {
            dump += row + "\n";
        }
    }
    return dump;
}

TEST(Determinism, SameSeedSameRows)
{
    std::string directory = MakeTestDirectory("db");
    ASSERT_TRUE(RunInChild([&] { Simulate(directory + "/first", 1); }));
    ASSERT_TRUE(RunInChild([&] { Simulate(directory + "/second", 1); }));
    ASSERT_TRUE(RunInChild([&] { Simulate(directory + "/other", 2); }));
    std::string first = Dump(directory + "/first");
    EXPECT_GT(first.size(), 20000U);
    EXPECT_TRUE(first == Dump(directory + "/second"));
    EXPECT_FALSE(first == Dump(directory + "/other")) << "chance must play a part in this test";
}

} // namespace
} // namespace ns3
