// SPDX-License-Identifier: GPL-2.0-only

#ifndef SCENARIO_RUNNER_H
#define SCENARIO_RUNNER_H

#include "nfsim-runner.h"
#include "test-sql.h"

#include <fstream>
#include <gmock/gmock.h>
#include <string>
#include <vector>

namespace ns3
{

/// Runs scenarios that a test writes.
class NfScenarioTest : public NfsimTest
{
  protected:
    /// @param text of a scenario
    /// @return path of the file s.yaml with it
    std::string Write(const std::string& text) const
    {
        std::ofstream(Path("s.yaml")) << text;
        return Path("s.yaml");
    }

    /// @param text of a scenario
    /// @param more options
    /// @return what nfsim run says of it
    NfsimResult RunText(const std::string& text, std::vector<std::string> more = {})
    {
        std::vector<std::string> arguments{"run", Write(text)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return Run(arguments);
    }

    /// Its expectations hold, all of them.
    /// @param text of a scenario
    /// @param more options
    void Expect(const std::string& text, const std::vector<std::string>& more = {})
    {
        const NfsimResult result = RunText(text, more);
        EXPECT_EQ(result.code, 0) << result.out << result.err;
        EXPECT_THAT(result.out, testing::HasSubstr("holds: "));
    }

    /// @param database its name in the test's folder
    /// @param query SQL
    /// @return the rows
    std::vector<std::string> Ask(const std::string& database, const std::string& query)
    {
        SQLite::Database opened(Path(database));
        return TestRows(opened, query);
    }
};

} // namespace ns3

#endif /* SCENARIO_RUNNER_H */
