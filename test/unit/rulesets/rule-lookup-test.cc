// SPDX-License-Identifier: GPL-2.0-only

// The classifier of long chains against the linear scan: the same rules and packets, drawn at
// random, must give the same verdicts, counters and trace.

#include "fake-netns.h"
#include "nf-checksum.h"
#include "nf-compiled-table.h"
#include "nf-extension-registry.h"
#include "nf-restore.h"
#include "nf-rule-classifier.h"
#include "nf-rule-printer.h"
#include "nf-ruleset-editor.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"

#include <array>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <initializer_list>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3;

namespace
{

/// Draws rules and packets from so few values that packets match many rules, at different lengths.
class Dice
{
  public:
    Dice(uint32_t seed, NfFamily family)
        : m_random(seed),
          m_family(family)
    {
    }

    uint32_t Below(uint32_t bound)
    {
        return m_random() % bound;
    }

    bool Chance(uint32_t percent)
    {
        return Below(100) < percent;
    }

    /// Those of IPv6 differ in each of their words.
    NfAddress Address()
    {
        if (m_family == NfFamily::IPV4)
        {
            return NfAddress(0x0a000000 | Below(3) << 16 | Below(3) << 8 | Below(4));
        }
        return NfAddress({0x20010db8, Below(3) << 16 | Below(2), Below(2) << 31, Below(4)});
    }

    uint16_t Port()
    {
        return 20 + Below(8);
    }

    std::string Ports(const char* option)
    {
        std::string inverted = Chance(15) ? " !" : "";
        uint16_t first = Port();
        return Chance(50) ? fmt::format("{} {} {}", inverted, option, first)
                          : fmt::format("{} {} {}:{}", inverted, option, first, first + Below(4));
    }

    std::string AddressCondition(const char* option)
    {
        static const std::vector<std::string>
            masks{"32", "32", "30", "24", "16", "8", "255.255.0.255", "0.0.0.3"};
        static const std::vector<std::string> masks6{"128",
                                                     "128",
                                                     "127",
                                                     "126",
                                                     "65",
                                                     "64",
                                                     "48",
                                                     "32",
                                                     "0",
                                                     "ffff:ffff:ffff::3",
                                                     "::3"};
        const auto& drawn = m_family == NfFamily::IPV4 ? masks : masks6;
        return fmt::format("{} {} {}/{}",
                           Chance(10) ? " !" : "",
                           option,
                           NfToString(Address(), m_family),
                           drawn[Below(drawn.size())]);
    }

    std::string ProtocolCondition()
    {
        std::string text;
        switch (Below(6))
        {
        case 0:
            return m_family == NfFamily::IPV4 ? " -p icmp" : " -p icmpv6";
        case 1:
            return " ! -p tcp";
        case 2:
            text = " -p udp";
            // What stands before the ports sees every packet that the addresses let through.
            text += Chance(20) ? " -m statistic --mode nth --every 3 --packet 0" : "";
            text += Chance(80) ? " -m udp" + Ports("--dport") : "";
            return text + (Chance(20) ? " -m length --length 0:45" : "");
        case 3:
            return " -p tcp -m multiport" +
                   fmt::format("{} --{} {},{}:{}",
                               Chance(20) ? " !" : "",
                               std::vector<std::string>{"sports", "dports", "ports"}[Below(3)],
                               Port(),
                               Port(),
                               30 + Below(3));
        default:
            text = " -p tcp";
            text += Chance(20) ? " -m mark --mark 0x1/0x1" : "";
            text += " -m tcp" + (Chance(30) ? Ports("--sport") : "") +
                    (Chance(70) ? Ports("--dport") : "");
            return text + (Chance(20) ? " --tcp-flags SYN,ACK SYN" : "");
        }
    }

    std::string Fragments() const
    {
        return m_family == NfFamily::IPV4 ? " -f" : " -p all";
    }

