// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-apart.h"

#include "nf-cli-command.h"
#include "nf-error-json.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{

namespace
{

constexpr int KILLED = 128; // exit code of a shell: this, and the signal's number

pid_t
Fork()
{
    std::cout.flush();
    std::cerr.flush();
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child < 0)
    {
        throw NfCliError("cannot start a process");
    }
    return child;
}

int
Wait(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : KILLED + WTERMSIG(status);
}

void
Send(int pipe, const NfScenarioErrors& errors)
{
    const std::string text =
        NfErrorsToJson(errors).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    for (std::size_t sent = 0; sent < text.size();)
    {
        const ssize_t more = write(pipe, text.data() + sent, text.size() - sent);
        if (more < 0)
        {
            return;
        }
        sent += static_cast<std::size_t>(more);
    }
}

void
Receive(int pipe, NfScenarioErrors& errors)
{
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = read(pipe, buffer.data(), buffer.size())) != 0;)
    {
        if (got > 0)
        {
            text.append(buffer.data(), static_cast<std::size_t>(got));
        }
        else if (errno != EINTR)
        {
            break;
        }
    }
    const nlohmann::json all = nlohmann::json::parse(text, nullptr, false);
    if (all.is_array()) // otherwise the copy aborted before it could send them
    {
        NfAddErrors(all, errors);
    }
}

} // namespace

void
NfTryApart(const std::function<void(NfScenarioErrors& errors)>& what,
           NfScenarioErrors& errors,
           const NfYamlPlace& place,
           const std::string& aborted)
{
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
    {
        throw NfCliError("cannot make a pipe");
    }
    const pid_t child = Fork();
    if (child == 0)
    {
        close(ends[0]);
        NfScenarioErrors found(errors.GetFile());
        what(found);
        Send(ends[1], found);
        _exit(0);
    }
    close(ends[1]);
    Receive(ends[0], errors);
    close(ends[0]);
    if (Wait(child) != 0)
    {
        errors.Add(place, aborted);
    }
}

int
NfDoApart(const std::function<int()>& what)
{
    const pid_t child = Fork();
    if (child == 0)
    {
        const int code = what();
        std::cout.flush();
        std::cerr.flush();
        _exit(code);
    }
    return Wait(child);
}

} // namespace ns3
