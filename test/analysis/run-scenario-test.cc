// SPDX-License-Identifier: GPL-2.0-only

// nfsim run: what scenarios do.

#include "nfsim-runner.h"
#include "test-sql.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <thread>

namespace ns3
{

namespace
{

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// Two hosts and a router between them, whose rules may be given.
const char* const NETWORK =
    "topology:\n"
    "  rate: 10Mbps\n"
    "  delay: 1ms\n"
    "  nodes: {fw: {iptables: \"${rule}\"}, a: {kind: host}, b: {kind: host}}\n"
    "  links: [{from: fw, to: a}, {from: fw, to: b, name: up}]\n"
    "traffic: [{name: pings, kind: ping, from: a, to: b, count: 4}]\n";

class RunScenario : public NfsimTest
{
  protected:
    void Write(const std::string& text)
    {
        std::ofstream(Path("s.yaml")) << text;
    }

    NfsimResult RunIt(std::vector<std::string> more = {})
    {
        std::vector<std::string> arguments{"run", Path("s.yaml")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return Run(arguments);
    }
};

TEST_F(RunScenario, EachExampleDoesWhatItExpects)
{
    std::size_t count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(NF_EXAMPLES_DIR) + "/scenarios"))
    {
        if (entry.path().extension() == ".yaml")
        {
            const NfsimResult result = Run({"run", entry.path()});
            EXPECT_EQ(result.code, 0) << entry.path() << result.out << result.err;
            EXPECT_THAT(result.out, HasSubstr("holds: ")) << entry.path();
            ++count;
        }
    }
    EXPECT_GE(count, 10U);
}

// A client that waits for its answer has nothing left to send, so that closing would send a FIN.
TEST_F(RunScenario, ATransferThatTheEndCutsShortSendsNothingMore)
{
    Write(R"(duration: 2s
topology:
  rate: 1Mbps
  delay: 5ms
  nodes:
    pc: {kind: host, iptables: ["-A OUTPUT -p udp -j DROP"]}
    web: {kind: host}
  links: [{from: pc, to: web}]
traffic: [{name: long, kind: web, from: pc, to: web, response: 5000000, pause: 0.1s}]
)");
    const NfsimResult result = Run({"run", Path("s.yaml")});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("2 s simulated"));
}

TEST_F(RunScenario, WhatIsNotAsExpectedIsToldWithTheRuleAndSetsTheExitCode)
{
    Write(std::string("duration: 6s\nvariables: {rule: -A FORWARD -p icmp -j DROP}\n") + NETWORK +
          "expectations: ['allowed: a -> b icmp', 'denied: a -> b icmp', 'denied: a -> b tcp',\n"
          "  at most 0 % of pings delivered, at least 1 % of pings delivered]\n");
    const NfsimResult result = RunIt();
    EXPECT_EQ(result.code, 1) << result.err;
    EXPECT_THAT(result.out,
                AllOf(HasSubstr("BROKEN: allowed: a -> b icmp (pings from a to b: 4 packets were "
                                "stopped by rule at fw: -A FORWARD -p icmp -j DROP)"),
                      HasSubstr("holds: denied: a -> b icmp\n"),
                      HasSubstr("holds: at most 0 % of pings"),
                      HasSubstr("BROKEN: at least 1 % of pings"),
                      HasSubstr("BROKEN: denied: a -> b tcp (no such traffic was sent)")));
    EXPECT_EQ(RunIt({"--set", "rule=-A FORWARD -p tcp -j DROP"}).code, 1);
    Write(std::string("duration: 6s\nvariables: {rule: -P FORWARD ACCEPT}\n") + NETWORK +
          "expectations: [at least 100 % of pings within 10 ms]\n");
    EXPECT_EQ(RunIt().code, 0);
}