    std::string Rule(const std::string& chain)
    {
        std::string text = "-A " + chain;
        text += Chance(60) ? AddressCondition("-s") : "";
        text += Chance(60) ? AddressCondition("-d") : "";
        text += Chance(10) ? " -i eth" + std::to_string(Below(2)) : "";
        text += Chance(60) ? ProtocolCondition() : (Chance(10) ? Fragments() : "");
        text += Chance(10) ? " -m statistic --mode nth --every 2 --packet 0" : "";
        return text + Target(chain) + "\n";
    }

    // Chains jump to later ones only, so that there is no loop.
    std::string Target(const std::string& chain)
    {
        switch (Below(10))
        {
        case 0:
            return " -j ACCEPT";
        case 1:
            return " -j DROP";
        case 2:
            return " -j RETURN";
        case 3:
            return fmt::format(" -j MARK --set-xmark {:#x}/0x3", Below(4));
        case 4:
            return m_family == NfFamily::IPV4 ? " -j TTL --ttl-dec 1" : " -j HL --hl-dec 1";
        case 5:
            return chain == "THREE" ? "" : std::string(" -j ") + After(chain);
        case 6:
            return chain == "THREE" ? "" : std::string(" -g ") + After(chain);
        case 7:
            return " -j TURN";
        default:
            return "";
        }
    }

    static const char* After(const std::string& chain)
    {
        return chain == "FORWARD" ? "ONE" : chain == "ONE" ? "TWO" : "THREE";
    }

    std::string Ruleset(uint32_t rules)
    {
        std::string text = "*mangle\n:ONE - [0:0]\n:TWO - [0:0]\n:THREE - [0:0]\n";
        for (const char* chain : {"FORWARD", "ONE", "TWO", "THREE"})
        {
            for (uint32_t i = 0; i < rules; ++i)
            {
                text += Rule(chain);
            }
        }
        return text + "COMMIT\n";
    }

    NfPacket Packet()
    {
        NfIpHeader ip;
        ip.family = m_family;
        ip.source = Address();
        ip.destination = Address();
        ip.brokenChain = m_family == NfFamily::IPV6 && Chance(3);
        ip.protocol =
            std::vector<uint8_t>{NfProtocol::TCP,
                                 NfProtocol::TCP,
                                 NfProtocol::UDP,
                                 m_family == NfFamily::IPV4 ? NfProtocol::ICMP : NfProtocol::ICMPV6,
                                 NfProtocol::GRE}[Below(5)];
        if (Chance(10))
        {
            ip.fragmentOffset = 8 * Below(3);
            ip.moreFragments = true;
        }
        // Some are too short for their header.
        std::vector<uint8_t> bytes(Chance(10) ? Below(20) : 20 + Below(10));
        if (bytes.size() >= 4)
        {
            NfWrite16(&bytes[0], Port());
            NfWrite16(&bytes[2], Chance(80) ? Port() : Below(65536));
        }
        if (bytes.size() >= 14)
        {
            bytes[12] = 0x50;
            bytes[13] = Chance(50) ? 0x02 : 0x10;
        }
        return NfPacket(ip, Create<ns3::Packet>(bytes.data(), bytes.size()));
    }

  private:
    std::mt19937 m_random;
    NfFamily m_family;
};

/// A target that changes what a classifier looks at, in the middle of a chain.
class TurnTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "TURN";
    }

    NfComplaint Parse(const NfOption&) override
    {
        return {};
    }

    void Save(std::ostream&) const override
    {
    }

    void List(std::ostream&) const override
    {
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        std::swap(packet.ip.source, packet.ip.destination);
        if (uint8_t* ports = packet.MutableL4(4))
        {
            std::swap(ports[1], ports[3]);
        }
        return NfTargetResult::CONTINUE;
    }
};

