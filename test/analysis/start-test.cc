// SPDX-License-Identifier: GPL-2.0-only

// What nfsim needs to start, and how its programs answer alike.

#include "nfsim-runner.h"

#include <cstdlib>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Start : public NfsimTest
{
};

// Loading them takes several times as long as the answer to a short question.
TEST_F(Start, AskingNeedsNoLibraryOfTheSimulator)
{
    setenv("LD_TRACE_LOADED_OBJECTS", "1", 1);
    const NfsimResult result = Run({});
    unsetenv("LD_TRACE_LOADED_OBJECTS");
    EXPECT_THAT(result.out, HasSubstr("libsqlite3"));
    EXPECT_THAT(result.out, Not(HasSubstr("libns3")));
    EXPECT_THAT(result.out, Not(HasSubstr("libmpi")));
}

TEST_F(Start, EverySubcommandHasHelp)
{
    EXPECT_THAT(Run({"--help"}).out, HasSubstr("replay"));
    for (const char* subcommand : {"trace", "plot", "compare", "replay", "topology", "placements"})
    {
        const NfsimResult result = Run({subcommand, "--help"});
        EXPECT_EQ(result.code, 0);
        EXPECT_EQ(result.err, "");
        EXPECT_THAT(result.out, HasSubstr(std::string("Usage: nfsim ") + subcommand));
    }
}

TEST_F(Start, WrongArgumentsAreRefusedInTheSameWayByAll)
{
    for (const char* subcommand : {"trace", "plot", "compare", "replay", "topology", "placements"})
    {
        const std::string message = Refused({subcommand, "--colour"});
        EXPECT_THAT(message, StartsWith("nfsim: "));
        EXPECT_THAT(message, HasSubstr(std::string("\nTry: nfsim ") + subcommand + " --help\n"));
    }
    EXPECT_THAT(Refused({}), HasSubstr("A subcommand is required"));
    EXPECT_THAT(Refused({"guess"}), HasSubstr("\nTry: nfsim --help\n"));
}

TEST_F(Start, ALinkToTheProgramWillDo)
{
    std::filesystem::create_symlink(NF_NFSIM, Path("link"));
    const std::string command = Path("link") + " replay --help >" + Path("help");
    EXPECT_EQ(std::system(command.c_str()), 0);
    EXPECT_THAT(ReadFile(Path("help")), HasSubstr("nfsim replay"));
}

TEST_F(Start, AMissingPartIsToldWithItsPath)
{
    std::filesystem::copy_file(NF_NFSIM, Path("alone"));
    const std::string command = Path("alone") + " replay x.json 2>" + Path("message");
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 2);
    EXPECT_EQ(ReadFile(Path("message")),
              "nfsim: cannot run " + Path("nfsim-replay") + ": No such file or directory\n");
}

} // namespace

} // namespace ns3
