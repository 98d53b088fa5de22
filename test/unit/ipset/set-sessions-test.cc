// SPDX-License-Identifier: GPL-2.0-only

// Sessions with the real ipset 7.17 (cases/*.cases, recorded by record.py), repeated.

#include "fake-netns.h"
#include "nf-set-command.h"

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using Lines = std::vector<std::string>;

/// Takes out what is a kernel's own, as record.py does.
Lines
Normalised(const std::string& text)
{
    static const std::regex memory("^Size in memory: [0-9]+");
    Lines result;
    Lines block;
    auto flush = [&] {
        std::sort(block.begin(), block.end());
        result.insert(result.end(), block.begin(), block.end());
        block.clear();
    };
    std::istringstream stream(text);
    bool members = false;
    for (std::string line; std::getline(stream, line);)
    {
        line = line.rfind("Size in memory", 0) == 0
                   ? std::regex_replace(line, memory, "Size in memory: 0")
                   : line;
        const bool head = line == "Members:" || line.rfind("create ", 0) == 0;
        if (line.empty() || head)
        {
            flush();
            members = head;
            if (head)
            {
                result.push_back(line);
            }
            continue;
        }
        (members ? block : result).push_back(line);
    }
    flush();
    return result;
}

/// One command of a session, and what it gave.
struct Step
{
    std::string command;
    std::string text; //!< for restore
    Lines output;
    int code{0};
};

std::vector<Step>
ReadSession(const std::string& file)
{
    std::ifstream stream(file);
    std::vector<Step> steps;
    for (std::string line; std::getline(stream, line);)
    {
        if (line.rfind("> ", 0) == 0)
        {
            steps.push_back({line.substr(2), "", {}, 0});
        }
        else if (line.rfind("< ", 0) == 0)
        {
            steps.back().text += line.substr(2) + "\n";
        }
        else if (line.rfind("= ", 0) == 0)
        {
            steps.back().code = std::stoi(line.substr(2));
        }
        else if (!line.empty() && line[0] != '#')
        {
            steps.back().output.push_back(line);
        }
    }
    return steps;
}

class SetSessions : public testing::TestWithParam<const char*>
{
};

TEST_P(SetSessions, AreAsWithTheRealTool)
{
    const auto steps = ReadSession(std::string(NF_TEST_UNIT "/ipset/cases/") + GetParam());
    ASSERT_FALSE(steps.empty());
    FakeNetns netns;
    NfSets& sets = NfSets::Of(netns);
    for (const Step& step : steps)
    {
        std::string printed;
        NfStatus error = step.command == "restore"
                             ? NfSetCommand::Restore(sets, step.text, "text", &printed)
                             : NfSetCommand::Execute(sets, step.command, &printed);
        if (error && printed != error->message + "\n")
        {
            printed += error->message + "\n";
        }
        const bool quiet = step.command.rfind("-q", 0) == 0; // the program is quiet, the result not
        EXPECT_EQ(quiet ? Lines() : Normalised(printed), step.output) << step.command;
        EXPECT_EQ(error ? error->exitCode : 0, step.code) << step.command;
    }
}

TEST(SetCommand, AZeroByteIsNoPartOfAWord)
{
    FakeNetns netns;
    NfSets& sets = NfSets::Of(netns);
    const std::string text("create a hash:net,iface\nadd a 10.0.0.0/8,\0\n", 43);
    const NfStatus error = NfSetCommand::Restore(sets, text, "text");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->ToString(), "text:2:7: found a zero byte in this word");
    EXPECT_THAT(NfSetCommand::Save(sets), testing::Not(testing::HasSubstr("add")));
}

INSTANTIATE_TEST_SUITE_P(Recorded,
                         SetSessions,
                         testing::Values("commands.cases",
                                         "elements.cases",
                                         "inet6.cases",
                                         "lists.cases",
                                         "options.cases",
                                         "ports.cases",
                                         "ranges.cases",
                                         "restore.cases",
                                         "unrecorded.cases"),
                         [](const auto& info) {
                             const std::string name = info.param;
                             return name.substr(0, name.find('.'));
                         });

} // namespace
} // namespace ns3