/// A rule set with counters of its own, compiled one way, and what its trace told.
class Side
{
  public:
    Side(const std::string& text, NfFamily family, std::size_t longChain)
    {
        NfRulesetEditor editor{NfRuleset(family)};
        NfStatus error = NfRestore(text, "drawn", {}, editor);
        EXPECT_FALSE(error) << error->ToString() << "\n" << text;
        m_ruleset = editor.GetRuleset();
        m_table = std::make_unique<NfCompiledTable>(*m_ruleset.FindTable("mangle"), longChain);
        m_trace.ConnectWithoutContext(MakeCallback(&Side::Note, this));
    }

    /// @param packet a packet
    /// @return what became of it: verdict, rules visited, header, and the trace
    std::string Pass(NfPacket& packet)
    {
        m_told.clear();
        NfVerdict verdict = m_table->Evaluate(packet, m_trace, 1);
        return fmt::format("{} visited {} mark {} ttl {} from {}{}",
                           static_cast<int>(verdict),
                           packet.rulesVisited,
                           packet.mark,
                           packet.ip.ttl,
                           NfToString(packet.ip.source, packet.ip.family),
                           m_told);
    }

    /// @return rules and counters
    std::string Save() const
    {
        NfSaveOptions options;
        options.counters = true;
        return NfSaveRuleset(m_ruleset, options);
    }

  private:
    void Note(const NfRuleHit& hit)
    {
        m_told += fmt::format("\n{} {} {} {} {}",
                              hit.chain,
                              hit.chainNumber,
                              hit.ruleNumber,
                              hit.target,
                              NfToString(hit.verdict));
    }

    NfRuleset m_ruleset;
    std::unique_ptr<NfCompiledTable> m_table;
    TracedCallback<const NfRuleHit&> m_trace;
    std::string m_told;
};

class RuleLookupTest : public ::testing::TestWithParam<std::tuple<uint32_t, NfFamily>>
{
  protected:
    RuleLookupTest()
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        static const bool once = [] {
            NfTargetType turn;
            turn.name = "TURN";
            turn.make = [] { return std::make_unique<TurnTarget>(); };
            NfExtensionRegistry::Get().Register(turn);
            return true;
        }();
        EXPECT_TRUE(once);
    }

    FakeNetns netns;
};

} // namespace

TEST_P(RuleLookupTest, ClassifierAndScanAgree)
{
    const auto [seed, family] = GetParam();
    Dice dice(seed, family);
    const std::string text = dice.Ruleset(5 + dice.Below(120));
    Side scanned(text, family, SIZE_MAX);
    Side classified(text, family, 1);
    for (int i = 0; i < 3000; ++i)
    {
        NfPacket packet = dice.Packet();
        packet.netns = &netns;
        packet.hook = NfHook::FORWARD;
        packet.in = &netns.eth[dice.Below(2)];
        packet.out = &netns.eth[2];
        NfPacket copy = packet.Clone();
        ASSERT_EQ(scanned.Pass(packet), classified.Pass(copy)) << "packet " << i << "\n" << text;
    }
    EXPECT_EQ(scanned.Save(), classified.Save());
}

INSTANTIATE_TEST_SUITE_P(Seeds,
                         RuleLookupTest,
                         ::testing::Combine(::testing::Range(1U, 41U),
                                            ::testing::Values(NfFamily::IPV4, NfFamily::IPV6)));

