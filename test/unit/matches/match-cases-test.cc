// SPDX-License-Identifier: GPL-2.0-only

#include "match-cases.h"
#include "nf-standard-matches.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

using namespace ns3;

namespace
{

/// A line of cases/NAME.cases, measured on Linux with verify-cases.py.
struct Case
{
    std::string match; //!< NAME
    uint32_t line;
    std::string table;
    std::string chain;
    std::string options;
    std::string canonical;
    bool ok;
    std::string listing;
};

void
PrintTo(const Case& c, std::ostream* os)
{
    *os << c.match << ".cases:" << c.line << ": " << c.options;
}

std::vector<Case>
ReadCases()
{
    const std::string folder = NF_TEST_UNIT "/matches/cases/";
    std::vector<Case> cases;
    for (const auto& type : NfMakeStandardMatchTypes())
    {
        std::ifstream file(folder + type.name + ".cases");
        std::string table = "filter";
        std::string chain = "INPUT";
        std::string text;
        for (uint32_t line = 1; std::getline(file, text); ++line)
        {
            if (text.empty() || text[0] == '#' || text[0] == '%')
            {
                continue;
            }
            if (text[0] == ':' || text[0] == '*')
            {
                (text[0] == ':' ? chain : table) = text.substr(1);
                continue;
            }
            std::istringstream fields(text.substr(text[0] == '~' ? 1 : 0));
            Case c{type.name, line, table, chain, "", "", false, ""};
            std::string verdict;
            std::getline(fields, c.options, ';');
            std::getline(fields, c.canonical, ';');
            std::getline(fields, verdict, ';');
            std::getline(fields, c.listing);
            c.canonical = c.canonical == "=" ? c.options : c.canonical;
            c.ok = verdict == "OK";
            cases.push_back(c);
        }
    }
    return cases;
}

class MatchCasesTest : public ::testing::TestWithParam<Case>
{
};

} // namespace

/// Each line is accepted or refused, saved and listed as iptables does.
TEST_P(MatchCasesTest, IsAsIptables)
{
    const Case& c = GetParam();
    ParsedMatch parsed = ParseMatch(c.options, c.chain, c.table);
    if (!c.ok)
    {
        ASSERT_TRUE(parsed.complaint);
        EXPECT_GT(parsed.complaint->size(), 10U);
        return;
    }
    ASSERT_FALSE(parsed.complaint) << *parsed.complaint;
    std::ostringstream saved;
    parsed.match->Save(saved);
    EXPECT_EQ(parsed.ProtocolText() + "-m " + parsed.typeName + saved.str(), c.canonical);
    std::ostringstream listed;
    parsed.match->List(listed);
    EXPECT_EQ(listed.str(), c.listing);
}

/// What was saved is accepted, and is saved the same again.
TEST_P(MatchCasesTest, SurvivesARoundTrip)
{
    const Case& c = GetParam();
    if (!c.ok)
    {
        return;
    }
    ParsedMatch first = ParseMatch(c.options, c.chain, c.table);
    ASSERT_FALSE(first.complaint);
    std::ostringstream saved;
    first.match->Save(saved);
    ParsedMatch second =
        ParseMatch(first.ProtocolText() + "-m " + first.typeName + saved.str(), c.chain, c.table);
    ASSERT_FALSE(second.complaint) << *second.complaint;
    std::ostringstream savedAgain;
    second.match->Save(savedAgain);
    EXPECT_EQ(savedAgain.str(), saved.str());
}

INSTANTIATE_TEST_SUITE_P(Cases, MatchCasesTest, ::testing::ValuesIn(ReadCases()));

/// Every match has a table of cases with both verdicts in it.
TEST(MatchCasesTest, EveryMatchHasCases)
{
    auto cases = ReadCases();
    for (const auto& type : NfMakeStandardMatchTypes())
    {
        bool accepted = false;
        bool refused = false;
        for (const auto& c : cases)
        {
            accepted |= c.match == type.name && c.ok;
            refused |= c.match == type.name && !c.ok;
        }
        EXPECT_TRUE(accepted && refused) << type.name;
    }
}
