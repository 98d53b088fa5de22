// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SYNPROXY_H
#define NF_SYNPROXY_H

#include "nf-connection.h"
#include "nf-netns.h"
#include "nf-packet.h"
#include "nf-syn-cookie.h"
#include "nf-synproxy-options.h"
#include "nf-transport-view.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A node's part in the connections that its rules with the target SYNPROXY open (Linux's
 * nf_synproxy_core.c).
 *
 * A client's SYN is answered in the server's place with a cookie for a sequence number
 * (AnswerSyn()), so that a flood of SYNs leaves nothing behind. A client that acknowledges the
 * cookie is real: the node opens a connection to the server with what client and cookie tell
 * (AnswerAck()). That one is tracked. When the server answers, the node acknowledges, opens the
 * client's window, which was 0 till then, and from now on shifts the server's sequence numbers by
 * the difference to the cookie, and its timestamps likewise.
 *
 * Its callbacks stand in front of Confirm() in INPUT and POSTROUTING, for both families, from the
 * first packet that a rule hands to it until the node's end (Linux: while there are such rules).
 *
 * Difference from Linux: there are no statistics of cookies (/proc/net/stat/synproxy).
 */
class NfSynproxy : public NfNetnsState
{
  public:
    /// What a rule with the target says.
    struct Rule
    {
        uint8_t allowed{0};     //!< NfSynproxyOptions::Flags that the server understands
        uint8_t windowScale{0}; //!< of the server
        uint16_t mss{0};        //!< of the server
    };

    /**
     * @param netns a node; aborts unless it tracks connections
     * @return its SYN proxy, which lives as long as the node
     */
    static NfSynproxy& Of(NfNetns& netns);

    /// @param netns the node
    explicit NfSynproxy(NfNetns& netns);

    NfSynproxy(const NfSynproxy&) = delete;
    NfSynproxy& operator=(const NfSynproxy&) = delete;

    /**
     * Answer a client's SYN.
     * @param packet the SYN
     * @param options of it
     * @param rule that has matched
     */
    void AnswerSyn(NfPacket& packet, NfSynproxyOptions options, const Rule& rule);

    /**
     * A client acknowledges: open the connection to the server, if it is a cookie.
     * @param packet the acknowledgement
     * @param options of it
     * @param sequence the number behind the client's SYN
     * @return false if it was no cookie
     */
    bool AnswerAck(NfPacket& packet, NfSynproxyOptions options, uint32_t sequence);

  private:
    /// What is remembered of a connection that was opened to a server.
    struct Proxied
    {
        Ptr<NfConnection> connection; //!< over when nobody else has it
        uint32_t cookie{0};           //!< the first sequence number that the client was told
        uint32_t clientTime{0};       //!< the time that the client was told last
        uint32_t timeShift{0};        //!< how much further the server's clock is
    };

    /// What is to be sent.
    struct Segment
    {
        bool isOnward{false}; //!< goes where the packet goes that it is about; else back
        uint32_t sequence{0};
        uint32_t acknowledged{0};
        uint8_t flags{0};
        uint16_t window{0};
        std::vector<uint8_t> options;
    };

    /// What connection tracking shall think of what is sent.
    struct Label
    {
        Ptr<NfConntrackEntry> ct; //!< null: it finds out
        NfCtState state{NfCtState::INVALID};
        NfDirection direction{NfDirection::ORIGINAL};
    };

    // Send a segment between the same ends as a packet.
    void Send(NfPacket& about, const Segment& segment, const Label& label, bool opens = false);
    // The callbacks.
    NfVerdict BeginOutput(NfPacket& packet);
    NfVerdict NoteOpened(NfPacket& packet);
    NfVerdict Pass(NfPacket& packet);
    // Steps of Pass().
    NfVerdict PassOpening(NfPacket& packet, const NfTcpView& tcp, Proxied& proxied);
    NfVerdict PassAnswer(NfPacket& packet, const NfTcpView& tcp, Proxied& proxied);
    static void ShiftTime(NfPacket& packet, const Proxied& proxied);

    Proxied* Find(const NfConnection& connection);
    void Remember(NfConnection& connection);

    NfNetns& m_netns;
    NfSynCookie m_cookies;
    Ptr<NfConnection> m_template;    //!< of the connections to servers
    const Label* m_sending{nullptr}; //!< of the packet that is about to pass OUTPUT
    std::set<uint64_t> m_opening;    //!< uids of SYNs to servers that are not tracked yet
    std::size_t m_sweepAt{64};       //!< size at which connections that are over are forgotten
    std::unordered_map<uint64_t, Proxied> m_proxied; //!< by NfConnection::id
};

} // namespace ns3

#endif /* NF_SYNPROXY_H */
