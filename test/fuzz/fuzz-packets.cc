// SPDX-License-Identifier: GPL-2.0-only

// Packets through rules with every match and target that test/unit knows cases of. The first byte
// chooses the protocol, the second is the TTL, the rest is the transport header and its data.

#include "fuzz-rules.h"
#include "nf-connection.h"

#include "ns3/simulator.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

using namespace ns3;

namespace
{

struct Context
{
    NfPacket packet;
};

/// Add the rules of a table of cases of matches.
void
AddMatches(NfTables& tables, const std::filesystem::path& path)
{
    std::string table = "filter";
    std::string chain = "INPUT";
    std::ifstream list(path);
    for (std::string line; std::getline(list, line);)
    {
        const char first = line.empty() ? '#' : line[0];
        if (first == '*' || first == ':')
        {
            (first == '*' ? table : chain) = line.substr(1);
        }
        if (std::string_view("#:*~").find(first) == std::string_view::npos)
        {
            tables.Execute("-t " + table + " -A " + chain + " " + line.substr(0, line.find(';')));
        }
    }
}

/// Add the rules of a table of cases of targets, each for packets of one TTL.
void
AddTargets(NfTables& tables, const std::filesystem::path& path)
{
    constexpr unsigned ttls = 250;
    unsigned number = 0;
    std::ifstream list(path);
    for (std::string line; std::getline(list, line);)
    {
        std::istringstream words(line.substr(0, line.find(" | ")));
        std::string table;
        std::string chain;
        std::string rule;
        words >> table >> chain;
        std::getline(words, rule);
        if (!chain.empty() && table[0] != '#')
        {
            tables.Execute("-t " + table + " -A " + chain + " -m ttl --ttl-eq " +
                           std::to_string(1 + number++ % ttls) + rule);
        }
    }
}

/// The box, with all rules that are accepted; made once, and there until the program ends.
FuzzBox&
GetBox()
{
    static FuzzBox& box = [&]() -> FuzzBox& {
        auto* made = new FuzzBox;
        for (const auto& entry : std::filesystem::directory_iterator(NF_TEST_UNIT "/matches/cases"))
        {
            AddMatches(*made->tables, entry.path());
        }
        AddTargets(*made->tables, NF_TEST_UNIT "/targets/targets.cases");
        return *made;
    }();
    return box;
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (size < 2)
    {
        return 0;
    }
    FuzzBox& box = GetBox();
    static constexpr uint8_t protocols[] = {1, 6, 17, 33, 47, 50, 51, 108, 132, 136};
    for (uint8_t hook = 0; hook < NF_N_INET_HOOKS; ++hook)
    {
        NfIpHeader ip;
        ip.protocol = data[0] < 200 ? protocols[data[0] % std::size(protocols)] : data[0];
        ip.source = NfAddress(0x0a000001);
        ip.destination = NfAddress(0x0a000002);
        ip.ttl = data[1];
        ip.fragmentOffset = data[1] > 0xf0 ? 8 : 0;
        const auto at = static_cast<NfHook>(hook);
        Context context{NfPacket(ip, Create<Packet>(data + 2, static_cast<uint32_t>(size - 2)))};
        context.packet.netns = &box.netns;
        context.packet.in = at == NfHook::OUTPUT ? nullptr : &box.netns.eth[0];
        const bool arrives = at == NfHook::PREROUTING || at == NfHook::INPUT;
        context.packet.out = arrives ? nullptr : &box.netns.eth[1];
        box.netns.GetHooks().Traverse(
            NfFamily::IPV4,
            at,
            context,
            [](Context&) {},
            [](Context&) {});
    }
    Simulator::Destroy();
    return 0;
}
