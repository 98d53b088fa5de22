// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNTRACK_H
#define NF_CONNTRACK_H

#include "nf-connection-helper.h"
#include "nf-connection.h"
#include "nf-conntrack-event.h"
#include "nf-expectation.h"
#include "nf-hook-registry.h"
#include "nf-netns.h"
#include "nf-packet.h"
#include "nf-tuple.h"

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

class NfConnectionTable;
class NfDefrag;
class NfExpectationTable;

/// What connection tracking has counted (Linux's struct ip_conntrack_stat, conntrack -S).
struct NfConntrackStatistics
{
    uint64_t invalid{0};       //!< packets that belong to no connection
    uint64_t insert{0};        //!< entries put into the table
    uint64_t insertFailed{0};  //!< entries that found their tuple taken
    uint64_t clashResolved{0}; //!< packets that went on with the entry that had won
    uint64_t drop{0};          //!< packets dropped because no entry could be made
    uint64_t earlyDrop{0};     //!< entries evicted because the table was full
    uint64_t error{0};         //!< ICMP errors that fit no connection
    uint64_t expectNew{0};     //!< connections that had been expected
    uint64_t expectCreate{0};  //!< expectations made
    uint64_t expectDelete{0};  //!< expectations gone
};

/// Timeouts and switches of connection tracking; set through NfConntrack's attributes.
struct NfConntrackSettings
{
    std::array<Time, 10> tcpTimeouts; //!< by NfTcpState
    Time tcpMaxRetransTimeout;        //!< after too many retransmissions
    Time tcpUnacknowledgedTimeout;    //!< while data waits for its ack
    Time udpTimeout;
    Time udpStreamTimeout;
    Time icmpTimeout;
    Time genericTimeout;
    Time fragmentTimeout;
    bool tcpLoose{true};
    bool tcpBeLiberal{false};
    bool tcpIgnoreInvalidRst{false};
    uint8_t tcpMaxRetrans{3};
    bool verifyChecksums{false};
    uint32_t maxEntries{0}; //!< 0: no limit
};

/**
 * \ingroup netfilter
 * Connection tracking of one node (Linux's nf_conntrack_core.c and its protocol trackers).
 *
 * Track() finds or makes the connection of a packet and judges the packet; Confirm() puts a new
 * connection into the table when its first packet leaves the node's hooks. Activate() puts both,
 * and the reassembly of fragments before them, into the node's hooks.
 *
 * Entries expire lazily: no simulator event is scheduled. An entry whose time has come is not
 * found, counted or listed any more; its DESTROY event fires when it is next touched, swept or
 * when the table is listed, and tells the time at which it expired.
 *
 * Invariants: both tuples of every confirmed connection are unique in their zone; a confirmed
 * connection's tuples never change; GetConnections() and the order of events do not depend on
 * memory addresses.
 *
 * Divergences: Linux verifies checksums always; here, only if ns-3 computes them. Linux's table
 * limit depends on the machine's memory; ours is 65536 entries. Linux evicts from a random region
 * of its table; we evict the oldest entry that is not assured.
 *
 * \code
 *   auto conntrack = CreateObject<NfConntrack>();
 *   conntrack->SetNetns(&netns);
 *   conntrack->Activate();
 * \endcode
 */
class NfConntrack : public Object
{
  public:
    /// \return the TypeId
    static TypeId GetTypeId();

    NfConntrack();
    ~NfConntrack() override;

    /// \param netns the node; its member conntrack is set to this object
    void SetNetns(NfNetns* netns);

    /// Register the IPv4 hooks. Without effect if active. Needs SetNetns().
    void Activate();

    /// Unregister the hooks; the table is kept. Without effect if not active.
    void Deactivate();

    /// \return true if the hooks are registered
    bool IsActive() const;

    /**
     * Find or make the connection of a packet and update it (Linux's nf_conntrack_in). Sets
     * packet.ct, ctState and ctDirection, or leaves the packet INVALID. A packet that has a
     * connection already, or is UNTRACKED, is left alone; a template is replaced.
     * \param packet a packet in PREROUTING or OUTPUT
     * \return ACCEPT, or DROP if the table is full
     */
    NfVerdict Track(NfPacket& packet);