TEST_F(RunScenario, ASweepIsRunVariantByVariant)
{
    Write(std::string("name: two\nduration: 6s\n"
                      "sweep: {rule: ['-P FORWARD DROP', '-P FORWARD ACCEPT']}\n") +
          NETWORK + "expectations: [at least 100 % of pings delivered]\n");
    const NfsimResult listed = RunIt({"--variants"});
    EXPECT_EQ(listed.out,
              "{\"variant\":\"rule=-P FORWARD DROP\",\"set\":{\"rule\":\"-P FORWARD DROP\"},"
              "\"placements\":[]}\n"
              "{\"variant\":\"rule=-P FORWARD ACCEPT\",\"set\":{\"rule\":\"-P FORWARD ACCEPT\"},"
              "\"placements\":[]}\n");
    const NfsimResult both = RunIt();
    EXPECT_EQ(both.code, 1);
    EXPECT_THAT(both.out,
                AllOf(StartsWith("two rule=-P FORWARD DROP: 6 s simulated"),
                      HasSubstr("two rule=-P FORWARD ACCEPT: 6 s simulated")));
    EXPECT_EQ(RunIt({"--set", "rule=-P FORWARD ACCEPT"}).code, 0);
}

TEST_F(RunScenario, ChangesHappenAtTheirTimes)
{
    const std::string network = "variables: {rule: -P FORWARD ACCEPT}\n" + std::string(NETWORK);
    Write("duration: 6s\n" + network +
          "changes: [{at: 0.5s, link-down: up}, {at: 2.5s, link-up: up}]\n"
          "expectations: [at least 50 % of pings delivered, at most 50 % of pings delivered]\n");
    EXPECT_EQ(RunIt().code, 0) << RunIt().out;
    Write("duration: 6s\n" + network +
          "changes: [{at: 1.5s, node: fw, iptables: [-A FORWARD -j DROP]}, {at: 2.5s, node: fw, "
          "restart: 10ms}]\n"
          "expectations: [at least 75 % of pings delivered, at most 75 % of pings delivered]\n");
    EXPECT_EQ(RunIt().code, 0) << RunIt().out;
}

TEST_F(RunScenario, NothingDependsOnWhatElseIsSentOrOnTheRun)
{
    const std::string lossy = "duration: 6s\ntopology:\n  rate: 10Mbps\n  delay: 1ms\n"
                              "  nodes: {a: {kind: host}, b: {kind: host}}\n"
                              "  links: [{from: a, to: b, loss: 0.3}]\n"
                              "traffic:\n"
                              "  - {name: p, kind: ping, from: a, to: b, interval: 0.01s}\n";
    Write(lossy);
    const auto getRow = [](const NfsimResult& result) {
        return result.out.substr(std::min(result.out.find("\np "), result.out.size()));
    };
    const std::string first = getRow(RunIt());
    EXPECT_THAT(first, HasSubstr("p "));
    EXPECT_EQ(getRow(RunIt()), first);
    EXPECT_NE(getRow(RunIt({"--replication", "2"})), first);
    EXPECT_NE(getRow(RunIt({"--seed", "2"})), first);
}

TEST_F(RunScenario, ResultsHoldTheScenarioItsFiguresAndItsExpectations)
{
    Write(std::string("name: x\nduration: 6s\nvariables: {rule: -P FORWARD DROP}\n") + NETWORK +
          "expectations: [at most 0 % of pings delivered]\n");
    EXPECT_EQ(RunIt({"--results", Path("r.db"), "--replication", "3"}).code, 0);
    EXPECT_THAT(Refused({"run", Path("s.yaml"), "--results", Path("r.db"), "--replication", "3"}),
                HasSubstr("r.db"));
    SQLite::Database database(Path("r.db"));
    EXPECT_THAT(TestRows(database, "SELECT scenario, status, replication FROM run"),
                ElementsAre("x finished 3"));
    EXPECT_THAT(TestRows(database, "SELECT text FROM run"), ElementsAre(ReadFile(Path("s.yaml"))));
    EXPECT_THAT(TestRows(database,
                         "SELECT value FROM result WHERE class = 'pings' AND measure = "
                         "'dropped_by_rule'"),
                ElementsAre("4.0"));
    EXPECT_THAT(TestRows(database, "SELECT held FROM expectation"), ElementsAre("1"));
}

