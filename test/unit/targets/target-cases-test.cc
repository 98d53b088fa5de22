// SPDX-License-Identifier: GPL-2.0-only

#include "target-case.h"

#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

using namespace ns3;

namespace
{

/// A line of targets.cases, in its parts.
std::vector<std::string>
SplitParts(const std::string& line)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t bar; (bar = line.find(" |", begin)) != std::string::npos; begin = bar + 2)
    {
        parts.push_back(line.substr(begin, bar - begin));
    }
    parts.push_back(line.substr(begin));
    for (std::string& part : parts)
    {
        part.erase(0, part.find_first_not_of(' '));
    }
    return parts;
}

/// What stands behind -j in a line.
std::string
TargetOf(const std::string& line)
{
    const std::size_t place = line.find("-j ") + 3;
    return line.substr(place, line.find_first_of(" \n", place) - place);
}

/// The lines of a table.
std::vector<std::string>
ReadLines(const std::string& name)
{
    std::ifstream file(NF_TEST_UNIT "/targets/" + name);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
    {
        if (!line.empty() && line[0] != '#')
        {
            lines.push_back(line.substr(line[0] == '~'));
        }
    }
    return lines;
}

void
Compare(const std::string& line, NfFamily family)
{
    SCOPED_TRACE(line);
    std::vector<std::string> parts = SplitParts(line);
    std::string complaint;
    TargetCase targetCase(parts.at(0), family);
    auto target = targetCase.Make(complaint);
    if (parts.at(1) == "FAIL")
    {
        EXPECT_FALSE(target);
        EXPECT_NE(complaint, "");
        return;
    }
    ASSERT_TRUE(target) << complaint;
    EXPECT_EQ(target->GetName(), targetCase.target);
    std::ostringstream saved;
    target->Save(saved);
    EXPECT_EQ("-j " + targetCase.target + saved.str(), parts[1]);
    std::ostringstream listed;
    target->List(listed);
    // Lines of the table have no blanks at their end, as some texts of iptables have.
    std::string text = listed.str();
    text.erase(text.find_last_not_of(' ') + 1);
    EXPECT_EQ(text, parts.size() > 2 ? parts[2] : "");
}

TEST(TargetCases, AreAsIptablesMakesThem)
{
    const auto lines = ReadLines("targets.cases");
    for (const auto& line : lines)
    {
        Compare(line, NfFamily::IPV4);
    }
    EXPECT_GT(lines.size(), 300U);
}

/// Those of targets6.cases, and those of targets.cases whose targets are the same in both families.
TEST(TargetCases, AreAsIp6tablesMakesThem)
{
    const auto lines = ReadLines("targets6.cases");
    std::set<std::string> own{"CLUSTERIP", "ECN", "TTL"};
    for (const auto& line : lines)
    {
        own.insert(TargetOf(line));
        Compare(line, NfFamily::IPV6);
    }
    unsigned shared = 0;
    for (const auto& line : ReadLines("targets.cases"))
    {
        if (own.count(TargetOf(line)) == 0)
        {
            ++shared;
            Compare(line, NfFamily::IPV6);
        }
    }
    EXPECT_GT(lines.size(), 100U);
    EXPECT_GT(shared, 150U);
}

} // namespace
