// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-process.h"

#include "nf-cli-command.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{

namespace
{

constexpr int CANNOT_RUN = 127;

// How long a program may take to put its files in order when it is told to end.
constexpr int PATIENCE = 200; // times PAUSE
constexpr timespec PAUSE{0, 10'000'000};

// In the child: only what may be called between fork() and exec().
[[noreturn]] void
BecomeProgram(char* const arguments[], const char* output, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
    {
        _exit(CANNOT_RUN); // the parent died before it could tell
    }
    setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    const int in = open("/dev/null", O_RDONLY);
    const int out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (in >= 0 && out >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
        dup2(out, STDERR_FILENO) >= 0)
    {
        execvp(arguments[0], arguments);
    }
    _exit(CANNOT_RUN);
}

} // namespace

NfCampaignProcess::NfCampaignProcess(const std::vector<std::string>& words,
                                     const std::string& output)
{
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    arguments.reserve(copies.size() + 1);
    for (std::string& word : copies)
    {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    const pid_t parent = getpid();
    m_child = fork();
    if (m_child == 0)
    {
        BecomeProgram(arguments.data(), output.c_str(), parent);
    }
    if (m_child < 0)
    {
        throw NfCliError(fmt::format("{} could not be started: {}", words[0], strerror(errno)));
    }
    setpgid(m_child, m_child); // whoever of both comes first
}

NfCampaignProcess::~NfCampaignProcess()
{
    Terminate();
    for (int i = 0; m_child > 0 && i < PATIENCE && !Poll(); ++i)
    {
        nanosleep(&PAUSE, nullptr);
    }
    if (m_child > 0)
    {
        kill(-m_child, SIGKILL);
        while (waitpid(m_child, nullptr, 0) < 0 && errno == EINTR)
        {
        }
    }
}

void
NfCampaignProcess::Terminate()
{
    if (m_child > 0)
    {
        kill(-m_child, SIGTERM);
    }
}

std::optional<int>
NfCampaignProcess::Poll()
{
    int status = 0;
    if (m_child < 0 || waitpid(m_child, &status, WNOHANG) != m_child)
    {
        return std::nullopt;
    }
    m_child = -1;
    return status;
}

NfCampaignSignals::NfCampaignSignals()
{
    sigemptyset(&m_waited);
    for (int signal : {SIGCHLD, SIGINT, SIGTERM})
    {
        sigaddset(&m_waited, signal);
    }
    sigprocmask(SIG_BLOCK, &m_waited, &m_before);
}

NfCampaignSignals::~NfCampaignSignals()
{
    sigprocmask(SIG_SETMASK, &m_before, nullptr);
}

void
NfCampaignSignals::Wait()
{
    constexpr timespec period{0, 500'000'000};
    const int signal = sigtimedwait(&m_waited, nullptr, &period);
    if (signal == SIGINT || signal == SIGTERM)
    {
        m_interrupt = signal;
    }
}

std::string
NfDescribeEnd(int status)
{
    if (WIFSIGNALED(status))
    {
        const int signal = WTERMSIG(status);
        return fmt::format("signal {} ({})", signal, strsignal(signal));
    }
    return WEXITSTATUS(status) == CANNOT_RUN ? "it cannot be run"
                                             : fmt::format("exit code {}", WEXITSTATUS(status));
}

} // namespace ns3
