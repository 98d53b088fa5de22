// SPDX-License-Identifier: GPL-2.0-only

#include "target-case.h"

#include <fstream>
#include <gtest/gtest.h>
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

TEST(TargetCases, AreAsIptablesMakesThem)
{
    std::ifstream file(NF_TEST_UNIT "/targets/targets.cases");
    ASSERT_TRUE(file);
    unsigned cases = 0;
    for (std::string line; std::getline(file, line);)
    {
        if (line.empty() || line[0] == '#')
        {
            continue;
        }
        SCOPED_TRACE(line);
        ++cases;
        std::vector<std::string> parts = SplitParts(line);
        std::string complaint;
        TargetCase targetCase(parts.at(0));
        auto target = targetCase.Make(complaint);
        if (parts.at(1) == "FAIL")
        {
            EXPECT_FALSE(target);
            EXPECT_NE(complaint, "");
            continue;
        }
        ASSERT_TRUE(target) << complaint;
        EXPECT_EQ(target->GetName(), targetCase.target);
        std::ostringstream saved;
        target->Save(saved);
        EXPECT_EQ("-j " + targetCase.target + saved.str(), parts[1]);
        std::ostringstream listed;
        target->List(listed);
        EXPECT_EQ(listed.str(), parts.size() > 2 ? parts[2] : "");
    }
    EXPECT_GT(cases, 300U);
}

} // namespace
