// SPDX-License-Identifier: GPL-2.0-only

#include "nf-test-programs.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{
namespace
{

using Json = nlohmann::json;

/// GoogleTest writes "file:line\ntext", or "unknown file\ntext".
NfTestFailure
ReadFailure(const std::string& test, const std::string& written)
{
    NfTestFailure failure{test, "", 0, written};
    const auto end = written.find('\n');
    const auto colon = written.rfind(':', end);
    if (end != std::string::npos && colon != std::string::npos && colon < end)
    {
        failure.file = written.substr(0, colon);
        failure.line = std::atoi(written.c_str() + colon + 1);
        failure.text = written.substr(end + 1);
    }
    return failure;
}

void
ReadTest(NfTestResults& results, const std::string& suite, const Json& test)
{
    const std::string name = suite + '.' + test.value("name", "");
    if (!test.contains("failures"))
    {
        results.passed.push_back(name);
        return;
    }
    for (const Json& failure : test["failures"])
    {
        results.failures.push_back(ReadFailure(name, failure.value("failure", "")));
    }
}

/// @return the program's exit status as a sentence
std::string
DescribeEnd(int status)
{
    if (WIFSIGNALED(status))
    {
        return "It was ended by signal " + std::to_string(WTERMSIG(status)) + ".";
    }
    return "It ended with code " + std::to_string(WEXITSTATUS(status)) + ".";
}

/// Run a program without a shell, so that no character of its path means anything. What it prints
/// of its progress is left out; what it complains of is seen.
int
Run(const std::string& program, const std::string& option)
{
    const pid_t child = fork();
    if (child == 0)
    {
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execl(program.c_str(), program.c_str(), "--gtest_brief=1", option.c_str(), nullptr);
        _exit(127);
    }
    int status = 0;
    return child < 0 || waitpid(child, &status, 0) != child ? -1 : status;
}

} // namespace

std::vector<std::string>
NfListTestPrograms(const std::string& folder)
{
    std::vector<std::string> programs;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    {
        if (access(entry.path().c_str(), X_OK) == 0 && entry.is_regular_file())
        {
            programs.push_back(entry.path().string());
        }
    }
    std::sort(programs.begin(), programs.end());
    return programs;
}

NfTestResults
NfRunTestProgram(const std::string& program, const std::string& report)
{
    const int status = Run(program, "--gtest_output=json:" + report);
    NfTestResults results;
    std::ifstream file(report);
    const Json found = Json::parse(file, nullptr, false);
    if (found.is_discarded() || !found.contains("testsuites"))
    {
        results.failures.push_back({program, "", 0, DescribeEnd(status)});
        return results;
    }
    for (const Json& suite : found["testsuites"])
    {
        for (const Json& test : suite.value("testsuite", Json::array()))
        {
            ReadTest(results, suite.value("name", ""), test);
        }
    }
    if (status != 0 && results.failures.empty())
    {
        results.failures.push_back({program, "", 0, DescribeEnd(status)});
    }
    return results;
}

} // namespace ns3