    /**
     * Run the connection's helper, shift sequence numbers, and put a new connection into the
     * table (Linux's nf_confirm).
     * \param packet a packet at the end of INPUT or POSTROUTING
     * \return ACCEPT, or DROP if the connection's tuple is taken
     */
    NfVerdict Confirm(NfPacket& packet);

    /**
     * Reassemble fragments (Linux's nf_ct_ipv4_defrag).
     * \param packet a packet in PREROUTING or OUTPUT
     * \return ACCEPT if whole or just completed; STOLEN if it waits for others
     */
    NfVerdict Defragment(NfPacket& packet);

    /// \param packet a packet \return its tuple, or nothing if it has no such thing
    static std::optional<NfTuple> GetTuple(const NfPacket& packet);

    /// \param tuple a tuple \return the tuple of answers, or nothing (an ICMP type without answer)
    static std::optional<NfTuple> Invert(const NfTuple& tuple);

    /**
     * \param tuple as a packet has it
     * \param zone conntrack zone of that packet
     * \param direction if not null, set to the direction that was found
     * \return the confirmed, unexpired connection, or null
     */
    Ptr<NfConnection> Find(const NfTuple& tuple,
                           uint16_t zone = 0,
                           NfDirection* direction = nullptr);

    /**
     * Would this reply tuple be mistaken for another connection's? (Linux's
     * nf_conntrack_tuple_taken)
     * \param tuple the reply tuple that \p ignored would like to have
     * \param ignored a connection not in the table; entries with the same original tuple are the
     *        same flow and do not count
     * \return true if so
     */
    bool IsTaken(const NfTuple& tuple, const NfConnection& ignored);

    /**
     * Change the answers' tuple, as NAT does before a connection is confirmed.
     * \param connection not confirmed (else NS_ABORT)
     * \param reply the new reply tuple
     */
    void AlterReply(NfConnection& connection, const NfTuple& reply);

    /**
     * A template for the target CT: given to packet.ct in the table raw, it tells Track() zone
     * and helper of the connection.
     * \param zone conntrack zone
     * \param directions bit mask of NfDirections to which the zone applies
     * \param helper helper of new connections, or null
     * \return the template
     */
    static Ptr<NfConnection> MakeTemplate(uint16_t zone,
                                          uint8_t directions = 3,
                                          const NfConnectionHelper* helper = nullptr);

    /// \return all unexpired connections in the table, in order of their id
    std::vector<Ptr<NfConnection>> GetConnections();

    /**
     * Take a connection out of the table. A connection that is not in the table is marked as
     * DYING, so that it will not get there.
     * \param connection the connection
     * \param reason why, for the event
     */
    void Remove(NfConnection& connection, NfConntrackReason reason = NfConntrackReason::REMOVED);

    /// Take all connections and expectations out of their tables.
    void Flush();

    /// \return number of entries, including expired ones that were not touched since
    std::size_t GetSize() const;

    /**
     * Expect a connection (Linux's nf_ct_expect_related). The same expectation is renewed; if the
     * master's helper allows no more of them, the oldest is given up.
     * \param expectation what; master is mandatory
     * \return false if it clashes with another
     */
    bool Expect(const NfExpectation& expectation);

    /// \param id NfExpectation::id; unknown ones are ignored
    void Unexpect(uint64_t id);

    /// \return all unexpired expectations in order of their id
    std::vector<NfExpectation> GetExpectations();

    /// \param helper a helper; a name and protocol that is taken is an NS_ABORT
    void RegisterHelper(std::shared_ptr<NfConnectionHelper> helper);

    /// \param name as in CT --helper \param protocol of the rule \return the helper, or null
    const NfConnectionHelper* FindHelper(const std::string& name, uint8_t protocol) const;

    /// \return timeouts and switches in effect
    const NfConntrackSettings& GetSettings() const;

    /// \return what has been counted
    const NfConntrackStatistics& GetStatistics() const;

    /// Fired when a connection appears, changes or goes.
    TracedCallback<const NfConntrackEvent&> m_event;

  protected:
    void DoDispose() override;
};

} // namespace ns3

#endif /* NF_CONNTRACK_H */
