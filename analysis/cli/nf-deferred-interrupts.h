// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DEFERRED_INTERRUPTS_H
#define NF_DEFERRED_INTERRUPTS_H

#include <csignal>

namespace ns3
{

/**
 * @ingroup netfilter
 * While there is such an object, signals that would end the program (SIGINT, SIGTERM, SIGHUP) wait:
 * who holds it has something to put away first. Signals that the program was started to ignore, as
 * by nohup, are not among them. Work that lasts asks IsPending() now and then. For the main thread,
 * and for those that it starts meanwhile.
 */
class NfDeferredInterrupts
{
  public:
    NfDeferredInterrupts();
    ~NfDeferredInterrupts();

    NfDeferredInterrupts(const NfDeferredInterrupts&) = delete;
    NfDeferredInterrupts& operator=(const NfDeferredInterrupts&) = delete;

    /// @return the signals that wait
    static sigset_t GetSignals();

    /// @return true if one came
    static bool IsPending();

  private:
    static int m_count;       //!< of objects
    static sigset_t m_before; //!< the signals that were blocked without any object
};

} // namespace ns3

#endif /* NF_DEFERRED_INTERRUPTS_H */
