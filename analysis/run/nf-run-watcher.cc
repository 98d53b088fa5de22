// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-watcher.h"

#include "nf-cli-command.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace ns3
{

namespace
{

constexpr int PERIOD = 500; // ms
constexpr int KILLED = 128; // exit code of a shell: this, and the signal's number

} // namespace

NfRunWatcher::NfRunWatcher(Time duration)
    : m_duration(duration),
      m_progress("simulating", 0),
      m_isTerminal(isatty(STDERR_FILENO) == 1),
      m_start(std::chrono::steady_clock::now())
{
    const sigset_t signals = NfDeferredInterrupts::GetSignals();
    m_signals = signalfd(-1, &signals, SFD_CLOEXEC);
    m_end = eventfd(0, EFD_CLOEXEC);
    if (m_signals < 0 || m_end < 0)
    {
        throw NfCliError("cannot wait for signals");
    }
    Simulator::Now(); // ns-3 takes the thread that asks first for its own
    m_thread = std::thread([this] { Watch(); });
}

NfRunWatcher::~NfRunWatcher()
{
    const uint64_t one = 1;
    if (write(m_end, &one, sizeof(one)) == sizeof(one))
    {
        m_thread.join();
    }
    close(m_signals);
    close(m_end);
}

void
NfRunWatcher::Watch()
{
    pollfd both[] = {{m_signals, POLLIN, 0}, {m_end, POLLIN, 0}};
    for (;;)
    {
        const int ready = poll(both, 2, m_isTerminal ? PERIOD : -1);
        if (ready > 0 && both[1].revents != 0)
        {
            return;
        }
        signalfd_siginfo signal{};
        if (ready > 0 && read(m_signals, &signal, sizeof(signal)) == sizeof(signal))
        {
            if (m_interrupted.exchange(true))
            {
                _exit(KILLED + static_cast<int>(signal.ssi_signo));
            }
            Simulator::ScheduleWithContext(Simulator::NO_CONTEXT, Time(), [] {
                Simulator::Stop();
            });
        }
        else if (ready == 0)
        {
            Simulator::ScheduleWithContext(Simulator::NO_CONTEXT, Time(), [this] { Tell(); });
        }
    }
}

void
NfRunWatcher::Tell()
{
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - m_start;
    const double now = Simulator::Now().GetSeconds();
    m_progress.Say(fmt::format("{:.3f} of {:.3f} s in {:.1f} s, {:.0f} events/s",
                               now,
                               m_duration.GetSeconds(),
                               wall.count(),
                               static_cast<double>(Simulator::GetEventCount()) /
                                   std::max(wall.count(), 1e-3)));
}

} // namespace ns3
