// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PROGRESS_H
#define NF_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Tells a person at a terminal how far long work is. Prints to standard error, only if that is a
 * terminal, and only once the work has lasted for half a second; wipes its line at the end. An
 * interrupt that waits (NfDeferredInterrupts) ends the work with NfCliError.
 */
class NfProgress
{
  public:
    /// @param what what is done, "reading hook passes"
    /// @param total steps in all; 0: unknown
    NfProgress(std::string what, int64_t total);
    ~NfProgress();

    NfProgress(const NfProgress&) = delete;
    NfProgress& operator=(const NfProgress&) = delete;

    /// One more step is done.
    void Step()
    {
        StepTo(m_done + 1);
    }

    /// One more step is done.
    /// @param done how far that brought the work, in the units of the total
    void StepTo(int64_t done)
    {
        m_done = done;
        if ((++m_steps & 0xffff) == 0)
        {
            Look();
        }
    }

    /// Tell at once, in words of one's own.
    /// @param text how far it is
    void Say(const std::string& text);

  private:
    void Look();
    void Show();

    std::string m_what;
    int64_t m_total;
    int64_t m_done{0};
    uint32_t m_steps{0};
    bool m_terminal;
    bool m_shown{false};
    std::chrono::steady_clock::time_point m_next;
};

} // namespace ns3

#endif /* NF_PROGRESS_H */
