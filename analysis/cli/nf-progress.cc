// SPDX-License-Identifier: GPL-2.0-only

#include "nf-progress.h"

#include "nf-cli-command.h"
#include "nf-deferred-interrupts.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace ns3
{

namespace
{

constexpr auto PERIOD = std::chrono::milliseconds(500);

} // namespace

NfProgress::NfProgress(std::string what, int64_t total)
    : m_what(std::move(what)),
      m_total(total),
      m_terminal(isatty(STDERR_FILENO) == 1),
      m_next(std::chrono::steady_clock::now() + PERIOD)
{
}

NfProgress::~NfProgress()
{
    if (m_shown)
    {
        std::cerr << "\r\033[K" << std::flush;
    }
}

void
NfProgress::Say(const std::string& text)
{
    if (m_terminal)
    {
        m_shown = true;
        std::cerr << fmt::format("\r{}: {}\033[K", m_what, text) << std::flush;
    }
}

void
NfProgress::Look()
{
    if (NfDeferredInterrupts::IsPending())
    {
        throw NfCliError(m_what + ": interrupted");
    }
    if (m_terminal)
    {
        Show();
    }
}

void
NfProgress::Show()
{
    const auto now = std::chrono::steady_clock::now();
    if (now < m_next)
    {
        return;
    }
    m_next = now + PERIOD;
    m_shown = true;
    std::cerr << (m_total > 0 ? fmt::format("\r{}: {}%\033[K",
                                            m_what,
                                            std::min<int64_t>(100, m_done * 100 / m_total))
                              : fmt::format("\r{}: {}\033[K", m_what, m_done))
              << std::flush;
}

} // namespace ns3
