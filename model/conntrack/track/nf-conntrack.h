// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNTRACK_H
#define NF_CONNTRACK_H

#include "nf-connection-helper.h"
#include "nf-connection.h"
#include "nf-conntrack-event.h"
#include "nf-conntrack-settings.h"
#include "nf-expectation.h"
#include "nf-hook-registry.h"
#include "nf-netns.h"
#include "nf-packet.h"
#include "nf-tuple.h"

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

class NfConnectionConfirmer;
class NfConnectionFinder;
class NfConnectionStore;
class NfDefrag;

/**
 * @ingroup netfilter
 * Connection tracking of one node (Linux's nf_conntrack_core.c and its protocol trackers).
 *
 * Track() finds or makes the connection of a packet and judges the packet (NfConnectionFinder);
 * Confirm() puts a new connection into the table when its first packet leaves the node's hooks
 * (NfConnectionConfirmer). Activate() puts both, and the reassembly of fragments (NfDefrag) before
 * them, into the node's hooks. The table itself is an NfConnectionStore. Helpers for application
 * protocols are given to it by others (NfRegisterStandardHelpers()).
 *
 * Entries expire lazily: no simulator event is scheduled. An entry whose time has come is not
 * found, counted or listed any more; its DESTROY event fires when the table is next used, by
 * whatever packet or question, in order of expiry, and tells the time at which it expired.
 *
 * Invariants: both tuples of every confirmed connection are unique in their zone; a confirmed
 * connection's tuples never change; GetConnections() and the order of events do not depend on
 * memory addresses.
 *
 * Divergences: Linux verifies checksums always; here, only if ns-3 computes them. Linux's table
 * limit depends on the machine's memory; ours is 65536 entries, and counts confirmed ones only.
 * How a full table makes room is told by NfConnectionLimit.
 *
 * @code
 *   auto conntrack = CreateObject<NfConntrack>();
 *   conntrack->SetNetns(&netns);
 *   conntrack->Activate();
 * @endcode
 */
