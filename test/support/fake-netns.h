// SPDX-License-Identifier: GPL-2.0-only

#ifndef FAKE_NETNS_H
#define FAKE_NETNS_H

#include "nf-hook-registry.h"
#include "nf-netns.h"

#include <map>
#include <vector>

namespace ns3
{

/**
 * A node for unit tests: no stack, answers are what the test sets, and what was asked to be sent
 * is kept.
 */
class FakeNetns : public NfNetns
{
  public:
    FakeNetns()
    {
        lo.name = NfInterfaceName("lo");
        lo.ifindex = 1;
        lo.loopback = true;
        for (uint32_t i = 0; i < 3; ++i)
        {
            eth[i].name = NfInterfaceName("eth" + std::to_string(i));
            eth[i].ifindex = i + 2;
        }
    }

    NfHookRegistry& GetHooks() override
    {
        return hooks;
    }

    uint32_t GetNodeId() const override
    {
        return 0;
    }

    const NfDevice* GetLoopback() const override
    {
        return &lo;
    }

    NfAddressType GetAddressType(NfFamily,
                                 const NfAddress& address,
                                 const NfDevice* device) const override
    {
        auto found = addressTypes.find(address);
        return found == addressTypes.end() ? NfAddressType::UNICAST : found->second;
    }

    std::optional<NfAddress> SelectMasqueradeAddress(const NfPacket& packet,
                                                     const NfDevice* out) const override
    {
        return GetPrimaryAddress(packet.ip.family, out);
    }

    std::optional<NfAddress> GetPrimaryAddress(NfFamily, const NfDevice* device) const override
    {
        auto found = primaryAddresses.find(device);
        return found == primaryAddresses.end() ? std::nullopt : std::optional(found->second);
    }

    bool Reroute(NfPacket& packet) override
    {
        ++reroutes;
        return true;
    }

    bool CheckReversePath(const NfPacket&, bool, bool, bool) const override
    {
        return reversePathOk;
    }

    bool SendGenerated(const NfIpHeader& header, Ptr<Packet> payload, const NfPacket*) override
    {
        sent.emplace_back(header, payload);
        return true;
    }

    void SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info) override
    {
        icmpErrors.push_back({type, code, info, about.CopyBytes()});
    }

    void SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device) override
    {
        copies.push_back({packet.CopyBytes(), gateway, std::string(device)});
    }

    std::optional<NfAddress> GetBroadcastMask(const NfDevice&,
                                              const NfAddress& address) const override
    {
        auto found = broadcastMasks.find(address);
        return found == broadcastMasks.end() ? std::nullopt : std::optional(found->second);
    }

    void Log(const NfPacket&, uint8_t, const std::string& text) override
    {
        log.push_back(text);
    }

    uint16_t NextIpId() override
    {
        return ++ipId;
    }

    uint32_t Random(uint32_t bound) override
    {
        return nextRandom++ % bound;
    }

    /// An error that was asked for.
    struct IcmpError
    {
        uint8_t type;
        uint8_t code;
        uint32_t info;
        std::vector<uint8_t> about;
    };

    /// A copy that was asked for.
    struct SentCopy
    {
        std::vector<uint8_t> packet; //!< as it was when it was copied
        NfAddress gateway;
        std::string device;
    };

    NfHookRegistry hooks;
    NfDevice lo;
    NfDevice eth[3];
    std::map<NfAddress, NfAddressType> addressTypes;       //!< others are UNICAST
    std::map<const NfDevice*, NfAddress> primaryAddresses; //!< others have none
    std::vector<std::pair<NfIpHeader, Ptr<Packet>>> sent;  //!< by SendGenerated()
    std::vector<IcmpError> icmpErrors;                     //!< by SendIcmpError()
    std::vector<SentCopy> copies;                          //!< by SendCopy()
    std::map<NfAddress, NfAddress> broadcastMasks;         //!< by broadcast address
    std::vector<std::string> log;                          //!< by Log()
    uint32_t reroutes{0};
    bool reversePathOk{true};
    uint16_t ipId{0};
    uint32_t nextRandom{0}; //!< what Random() draws next, modulo its bound
};

} // namespace ns3

#endif /* FAKE_NETNS_H */
