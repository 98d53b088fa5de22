// SPDX-License-Identifier: GPL-2.0-only

// First-match look-up in a chain of many rules, by the compiled table's classifier against the
// linear scan (doc/performance.rst). Rules are drawn like those that ClassBench makes from the
// seeds of access lists (Taylor, Turner, INFOCOM 2005): nested prefixes that many rules share, few
// protocols, exact destination ports, some ranges. They stand as one writes access lists, the
// narrower prefixes first. Packets are drawn from the rules: one is chosen, then a header that it
// matches, which an earlier rule may match first.
//
//   rule-lookup-benchmark

#include "nf-checksum.h"
#include "nf-compiled-table.h"
#include "nf-restore.h"
#include "nf-ruleset-editor.h"
#include "nf-standard-matches.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <fmt/format.h>
#include <malloc.h>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// A rule as it is drawn, before it is written.
struct Drawn
{
    uint32_t source;
    uint8_t sourceLength;
    uint32_t destination;
    uint8_t destinationLength;
    uint8_t protocol;
    uint16_t minPort;
    uint16_t maxPort;
};

/// Draws rules and packets. Those of IPv6 are those of IPv4, behind the same 32 bits; hosts have
/// all 128.
class Generator
{
  public:
    Generator(uint32_t rules, NfFamily family)
        : m_family(family)
    {
        // Networks of the access list, from which hosts and narrower prefixes are taken.
        for (uint32_t i = 0; i < std::max(8U, rules / 50); ++i)
        {
            m_networks.push_back(m_random());
        }
        for (uint32_t i = 0; i < rules; ++i)
        {
            m_rules.push_back(Draw());
        }
        std::stable_sort(m_rules.begin(), m_rules.end(), [](const Drawn& a, const Drawn& b) {
            return a.sourceLength + a.destinationLength > b.sourceLength + b.destinationLength;
        });
    }

    std::string Text() const
    {
        std::string text = "*filter\n:FORWARD DROP [0:0]\n";
        for (const Drawn& rule : m_rules)
        {
            text += "-A FORWARD" + Address(" -s ", rule.source, rule.sourceLength) +
                    Address(" -d ", rule.destination, rule.destinationLength);
            if (rule.protocol != 0)
            {
                text += fmt::format(" -p {}", rule.protocol);
            }
            if (rule.protocol == NfProtocol::TCP || rule.protocol == NfProtocol::UDP)
            {
                text += fmt::format(" -m {} --dport {}:{}",
                                    rule.protocol == NfProtocol::TCP ? "tcp" : "udp",
                                    rule.minPort,
                                    rule.maxPort);
            }
            text += " -j ACCEPT\n";
        }
        return text + "COMMIT\n";
    }

    NfPacket Packet()
    {
        const Drawn& rule = m_rules[m_random() % m_rules.size()];
        NfIpHeader ip;
        ip.family = m_family;
        ip.source = Widen(Within(rule.source, rule.sourceLength));
        ip.destination = Widen(Within(rule.destination, rule.destinationLength));
        ip.protocol = rule.protocol != 0 ? rule.protocol : NfProtocol::TCP;
        std::vector<uint8_t> bytes(20);
        NfWrite16(&bytes[0], 1024 + m_random() % 60000);
        NfWrite16(&bytes[2], rule.minPort + m_random() % (rule.maxPort - rule.minPort + 1));
        NfPacket packet(ip, Create<ns3::Packet>(bytes.data(), bytes.size()));
        packet.hook = NfHook::FORWARD;
        return packet;
    }

  private:
    NfAddress Widen(uint32_t address) const
    {
        return m_family == NfFamily::IPV6 ? NfAddress({0x20010db8, address, 0, 0})
                                          : NfAddress(address);
    }

    std::string Address(const char* option, uint32_t address, uint8_t length) const
    {
        if (length == 0)
        {
            return "";
        }
        const bool wide = m_family == NfFamily::IPV6;
        return fmt::format("{}{}/{}",
                           option,
                           NfToString(Widen(address), m_family),
                           wide && length == 32 ? 128 : (wide ? 32 : 0) + length);
    }

    uint32_t Within(uint32_t prefix, uint8_t length)
    {
        uint32_t hostBits = static_cast<uint32_t>(UINT64_C(0xffffffff) >> length);
        return prefix | (m_random() & hostBits);
    }

    /// @param weights of the choices
    /// @return one of them
    std::size_t Choose(std::initializer_list<double> weights)
    {
        return std::discrete_distribution<std::size_t>(weights)(m_random);
    }