class NfConntrack : public Object, private NfConntrackSettings
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    NfConntrack();
    ~NfConntrack() override;

    /// @param netns the node; its member conntrack is set to this object
    void SetNetns(NfNetns* netns);

    /**
     * Register the hooks of a family (Linux's nf_ct_netns_get). Both families share the table.
     * Needs SetNetns().
     * @param family whose packets are to be tracked; without effect if they are already
     */
    void Activate(NfFamily family = NfFamily::IPV4);

    /**
     * Unregister the hooks of a family; its connections stay in the table, its waiting fragments
     * are forgotten.
     * @param family whose packets are not to be tracked any more; without effect if they are not
     */
    void Deactivate(NfFamily family);

    /// Deactivate() both families.
    void Deactivate();

    /// @return true if the hooks of a family are registered
    bool IsActive() const;

    /**
     * @param family a family
     * @return true if its hooks are registered
     */
    bool IsActive(NfFamily family) const;

    /**
     * Find or make the connection of a packet and update it (Linux's nf_conntrack_in). Sets
     * packet.ct, ctState and ctDirection, or leaves the packet INVALID. A packet that has a
     * connection already, or is UNTRACKED, is left alone; a template is replaced.
     * @param packet a packet in PREROUTING or OUTPUT
     * @return ACCEPT, or DROP if the table is full
     */
    NfVerdict Track(NfPacket& packet);

    /**
     * Run the connection's helper, shift sequence numbers, and put a new connection into the
     * table (Linux's nf_confirm).
     * @param packet a packet at the end of INPUT or POSTROUTING
     * @return ACCEPT, or DROP if the connection's tuple is taken
     */
    NfVerdict Confirm(NfPacket& packet);

    /**
     * Reassemble fragments (Linux's ipv4_conntrack_defrag and ipv6_defrag).
     * @param packet a packet in PREROUTING or OUTPUT
     * @return ACCEPT if whole or just completed; STOLEN if it waits for others; DROP if it is of
     *         IPv6 and fits no datagram
     */
    NfVerdict Defragment(NfPacket& packet);

    /**
     * @param tuple as a packet has it
     * @param zone conntrack zone of that packet
     * @param direction if not null, set to the direction that was found
     * @return the confirmed, unexpired connection, or null
     */
    Ptr<NfConnection> Find(const NfTuple& tuple,
                           uint16_t zone = 0,
                           NfDirection* direction = nullptr);

    /**
     * Would this reply tuple be mistaken for another connection's? (Linux's
     * nf_conntrack_tuple_taken)
     * @param tuple the reply tuple that @p ignored would like to have
     * @param ignored a connection not in the table; entries with the same original tuple are the
     *        same flow and do not count
     * @return true if so
     */
    bool IsTaken(const NfTuple& tuple, const NfConnection& ignored);

    /**
     * Change the answers' tuple, as NAT does before a connection is confirmed.
     * @param connection not confirmed (else NS_ABORT)
     * @param reply the new reply tuple
     */
    void AlterReply(NfConnection& connection, const NfTuple& reply);

    /**
     * A template for the target CT: given to packet.ct in the table raw, it tells Track() zone
     * and helper of the connection.
     * @param zone conntrack zone
     * @param directions bit mask of NfDirections to which the zone applies
     * @param helper helper of new connections, or null
     * @return the template
     */
    static Ptr<NfConnection> MakeTemplate(uint16_t zone,
                                          uint8_t directions = 3,
                                          const NfConnectionHelper* helper = nullptr);

    /// @return all unexpired connections in the table, in order of their id
    std::vector<Ptr<NfConnection>> GetConnections();

    /**
     * Take a connection out of the table. A connection that is not in the table is marked as
     * DYING, so that it will not get there.
     * @param connection the connection
     * @param reason why, for the event
     */
    void Remove(NfConnection& connection, NfConntrackReason reason = NfConntrackReason::REMOVED);

    /**
     * A TCP connection is being ended by a reset that connection tracking will not see (Linux's
     * nf_ct_set_closing). Without effect if it is not in the table, or of another protocol.
     * @param connection the connection
     */
    void SetClosing(NfConnection& connection);

    /**
     * Let a connection live on for another time than its protocol gives it (Linux's nf_ct_refresh).
     * @param connection the connection; with FIXED_TIMEOUT nothing changes
     * @param timeout how long to live from now on
     */
    void SetTimeout(NfConnection& connection, Time timeout);

    /// Take all connections and expectations out of their tables.
    void Flush();

    /// @return number of unexpired connections in the table
    std::size_t GetSize();

    /**
     * Expect a connection (Linux's nf_ct_expect_related). The same expectation is renewed; if the
     * master's helper allows no more of them, the oldest is given up.
     * @param expectation what; master is mandatory
     * @return false if it clashes with another
     */
    bool Expect(const NfExpectation& expectation);

    /**
     * As Expect(), but an equal expectation of another connection will do, too (Linux's
     * NF_CT_EXP_F_SKIP_MASTER).
     * @param expectation what; master is mandatory
     * @return its id; 0: another connection has an equal one; nothing: it clashes with another
     */
    std::optional<uint64_t> ExpectOnce(const NfExpectation& expectation);

    /**
     * @param tuple of a packet
     * @param zone conntrack zone of the packet
     * @return the expectation that such a packet would meet, or that waits to be activated
     */
    std::optional<NfExpectation> FindExpectation(const NfTuple& tuple, uint16_t zone) const;

    /**
     * Let an inactive expectation be met from now on.
     * @param id NfExpectation::id; unknown ones are ignored
     * @param lifetime how long it waits from now on
     */
    void ActivateExpectation(uint64_t id, Time lifetime);

    /// @param id NfExpectation::id; unknown ones are ignored
    void Unexpect(uint64_t id);

    /**
     * Let both directions of a call of PPTP be one connection; it ends with the control connection
     * or with its tunnel.
     * @param master the control connection
     * @param direction of the packets, as the control connection has it
     * @param tuple of the packets: their version of GRE tells all but sourcePort
     * @return false if the control connection has another call, or has left the table
     */
    bool AddGreKey(const NfConnection& master, NfDirection direction, const NfTuple& tuple);

    /// @param master a control connection of PPTP, whose call has ended
    void RemoveGreKeys(const NfConnection& master);

    /// @return all unexpired expectations in order of their id
    std::vector<NfExpectation> GetExpectations();

    /**
     * Let rules name a helper.
     * @param helper the helper; a name and protocol that another one has is an NS_ABORT
     */
    void RegisterHelper(std::shared_ptr<NfConnectionHelper> helper);

    /**
     * Let rules name a helper that does nothing yet.
     * @param helper is found only while RegisterHelper() has given no other one of its name and
     *               protocol
     */
    void RegisterStandIn(std::shared_ptr<NfConnectionHelper> helper);

    /**
     * @param name as in CT --helper
     * @param protocol of the rule
     * @param family of the rule
     * @return the helper; null if there is none, or none for that family
     */
    const NfConnectionHelper* FindHelper(const std::string& name,
                                         uint8_t protocol,
                                         NfFamily family = NfFamily::IPV4) const;

    /// @return timeouts and switches in effect
    const NfConntrackSettings& GetSettings() const;

    /// @return what has been counted
    const NfConntrackStatistics& GetStatistics() const;

    /**
     * Signature of m_event.
     * @param event what happened
     */
    typedef void (*EventCallback)(const NfConntrackEvent& event);

    /// Fired when a connection appears, changes or goes.
    TracedCallback<const NfConntrackEvent&> m_event;

  protected:
    void DoDispose() override;

  private:
    static TypeId MakeTypeId();

    void ForgetUnlessConfirmed(const NfConnection& connection);
    void Fire(const NfConntrackEvent& event);
    NfDefrag& GetDefrag(NfFamily family);

    NfNetns* m_netns{nullptr};
    std::map<NfFamily, std::vector<NfHookRegistry::Id>> m_hooks; //!< of the active families
    std::unique_ptr<NfConnectionStore> m_store;
    std::unique_ptr<NfConnectionFinder> m_finder;
    std::unique_ptr<NfConnectionConfirmer> m_confirmer;
    std::unique_ptr<NfDefrag> m_defrag;  //!< of IPv4
    std::unique_ptr<NfDefrag> m_defrag6; //!< of IPv6
    std::vector<std::shared_ptr<NfConnectionHelper>> m_helpers;
    std::vector<std::shared_ptr<NfConnectionHelper>> m_standIns;
};

} // namespace ns3

#endif /* NF_CONNTRACK_H */
