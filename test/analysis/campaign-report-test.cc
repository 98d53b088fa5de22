// SPDX-License-Identifier: GPL-2.0-only

// The report and the figures of nfsim compare.

#include "nfsim-runner.h"

#include <chrono>
#include <cstdlib>
#include <gmock/gmock.h>
#include <regex>
#include <set>

namespace ns3
{

namespace
{

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* PLACEMENTS = "hosts,edge,core,<b>bold</b>";

class CampaignReport : public NfsimTest
{
  protected:
    CampaignReport()
    {
        std::ofstream(Path("scenario.json"))
            << R"({"placements": {"hosts": 100, "edge": 65, "core": 90, "<b>bold</b>": 120},)"
            << R"( "fail": ["edge 2"]})";
    }

    std::vector<std::string> Words(const std::vector<std::string>& more) const
    {
        std::vector<std::string> words{"compare",
                                       Path("scenario.json"),
                                       "--placements",
                                       PLACEMENTS,
                                       "--runner",
                                       NF_FAKE_RUN,
                                       "--output",
                                       Path("c"),
                                       "--runs",
                                       "6"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    std::string Report() const
    {
        return ReadFile(Path("c/report.html"));
    }
};

std::size_t
Count(const std::string& text, const std::string& word)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    {
        ++count;
    }
    return count;
}

TEST_F(CampaignReport, SaysWhatWasAskedAndWhatCameOfIt)
{
    EXPECT_EQ(Run(Words({})).code, 1);
    EXPECT_THAT(Report(),
                AllOf(HasSubstr("<td><code>nfsim compare"),
                      HasSubstr("edge 2&quot;]}</pre>"),
                      HasSubstr("bytes_hops_before_drop: "),
                      HasSubstr("% less than hosts"),
                      HasSubstr("the scenario's line 7 cannot be built"),
                      HasSubstr("mail arrives"),
                      HasSubstr("0.1 (23 runs)"),
                      HasSubstr("The same in every run: sent 1000 packets"),
                      HasSubstr("Left out: 1 runs without results")));
    // Each of four measures has three figures, and two of them are a trade-off.
    EXPECT_EQ(Count(Report(), "<figure>"), 13U);
}

TEST_F(CampaignReport, StandsAloneAndShowsNamesAsTheyAre)
{
    EXPECT_EQ(Run(Words({})).code, 1);
    const std::string report = Report();
    EXPECT_THAT(report, AllOf(Not(HasSubstr("<b>bold")), HasSubstr("&lt;b&gt;bold&lt;/b&gt;")));
    EXPECT_THAT(report, AllOf(Not(HasSubstr(" src=")), Not(HasSubstr("<link"))));
    const std::regex reference("href=[\"'](?!#)");
    EXPECT_FALSE(std::regex_search(report, reference)) << "it needs no other file";
    std::set<std::string> names;
    const std::regex name(" id=[\"']([^\"']+)[\"']");
    for (std::sregex_iterator i(report.begin(), report.end(), name), end; i != end; ++i)
    {
        EXPECT_TRUE(names.insert((*i)[1]).second) << (*i)[1] << " names two things";
    }
    EXPECT_GT(names.size(), 13U);
}

TEST_F(CampaignReport, OfTenVariantsWithThirtyRunsTakesLessThanTenSeconds)
{
    using Clock = std::chrono::steady_clock;
    std::ofstream(Path("scenario.json")) << R"({"placements": {}})";
    std::vector<std::string> words = Words({"--set", "factor=1,2,3,4,5,6,7,8,9,10", "--runs"});
    words.emplace_back("30");
    words.erase(words.begin() + 2, words.begin() + 4);
    words.erase(words.begin() + 6, words.begin() + 8);
    ASSERT_EQ(Run(words).code, 0);
    const Clock::time_point before = Clock::now();
    ASSERT_EQ(Run({"compare", "--output", Path("c"), "--collect"}).code, 0);
    EXPECT_LT(std::chrono::duration<double>(Clock::now() - before).count(), 10);
    EXPECT_THAT(Report(), HasSubstr("0.1 (300 runs)"));
}

TEST_F(CampaignReport, WithoutGnuplotItSaysThatFiguresAreMissing)
{
    const NfsimResult result = Run(Words({}), "/nowhere");
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("install the package gnuplot"));
    EXPECT_THAT(Report(), AllOf(HasSubstr("Figures are missing: "), HasSubstr("</html>")));
}

TEST_F(CampaignReport, FiguresAreFilesOfTheFormatThatIsWanted)
{
    EXPECT_EQ(Run(Words({"--figures", "pdf", "--no-report", "--measure", "latency_mean"})).code, 1);
    EXPECT_FALSE(std::filesystem::exists(Path("c/report.html")));
    for (const char* figure : {"means", "differences", "runs"})
    {
        EXPECT_THAT(ReadFile(Path("c/figures/latency_mean-") + figure + ".pdf"),
                    StartsWith("%PDF"));
    }
    EXPECT_EQ(Run(Words({"--figures", "svg", "--no-report"})).code, 1);
    EXPECT_THAT(ReadFile(Path("c/figures/trade-off.svg")), HasSubstr("Less is better of"));
}

// A browser sorts a table by a click, as numbers are ordered and not as words are.
TEST_F(CampaignReport, TablesSortInABrowser)
{
    const std::string browser =
        "timeout 60 chromium --headless --no-sandbox --disable-gpu --dump-dom ";
    if (std::system((browser + "about:blank >/dev/null 2>&1").c_str()) != 0)
    {
        GTEST_SKIP() << "needs chromium, and memory without a limit";
    }
    EXPECT_EQ(Run(Words({})).code, 1);
    std::string report = Report();
    const std::string click = R"(<script>
const table = [...document.querySelectorAll("table.sorts")].find(t => t.tHead.innerText
  .includes("Mean"));
const heads = [...table.tHead.rows[0].cells];
const column = heads.findIndex(h => h.innerText.startsWith("Mean"));
const read = () => [...table.tBodies[0].rows].map(r => parseFloat(r.cells[column].innerText));
const rises = list => list.every((v, i) => i === 0 || isNaN(v) || list[i - 1] <= v);
const before = rises(read());
heads[column].click();
const up = rises(read());
heads[column].click();
const down = rises(read().filter(v => !isNaN(v)).reverse());
document.title = `before ${before} up ${up} down ${down}`;
</script></body>)";
    report.replace(report.rfind("</body>"), 7, click);
    std::ofstream(Path("clicked.html")) << report;
    const std::string command =
        browser + "file://" + Path("clicked.html") + " >" + Path("dom") + " 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    EXPECT_THAT(ReadFile(Path("dom")), HasSubstr("<title>before false up true down true</title>"));
}

} // namespace

} // namespace ns3
