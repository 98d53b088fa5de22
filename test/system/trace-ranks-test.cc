// SPDX-License-Identifier: GPL-2.0-only

// Packets of a distributed simulation: a number goes with its packet to other ranks, so no two
// ranks may give the same one.

#include "test-net.h"
#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/default-simulator-impl.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/simulator.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

/// A simulator that takes itself for another rank than the first.
class RankThree : public DefaultSimulatorImpl
{
  public:
    uint32_t GetSystemId() const override
    {
        return 3;
    }
};

// Traces two datagrams. Returns the numbers of their packets.
std::vector<std::string>
TracePackets(const std::string& path)
{
    {
        TestNet net(2);
        NfTraceHelper trace(path);
        trace.Install(net.At(1));
        TestUdp udp(net.At(0), net.At(1), 9, false);
        udp.Send(1, net.Address(0, 1), 9);
        udp.Send(2, net.Address(0, 1), 9);
        net.Run(5);
        trace.Finish();
    }
    SQLite::Database db(path);
    return TestRows(db, "SELECT uid FROM packet ORDER BY uid");
}

TEST(TraceRanks, EachRankHasNumbersOfItsOwn)
{
    const std::string folder = MakeTestDirectory("db");
    EXPECT_THAT(TracePackets(folder + "/0.db"), testing::ElementsAre("1", "2"));
    Simulator::SetImplementation(CreateObject<RankThree>());
    const int64_t first = int64_t(3) << 40;
    EXPECT_THAT(TracePackets(folder + "/3.db"),
                testing::ElementsAre(std::to_string(first + 1), std::to_string(first + 2)));
}

} // namespace

} // namespace ns3
