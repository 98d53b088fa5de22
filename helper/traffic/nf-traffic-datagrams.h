// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_DATAGRAMS_H
#define NF_TRAFFIC_DATAGRAMS_H

#include "nf-traffic-application.h"
#include "nf-traffic-tag.h"

#include "ns3/socket.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Sends UDP datagrams: the kinds udp-cbr, udp-onoff and voip, and dns, whose datagrams ask for an
 * answer. A datagram that the node's stack does not take (no route, no address) is meant, but not
 * sent.
 */
class NfDatagramSender : public NfTrafficApplication
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param ledger see NfTrafficApplication
    /// @param pair likewise
    NfDatagramSender(NfTrafficLedger& ledger, NfTrafficPair& pair);

  private:
    void Begin() override;
    void End() override;
    void DoDispose() override;
    void SendStream();
    void SendQuestion();
    void Send(uint32_t size, uint32_t answer);
    void Receive(Ptr<Socket> socket);

    Ptr<Socket> m_socket;
    Ptr<RandomVariableStream> m_size;
    Ptr<RandomVariableStream> m_on;       //!< null: it sends all the time
    Ptr<RandomVariableStream> m_off;      //!< null likewise
    Ptr<RandomVariableStream> m_answer;   //!< null: none is asked for
    Ptr<RandomVariableStream> m_interval; //!< null: the rate says
    Time m_pause;                         //!< when it will be silent next
};

/**
 * @ingroup netfilter
 * The receiving side of all UDP traffic of a node on one port: counts datagrams in their pairs, and
 * answers those that ask for it.
 */
class NfDatagramReceiver : public Application
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param ledger the pairs; must outlive the simulation
    /// @param port to listen on
    NfDatagramReceiver(NfTrafficLedger& ledger, uint16_t port);

  private:
    void StartApplication() override;
    void StopApplication() override;
    void DoDispose() override;
    void Receive(Ptr<Socket> socket);

    NfTrafficLedger& m_ledger;
    uint16_t m_port;
    Ptr<Socket> m_socket;
};

} // namespace ns3

#endif /* NF_TRAFFIC_DATAGRAMS_H */
