// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-runner.h"

#include "nf-cli-command.h"
#include "nf-results-part.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{

namespace fs = std::filesystem;

namespace
{

// Of a run's output, what is kept if it fails; and of that, what is shown.
constexpr std::size_t MOST_OUTPUT = 1 << 20;
constexpr std::size_t MOST_MESSAGE = 500;

// The last line that says anything: programs tell their failure last.
std::string
LastLine(const std::string& text)
{
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    if (end == std::string::npos)
    {
        return "";
    }
    const std::size_t begin = text.find_last_of('\n', end);
    const std::string line = text.substr(begin + 1, end - begin);
    return line.substr(0, std::min(line.size(), MOST_MESSAGE));
}

std::string
ReadOutput(const std::string& path)
{
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error || size > MOST_OUTPUT)
    {
        return error ? "" : "(it printed too much to be kept)";
    }
    return NfReadWholeFile(path);
}

bool
IsSuccess(int status)
{
    // 1: an expectation of the scenario did not hold, which is a result.
    return WIFEXITED(status) && WEXITSTATUS(status) <= 1;
}

} // namespace

std::string
NfDescribeTimeLeft(std::size_t done, std::size_t total, std::chrono::duration<double> elapsed)
{
    if (done == 0 || done >= total)
    {
        return "";
    }
    const double seconds = elapsed.count() / double(done) * double(total - done);
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    if (seconds >= 2 * hour)
    {
        return fmt::format("about {:.0f} h left", seconds / hour);
    }
    return seconds >= 2 * minute ? fmt::format("about {:.0f} min left", seconds / minute)
                                 : fmt::format("about {:.0f} s left", std::ceil(seconds));
}

NfCampaignRunner::NfCampaignRunner(const NfCampaignFolder& folder,
                                   const NfCampaignSpec& spec,
                                   std::size_t jobs)
    : m_folder(folder),
      m_spec(spec),
      m_jobs(std::max<std::size_t>(1, jobs))
{
}

NfCampaignRunner::~NfCampaignRunner() = default;

std::vector<std::string>
NfCampaignRunner::GetCommand(const NfCampaignJob& job) const
{
    std::vector<std::string> words = m_spec.runner;
    const std::vector<std::string> arguments = m_spec.GetArguments(job);
    words.insert(words.end(), arguments.begin(), arguments.end());
    if (const NfCampaignAllocation* allocation = m_spec.FindAllocation(job.variant))
    {
        words.insert(words.end(), {"--allocation", m_folder.GetPath(*allocation)});
    }
    words.insert(words.end(), {"--results", m_folder.GetPath(job, "db.new")});
    return words;
}

void
NfCampaignRunner::Clear(const NfCampaignJob& job) const
{
    std::error_code ignored;
    for (const char* ending : {"db.new", "db.new-journal", "log.new"})
    {
        fs::remove(m_folder.GetPath(job, ending), ignored);
    }
}

void
NfCampaignRunner::Start(const NfCampaignJob& job)
{
    Clear(job);
    m_running.push_back(
        {job,
         std::make_unique<NfCampaignProcess>(GetCommand(job), m_folder.GetPath(job, "log.new"))});
}

void
NfCampaignRunner::Fail(const NfCampaignJob& job, const std::string& message)
{
    m_failures[job] = message;
    try
    {
        NfWriteWholeFile(m_folder.GetPath(job, "failed"),
                         message + "\n\n" + ReadOutput(m_folder.GetPath(job, "log.new")));
    }
    catch (const NfCliError&)
    {
        // The disk may be full: this campaign knows the message all the same.
    }
}

void
NfCampaignRunner::End(const NfCampaignJob& job, int status)
{
    const std::string written = m_folder.GetPath(job, "db.new");
    std::error_code error;
    const std::string wrong =
        IsSuccess(status) ? NfCheckResultsPart(written, m_spec, job) : NfDescribeEnd(status);
    if (!wrong.empty())
    {
        const std::string line = LastLine(ReadOutput(m_folder.GetPath(job, "log.new")));
        Fail(job, wrong + (line.empty() ? "" : ": " + line));
    }
    else if (fs::rename(written, m_folder.GetPath(job, "db"), error); error)
    {
        Fail(job, error.message());
    }
    else
    {
        fs::remove(m_folder.GetPath(job, "failed"), error);
        m_finished.insert(job);
        ++m_made;
    }
    Clear(job);
}

std::vector<NfCampaignRunner::Ended>
NfCampaignRunner::Collect()
{
    std::vector<Ended> ended;
    for (Running& running : m_running)
    {
        if (const std::optional<int> status = running.process->Poll())
        {
            ended.push_back({running.job, *status});
            running.process.reset();
        }
    }
    m_running.erase(std::remove_if(m_running.begin(),
                                   m_running.end(),
                                   [](const Running& running) { return !running.process; }),
                    m_running.end());
    return ended;
}

void
NfCampaignRunner::ShowProgress(std::size_t done, std::size_t total)
{
    if (isatty(STDERR_FILENO) != 1)
    {
        return;
    }
    const std::string left =
        NfDescribeTimeLeft(done, total, std::chrono::steady_clock::now() - m_began);
    const std::string failed =
        m_failures.empty() ? "" : fmt::format(", {} failed", m_failures.size());
    std::cerr << fmt::format("\r{} of {} runs{}{}\033[K",
                             done,
                             total,
                             failed,
                             left.empty() ? "" : ", " + left)
              << std::flush;
    m_shown = true;
}

bool
NfCampaignRunner::Run(const std::vector<NfCampaignJob>& wanted)
{
    std::deque<NfCampaignJob> waiting;
    for (const NfCampaignJob& job : wanted)
    {
        if (m_finished.count(job) + m_failures.count(job) > 0)
        {
            continue;
        }
        const std::string part = m_folder.GetPath(job, "db");
        std::error_code ignored;
        if (fs::exists(part, ignored) && NfCheckResultsPart(part, m_spec, job).empty())
        {
            m_finished.insert(job);
            continue;
        }
        waiting.push_back(job);
    }
    const std::size_t total = waiting.size();
    m_began = std::chrono::steady_clock::now();
    NfCampaignSignals signals;
    const auto fill = [&] {
        while (!waiting.empty() && m_running.size() < m_jobs)
        {
            Start(waiting.front());
            waiting.pop_front();
        }
    };
    fill();
    while (!m_running.empty())
    {
        signals.Wait();
        const std::vector<Ended> ended = Collect();
        // What follows is begun before what ended is looked at, so that no processor waits for it.
        if (signals.GetInterrupt() == 0)
        {
            fill();
        }
        for (const Ended& run : ended)
        {
            End(run.job, run.status);
        }
        ShowProgress(total - waiting.size() - m_running.size(), total);
        if (signals.GetInterrupt() != 0)
        {
            m_interrupt = signals.GetInterrupt();
            break;
        }
    }
    std::vector<Running> stopped;
    stopped.swap(m_running);
    for (const Running& running : stopped)
    {
        running.process->Terminate();
    }
    for (Running& running : stopped)
    {
        running.process.reset();
        Clear(running.job);
    }
    if (m_shown)
    {
        std::cerr << "\r\033[K" << std::flush;
    }
    return m_interrupt == 0;
}

} // namespace ns3
