// SPDX-License-Identifier: GPL-2.0-only

#include "target-fixture.h"

#include "nf-checksum.h"

namespace ns3
{

std::vector<uint8_t>
FromHex(const std::string& hex)
{
    std::vector<uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    {
        bytes.push_back(std::stoul(hex.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

std::string
ToHex(const std::vector<uint8_t>& bytes)
{
    std::string hex;
    for (uint8_t byte : bytes)
    {
        constexpr const char* digits = "0123456789abcdef";
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

NfPacket
TargetFixture::MakePacket(const std::string& hex)
{
    const std::vector<uint8_t> bytes = FromHex(hex);
    NfPacket packet = bytes.at(0) >> 4 == 6 ? ReadIpv6(bytes) : ReadIpv4(bytes);
    packet.netns = &netns;
    packet.hook = NfHook::FORWARD;
    packet.in = &netns.eth[0];
    packet.out = &netns.eth[1];
    return packet;
}

NfPacket
TargetFixture::ReadIpv6(const std::vector<uint8_t>& bytes)
{
    const auto read = NfIpv6Extensions::Read(bytes.data(), bytes.size());
    EXPECT_TRUE(read);
    const std::size_t begin = read->GetOffset();
    NfPacket packet(read->ip, Create<Packet>(bytes.data() + begin, bytes.size() - begin));
    packet.SetExtensions(read->extensions);
    return packet;
}

NfPacket
TargetFixture::ReadIpv4(const std::vector<uint8_t>& bytes)
{
    NfIpHeader ip;
    ip.tos = bytes.at(1);
    ip.id = NfRead16(&bytes[4]);
    uint16_t fragment = NfRead16(&bytes[6]);
    ip.dontFragment = fragment & 0x4000;
    ip.moreFragments = fragment & 0x2000;
    ip.fragmentOffset = (fragment & 0x1fff) * 8;
    ip.ttl = bytes[8];
    ip.protocol = bytes[9];
    ip.source = NfAddress(NfRead32(&bytes[12]));
    ip.destination = NfAddress(NfRead32(&bytes.at(16)));
    return NfPacket(ip, Create<Packet>(bytes.data() + 20, bytes.size() - 20));
}

} // namespace ns3
