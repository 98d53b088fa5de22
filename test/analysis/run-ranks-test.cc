// SPDX-License-Identifier: GPL-2.0-only

// nfsim run on several ranks: who would simulate what, and, where ns-3 has MPI, that the same comes
// out as of one process.

#include "scenario-runner.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <map>

namespace ns3
{

namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* SCENARIO = NF_TEST_DATA "/scenarios/ranks.yaml";

class RunRanks : public NfScenarioTest
{
  protected:
    NfsimResult Share(const std::string& file, uint32_t ranks) const
    {
        return Run({"run", file, "--check", "--ranks", std::to_string(ranks)});
    }

    /// @param variable by which a launcher tells how many processes it starts
    /// @param count how many
    /// @return what nfsim says, without a launcher
    NfsimResult PretendToBeOneOf(const std::string& variable,
                                 const std::string& count,
                                 const std::vector<std::string>& words = {"run", SCENARIO}) const
    {
        setenv(variable.c_str(), count.c_str(), 1);
        const NfsimResult result = Run(words);
        unsetenv(variable.c_str());
        return result;
    }
};

TEST_F(RunRanks, TheCheckTellsWhoWouldSimulateWhat)
{
    const NfsimResult result = Share(SCENARIO, 3);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, StartsWith("3 ranks: 6 + 6 + 12 nodes, "));
    EXPECT_THAT(result.out, HasSubstr("3 links between ranks, lookahead 8 ms\n"));
    EXPECT_THAT(result.out, HasSubstr(": core3 edge3 lan3 d1 d2 d3\n"));
    EXPECT_THAT(result.out, HasSubstr(": core2 edge2 lan2 c1 c2 c3\n"));
    EXPECT_THAT(result.out, HasSubstr(": core0 core1 edge0 edge1 lan0 lan1 a1 a2 a3 b1 b2 b3\n"));
}

TEST_F(RunRanks, NodesGoToTheRankThatTheScenarioGives)
{
    const std::string file = Write(R"(duration: 1s
topology:
  rate: 1Mbps
  delay: 1ms
  nodes: {a: {rank: 1}, b: , c: {rank: 0}, d: }
  links: [{from: a, to: b}, {from: b, to: c}, {from: c, to: d}]
)");
    const NfsimResult result = Share(file, 2);
    EXPECT_EQ(result.out,
              "2 ranks: 2 + 2 nodes, 50 + 50 % of the expected load, 1 links between ranks, "
              "lookahead 1 ms\n"
              "rank 0: c d\n"
              "rank 1: a b\n");
}

TEST_F(RunRanks, ARankThatThereIsNotIsRefusedWithItsPlace)
{
    const std::string file = Write(R"(duration: 1s
topology:
  rate: 1Mbps
  delay: 1ms
  nodes: {a: {rank: 2}, b: }
  links: [{from: a, to: b}]
)");
    const NfsimResult result = Share(file, 2);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("s.yaml:5:21: rank: 2: there are 2 ranks, numbered from 0"));
}

TEST_F(RunRanks, MoreRanksThanPartsAreRefused)
{
    const std::string file = Write(R"(duration: 1s
topology:
  rate: 1Mbps
  delay: 1ms
  nodes: {l: {kind: lan}, a: , b: , c: }
  links: [{from: l, to: [a, b]}, {from: b, to: c}]
)");
    EXPECT_EQ(Share(file, 2).code, 0);
    const NfsimResult result = Share(file, 3);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err,
                HasSubstr("3 ranks cannot share the network: it has 2 parts that can be simulated "
                          "apart."));
}

// RIP dereferences a null pointer when it ends without having begun.
TEST_F(RunRanks, ANetworkWithRipIsCheckedToTheEnd)
{
    const std::string file = Write("duration: 1s\n"
                                   "topology:\n"
                                   "  routing: rip\n"
                                   "  nodes: {a: , b: }\n"
                                   "  links: [{from: a, to: b, rate: 1Mbps, delay: 1ms}]\n");
    EXPECT_EQ(Run({"run", file, "--check"}).code, 0);
    EXPECT_EQ(Share(file, 2).code, 0);
}

