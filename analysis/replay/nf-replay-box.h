// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_BOX_H
#define NF_REPLAY_BOX_H

#include "nf-replay-device.h"
#include "nf-replay-scenario.h"

#include "ns3/netfilter.h"
#include "ns3/node.h"
#include "ns3/socket.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// A packet that left the box.
struct NfReplayOutput
{
    std::string device;
    std::vector<uint8_t> bytes;
    std::optional<std::size_t> journey;
};

/**
 * @ingroup netfilter
 * The simulated box of a scenario: one ns-3 node with the netfilter layer and a device without a
 * wire for each interface. There may be one at a time, since it is the whole simulation; it sets
 * the global value ChecksumEnabled, because Linux computes and verifies checksums.
 */
class NfReplayBox
{
  public:
    /// @param scenario the box; what cannot be set up is an NfCliError
    explicit NfReplayBox(const NfReplayScenario& scenario);
    ~NfReplayBox();

    NfReplayBox(const NfReplayBox&) = delete;
    NfReplayBox& operator=(const NfReplayBox&) = delete;

    /// @return the netfilter layer of the node
    Ptr<Netfilter> GetNetfilter() const
    {
        return m_netfilter;
    }

    /**
     * Let the box receive a packet, as the first thing when time goes on (RunUntil()).
     * @param interface through which
     * @param bytes IP packet
     * @return the errno that write() to a TUN device would give, or nothing
     */
    std::optional<std::string> Inject(const std::string& interface,
                                      const std::vector<uint8_t>& bytes);

    /**
     * Let the box send a packet, as a raw socket with IP_HDRINCL.
     * @param sent a local packet: its bytes, mark and owner
     * @return the errno that sendto() would give, or nothing
     */
    std::optional<std::string> SendLocally(const NfReplayPacket& sent);

    /// @return what left the box since the last call: by interface, then by time
    std::vector<NfReplayOutput> TakeOutputs();

    /// @param time until which the box is left to itself, seconds since the start
    void RunUntil(double time);

    /// @return seconds since the start
    double Now() const;

  private:
    void AddInterfaces(const NfReplayScenario& scenario);
    void AddIpv4(const NfReplayInterface& interface, uint32_t number);
    void AddIpv6(const NfReplayInterface& interface, const Ptr<NfReplayDevice>& device);
    void AddRoutes(const NfReplayScenario& scenario);
    void Restore(NfFamily family, const std::string& rules, const std::string& name);
    void SettleIpv6(const NfReplayScenario& scenario);
    std::optional<std::string> SendIpv4(const NfReplayPacket& sent);
    std::optional<std::string> SendIpv6(const NfReplayPacket& sent);
    void SetSysctls(const NfReplayScenario& scenario);
    void Listen(const NfReplayScenario& scenario);

    Ptr<Node> m_node;
    Ptr<Netfilter> m_netfilter;
    std::vector<std::pair<std::string, Ptr<NfReplayDevice>>> m_devices;
    std::vector<Ptr<Socket>> m_sockets;
};

} // namespace ns3

#endif /* NF_REPLAY_BOX_H */
