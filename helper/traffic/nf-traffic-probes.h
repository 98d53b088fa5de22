// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_PROBES_H
#define NF_TRAFFIC_PROBES_H

#include "nf-traffic-application.h"

#include "ns3/ipv4-header.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

namespace ns3
{

class NfProbeSource;

/// A packet to be sent as it is.
struct NfProbe
{
    Ipv4Header header;            //!< complete, but for what the stack fills in
    Ptr<Packet> payload;          //!< what follows the header
    double gap{0};                //!< seconds until the next one
    std::optional<uint16_t> echo; //!< sequence number, of a request whose reply counts
    NfTrafficLedger::Flow
        flow; //!< to be claimed; of another protocol than 0 only if it is one's own
};

/**
 * @ingroup netfilter
 * Sends packets that no ordinary socket sends: the kinds ping, traceroute, scan-syn, scan-udp,
 * sweep, flood-syn, flood-udp and pcap. They leave by a raw socket with their own header, so rules
 * see them as any packet that the node sends.
 *
 * An echo request counts as delivered when its reply is back, any other packet when the node that
 * it is for has it: after INPUT, before its transport.
 */
class NfProbeSender : public NfTrafficApplication
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param ledger see NfTrafficApplication
    /// @param pair likewise
    NfProbeSender(NfTrafficLedger& ledger, NfTrafficPair& pair);
    ~NfProbeSender() override;

  private:
    void Begin() override;
    void End() override;
    void DoDispose() override;
    void Send();
    void Transmit(const NfProbe& probe);
    void Receive(Ptr<Socket> socket);

    std::unique_ptr<NfProbeSource> m_source;
    Ptr<Socket> m_socket;
    Ptr<Socket> m_replies;             //!< null: nothing asks for an echo
    std::map<uint16_t, Time> m_echoes; //!< when requests without a reply were sent
};

/**
 * Count probes that nodes take in.
 * @param ledger the pairs; must outlive the simulation
 * @param node a node that may be the receiver
 */
void NfCountProbes(NfTrafficLedger& ledger, Ptr<Node> node);

} // namespace ns3

#endif /* NF_TRAFFIC_PROBES_H */
