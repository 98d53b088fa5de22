// SPDX-License-Identifier: GPL-2.0-only

#ifndef TEST_TRAFFIC_H
#define TEST_TRAFFIC_H

#include "ns3/address.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv4.h"
#include "ns3/node-container.h"
#include "ns3/packet-sink.h"
#include "ns3/socket.h"

#include <cstdint>
#include <set>
#include <utility>

namespace ns3
{

/// A UDP sender and a receiver, which may echo what it gets.
class TestUdp
{
  public:
    /**
     * @param from sender
     * @param to receiver; may be null
     * @param port that the receiver is bound to
     * @param echo answer each datagram with one of the same size
     */
    TestUdp(Ptr<Node> from, Ptr<Node> to, uint16_t port, bool echo = false);
    ~TestUdp();

    TestUdp(const TestUdp&) = delete;
    TestUdp& operator=(const TestUdp&) = delete;

    /// @param seconds from now
    /// @param to destination
    /// @param port its port
    /// @param size of the payload
    void Send(double seconds, Ipv4Address to, uint16_t port, uint32_t size = 100);

    Ptr<Socket> sender;
    Ptr<Socket> receiver;
    uint8_t tos{0}; //!< TOS of what the sender sends
    uint32_t received{0};
    uint32_t echoed{0};
    int lastResult{0};      //!< what the last SendTo returned
    Ipv4Address lastSource; //!< of what the receiver got
    uint16_t lastSourcePort{0};
    std::set<Ipv4Address> sources; //!< of all that the receiver got
    Ipv4Address lastEchoSource;    //!< of what the sender got
    uint16_t lastEchoPort{0};

  private:
    void Receive(Ptr<Socket> socket);
    void ReceiveEcho(Ptr<Socket> socket);

    bool m_echo;
};

/// A TCP bulk transfer.
class TestBulk
{
  public:
    /**
     * @param from sender
     * @param to receiver
     * @param address where the sender connects to
     * @param port there
     * @param listen port that the receiver listens at
     * @param bytes how many
     * @param start when, s
     */
    TestBulk(Ptr<Node> from,
             Ptr<Node> to,
             Ipv4Address address,
             uint16_t port,
             uint16_t listen,
             uint32_t bytes,
             double start);

    /// @return bytes received
    uint64_t Received() const
    {
        return m_sink->GetTotalRx();
    }

  private:
    Ptr<PacketSink> m_sink;
};

/// A ping, ten a second, by the application that the installed ns-3 has for it.
class TestPing
{
  public:
    /// @param from sender
    /// @param to address
    /// @param start when, s
    /// @param count how many
    TestPing(Ptr<Node> from, Ipv4Address to, double start, uint32_t count);

    /// @return answers received
    uint32_t Received() const
    {
        return m_received;
    }

  private:
    void Answered();

    uint32_t m_received{0};
};

/// A raw socket of some protocol, which counts what it receives.
class TestRaw
{
  public:
    /// @param node the node that sends
    /// @param protocol IP protocol
    TestRaw(Ptr<Node> node, uint8_t protocol);
    ~TestRaw();

    TestRaw(const TestRaw&) = delete;
    TestRaw& operator=(const TestRaw&) = delete;

    /// @param seconds from now
    /// @param to destination
    /// @param size of the payload
    void Send(double seconds, Ipv4Address to, uint32_t size = 100);

    Ptr<Socket> socket;
    uint32_t received{0};

  private:
    void Receive(Ptr<Socket> from);
};

/**
 * Verifies IP and L4 checksums of all packets that nodes' IPv4 receives and sends, without ns-3's
 * code.
 */
class TestChecksums
{
  public:
    /// @param nodes to watch
    explicit TestChecksums(const NodeContainer& nodes);

    /**
     * @param data an IPv4 packet
     * @param size its bytes
     * @return true if its checksums are right; an L4 checksum of a fragment is not looked at
     */
    static bool Verify(const uint8_t* data, uint32_t size);

    uint64_t good{0};
    uint64_t bad{0};

  private:
    void See(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface);
};

} // namespace ns3

#endif /* TEST_TRAFFIC_H */
