// SPDX-License-Identifier: GPL-2.0-only

#ifndef NAT_BOX_H
#define NAT_BOX_H

#include "fake-netns.h"
#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-nat.h"

#include "ns3/ptr.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// Bytes of a packet.
using Bytes = std::vector<uint8_t>;

/// @param text dotted quad
/// @return the address
NfAddress V4(const char* text);

/**
 * Builds IPv4 packets byte by byte, with checksums that are computed here and not by the code
 * under test.
 */
namespace packets
{
Bytes Udp(const char* source,
          uint16_t sourcePort,
          const char* destination,
          uint16_t destinationPort,
          const std::string& data = "hello");

/// The flags of a TCP segment, as in its header.
enum TcpFlags : uint8_t
{
    FIN = 1,
    SYN = 2,
    RST = 4,
    PSH = 8,
    ACK = 16
};

/// What a TCP segment holds besides ports.
struct Tcp
{
    uint8_t flags{SYN};
    uint32_t seq{0};
    uint32_t ack{0};
    Bytes options; //!< padded to words by the caller
    std::string data;
    uint16_t window{64240};
};

Bytes TcpSegment(const char* source,
                 uint16_t sourcePort,
                 const char* destination,
                 uint16_t destinationPort,
                 const Tcp& tcp = {});

Bytes Echo(const char* source, const char* destination, uint8_t type, uint16_t id);

/// An ICMP error that quotes the first bytes of a packet.
Bytes Error(const char* source,
            const char* destination,
            uint8_t type,
            uint8_t code,
            const Bytes& about,
            std::size_t quoted = 576);

/// Any protocol: no checksum.
Bytes Raw(const char* source, const char* destination, uint8_t protocol, const Bytes& payload);
} // namespace packets

/// The same for IPv6.
namespace packets6
{
Bytes Udp(const char* source,
          uint16_t sourcePort,
          const char* destination,
          uint16_t destinationPort,
          const std::string& data = "hello");

Bytes TcpSegment(const char* source,
                 uint16_t sourcePort,
                 const char* destination,
                 uint16_t destinationPort,
                 const packets::Tcp& tcp = {});

/// A query or an answer: echo, node information.
Bytes Query(const char* source, const char* destination, uint8_t type, uint16_t id);

/// An ICMPv6 error that quotes the first bytes of a packet.
Bytes Error(const char* source,
            const char* destination,
            uint8_t type,
            uint8_t code,
            const Bytes& about,
            std::size_t quoted = 1232);

/// Any protocol: no checksum.
Bytes Raw(const char* source, const char* destination, uint8_t protocol, const Bytes& payload);

/// @param packet a packet
/// @param count how many destination options headers of 8 bytes to put in front of its payload
/// @return the packet with them
Bytes WithOptions(const Bytes& packet, unsigned count);

/// As the functions without a 6, which call these for packets of IPv6.
std::string WrongChecksums(const Bytes& bytes);
std::string Describe(const Bytes& bytes);
} // namespace packets6

/// @param text an IPv6 address
/// @return the address
NfAddress V6(const char* text);

/// @param bytes a packet
/// @return "" if every checksum in it is right, quoted ones included, else what is wrong
std::string WrongChecksums(const Bytes& bytes);

/// @param bytes a packet
/// @return "udp 10.0.0.2:1000 > 198.51.100.1:53", "icmp 10.0.0.2 >
/// 10.0.0.1 type 8 code 0 id 7", errors with what they quote in braces
std::string Describe(const Bytes& bytes);

/// A node that may have lost its routes.
class RoutedNetns : public FakeNetns
{
  public:
    bool Reroute(NfPacket& packet) override
    {
        return FakeNetns::Reroute(packet) && hasRoute;
    }

    bool hasRoute{true}; //!< what Reroute() finds
};

/**
 * A router with connection tracking and NAT, without a stack: packets are pushed through the
 * hooks. eth0 is 10.0.0.1, eth1 192.0.2.1, eth2 172.16.0.1, until a test gives them others.
 */
class NatBox
{
  public:
    NatBox();
    ~NatBox();

    /// @return what leaves through @p out, or nothing if a hook dropped it
    std::optional<Bytes> Forward(const Bytes& packet, const NfDevice& in, const NfDevice& out);
    /// @return what is delivered, or nothing
    std::optional<Bytes> Deliver(const Bytes& packet, const NfDevice& in);
    /// @return what is sent, or nothing
    std::optional<Bytes> Send(const Bytes& packet, const NfDevice& out);

    /// Forward() and Describe(); "dropped" if it was
    std::string ForwardText(const Bytes& packet, const NfDevice& in, const NfDevice& out);

    /// The rules: by hook, a function that may call a target.
    std::map<NfHook, NfNat::Lookup> rules;
    /// How often the rules were consulted, by hook.
    std::map<NfHook, uint32_t> consulted;
    /// What each hook of the filter table's priority saw of the last packet.
    std::map<NfHook, std::string> seen;
    /// Hook at which the filter table drops; none: nowhere.
    std::optional<NfHook> filterDrops;

    RoutedNetns netns;
    const NfDevice& eth0;
    const NfDevice& eth1;
    const NfDevice& eth2;
    Ptr<NfConntrack> conntrack;
    Ptr<NfNat> nat;
    Ptr<NfConnection> last; //!< connection of the last packet; null if it had none

  private:
    struct Way
    {
        NfPacket packet;
        bool accepted;
    };

    bool Pass(Way& way, NfHook hook, const NfDevice* in, const NfDevice* out);
    Way Begin(const Bytes& bytes);
};

/// @return a range of addresses, and of ports unless minPort is zero
NfNatRange Range(const char* min, const char* max, uint16_t minPort = 0, uint16_t maxPort = 0);

/// As Range(), of IPv6.
NfNatRange Range6(const char* min, const char* max, uint16_t minPort = 0, uint16_t maxPort = 0);

} // namespace ns3

#endif /* NAT_BOX_H */