TEST_F(RunScenario, ATraceNamesTheScenarioItsTextVariantPlacementAndReplicationAsResultsDo)
{
    Write(std::string("name: x\nduration: 6s\nvariables: {rule: -P FORWARD DROP}\n"
                      "policy: |\n  zone one: a\n  zone two: b\n  one -> two: any accept\n"
                      "placements: {edge: fw}\n") +
          NETWORK);
    const NfsimResult whole = RunIt({"--trace",
                                     Path("t.db"),
                                     "--results",
                                     Path("r.db"),
                                     "--set",
                                     "rule=-P INPUT ACCEPT",
                                     "--placement",
                                     "edge",
                                     "--replication",
                                     "5"});
    EXPECT_EQ(whole.code, 0) << whole.err;
    EXPECT_THAT(Run({"trace", Path("t.db"), "summary"}).out, HasSubstr("x rule=-P INPUT ACCEPT"));
    const std::string columns =
        "SELECT scenario, hash, variant, placement, replication, text FROM run";
    SQLite::Database trace(Path("t.db"));
    SQLite::Database results(Path("r.db"));
    const std::vector<std::string> rows = TestRows(trace, columns);
    EXPECT_EQ(rows, TestRows(results, columns));
    EXPECT_THAT(rows, ElementsAre(EndsWith(ReadFile(Path("s.yaml")))));
    EXPECT_THAT(TestRows(trace, "SELECT scenario, variant, placement, replication FROM run"),
                ElementsAre("x rule=-P INPUT ACCEPT edge 5"));
}

TEST_F(RunScenario, AnInterruptedRunLeavesValidDatabasesThatSaySo)
{
    Write("duration: 80000s\ntopology:\n  rate: 1Gbps\n  delay: 1ms\n  nodes: {a: , b: }\n"
          "  links: [{from: a, to: b}]\n"
          "traffic: [{name: u, kind: udp-cbr, from: a, to: b, rate: 1Mbps}]\n");
    const pid_t child = fork();
    if (child == 0)
    {
        const std::string scenario = Path("s.yaml");
        const std::string trace = Path("i.db");
        const std::string results = Path("i-results.db");
        const std::string out = Path("interrupted");
        const int file = open(out.c_str(), O_WRONLY | O_CREAT, 0600);
        dup2(file, STDOUT_FILENO);
        execl(NF_NFSIM,
              NF_NFSIM,
              "run",
              scenario.c_str(),
              "--trace",
              trace.c_str(),
              "--results",
              results.c_str(),
              nullptr);
        _exit(127);
    }
    while (!std::filesystem::exists(Path("i.db")))
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 1);
    EXPECT_THAT(ReadFile(Path("interrupted")), HasSubstr("; interrupted\n"));
    EXPECT_THAT(Run({"trace", Path("i.db"), "summary"}).out, HasSubstr("interrupted"));
    for (const char* file : {"i.db", "i-results.db"})
    {
        SQLite::Database database(Path(file));
        EXPECT_THAT(TestRows(database, "PRAGMA integrity_check"), ElementsAre("ok")) << file;
    }
    SQLite::Database results(Path("i-results.db"));
    EXPECT_THAT(TestRows(results, "SELECT status, message FROM run"),
                ElementsAre("interrupted the simulation ended before its time"));
    EXPECT_THAT(TestRows(results, "SELECT COUNT(*) FROM result"), ElementsAre("0"))
        << "figures of half a run would be taken for those of a whole one";
}

TEST_F(RunScenario, TheDocumentationHasAllKeys)
{
    const std::string doc = ReadFile(std::string(NF_SOURCE_DIR) + "/doc/scenario-format.rst");
    EXPECT_THAT(doc, EndsWith(Run({"run", "--schema", "rst"}).out))
        << "nfsim run --schema rst prints what belongs below the heading Keys";
}

TEST_F(RunScenario, TheJsonSchemaIsClosedAndHasEachSectionThatItRefersTo)
{
    const nlohmann::json schema = Run({"run", "--schema", "json"}).Json();
    for (const auto& [name, section] : schema["$defs"].items())
    {
        EXPECT_TRUE(section.contains("oneOf") || section["additionalProperties"] == false) << name;
    }
    const std::string text = schema.dump();
    const std::string reference = "#/$defs/";
    for (std::size_t at = text.find(reference); at != std::string::npos;
         at = text.find(reference, at + 1))
    {
        const std::size_t begin = at + reference.size();
        const std::string name = text.substr(begin, text.find('"', begin) - begin);
        EXPECT_TRUE(schema["$defs"].contains(name)) << name;
    }
}

} // namespace

} // namespace ns3
