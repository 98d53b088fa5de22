// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_WATCHER_H
#define NF_RUN_WATCHER_H

#include "nf-deferred-interrupts.h"
#include "nf-progress.h"

#include "ns3/nstime.h"

#include <atomic>
#include <chrono>
#include <thread>

namespace ns3
{

/**
 * @ingroup netfilter
 * Watches a simulation from a thread of its own: tells a person at a terminal how far it is, and
 * has SIGINT, SIGTERM and SIGHUP end it between two events, so that databases are closed in order.
 * A second signal ends the program at once.
 *
 * The simulation sees nothing of it unless there is something to do: then an event is put in from
 * outside, as ns-3 provides for. Make it before anything starts another thread, which would get the
 * signals otherwise.
 */
class NfRunWatcher
{
  public:
    /// @param duration how much time is simulated
    explicit NfRunWatcher(Time duration);
    ~NfRunWatcher();

    NfRunWatcher(const NfRunWatcher&) = delete;
    NfRunWatcher& operator=(const NfRunWatcher&) = delete;

    /// @return true if a signal came
    bool WasInterrupted() const
    {
        return m_interrupted;
    }

  private:
    void Watch();
    void Tell();

    NfDeferredInterrupts m_deferred;
    Time m_duration;
    NfProgress m_progress;
    bool m_isTerminal;
    std::chrono::steady_clock::time_point m_start;
    std::atomic<bool> m_interrupted{false};
    int m_signals; //!< descriptor from which signals are read
    int m_end;     //!< descriptor that becomes readable at the end
    std::thread m_thread;
};

} // namespace ns3

#endif /* NF_RUN_WATCHER_H */
