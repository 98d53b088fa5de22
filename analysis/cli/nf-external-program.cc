// SPDX-License-Identifier: GPL-2.0-only

#include "nf-external-program.h"

#include "nf-cli-command.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char** environ;

namespace ns3
{

namespace
{

pid_t
Start(const std::vector<std::string>& words,
      const std::string& messages,
      const std::string& package)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions,
                                     STDERR_FILENO,
                                     messages.c_str(),
                                     O_WRONLY | O_CREAT,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    arguments.reserve(copies.size() + 1);
    for (std::string& word : copies)
    {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t child = 0;
    const int error =
        posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error == ENOENT)
    {
        throw NfCliError(
            fmt::format("{} was not found; on Debian, install the package {}", words[0], package));
    }
    if (error != 0)
    {
        throw NfCliError(
            fmt::format("{} could not be started: {}", words[0], std::strerror(error)));
    }
    return child;
}

// Waits for a child; an interrupt ends it, and stays pending.
int
Wait(pid_t child)
{
    const NfDeferredInterrupts deferred;
    const sigset_t interrupts = NfDeferredInterrupts::GetSignals();
    sigset_t waited = interrupts;
    sigaddset(&waited, SIGCHLD);
    sigset_t before;
    pthread_sigmask(SIG_BLOCK, &waited, &before);
    int status = 0;
    constexpr timespec period{0, 500'000'000};
    while (waitpid(child, &status, WNOHANG) == 0)
    {
        const int signal = sigtimedwait(&waited, nullptr, &period);
        if (signal > 0 && sigismember(&interrupts, signal) == 1)
        {
            kill(child, SIGTERM);
            waitpid(child, &status, 0);
            raise(signal);
            break;
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return status;
}

} // namespace

NfWorkFolder::NfWorkFolder()
{
    std::string pattern = std::filesystem::temp_directory_path() / "nfsim-XXXXXX";
    if (!mkdtemp(pattern.data()))
    {
        throw NfCliError(fmt::format("{}: {}", pattern, std::strerror(errno)));
    }
    m_path = pattern;
}

NfWorkFolder::~NfWorkFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::string
NfRunExternalProgram(const std::vector<std::string>& words, const std::string& package)
{
    const NfWorkFolder folder;
    const pid_t child = Start(words, folder / "messages", package);
    const int status = Wait(child);
    std::ifstream messages(folder / "messages");
    std::string text{std::istreambuf_iterator<char>(messages), {}};
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    {
        throw NfCliError(words[0] + " failed: " + text);
    }
    return text;
}

} // namespace ns3
