// SPDX-License-Identifier: GPL-2.0-only

#ifndef THREE_ZONE_TRAFFIC_H
#define THREE_ZONE_TRAFFIC_H

#include "ns3/application-container.h"
#include "ns3/nstime.h"
#include "ns3/packet-sink.h"

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

/// The applications of the example, and what they have delivered.
class Traffic
{
  public:
    /**
     * Send bytes over TCP.
     * @param from name of the sender
     * @param to name of the receiver
     * @param address where to
     * @param port destination port
     * @param bytes how many
     * @param what to call it
     * @param listen port that the receiver listens at, if a port forward changes it
     */
    void Bulk(const std::string& from,
              const std::string& to,
              const char* address,
              uint16_t port,
              uint32_t bytes,
              const std::string& what,
              uint16_t listen = 0);

    /// Send datagrams of 200 bytes, 10 a second; parameters as Bulk()'s.
    void Datagrams(const std::string& from,
                   const std::string& to,
                   const char* address,
                   uint16_t port,
                   uint32_t count,
                   const std::string& what);

    /// Send echo requests, one a second.
    void Ping(const std::string& from,
              const char* address,
              uint32_t count,
              const std::string& what);

    /// Print a line for each.
    /// @param os the stream
    void Print(std::ostream& os) const;

  private:
    /// One conversation.
    struct Line
    {
        std::string what;
        std::string unit;
        uint64_t wanted;
        std::function<uint64_t()> delivered;
    };

    ns3::Ptr<ns3::PacketSink> Listen(const std::string& node, const char* factory, uint16_t port);
    ns3::Time NextStart();

    std::vector<Line> m_lines;
};

#endif /* THREE_ZONE_TRAFFIC_H */
