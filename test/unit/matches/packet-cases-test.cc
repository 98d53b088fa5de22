// SPDX-License-Identifier: GPL-2.0-only

#include "match-fixture.h"

#include <fstream>

using namespace ns3;

namespace
{

std::vector<uint8_t>
FromHex(const std::string& hex)
{
    std::vector<uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    {
        bytes.push_back(static_cast<uint8_t>(std::stoul(hex.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

const char*
ToWord(NfMatchResult result)
{
    return result == YES ? "YES" : result == NO ? "NO" : "HOTDROP";
}

class PacketCasesTest : public MatchEvaluationTest
{
  protected:
    NfPacket MakeIpv6(const std::vector<uint8_t>& bytes)
    {
        const auto read = NfIpv6Extensions::Read(bytes.data(), bytes.size());
        const std::size_t begin = read->GetOffset();
        NfPacket packet(read->ip, Create<Packet>(bytes.data() + begin, bytes.size() - begin));
        packet.SetExtensions(read->extensions);
        packet.netns = &netns;
        packet.in = &netns.eth[0];
        return packet;
    }

    /// What a rule says: its -p first, which hotdrops on a chain that is cut short, then its match.
    static NfMatchResult Ask(const ParsedMatch& match, NfPacket& packet)
    {
        if (!match.protocol.empty())
        {
            if (packet.ip.brokenChain)
            {
                return HOTDROP;
            }
            if ((packet.ip.protocol == match.rule->protocol) == match.notProtocol)
            {
                return NO;
            }
        }
        return match(packet);
    }
};

/// Each line of packets6.cases is answered as the kernel answered it.
TEST_F(PacketCasesTest, MatchesSayOfIpv6PacketsWhatTheKernelSays)
{
    std::ifstream file(NF_TEST_UNIT "/matches/packets6.cases");
    ASSERT_TRUE(file);
    unsigned cases = 0;
    for (std::string line; std::getline(file, line);)
    {
        if (line.empty() || line[0] == '#')
        {
            continue;
        }
        ++cases;
        const std::size_t last = line.rfind("; ");
        const std::size_t middle = line.rfind("; ", last - 1);
        std::string options = line.substr(0, middle);
        options += options.find("-m ") == std::string::npos ? " -m comment --comment none" : "";
        ParsedMatch match = ParseMatch(options, "PREROUTING", "raw", NfFamily::IPV6);
        ASSERT_FALSE(match.complaint) << line << ": " << *match.complaint;
        NfPacket packet = MakeIpv6(FromHex(line.substr(middle + 2, last - middle - 2)));
        EXPECT_EQ(ToWord(Ask(match, packet)), line.substr(last + 2)) << line;
    }
    EXPECT_GT(cases, 400U);
}

} // namespace
