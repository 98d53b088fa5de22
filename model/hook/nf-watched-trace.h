// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_WATCHED_TRACE_H
#define NF_WATCHED_TRACE_H

#include "ns3/callback.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <string>
#include <utility>

namespace ns3
{

/**
 * @ingroup netfilter
 * A TracedCallback that tells its owner when listeners come and go, so that what serves listeners
 * need not exist while there are none.
 * @tparam Ts what a listener is told
 */
template <class... Ts>
class NfWatchedTrace : private TracedCallback<Ts...>
{
    using Base = TracedCallback<Ts...>;

  public:
    /// @param changed called after a listener was connected or disconnected
    explicit NfWatchedTrace(std::function<void()> changed)
        : m_changed(std::move(changed))
    {
    }

    NfWatchedTrace(const NfWatchedTrace&) = delete;
    NfWatchedTrace& operator=(const NfWatchedTrace&) = delete;

    using Base::IsEmpty;
    using Base::operator();

    /// @param callback to be called from now on
    void ConnectWithoutContext(const CallbackBase& callback)
    {
        Base::ConnectWithoutContext(callback);
        m_changed();
    }

    /**
     * @param callback to be called from now on
     * @param path what it is told first
     */
    void Connect(const CallbackBase& callback, const std::string& path)
    {
        Base::Connect(callback, path);
        m_changed();
    }

    /// @param callback not to be called any more
    void DisconnectWithoutContext(const CallbackBase& callback)
    {
        Base::DisconnectWithoutContext(callback);
        m_changed();
    }

    /**
     * @param callback not to be called any more
     * @param path with which it was connected
     */
    void Disconnect(const CallbackBase& callback, const std::string& path)
    {
        Base::Disconnect(callback, path);
        m_changed();
    }

  private:
    std::function<void()> m_changed;
};

} // namespace ns3

#endif /* NF_WATCHED_TRACE_H */