    std::pair<uint32_t, uint8_t> DrawPrefix(double any)
    {
        constexpr std::array<uint8_t, 5> lengths{0, 16, 24, 28, 32};
        const uint8_t length = lengths[Choose({any, 0.04, 0.25, 0.11, 0.6 - any})];
        // Hosts and subnets lie within few networks, so that prefixes nest.
        const uint32_t network = m_networks[m_random() % m_networks.size()] & 0xffff0000;
        const uint32_t address = network | (m_random() % 16) << 8 | m_random() % 256;
        return {address & ~static_cast<uint32_t>(UINT64_C(0xffffffff) >> length), length};
    }

    Drawn Draw()
    {
        constexpr std::array<uint16_t, 12>
            services{22, 25, 53, 80, 110, 123, 143, 443, 993, 1521, 3306, 8080};
        Drawn rule{};
        std::tie(rule.source, rule.sourceLength) = DrawPrefix(0.15);
        std::tie(rule.destination, rule.destinationLength) = DrawPrefix(0.02);
        rule.protocol = std::array<uint8_t, 4>{NfProtocol::TCP,
                                               NfProtocol::UDP,
                                               NfProtocol::ICMP,
                                               0}[Choose({0.72, 0.2, 0.03, 0.05})];
        switch (Choose({0.7, 0.15, 0.15}))
        {
        case 0:
            rule.minPort = rule.maxPort = services[m_random() % services.size()];
            break;
        case 1:
            rule.minPort = 1024;
            rule.maxPort = UINT16_MAX;
            break;
        default:
            rule.minPort = m_random() % 60000;
            rule.maxPort = rule.minPort + m_random() % 5000;
            break;
        }
        return rule;
    }

    NfFamily m_family;
    std::mt19937 m_random{1};
    std::vector<uint32_t> m_networks;
    std::vector<Drawn> m_rules;
};

constexpr std::size_t SCAN = SIZE_MAX; ///< no chain is long enough for a classifier

/// @param generator of rules
/// @param family of them
/// @return the table filter with them
std::unique_ptr<NfRuleset>
Load(const Generator& generator, NfFamily family)
{
    NfRegisterStandardMatches();
    NfRulesetEditor editor{NfRuleset(family)};
    NfStatus error = NfRestore(generator.Text(), "drawn", {}, editor);
    NS_ABORT_MSG_IF(error, error->ToString());
    return std::make_unique<NfRuleset>(editor.GetRuleset());
}

/// Evaluate packets, one after the other. The argument is the number of rules.
void
Lookup(benchmark::State& state, std::size_t longChain, NfFamily family)
{
    Generator generator(state.range(0), family);
    const std::unique_ptr<NfRuleset> ruleset = Load(generator, family);
    const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    const NfCompiledTable table(*ruleset->FindTable("filter"), longChain);
    const std::size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    const TracedCallback<const NfRuleHit&> untraced;
    std::vector<NfPacket> packets;
    packets.reserve(1024);
    for (int i = 0; i < 1024; ++i)
    {
        packets.push_back(generator.Packet());
    }
    std::size_t i = 0;
    uint64_t accepted = 0;
    for (auto _ : state)
    {
        accepted += table.Evaluate(packets[i], untraced, 0) == NfVerdict::ACCEPT;
        i = (i + 1) % packets.size();
    }
    if (accepted != static_cast<uint64_t>(state.iterations()))
    {
        state.SkipWithError("a packet that was drawn from a rule did not match any");
    }
    state.counters["bytes_per_rule"] =
        static_cast<double>(after - before) / static_cast<double>(state.range(0));
}

/// From a short chain to a long list.
void
Sizes(benchmark::internal::Benchmark* benchmark)
{
    benchmark->Arg(30)->Arg(64)->Arg(1000)->Arg(10000)->Arg(100000);
}

BENCHMARK_CAPTURE(Lookup, linear, SCAN, NfFamily::IPV4)->Apply(Sizes);
BENCHMARK_CAPTURE(Lookup, classified, 1, NfFamily::IPV4)->Apply(Sizes);
BENCHMARK_CAPTURE(Lookup, linear6, SCAN, NfFamily::IPV6)->Apply(Sizes);
BENCHMARK_CAPTURE(Lookup, classified6, 1, NfFamily::IPV6)->Apply(Sizes);

} // namespace

BENCHMARK_MAIN();