TEST_F(RunRanks, ALauncherThatStartsOneProcessChangesNothing)
{
    const NfsimResult result = PretendToBeOneOf("OMPI_COMM_WORLD_SIZE", "1");
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, StartsWith("ranks: 6 s simulated"));
}

TEST_F(RunRanks, ACampaignIsNotSharedByProcesses)
{
    const NfsimResult result =
        PretendToBeOneOf("OMPI_COMM_WORLD_SIZE", "2", {"compare", SCENARIO, "--output", Path("c")});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("has started 2 processes, but a campaign makes its own"));
    EXPECT_FALSE(std::filesystem::exists(Path("c")));
}

#ifndef NF_HAS_MPI

TEST_F(RunRanks, WithoutMpiSeveralProcessesAreToldWhatIsMissing)
{
    for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE"})
    {
        const NfsimResult result = PretendToBeOneOf(variable, "2");
        EXPECT_EQ(result.code, 2);
        EXPECT_EQ(result.out, "");
        EXPECT_THAT(result.err, HasSubstr("has started 2 processes"));
        EXPECT_THAT(result.err, HasSubstr("has no module mpi"));
        EXPECT_THAT(result.err, HasSubstr(variable));
    }
}

TEST_F(RunRanks, TheSameComesOutOfOneTwoAndFourRanks)
{
    GTEST_SKIP() << "the ns-3 that this was built with has no module mpi (Debian's has none; "
                    "test/packaging/ns3-with-mpi.sh builds it)";
}

#else

/// What a run left.
struct Outcome
{
    NfsimResult result;
    std::vector<std::string> measures;
    std::vector<std::string> expectations;
    std::vector<std::string> network;
    std::map<std::string, std::vector<std::string>> trace; //!< rows, by what they are about
};

class RunMpi : public RunRanks
{
  protected:
    NfsimResult Mpirun(int ranks, std::vector<std::string> arguments) const
    {
        std::string command = fmt::format(
            "mpirun --allow-run-as-root --oversubscribe --mca mpi_yield_when_idle 1 -np {} {}",
            ranks,
            NF_NFSIM);
        for (const std::string& argument : arguments)
        {
            command += " '" + argument + "'";
        }
        command += fmt::format(" > {} 2> {}", Path("mpi.out"), Path("mpi.err"));
        NfsimResult result;
        const int status = std::system(command.c_str());
        result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        result.out = ReadFile(Path("mpi.out"));
        result.err = ReadFile(Path("mpi.err"));
        return result;
    }

