// SPDX-License-Identifier: GPL-2.0-only

#include "match-cases.h"
#include "nf-standard-matches.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

using namespace ns3;

namespace
{

/// A line of cases/NAME.cases or cases6/NAME.cases, measured on Linux with verify-cases.py.
struct Case
{
    NfFamily family;
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
    *os << c.match << ".cases" << (c.family == NfFamily::IPV6 ? " (6):" : ":") << c.line << ": "
        << c.options;
}

void
ReadTable(const std::string& path,
          const std::string& match,
          NfFamily family,
          std::vector<Case>& cases)
{
    std::ifstream file(path);
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
        Case c{family, match, line, table, chain, "", "", false, ""};
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

/// A match that rules of both families have is held to the same table in both, unless cases6/ has
/// one of its own.
std::vector<Case>
ReadCases()
{
    const std::string folder = NF_TEST_UNIT "/matches/";
    std::vector<Case> cases;
    for (const auto& type : NfMakeStandardMatchTypes())
    {
        const std::string both = folder + "cases/" + type.name + ".cases";
        const std::string own = folder + "cases6/" + type.name + ".cases";
        if (type.family != NfFamily::IPV6)
        {
            ReadTable(both, type.name, NfFamily::IPV4, cases);
        }
        if (type.family != NfFamily::IPV4)
        {
            const bool hasOwn = std::ifstream(own).good();
            ReadTable(hasOwn ? own : both, type.name, NfFamily::IPV6, cases);
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
    ParsedMatch parsed = ParseMatch(c.options, c.chain, c.table, c.family);
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
    ParsedMatch first = ParseMatch(c.options, c.chain, c.table, c.family);
    ASSERT_FALSE(first.complaint);
    std::ostringstream saved;
    first.match->Save(saved);
    ParsedMatch second = ParseMatch(first.ProtocolText() + "-m " + first.typeName + saved.str(),
                                    c.chain,
                                    c.table,
                                    c.family);
    ASSERT_FALSE(second.complaint) << *second.complaint;
    std::ostringstream savedAgain;
    second.match->Save(savedAgain);
    EXPECT_EQ(savedAgain.str(), saved.str());
}

INSTANTIATE_TEST_SUITE_P(Cases, MatchCasesTest, ::testing::ValuesIn(ReadCases()));

/// Every match has a table of cases for each family that it serves, with both verdicts in it; of
/// one without options, a chain that may not have it is the other verdict.
TEST(MatchCasesTest, EveryMatchHasCases)
{
    auto cases = ReadCases();
    for (const auto& type : NfMakeStandardMatchTypes())
    {
        for (NfFamily family : {NfFamily::IPV4, NfFamily::IPV6})
        {
            bool accepted = false;
            bool refused = false;
            for (const auto& c : cases)
            {
                const bool about = c.match == type.name && c.family == family;
                accepted |= about && c.ok;
                refused |= about && !c.ok;
            }
            const bool serves = type.family.value_or(family) == family;
            EXPECT_TRUE(!serves || (accepted && refused)) << type.name;
        }
    }
}