TEST(WidePrefixSetTest, FindsPrefixesAcrossAndAtTheEndsOfWords)
{
    const std::vector<std::string> texts{"::/0",
                                         "::/128",
                                         "2001:db8::/32",
                                         "2001:db8::/64",
                                         "2001:db8:0:1::/64",
                                         "2001:db8:0:1::1",
                                         "2001:db8::ffff:ffff:ffff:ffff",
                                         "2001:db8::/63",
                                         "2001:db8:0:1:8000::/65",
                                         "ffff:ffff:ffff:ffff::/64",
                                         "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};
    std::vector<NfPrefix> prefixes;
    prefixes.reserve(texts.size());
    for (const std::string& text : texts)
    {
        prefixes.push_back(*NfParsePrefix(text, NfFamily::IPV6));
    }
    const NfPrefixSet<NfWideNumber> set(prefixes);
    std::set<uint32_t> all;
    for (const NfPrefix& prefix : prefixes)
    {
        all.insert(set.NumberOf(prefix));
    }
    ASSERT_EQ(all.size(), prefixes.size());
    auto check = [&](const NfAddress& address) {
        std::set<uint32_t> expected;
        for (const NfPrefix& prefix : prefixes)
        {
            if (prefix.Contains(address))
            {
                expected.insert(set.NumberOf(prefix));
            }
        }
        std::set<uint32_t> found;
        set.Containing(NfAddressNumber<NfWideNumber>::Of(address)).ForEach([&](uint32_t number) {
            found.insert(number);
        });
        EXPECT_EQ(found, expected) << NfToString(address, NfFamily::IPV6);
    };
    // Of each prefix the ends, and what stands beside them.
    for (const NfPrefix& prefix : prefixes)
    {
        for (NfAddress address : {prefix.GetAddress(), prefix.GetLast()})
        {
            check(address);
            for (uint32_t change : {1U, 0x80000000U})
            {
                for (std::size_t word = 0; word < 4; ++word)
                {
                    std::array<uint32_t, 4> words = address.Words();
                    words[word] ^= change;
                    check(NfAddress(words));
                }
            }
        }
    }
}

/// Many hosts stand in a table, and a few of them not.
template <class Number>
void
CheckHosts(uint32_t count)
{
    const bool wide = NfAddressNumber<Number>::BITS == 128;
    const NfFamily family = wide ? NfFamily::IPV6 : NfFamily::IPV4;
    auto address = [wide](uint32_t number) {
        return wide ? NfAddress({0x20010db8, number >> 8, 0, number & 0xff}) : NfAddress(number);
    };
    std::mt19937 random{count};
    std::vector<NfPrefix> prefixes{NfPrefix(NfAddress(), wide ? 128 : 32, family),
                                   NfPrefix(NfAddress(), 0, family),
                                   NfPrefix(address(0x0a000000), wide ? 48 : 8, family)};
    const std::size_t networks = prefixes.size();
    std::set<uint32_t> hosts{0, 1, 0xffffffff, 0x0a000000};
    while (hosts.size() < count)
    {
        hosts.insert(random() % 4 == 0 ? random() : 0x0a000000 + random() % 10000);
    }
    for (uint32_t host : hosts)
    {
        prefixes.push_back(NfPrefix(address(host), wide ? 128 : 32, family));
    }
    const NfPrefixSet<Number> set(prefixes);
    std::set<uint32_t> numbers;
    for (const NfPrefix& prefix : prefixes)
    {
        numbers.insert(set.NumberOf(prefix));
    }
    // IPv4's first network is one of the hosts.
    EXPECT_EQ(numbers.size(), hosts.size() + networks - (wide ? 0 : 1));
    for (uint32_t i = 0; i < 20000; ++i)
    {
        const uint32_t number = i % 2 == 0 ? 0x0a000000 + i : random();
        std::set<uint32_t> expected;
        for (std::size_t j = 0; j < networks; ++j)
        {
            if (prefixes[j].Contains(address(number)))
            {
                expected.insert(set.NumberOf(prefixes[j]));
            }
        }
        if (hosts.count(number) > 0)
        {
            expected.insert(set.NumberOf(NfPrefix(address(number), wide ? 128 : 32, family)));
        }
        std::set<uint32_t> found;
        set.Containing(NfAddressNumber<Number>::Of(address(number))).ForEach([&](uint32_t each) {
            found.insert(each);
        });
        ASSERT_EQ(found, expected) << number;
    }
}

TEST(PrefixSetTest, FindsHostsAmongManyAndAmongFew)
{
    for (uint32_t count : {100U, 4000U, 4200U, 9000U})
    {
        CheckHosts<uint32_t>(count);
        CheckHosts<NfWideNumber>(count);
    }
}

TEST(RuleClassifierTest, NamesNoRuleThatThePacketCannotMatch)
{
    std::vector<NfRuleBounds> rules(100);
    for (uint32_t i = 0; i < rules.size(); ++i)
    {
        rules[i].destination = NfPrefix(NfAddress(0x0a000000 + i), 32);
        rules[i].protocol = NfProtocol::TCP;
    }
    rules[70].destination = NfPrefix(NfAddress(0x0a000000), 24);
    rules[80] = {};
    rules[80].ports = {0, UINT16_MAX, 443, 443};
    NfRuleClassifier classifier(rules);
    NfRuleKey key;
    key.destination = 0x0a000005;
    key.protocol = NfProtocol::TCP;
    key.hasPorts = true;
    key.destinationPort = 443;
    NfRuleClassifier::Search search(classifier, key);
    EXPECT_EQ(search.Next(0), 5U);
    EXPECT_EQ(search.Next(6), 70U);
    EXPECT_EQ(search.Next(71), 80U);
    EXPECT_EQ(search.Next(81), 100U);
    key.protocol = NfProtocol::UDP;
    EXPECT_EQ(NfRuleClassifier::Search(classifier, key).Next(0), 80U);
    key.destinationPort = 80;
    EXPECT_EQ(NfRuleClassifier::Search(classifier, key).Next(0), 100U);
    key.hasPorts = false;
    EXPECT_EQ(NfRuleClassifier::Search(classifier, key).Next(0), 80U);
}

TEST(RuleClassifierTest, AgreesWithAScanOfRandomBounds)
{
    std::mt19937 random(1);
    auto prefix = [&] {
        const uint8_t length = random() % 33;
        return NfPrefix(NfAddress(0x0a000000 | (random() & 0x00030303)), length);
    };
    for (int round = 0; round < 50; ++round)
    {
        std::vector<NfRuleBounds> rules(random() % 400);
        for (NfRuleBounds& rule : rules)
        {
            rule.source = prefix();
            rule.destination = prefix();
            rule.protocol = random() % 3 * 6;
            // One range in seven is empty.
            rule.ports.destinationMin = random() % 40;
            rule.ports.destinationMax = rule.ports.destinationMin + random() % 7 - 1;
            rule.ports.sourceMax = random() % 2 ? UINT16_MAX : 20;
        }
        NfRuleClassifier classifier(rules);
        for (int i = 0; i < 200; ++i)
        {
            NfRuleKey key;
            key.source = 0x0a000000 | (random() & 0x00030303);
            key.destination = 0x0a000000 | (random() & 0x00030303);
            key.protocol = random() % 2 * 6;
            key.hasPorts = random() % 4 != 0;
            key.sourcePort = random() % 40;
            key.destinationPort = random() % 45;
            NfRuleClassifier::Search search(classifier, key);
            uint32_t named = search.Next(0);
            for (uint32_t n = 0; n < rules.size(); ++n)
            {
                const NfRuleBounds& rule = rules[n];
                auto inside = [](uint32_t address, const NfPrefix& prefix) {
                    const uint8_t length = prefix.GetLength();
                    return length == 0 ||
                           (address ^ prefix.GetAddress().V4()) >> (32 - length) == 0;
                };
                bool fits = inside(key.source, rule.source) &&
                            inside(key.destination, rule.destination) &&
                            (rule.protocol == 0 || rule.protocol == key.protocol) &&
                            (!key.hasPorts || (key.sourcePort <= rule.ports.sourceMax &&
                                               key.destinationPort >= rule.ports.destinationMin &&
                                               key.destinationPort <= rule.ports.destinationMax));
                ASSERT_EQ(fits, named == n) << "rule " << n << " of round " << round;
                named = fits ? search.Next(n + 1) : named;
            }
            ASSERT_EQ(named, rules.size());
        }
    }
}
