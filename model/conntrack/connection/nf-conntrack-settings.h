// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNTRACK_SETTINGS_H
#define NF_CONNTRACK_SETTINGS_H

#include "nf-connection.h"

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Timeouts and switches of connection tracking (Linux's sysctls net.netfilter.nf_conntrack_*).
 * They are attributes of NfConntrack, where their defaults are.
 */
struct NfConntrackSettings
{
    Time tcpSynSent;          //!< first SYN seen
    Time tcpSynRecv;          //!< SYN and SYN+ACK seen
    Time tcpEstablished;      //!< handshake complete
    Time tcpFinWait;          //!< first FIN seen
    Time tcpCloseWait;        //!< first FIN acknowledged
    Time tcpLastAck;          //!< both FINs seen
    Time tcpTimeWait;         //!< both FINs acknowledged
    Time tcpClose;            //!< RST seen
    Time tcpSynSent2;         //!< SYNs of both sides seen
    Time tcpMaxRetransTime;   //!< upper bound after too many retransmissions
    Time tcpUnacknowledged;   //!< upper bound while data waits for its ack
    Time sctpClosed;          //!< without a handshake, or after the end
    Time sctpCookieWait;      //!< after INIT and INIT ACK
    Time sctpCookieEchoed;    //!< after COOKIE ECHO
    Time sctpEstablished;     //!< once established
    Time sctpShutdownSent;    //!< after SHUTDOWN of the opener
    Time sctpShutdownRecd;    //!< after SHUTDOWN of the other side
    Time sctpShutdownAckSent; //!< after SHUTDOWN ACK
    Time sctpHeartbeatSent;   //!< a second path, not yet answered
    Time udp;                 //!< UDP, at first
    Time udpStream;           //!< UDP, after two seconds of traffic in both directions
    Time icmp;                //!< ICMP queries
    Time icmpv6;              //!< ICMPv6 queries
    Time gre;                 //!< GRE without an answer
    Time greStream;           //!< GRE in both directions
    Time generic;             //!< all other protocols
    Time fragment;            //!< how long fragments of IPv4 wait for the rest
    Time fragment6;           //!< how long fragments of IPv6 wait for the rest

    bool tcpLoose{true};             //!< take up connections whose handshake was not seen
    bool tcpBeLiberal{false};        //!< accept segments out of the window
    bool tcpIgnoreInvalidRst{false}; //!< do not call a RST below the window invalid
    uint8_t tcpMaxRetrans{3};        //!< retransmissions after which tcpMaxRetransTime holds
    bool verifyChecksums{false};     //!< judge L4 checksums in PREROUTING
    uint32_t maxEntries{0};          //!< limit of the table; 0: none
    uint32_t buckets{0};             //!< of Linux's hash table; 0: as many as maxEntries

    /**
     * @param state a TCP state other than NONE
     * @return its timeout
     */
    Time TcpTimeout(NfTcpState state) const;

    /**
     * @param state of an SCTP association
     * @return its timeout
     */
    Time SctpTimeout(NfSctpState state) const;
};

/**
 * @ingroup netfilter
 * What connection tracking has counted (Linux's struct ip_conntrack_stat, as conntrack -S lists).
 */
struct NfConntrackStatistics
{
    uint64_t invalid{0};       //!< packets that belong to no connection
    uint64_t insert{0};        //!< entries put into the table
    uint64_t insertFailed{0};  //!< entries that found their tuple taken
    uint64_t clashResolved{0}; //!< packets that went on with the entry that had won
    uint64_t drop{0};          //!< packets dropped by tracking
    uint64_t earlyDrop{0};     //!< entries evicted because the table was full
    uint64_t error{0};         //!< ICMP messages that are broken or fit no connection
    uint64_t expectNew{0};     //!< connections that had been expected
    uint64_t expectCreate{0};  //!< expectations made
    uint64_t expectDelete{0};  //!< expectations gone
};

} // namespace ns3

#endif /* NF_CONNTRACK_SETTINGS_H */
