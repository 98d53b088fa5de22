// SPDX-License-Identifier: GPL-2.0-only

// nfsim placements: what it proposes, and how it refuses.

#include "nfsim-runner.h"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <iostream>
#include <sys/resource.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::StartsWith;

class Placements : public NfsimTest
{
  protected:
    Placements()
    {
        std::ofstream(Path("t.dot")) << "graph { inside [kind=host] outside [kind=host]\n"
                                        "inside -- a -- b -- outside }\n";
        std::ofstream(Path("p.txt")) << "zone lan: inside\nzone wan: outside\n"
                                        "lan -> wan: any accept\n";
    }
};

TEST_F(Placements, ProposesAndChecksAndDraws)
{
    const NfsimResult people =
        Run({"placements", Path("t.dot"), "--policy", Path("p.txt"), "-o", Path("a.svg")});
    EXPECT_EQ(people.code, 0) << people.err;
    EXPECT_THAT(people.out, HasSubstr("min-cut: no cut has fewer than 1 nodes"));
    EXPECT_THAT(ReadFile(Path("a.svg")), StartsWith("<?xml"));
    const auto json =
        Run({"placements", Path("t.dot"), "--policy", Path("p.txt"), "--json"}).Json();
    ASSERT_EQ(json["placements"].size(), 6U);
    for (const auto& placement : json["placements"])
    {
        EXPECT_EQ(placement["check"], "holds") << placement;
    }
    EXPECT_EQ(json["placements"][5]["nodes"], "b") << "what comes from outside is denied";
}

TEST_F(Placements, ChecksAllocationsMadeElsewhere)
{
    std::ofstream(Path("none.txt")) << "a: 3\n";
    const auto json = Run({"placements",
                           Path("t.dot"),
                           "--policy",
                           Path("p.txt"),
                           "--json",
                           "--allocation",
                           Path("none.txt")})
                          .Json();
    EXPECT_EQ(json["placements"][0]["name"], "none");
    EXPECT_EQ(json["placements"][0]["check"], "fails");
    EXPECT_THAT(json["findings"][0]["text"].get<std::string>(),
                HasSubstr("outside > b > a > inside"));
}

TEST_F(Placements, TellsAllThatIsWrong)
{
    std::ofstream(Path("bad.txt")) << "zone lan: insde\nlan -> wann: deny\n";
    const std::string message = Refused({"placements", Path("t.dot"), "--policy", Path("bad.txt")});
    EXPECT_THAT(message, HasSubstr("bad.txt:2:8: there is no zone 'wann'"));
}

// The largest network of the Internet Topology Zoo, which is not part of this module.
TEST_F(Placements, OfTheLargestNetworkOfTheZooTakeLessThanTenSeconds)
{
    const char* archive = std::getenv("NF_TOPOLOGY_ZOO");
    if (!archive)
    {
        GTEST_SKIP() << "NF_TOPOLOGY_ZOO names no archive of the Internet Topology Zoo";
    }
    const std::string command =
        "tar -xzf '" + std::string(archive) + "' -C '" + Path("") + "' graphml/Kdl.graphml";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    std::ofstream(Path("kdl.txt")) << "zone lan: A* B*\nzone servers: L*\nzone internet: rest\n"
                                      "lan -> internet: tcp/443 udp/53 accept\n"
                                      "lan -> servers: any accept\n"
                                      "internet -> servers: tcp/80 tcp/25 accept\n"
                                      "servers -> internet: udp/53 accept\n";
    const auto json =
        Run({"placements", Path("graphml/Kdl.graphml"), "--policy", Path("kdl.txt"), "--json"})
            .Json();
    EXPECT_EQ(json["candidates"].size(), 726U);
    EXPECT_EQ(json["placements"].size(), 6U);
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    std::cout << "Kdl: " << usage.ru_utime.tv_sec << " s\n";
    EXPECT_LT(usage.ru_utime.tv_sec, 10);
}

} // namespace

} // namespace ns3
