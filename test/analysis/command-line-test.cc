// SPDX-License-Identifier: GPL-2.0-only

// What nfsim tells of its own command line: versions, typing errors, completion, manual pages.

#include "nfsim-runner.h"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandLine : public NfsimTest
{
  protected:
    /// What bash offers behind a line, one word a line.
    std::string BashOffers(const std::string& words, int count)
    {
        const std::string script = Path("ask.bash");
        std::ofstream(script) << "source " NF_SOURCE_DIR "/analysis/completion/nfsim.bash\n"
                              << "COMP_WORDS=(" NF_NFSIM " " << words << ")\n"
                              << "COMP_CWORD=" << count << "\n"
                              << "cd " << Path("") << " && _nfsim\n"
                              << "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        const std::string answer = Path("answer");
        EXPECT_EQ(std::system(("bash " + script + " >" + answer).c_str()), 0);
        return ReadFile(answer);
    }
};

TEST_F(CommandLine, TellsItsVersionInBothPrograms)
{
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--version"}, std::vector<std::string>{"replay", "--version"}})
    {
        const NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0);
        EXPECT_THAT(result.out, StartsWith("nfsim 0."));
    }
}

TEST_F(CommandLine, AnswersATypingErrorWithTheNearestWord)
{
    EXPECT_THAT(Refused({"trcae"}), HasSubstr("unknown subcommand 'trcae'; did you mean 'trace'?"));
    EXPECT_THAT(Refused({"trace", "x.db", "dorps"}), HasSubstr("did you mean 'drops'?"));
    EXPECT_THAT(Refused({"trace", "x.db", "drops", "--limt=3"}),
                HasSubstr("unknown option '--limt'; did you mean '--limit'?"));
    EXPECT_THAT(Refused({"replay", "--txt"}), HasSubstr("did you mean '--text'?"));
    EXPECT_THAT(Refused({"xyzzy"}), Not(HasSubstr("did you mean")));
}

TEST_F(CommandLine, OffersBashSubcommandsOptionsAndFiles)
{
    std::ofstream(Path("run one.db")) << "";
    EXPECT_EQ(BashOffers("tr", 1), "trace\n");
    EXPECT_EQ(BashOffers("trace run", 2), "run one.db\n");
    EXPECT_EQ(BashOffers("trace x.db dr", 3), "drops\n");
    EXPECT_EQ(BashOffers("trace x.db drops --li", 4), "--limit\n");
    EXPECT_EQ(BashOffers("replay --pc", 2), "--pcap\n");
    EXPECT_EQ(BashOffers("replay --pcap run", 3), "run one.db\n");
}

TEST_F(CommandLine, WritesAManualPageOfEachSubcommand)
{
    for (const char* subcommand : {"", "trace", "plot", "replay"})
    {
        std::vector<std::string> arguments{"--manual"};
        if (*subcommand)
        {
            arguments.emplace_back(subcommand);
        }
        const NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_THAT(result.out, HasSubstr(".SH SYNOPSIS"));
        EXPECT_THAT(result.out,
                    HasSubstr(*subcommand ? std::string("nfsim ") + subcommand : "nfsim"));
    }
    EXPECT_THAT(Run({"--manual", "trace"}).out, HasSubstr("\n.SS drops\n"));
}

} // namespace

} // namespace ns3
