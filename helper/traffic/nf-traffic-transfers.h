// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_TRANSFERS_H
#define NF_TRAFFIC_TRANSFERS_H

#include "nf-traffic-application.h"

#include "ns3/address.h"
#include "ns3/socket.h"

#include <array>
#include <cstdint>
#include <map>

namespace ns3
{

/**
 * @ingroup netfilter
 * Transfers over TCP, each on a connection of its own: the kinds tcp-bulk and web.
 *
 * A connection begins with a header of 20 bytes that tells the receiver whose it is, how many bytes
 * follow, and how many to answer; an upload is answered by one byte, so that the sender knows that
 * all has arrived. A transfer that fails (refused, unreachable, reset, given up by TCP) is meant
 * and not delivered; the next one comes after the pause, and at least after a second.
 */
class NfTransferSender : public NfTrafficApplication
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param ledger see NfTrafficApplication
    /// @param pair likewise
    NfTransferSender(NfTrafficLedger& ledger, NfTrafficPair& pair);

  private:
    void Begin() override;
    void End() override;
    void DoDispose() override;
    void Start();
    void Connected(Ptr<Socket> socket);
    void Failed(Ptr<Socket> socket);
    void Send(Ptr<Socket> socket, uint32_t room);
    void Receive(Ptr<Socket> socket);
    void Finish(bool isGood);
    void Release();

    Ptr<Socket> m_socket;
    Ptr<RandomVariableStream> m_upload;
    Ptr<RandomVariableStream> m_download; //!< null: one byte says that the upload has arrived
    Ptr<RandomVariableStream> m_pause;
    Time m_start;
    uint64_t m_toSend{0};
    uint64_t m_toReceive{0};
    uint64_t m_answer{0}; //!< bytes of the answer
};

/**
 * @ingroup netfilter
 * The receiving side of all transfers of a node on one port.
 */
class NfTransferReceiver : public Application
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// Bytes with which a connection begins.
    static constexpr std::size_t HEADER = 20;

    /// @param ledger the pairs; must outlive the simulation
    /// @param port to listen on
    NfTransferReceiver(NfTrafficLedger& ledger, uint16_t port);

  private:
    /// One connection.
    struct Transfer
    {
        std::array<uint8_t, HEADER> header{};
        std::size_t known{0};         //!< bytes of the header that are here
        NfTrafficPair* pair{nullptr}; //!< null: not known yet
        uint64_t toReceive{0};
        uint64_t toSend{0};
        bool isAnswering{false};
        bool isEndless{false};
    };

    void StartApplication() override;
    void StopApplication() override;
    void DoDispose() override;
    void Accept(Ptr<Socket> socket, const Address& from);
    void Receive(Ptr<Socket> socket);
    void Take(Transfer& transfer, Ptr<Packet> packet);
    void Send(Ptr<Socket> socket, uint32_t room);
    void Forget(Ptr<Socket> socket);
    void CloseAll();

    NfTrafficLedger& m_ledger;
    uint16_t m_port;
    Ptr<Socket> m_socket;
    std::map<Ptr<Socket>, Transfer> m_transfers; //!< looked up only
};

} // namespace ns3

#endif /* NF_TRAFFIC_TRANSFERS_H */
