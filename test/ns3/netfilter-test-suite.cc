// SPDX-License-Identifier: GPL-2.0-only

#include "nf-test-programs.h"

#include "ns3/test.h"

#include <algorithm>
#include <filesystem>

namespace ns3
{
namespace
{

/// A test that GoogleTest has run, and that passed.
class PassedTest : public TestCase
{
  public:
    /// @param name of the test, in which GoogleTest has slashes that ns-3 does not allow
    explicit PassedTest(std::string name)
        : TestCase((std::replace(name.begin(), name.end(), '/', '.'), name))
    {
    }

  private:
    void DoRun() override
    {
    }
};

/**
 * @ingroup netfilter
 * The module's tests of one label, for ns-3's test.py and test-runner. They are written for
 * GoogleTest; this suite runs their programs, which the build has put into one folder, and tells
 * what they found: a test case for each test that passed, and each expectation that was not met
 * with its file and line. ns-3 ends a suite with its first test case that fails, so what failed
 * belongs to the suite itself.
 */
class NetfilterTestSuite : public TestSuite
{
  public:
    /// @param label of the tests
    explicit NetfilterTestSuite(const std::string& label)
        : TestSuite("netfilter-" + label),
          m_folder(NF_TEST_PROGRAMS "/" + label)
    {
    }

  private:
    void DoSetup() override
    {
        for (const std::string& program : NfListTestPrograms(m_folder))
        {
            const std::string name = std::filesystem::path(program).filename().string();
            NfTestResults results =
                NfRunTestProgram(program, CreateTempDirFilename(name + ".json"));
            for (const std::string& test : results.passed)
            {
                AddTestCase(new PassedTest(name + ": " + test));
            }
            m_failures.insert(m_failures.end(), results.failures.begin(), results.failures.end());
            m_run += results.passed.size();
        }
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_GT(m_run + m_failures.size(), 0, "no tests in " << m_folder);
        for (const NfTestFailure& failure : m_failures)
        {
            ReportTestFailure(failure.test,
                              "",
                              "",
                              failure.text,
                              failure.file.empty() ? __FILE__ : failure.file,
                              failure.file.empty() ? __LINE__ : failure.line);
        }
    }

    std::string m_folder;                  //!< where the programs are
    std::size_t m_run{0};                  //!< tests that passed
    std::vector<NfTestFailure> m_failures; //!< of all programs
};

NetfilterTestSuite g_unit("unit"); //!< tests of one layer each
#ifdef NF_TEST_SYSTEM
NetfilterTestSuite g_system("system"); //!< tests over real topologies
#endif

} // namespace
} // namespace ns3
