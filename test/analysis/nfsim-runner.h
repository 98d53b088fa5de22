// SPDX-License-Identifier: GPL-2.0-only

#ifndef NFSIM_RUNNER_H
#define NFSIM_RUNNER_H

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdlib.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace ns3
{

/// What a run of nfsim printed and returned.
struct NfsimResult
{
    int code{-1};
    std::string out;
    std::string err;

    /// @return the standard output as JSON
    nlohmann::json Json() const
    {
        return nlohmann::json::parse(out);
    }
};

/// A test with a folder of its own, that runs the nfsim that was built.
class NfsimTest : public testing::Test
{
  protected:
    NfsimTest()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "nfsim-test-XXXXXX";
        m_folder = mkdtemp(pattern.data());
    }

    ~NfsimTest() override
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    /// @param name name of a file
    /// @return its path in the test's folder
    std::string Path(const std::string& name) const
    {
        return m_folder / name;
    }

    static std::string ReadFile(const std::string& path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    /// @param arguments of nfsim
    /// @param path PATH of the child; empty: as it is
    /// @return what came
    NfsimResult Run(std::vector<std::string> arguments, const std::string& path = "") const
    {
        arguments.insert(arguments.begin(), NF_NFSIM);
        const pid_t child = fork();
        if (child == 0)
        {
            Redirect(STDOUT_FILENO, Path("out"));
            Redirect(STDERR_FILENO, Path("err"));
            if (!path.empty())
            {
                setenv("PATH", path.c_str(), 1);
            }
            std::vector<char*> pointers;
            pointers.reserve(arguments.size());
            for (std::string& argument : arguments)
            {
                pointers.push_back(argument.data());
            }
            pointers.push_back(nullptr);
            execv(NF_NFSIM, pointers.data());
            _exit(127);
        }
        int status = 0;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        {
        }
        NfsimResult result;
        result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        result.out = ReadFile(Path("out"));
        result.err = ReadFile(Path("err"));
        return result;
    }

    /// Run nfsim and expect that it succeeds, silently on standard error.
    /// @return its JSON
    nlohmann::json Ask(std::vector<std::string> arguments) const
    {
        arguments.emplace_back("--json");
        const NfsimResult result = Run(std::move(arguments));
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_EQ(result.err, "");
        return result.code == 0 ? result.Json() : nlohmann::json();
    }

    /// Run nfsim and expect that it refuses.
    /// @return what it says
    std::string Refused(std::vector<std::string> arguments, const std::string& path = "") const
    {
        const NfsimResult result = Run(std::move(arguments), path);
        EXPECT_EQ(result.code, 2);
        EXPECT_EQ(result.out, "");
        return result.err;
    }

  private:
    static void Redirect(int descriptor, const std::string& path)
    {
        const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (file < 0 || dup2(file, descriptor) < 0)
        {
            _exit(126);
        }
    }

    std::filesystem::path m_folder;
};

} // namespace ns3

#endif /* NFSIM_RUNNER_H */