    Outcome Simulate(int ranks) const
    {
        const std::string results = Path(fmt::format("results{}.db", ranks));
        const std::string trace = Path(fmt::format("trace{}.db", ranks));
        Outcome outcome;
        outcome.result = Mpirun(ranks, {"run", SCENARIO, "--results", results, "--trace", trace});
        EXPECT_EQ(outcome.result.code, 0) << outcome.result.err;
        SQLite::Database database(results, SQLite::OPEN_READONLY);
        outcome.measures =
            TestRows(database, "SELECT class, measure, value FROM result ORDER BY class, measure");
        outcome.expectations = TestRows(database, "SELECT text, held, detail FROM expectation");
        outcome.network =
            TestRows(database, "SELECT name, rules, sent_bytes, dropped FROM node ORDER BY number");
        SQLite::Database events(trace, SQLite::OPEN_READONLY);
        outcome.trace["passes by node"] =
            TestRows(events,
                     "SELECT n.name, k.hook, h.verdict, COUNT(*) FROM hook_pass h "
                     "JOIN pass_kind k ON k.run = h.run AND k.id = h.kind "
                     "JOIN node n ON n.run = h.run AND n.id = k.node "
                     "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
        outcome.trace["connections"] =
            TestRows(events,
                     "SELECT c.node, c.id, c.created, o.protocol, o.source, o.source_port, "
                     "o.destination, o.destination_port, r.destination, r.destination_port "
                     "FROM connection c JOIN v_flow o ON o.run = c.run AND o.flow = c.original "
                     "JOIN v_flow r ON r.run = c.run AND r.flow = c.reply ORDER BY 1, 2");
        outcome.trace["losses"] =
            TestRows(events,
                     "SELECT time, node, length, place, reason FROM loss ORDER BY 1, 2, 3, 4, 5");
        outcome.trace["stack drops"] =
            TestRows(events,
                     "SELECT time, node, length, reason FROM stack_drop ORDER BY 1, 2, 3, 4");
        outcome.trace["packets"] =
            TestRows(events,
                     "SELECT p.first_time, p.first_node, p.length, p.sent, f.source, f.destination "
                     "FROM packet p JOIN v_flow f ON f.run = p.run AND f.flow = p.flow "
                     "ORDER BY 1, 2, 3, 4, 5, 6");
        outcome.trace["runs"] = TestRows(events, "SELECT COUNT(*), MAX(finished) FROM run");
        return outcome;
    }
};

TEST_F(RunMpi, TheSameComesOutOfOneTwoAndFourRanks)
{
    const Outcome one = Simulate(1);
    EXPECT_GT(one.trace.at("connections").size(), 10U);
    EXPECT_GT(one.trace.at("losses").size(), 10U);
    EXPECT_GT(one.measures.size(), 50U);
    for (const int ranks : {2, 4})
    {
        const Outcome several = Simulate(ranks);
        EXPECT_THAT(several.result.out, StartsWith(fmt::format("{} ranks: ", ranks)));
        EXPECT_EQ(several.measures, one.measures) << ranks;
        EXPECT_EQ(several.expectations, one.expectations) << ranks;
        EXPECT_EQ(several.network, one.network) << ranks;
        for (const auto& [about, rows] : one.trace)
        {
            EXPECT_EQ(several.trace.at(about), rows) << about << " of " << ranks;
        }
    }
}

TEST_F(RunMpi, EachNodeIsTracedByItsOwnRank)
{
    Simulate(4);
    SQLite::Database events(Path("trace4.db"), SQLite::OPEN_READONLY);
    EXPECT_THAT(TestRows(events, "SELECT DISTINCT system_id FROM node ORDER BY 1"),
                ElementsAre("0", "1", "2", "3"));
    EXPECT_THAT(TestRows(events, "SELECT COUNT(*) FROM node WHERE NOT traced"), ElementsAre("0"));
    EXPECT_FALSE(std::filesystem::exists(Path("trace4.db.rank0")));
}

TEST_F(RunMpi, WhatIsWrongIsToldOnce)
{
    const std::string file = Write("duration: 1s\n"
                                   "topology:\n"
                                   "  nodes: {a: {rank: 9}, b: }\n"
                                   "  links: [{from: a, to: b, rate: 1Mbps, delay: 1ms}]\n");
    const NfsimResult result = Mpirun(2, {"run", file});
    EXPECT_EQ(result.code, 2);
    const std::size_t first = result.err.find("rank: 9: there are 2 ranks");
    ASSERT_NE(first, std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("rank: 9: there are 2 ranks", first + 1), std::string::npos);
}

TEST_F(RunMpi, ATraceThatIsThereIsNotAddedTo)
{
    std::ofstream(Path("there.db")) << "something";
    const NfsimResult result = Mpirun(2, {"run", SCENARIO, "--trace", Path("there.db")});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("it exists already"));
    EXPECT_EQ(ReadFile(Path("there.db")), "something");
}

TEST_F(RunMpi, SeveralVariantsAreRefused)
{
    const std::string file = Write("duration: 1s\n"
                                   "sweep: {delay: [1ms, 2ms]}\n"
                                   "topology:\n"
                                   "  nodes: {a: , b: }\n"
                                   "  links: [{from: a, to: b, rate: 1Mbps, delay: '${delay}'}]\n");
    const NfsimResult result = Mpirun(2, {"run", file});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("the scenario has 2 variants"));
    EXPECT_EQ(Mpirun(2, {"run", file, "--set", "delay=2ms"}).code, 0);
}

#endif

} // namespace

} // namespace ns3
