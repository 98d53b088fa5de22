// SPDX-License-Identifier: GPL-2.0-only

// nfsim placements: what it proposes, and how it refuses.

#include "nfsim-runner.h"

#include <fstream>
#include <gmock/gmock.h>

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
    EXPECT_EQ(json["placements"][6]["check"], "fails");
    EXPECT_THAT(json["findings"][0]["text"].get<std::string>(),
                HasSubstr("outside > b > a > inside"));
}

TEST_F(Placements, TellsAllThatIsWrong)
{
    std::ofstream(Path("bad.txt")) << "zone lan: insde\nlan -> wann: deny\n";
    const std::string message = Refused({"placements", Path("t.dot"), "--policy", Path("bad.txt")});
    EXPECT_THAT(message, HasSubstr("bad.txt:2:8: there is no zone 'wann'"));
}

} // namespace

} // namespace ns3
