// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HOOK_REGISTRY_H
#define NF_HOOK_REGISTRY_H

#include "nf-packet.h"
#include "nf-types.h"
#include "nf-watched-trace.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The hooks of one node: callbacks in order of priority, and the traversal of a packet over them
 * (Linux's nf_register_net_hook and nf_hook_slow).
 *
 * Callbacks of equal priority run in order of registration (Linux: newest first; ours lets a
 * script be read from top to bottom). A callback may register and unregister, itself included,
 * while packets traverse: a removed callback is not called again, an added one is called by
 * packets that have not passed its place yet. A packet that is kept ends with the registry, or at
 * Close(): whoever holds it may still call Reinject(), which then does nothing.
 *
 * A registry belongs to one node and is neither copied nor moved.
 *
 * A callback that says REPEAT to one packet more than MAX_REPEATS times is an NS_ABORT; Linux would
 * never return.
 */
class NfHookRegistry
{
  public:
    /// What runs at a hook. It may change the packet.
    using Callback = std::function<NfVerdict(NfPacket&)>;
    /// Takes packets whose verdict was QUEUE. It decides with Reinject(), now or later.
    using QueueHandler = std::function<void(Ptr<NfStolenPacket>)>;
    /// Identifies a registration; never reused.
    using Id = uint64_t;

    /// How often in a row one callback may say REPEAT to one packet.
    static constexpr uint32_t MAX_REPEATS = 1000000;

    NfHookRegistry() = default;
    NfHookRegistry(const NfHookRegistry&) = delete;
    NfHookRegistry& operator=(const NfHookRegistry&) = delete;

    /**
     * @param family whose packets
     * @param hook the hook to run at
     * @param priority in what order, see NfPriority
     * @param callback what to run
     * @param name for traces and for people
     * @return what to pass to Unregister()
     */
    Id Register(NfFamily family,
                NfHook hook,
                int priority,
                Callback callback,
                const std::string& name = "");

    /// @param id what Register() returned; unknown or already unregistered is an NS_ABORT
    void Unregister(Id id);

    /**
     * @param number of the queue (NFQUEUE --queue-num)
     * @param handler takes its packets; an empty function removes the handler
     */
    void SetQueueHandler(uint16_t number, QueueHandler handler);

    /**
     * @param number of the queue
     * @return true if it has a handler
     */
    bool HasQueueHandler(uint16_t number) const
    {
        return m_queues.count(number) != 0;
    }

    /**
     * @param family the family
     * @param hook the hook
     * @return true if no callback is registered there
     */
    bool IsEmpty(NfFamily family, NfHook hook) const
    {
        return List(family, hook).empty();
    }

    /// Let go of all packets that are kept: what they would go on to is about to go.
    void Close()
    {
        m_open = nullptr;
    }

    /// @return true if nothing is registered at any hook of any family, and nothing traces them
    bool IsIdle() const
    {
        return m_idle;
    }

    /// @param callback called whenever the answer of IsIdle() has changed
    void SetIdleChanged(std::function<void()> callback)
    {
        m_idleChanged = std::move(callback);
    }

    /**
     * Take the packet under traversal. Only a callback may call it, and must then return STOLEN.
     * @param packet the packet that the callback was given
     * @return the handle with which to reinject it
     */
    static Ptr<NfStolenPacket> Steal(NfPacket& packet);

    /**
     * Pass a packet over the callbacks of a hook.
     *
     * @tparam Context what the caller needs to go on with the packet; movable, and has a member
     *         `NfPacket packet`
     * @tparam Next callable with Context&, called at most once, with the packet if all accepted
     * @tparam Dropped callable with Context&, called if a callback dropped the packet
     * @param family the family
     * @param hook the hook
     * @param context of the packet; moved away if a callback keeps the packet
     * @param next what comes after this hook, now or at reinjection
     * @param dropped what to do when a callback drops it
     */
    template <class Context, class Next, class Dropped>
    void Traverse(NfFamily family, NfHook hook, Context& context, Next next, Dropped dropped);

    /// Fired when a packet reaches a hook.
    NfWatchedTrace<const NfPacket&> m_enter{[this] { UpdateIdle(); }};
    /// Fired when it has left it: verdict ACCEPT, DROP or STOLEN, and the name of the callback that
    /// ended it (empty with ACCEPT).
    NfWatchedTrace<const NfPacket&, NfVerdict, const std::string&> m_leave{
        [this] { UpdateIdle(); }};

  private:
    /// What was registered.
    struct Registration
    {
        Callback callback;
        std::string name;
    };

    /// A registration at its place.
    struct Entry
    {
        int priority;
        Id id; //!< also the order of registration
        std::unique_ptr<Registration> registration;
    };

    using EntryList = std::vector<Entry>;

    /// Priority and id of a registration: its place in the order.
    using Position = std::pair<int, Id>;

    // Find out anew whether anything is registered or traces, and tell if that has changed.
    void UpdateIdle();
    EntryList& List(NfFamily family, NfHook hook);
    const EntryList& List(NfFamily family, NfHook hook) const;

    // Run all callbacks of a hook: ACCEPT, DROP or STOLEN (which stands for QUEUE, too).
    NfVerdict Run(NfFamily family, NfHook hook, NfPacket& packet);
    // Run the callbacks behind a position.
    NfVerdict RunFrom(NfFamily family, NfHook hook, NfPacket& packet, Position position);
    // The same without telling anybody. by: whose callback has ended it; null with ACCEPT.
    NfVerdict Walk(const EntryList& list,
                   NfPacket& packet,
                   Position position,
                   const Registration*& by);
    // Index of the first entry behind a position.
    static std::size_t Seek(const EntryList& list, Position position);
    // Note who keeps the packet: DROP if it is for a queue that nobody handles, else STOLEN.
    NfVerdict Keep(NfPacket& packet, Position keeper, NfVerdict verdict) const;

    // Act on the verdict of a traversal.
    template <class Context, class Next, class Dropped>
    void Conclude(NfVerdict verdict,
                  NfFamily family,
                  NfHook hook,
                  Context& context,
                  Next next,
                  Dropped dropped);

    // Give a packet that was kept to its keeper, or to its queue.
    void Park(NfPacket& packet, std::function<void(NfVerdict)> resume);

    std::array<EntryList, 3 * NF_N_HOOKS> m_entries; //!< by family, then hook
    std::map<uint16_t, QueueHandler> m_queues;
    std::shared_ptr<const bool> m_open{std::make_shared<const bool>(true)}; //!< null once closed
    std::size_t m_registered{0}; //!< number of entries in m_entries
    bool m_idle{true};           //!< see IsIdle()
    std::function<void()> m_idleChanged;
    Id m_lastId{0};
    uint64_t m_changes{0}; //!< of any list
    uint32_t m_running{0}; //!< traversals that are going on, one inside the other
    std::vector<std::unique_ptr<Registration>> m_retired; //!< unregistered meanwhile
};

template <class Context, class Next, class Dropped>
void
NfHookRegistry::Traverse(NfFamily family, NfHook hook, Context& context, Next next, Dropped dropped)
{
    Conclude(Run(family, hook, context.packet), family, hook, context, next, dropped);
}

template <class Context, class Next, class Dropped>
void
NfHookRegistry::Conclude(NfVerdict verdict,
                         NfFamily family,
                         NfHook hook,
                         Context& context,
                         Next next,
                         Dropped dropped)
{
    if (verdict == NfVerdict::ACCEPT)
    {
        next(context);
    }
    else if (verdict == NfVerdict::DROP)
    {
        dropped(context);
    }
    else if (context.packet.m_stolen || context.packet.m_queued)
    {
        auto kept = std::make_shared<Context>(std::move(context));
        Position keeper = kept->packet.m_resumeAfter;
        Park(kept->packet, [this, kept, keeper, family, hook, next, dropped](NfVerdict decision) {
            if (decision == NfVerdict::DROP)
            {
                dropped(*kept);
                return;
            }
            Position from = keeper;
            from.second -= decision == NfVerdict::REPEAT ? 1 : 0;
            Conclude(RunFrom(family, hook, kept->packet, from), family, hook, *kept, next, dropped);
        });
    }
}

} // namespace ns3

#endif /* NF_HOOK_REGISTRY_H */
