// SPDX-License-Identifier: GPL-2.0-only

#ifndef RELAY_H
#define RELAY_H

#include "ns3/address.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

/**
 * A transparent proxy: accepts connections to any address, connects in the client's name to where
 * the client wanted to go, and copies what comes, both ways. An end of one side is passed on.
 */
class Relay
{
  public:
    /**
     * @param node whose rules give connections to the proxy
     * @param port of TCP at which they do
     */
    Relay(ns3::Ptr<ns3::Node> node, uint16_t port);
    ~Relay();

    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    /// @return whose connections were accepted
    const std::vector<ns3::Address>& GetClients() const
    {
        return m_clients;
    }

    /// @return where the last client wanted to go, as "address:port"
    const std::string& GetLastTarget() const
    {
        return m_target;
    }

    /// @return how many bytes were copied
    uint64_t GetCopied() const
    {
        return m_copied;
    }

  private:
    /// One side of a connection that is copied.
    struct Side
    {
        ns3::Ptr<ns3::Socket> other;                //!< where to copy to
        std::vector<ns3::Ptr<ns3::Packet>> waiting; //!< for room at the other side
        bool connected{false};                      //!< the other side takes data
        bool ended{false};                          //!< nothing comes any more
    };

    void Accept(ns3::Ptr<ns3::Socket> socket, const ns3::Address& client);
    void Connected(ns3::Ptr<ns3::Socket> socket);
    void Failed(ns3::Ptr<ns3::Socket> socket);
    void Receive(ns3::Ptr<ns3::Socket> socket);
    void Room(ns3::Ptr<ns3::Socket> socket, uint32_t bytes);
    void End(ns3::Ptr<ns3::Socket> socket);
    void Copy(Side& from);
    void Watch(const ns3::Ptr<ns3::Socket>& socket);

    ns3::Ptr<ns3::Node> m_node;
    ns3::Ptr<ns3::Socket> m_listener;
    std::map<ns3::Ptr<ns3::Socket>, Side> m_sides; //!< by the socket that data come from
    std::vector<ns3::Address> m_clients;
    std::string m_target;
    uint64_t m_copied{0};
};

#endif /* RELAY_H */
