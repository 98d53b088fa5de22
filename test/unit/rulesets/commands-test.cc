// SPDX-License-Identifier: GPL-2.0-only

// What commands print and exit with, compared with what iptables-legacy was recorded to.

#include "fake-netns.h"
#include "nf-conntrack.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include <fstream>
#include <gtest/gtest.h>

using namespace ns3;

namespace
{

/// A command, and what iptables made of it.
struct RecordedCommand
{
    std::string words;
    std::string output;
    int exitCode{0};
};

/// Commands that are executed one after the other.
struct Session
{
    std::vector<RecordedCommand> commands;
};

void
PrintTo(const Session& session, std::ostream* os)
{
    *os << session.commands.size() << " commands from" << session.commands.front().words;
}

/// The sessions of commands.cases; see record-commands.py.
std::vector<Session>
ReadSessions()
{
    std::vector<Session> sessions(1);
    std::ifstream file(NF_TEST_UNIT "/rulesets/commands.cases");
    EXPECT_TRUE(file);
    for (std::string line; std::getline(file, line);)
    {
        if (line == "---")
        {
            sessions.emplace_back();
        }
        else if (line[0] == '$')
        {
            sessions.back().commands.push_back({line.substr(1), "", 0});
        }
        else if (line[0] == '>')
        {
            sessions.back().commands.back().output +=
                (line.size() > 2 ? line.substr(2) : "") + "\n";
        }
        else if (line[0] == '=')
        {
            sessions.back().commands.back().exitCode = std::stoi(line.substr(1));
        }
    }
    return sessions;
}

class CommandsTest : public testing::TestWithParam<Session>
{
  protected:
    CommandsTest()
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        conntrack->SetNetns(&netns);
        tables->SetNetns(&netns);
    }

    ~CommandsTest() override
    {
        tables->SetNetns(nullptr);
        tables->Dispose();
        conntrack->Dispose();
    }

    FakeNetns netns;
    Ptr<NfConntrack> conntrack = CreateObject<NfConntrack>();
    Ptr<NfTables> tables = CreateObject<NfTables>();
};

} // namespace

TEST_P(CommandsTest, PrintAndExitAsIptables)
{
    for (const RecordedCommand& command : GetParam().commands)
    {
        std::string output;
        const NfStatus error = tables->Execute(command.words, &output);
        EXPECT_EQ(error ? error->exitCode : 0, command.exitCode)
            << command.words << ": " << (error ? error->ToString() : "accepted");
        EXPECT_EQ(output, error ? "" : command.output) << command.words;
    }
}

INSTANTIATE_TEST_SUITE_P(Sessions, CommandsTest, testing::ValuesIn(ReadSessions()));
