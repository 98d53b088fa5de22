// SPDX-License-Identifier: GPL-2.0-only

// Scenario files and the C++ scripts of the same names (examples/scenarios) give the same results.

#include "nfsim-runner.h"
#include "test-sql.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <ostream>

namespace ns3
{
namespace
{

/// A scenario, of which variant, by what its script is called.
struct Twin
{
    const char* name;
    std::vector<std::string> settings;
};

/// The test's name must not show addresses.
/// @param stream where to
/// @param twin the parameter
void
PrintTo(const Twin& twin, std::ostream* stream)
{
    *stream << twin.name;
}

class ScenarioScript : public NfsimTest, public testing::WithParamInterface<Twin>
{
};

std::string
TestName(const testing::TestParamInfo<Twin>& info)
{
    std::string name = info.param.name;
    name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
    return name;
}

} // namespace

TEST_P(ScenarioScript, GivesTheResultsOfTheScenarioFileMeasureByMeasure)
{
    const std::string name = GetParam().name;
    const std::string byFile = Path("file.db");
    const std::string byScript = Path("script.db");
    std::vector<std::string> arguments{"run",
                                       fmt::format("{}/scenarios/{}.yaml", NF_EXAMPLES_DIR, name),
                                       "--replication=2",
                                       "--results=" + byFile};
    arguments.insert(arguments.end(), GetParam().settings.begin(), GetParam().settings.end());
    const NfsimResult run = Run(arguments);
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    const std::string script =
        fmt::format(NF_EXAMPLES_BIN "/scenarios --scenario={} --results={} --RngRun=2 > {} 2>&1",
                    name,
                    byScript,
                    Path("out"));
    ASSERT_EQ(std::system(script.c_str()), 0) << ReadFile(Path("out"));
    SQLite::Database file(byFile);
    SQLite::Database scripted(byScript);
    const char* measures = "SELECT class, measure, unit, value FROM result ORDER BY 1, 2";
    const auto results = TestRows(file, measures);
    EXPECT_GT(results.size(), 40U);
    EXPECT_EQ(TestRows(scripted, measures), results);
    const char* verdicts = "SELECT held, detail FROM expectation ORDER BY rowid";
    EXPECT_EQ(TestRows(scripted, verdicts), TestRows(file, verdicts));
    const char* nodes = "SELECT name, kind, zone, firewall, rules, sent_bytes, dropped FROM node "
                        "ORDER BY name";
    EXPECT_FALSE(TestRows(file, nodes).empty());
    EXPECT_EQ(TestRows(scripted, nodes), TestRows(file, nodes));
    // A script may have named the ends of a link the other way round.
    const char* links = "SELECT min(a.name, b.name), max(a.name, b.name) FROM link "
                        "JOIN node a ON a.number = from_node "
                        "JOIN node b ON b.number = to_node ORDER BY 1, 2";
    EXPECT_FALSE(TestRows(file, links).empty());
    EXPECT_EQ(TestRows(scripted, links), TestRows(file, links));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    ScenarioScript,
    testing::Values(Twin{"asymmetric", {}},
                    Twin{"campus", {}},
                    Twin{"carrier-grade-nat", {}},
                    Twin{"dmz", {}},
                    Twin{"dual-firewall", {}},
                    Twin{"failover", {}},
                    Twin{"firewall-failover", {}},
                    Twin{"hairpin", {}},
                    Twin{"home-dhcp", {}},
                    Twin{"home-nat", {}},
                    Twin{"link-failure", {}},
                    Twin{"policy-change", {}},
                    Twin{"port-scan", {}},
                    Twin{"reject-drop", {"--set", "verdict=REJECT"}},
                    Twin{"syn-flood", {"--set", "limit=--limit 20/second --limit-burst 20"}}),
    TestName);

} // namespace ns3
