// SPDX-License-Identifier: GPL-2.0-only

#ifndef TARGET_FIXTURE_H
#define TARGET_FIXTURE_H

#include "fake-netns.h"
#include "target-case.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{

/// @param hex digits
/// @return the bytes
std::vector<uint8_t> FromHex(const std::string& hex);

/// @param bytes some bytes
/// @return them as lower-case digits
std::string ToHex(const std::vector<uint8_t>& bytes);

/// A node, and packets that reach one of its targets.
class TargetFixture : public ::testing::Test
{
  protected:
    /**
     * @param hex an IPv4 packet without options, or an IPv6 packet, as on the wire
     * @return it, on its way through FORWARD from eth0 to eth1
     */
    NfPacket MakePacket(const std::string& hex);

    /// @param rule as MakeTarget() takes it
    /// @param packet to run it on
    /// @return what it says
    NfTargetResult Run(const std::string& rule, NfPacket& packet)
    {
        return MakeTarget(rule, packet.ip.family)->Execute(packet);
    }

    FakeNetns netns;

  private:
    NfPacket ReadIpv4(const std::vector<uint8_t>& bytes);
    NfPacket ReadIpv6(const std::vector<uint8_t>& bytes);
};

} // namespace ns3

#endif /* TARGET_FIXTURE_H */
