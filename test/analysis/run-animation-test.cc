// SPDX-License-Identifier: GPL-2.0-only

// nfsim run --netanim.

#include "nfsim-runner.h"
#include "test-sql.h"

#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>

namespace ns3
{
namespace
{

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class RunAnimation : public NfsimTest
{
};

const std::string DMZ = std::string(NF_EXAMPLES_DIR) + "/scenarios/dmz.yaml";

} // namespace

TEST_F(RunAnimation, ShowsTheDropsThatATraceCounts)
{
    const NfsimResult run =
        Run({"run", DMZ, "--netanim", Path("a.xml"), "--trace", Path("trace.db")});
    ASSERT_EQ(run.code, 0) << run.err;
    const std::string animation = ReadFile(Path("a.xml"));
    EXPECT_THAT(animation, StartsWith("<anim "));
    EXPECT_THAT(animation, EndsWith("</anim>\n"));
    SQLite::Database trace(Path("trace.db"));
    const auto drops = TestRows(trace,
                                "SELECT count(*) FROM hook_pass h JOIN pass_kind k ON "
                                "k.run = h.run AND k.id = h.kind JOIN node n ON n.run = h.run AND "
                                "n.id = k.node WHERE h.verdict = 0 AND n.name = 'fw'");
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_THAT(animation, HasSubstr(fmt::format("\"fw ({} drops)\"", drops[0][0])));
    EXPECT_THAT(animation, testing::Not(HasSubstr("\"fw (0 drops)\"")));
}

TEST_F(RunAnimation, ChangesNothingOfTheRun)
{
    ASSERT_EQ(Run({"run", DMZ, "--results", Path("plain.db")}).code, 0);
    ASSERT_EQ(Run({"run", DMZ, "--results", Path("seen.db"), "--netanim=" + Path("a.xml")}).code,
              0);
    SQLite::Database plain(Path("plain.db"));
    SQLite::Database seen(Path("seen.db"));
    const char* measures = "SELECT class, measure, unit, value FROM result ORDER BY 1, 2";
    EXPECT_EQ(TestRows(seen, measures), TestRows(plain, measures));
}

TEST_F(RunAnimation, IsRefusedWhereItCannotBe)
{
    const NfsimResult nowhere = Run({"run", DMZ, "--netanim", Path("none/a.xml")});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_THAT(nowhere.err, HasSubstr("none/a.xml"));
    const std::string variants = std::string(NF_EXAMPLES_DIR) + "/scenarios/reject-drop.yaml";
    const NfsimResult many = Run({"run", variants, "--netanim", Path("a.xml")});
    EXPECT_EQ(many.code, 2);
    EXPECT_THAT(many.err, HasSubstr("2 variants, and an animation shows one"));
}

} // namespace ns3
