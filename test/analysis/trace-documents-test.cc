// SPDX-License-Identifier: GPL-2.0-only
//
// What doc/ says of asking a trace is what happens: the recipes of doc/trace-schema.rst, in SQL and
// in pandas, answer with the truth of a known trace, and doc/trace-json.rst names the keys of JSON.

#include "known-trace.h"
#include "nfsim-runner.h"

#include <cstdlib>

namespace ns3
{

namespace
{

class TraceDocuments : public NfsimTest
{
  protected:
    /// run.db: run 1 is the known trace with everything in it, run 2 drops what goes to the web.
    TraceDocuments()
    {
        KnownTrace::Variant variant;
        variant.label = "open";
        variant.losses = true;
        variant.udpConnection = true;
        KnownTrace::Write(Path("run.db"), variant);
        variant = KnownTrace::Variant();
        variant.label = "closed";
        variant.closeWeb = true;
        variant.finish = false;
        KnownTrace::Write(Path("run.db"), variant);
    }

    /// @param script in test/analysis
    /// @param arguments of it
    /// @return its exit code
    int Python(const std::string& script, const std::string& arguments) const
    {
        const std::string command = "cd " + Path("") +
                                    " && python3 " NF_SOURCE_DIR "/test/analysis/" + script +
                                    " " NF_SOURCE_DIR "/doc/" + arguments;
        const int status = std::system(command.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    }
};

TEST_F(TraceDocuments, RecipesInSqlAnswerWithTheTruth)
{
    EXPECT_EQ(Python("trace_recipes.py", "trace-schema.rst sql"), 0);
}

TEST_F(TraceDocuments, RecipesInPandasAnswerWithTheTruthAndAsSqlDoes)
{
    const int code = Python("trace_recipes.py", "trace-schema.rst pandas");
    if (code == 77)
    {
        GTEST_SKIP() << "no python3 here has pandas (Debian: python3-pandas)";
    }
    EXPECT_EQ(code, 0);
}

TEST_F(TraceDocuments, KeysOfJsonAreThoseThatAreDocumented)
{
    EXPECT_EQ(Python("trace_json_keys.py", "trace-json.rst " NF_NFSIM), 0);
}

} // namespace

} // namespace ns3
