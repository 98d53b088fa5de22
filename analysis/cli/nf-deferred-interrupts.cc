// SPDX-License-Identifier: GPL-2.0-only

#include "nf-deferred-interrupts.h"

#include <array>
#include <pthread.h>

namespace ns3
{

namespace
{

constexpr std::array<int, 3> SIGNALS{SIGINT, SIGTERM, SIGHUP};

} // namespace

int NfDeferredInterrupts::m_count = 0;
sigset_t NfDeferredInterrupts::m_before;

NfDeferredInterrupts::NfDeferredInterrupts()
{
    if (m_count++ == 0)
    {
        const sigset_t signals = GetSignals();
        pthread_sigmask(SIG_BLOCK, &signals, &m_before);
    }
}

NfDeferredInterrupts::~NfDeferredInterrupts()
{
    if (--m_count == 0)
    {
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
}

sigset_t
NfDeferredInterrupts::GetSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (int signal : SIGNALS)
    {
        struct sigaction action = {};
        if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN)
        {
            sigaddset(&signals, signal);
        }
    }
    return signals;
}

bool
NfDeferredInterrupts::IsPending()
{
    sigset_t pending;
    sigpending(&pending);
    const sigset_t signals = GetSignals();
    for (int signal : SIGNALS)
    {
        if (sigismember(&pending, signal) == 1 && sigismember(&signals, signal) == 1)
        {
            return true;
        }
    }
    return false;
}

} // namespace ns3
