// SPDX-License-Identifier: GPL-2.0-only

// Every kind of traffic sends, arrives, is stopped by rules, and draws from streams of its own.

#include "test-net.h"
#include "test-sql.h"

#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/names.h"
#include "ns3/nf-traffic-helper.h"
#include "ns3/pcap-file.h"
#include "ns3/simulator.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// What a pair counted.
struct Counted
{
    uint64_t meant{0};
    uint64_t sent{0};
    uint64_t delivered{0};
    uint64_t bytes{0};
    std::vector<float> delays;

    // Delays differ a little: ARP's draws depend on how often a program has simulated before.
    std::string ToString() const
    {
        return fmt::format("{} {} {} {}", meant, sent, delivered, bytes);
    }
};

NfTrafficSpec
MakeSpec(const std::string& kind)
{
    NfTrafficSpec spec;
    spec.name = kind;
    spec.kind = kind;
    spec.from = {"client"};
    spec.to = {"server"};
    spec.stop = Seconds(5);
    return spec;
}

// client - router - server, with rules on the router, if any.
std::map<std::string, Counted>
Simulate(const std::vector<NfTrafficSpec>& specs,
         const std::vector<std::string>& rules = {},
         TestNet::When layer = TestNet::NONE,
         double seconds = 20)
{
    TestNet::Options options;
    options.layer = rules.empty() ? layer : TestNet::AFTER_ADDRESSES;
    TestNet net(3, options);
    net.RouteGlobally();
    for (uint32_t i = 0; i < 3; ++i)
    {
        Names::Add(std::array<const char*, 3>{"client", "router", "server"}[i], net.At(i));
    }
    for (const std::string& rule : rules)
    {
        net.helper.Iptables(net.At(1), rule);
    }
    NfTrafficHelper traffic;
    for (const NfTrafficSpec& spec : specs)
    {
        traffic.Add(spec);
    }
    traffic.Install();
    net.Run(seconds);
    std::map<std::string, Counted> result;
    for (const auto& pair : traffic.GetPairs())
    {
        result[pair->spec->name] = {pair->meant,
                                    pair->sent,
                                    pair->delivered,
                                    pair->bytes,
                                    pair->delays};
    }
    Names::Clear();
    return result;
}

class EveryTraffic : public testing::TestWithParam<std::string>
{
  protected:
    static NfTrafficSpec Spec()
    {
        NfTrafficSpec spec = MakeSpec(GetParam());
        if (spec.kind == "scan-syn" || spec.kind == "scan-udp")
        {
            spec.values["ports"] = "20-30,80";
        }
        if (spec.kind == "flood-syn" || spec.kind == "flood-udp")
        {
            spec.values["rate"] = "50";
        }
        return spec;
    }
};

TEST_P(EveryTraffic, ArrivesWithoutRules)
{
    const Counted counted = Simulate({Spec()})[GetParam()];
    EXPECT_GT(counted.meant, 0U);
    EXPECT_EQ(counted.sent, counted.meant);
    // A traceroute's first datagram ends at the router; what is asked for last may be under way.
    EXPECT_GE(counted.delivered + 1, counted.sent);
    EXPECT_GT(counted.delivered, 0U);
    EXPECT_EQ(counted.delays.size(), counted.delivered);
    for (float delay : counted.delays)
    {
        EXPECT_GT(delay, 0);
        EXPECT_LT(delay, 3);
    }
}

TEST_P(EveryTraffic, IsTheSameUnderAnIdleAndUnderAnAcceptingLayer)
{
    const std::string without = Simulate({Spec()})[GetParam()].ToString();
    EXPECT_EQ(without, Simulate({Spec()}, {}, TestNet::AFTER_ADDRESSES)[GetParam()].ToString());
    EXPECT_EQ(without,
              Simulate({Spec()}, {"-A FORWARD -m conntrack --ctstate NEW -j ACCEPT"})[GetParam()]
                  .ToString());
}

TEST_P(EveryTraffic, DoesNotArriveThroughAFirewall)
{
    const Counted counted = Simulate({Spec()}, {"-P FORWARD DROP"})[GetParam()];
    EXPECT_GT(counted.sent, 0U);
    EXPECT_EQ(counted.delivered, 0U);
    EXPECT_EQ(counted.bytes, 0U);
}

TEST_P(EveryTraffic, DrawsTheSameWhateverOtherTrafficThereIs)
{
    if (GetParam() == "tcp-bulk" || GetParam() == "web")
    {
        GTEST_SKIP() << "what TCP takes depends on what else is on the link";
    }
    NfTrafficSpec other = MakeSpec("udp-onoff");
    other.name = "other";
    other.values["rate"] = "10kbps";
    const Counted alone = Simulate({Spec()})[GetParam()];
    const Counted together = Simulate({other, Spec()})[GetParam()];
    EXPECT_EQ(alone.meant, together.meant);
    EXPECT_EQ(alone.bytes, together.bytes);
}

INSTANTIATE_TEST_SUITE_P(Kinds,
                         EveryTraffic,
                         testing::Values("tcp-bulk",
                                         "web",
                                         "udp-cbr",
                                         "udp-onoff",
                                         "voip",
                                         "dns",
                                         "ping",
                                         "traceroute",
                                         "scan-syn",
                                         "scan-udp",
                                         "sweep",
                                         "flood-syn",
                                         "flood-udp"),
                         [](const auto& info) {
                             std::string name = info.param;
                             name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
                             return name;
                         });

TEST(Traffic, OfAConstantRateHasThatRate)
{
    NfTrafficSpec spec = MakeSpec("udp-cbr");
    spec.values = {{"rate", "80kbps"}, {"size", "100"}};
    const Counted counted = Simulate({spec})["udp-cbr"];
    // 100 datagrams a second for 5 s; the last may be at the very end.
    EXPECT_NEAR(double(counted.sent), 500, 1);
    EXPECT_EQ(counted.bytes, counted.delivered * 100);
}

TEST(Traffic, BulkTransfersCountTheirBytesAndTheirCompletion)
{
    NfTrafficSpec spec = MakeSpec("tcp-bulk");
    spec.values = {{"size", "50000"}, {"count", "3"}, {"pause", "100ms"}};
    const Counted counted = Simulate({spec})["tcp-bulk"];
    EXPECT_EQ(counted.delivered, 3U);
    EXPECT_EQ(counted.bytes, 150000U);
}

TEST(Traffic, ABulkTransferWithoutEndFillsTheLink)
{
    NfTrafficSpec spec = MakeSpec("tcp-bulk");
    spec.values = {{"size", "0"}};
    const Counted counted = Simulate({spec})["tcp-bulk"];
    EXPECT_EQ(counted.meant, 1U);
    EXPECT_EQ(counted.delivered, 0U);
    EXPECT_GT(counted.bytes, 20'000'000U); // of 62 MB that the link carries in 5 s
}

TEST(Traffic, RefusedTransfersAreTriedAgainAfterASecond)
{
    NfTrafficSpec spec = MakeSpec("tcp-bulk");
    spec.values = {{"count", "0"}};
    const Counted counted =
        Simulate({spec}, {"-A FORWARD -p tcp -j REJECT --reject-with tcp-reset"})["tcp-bulk"];
    EXPECT_GE(counted.meant, 4U);
    EXPECT_LE(counted.meant, 5U);
    EXPECT_EQ(counted.delivered, 0U);
}

TEST(Traffic, AScanReachesOnlyOpenPorts)
{
    NfTrafficSpec spec = MakeSpec("scan-syn");
    spec.values = {{"ports", "1-100"}};
    const Counted counted = Simulate({spec},
                                     {"-A FORWARD -p tcp --dport 20:29 -j ACCEPT",
                                      "-A FORWARD -s 10.0.0.0/24 -j DROP"})["scan-syn"];
    EXPECT_EQ(counted.sent, 100U);
    EXPECT_EQ(counted.delivered, 10U);
}

TEST(Traffic, AFloodForgesSourcesOfItsPrefix)
{
    NfTrafficSpec spec = MakeSpec("flood-syn");
    spec.values = {{"rate", "100"}, {"spoof", "198.18.0.0/15"}};
    const Counted counted =
        Simulate({spec}, {"-A FORWARD ! -s 198.18.0.0/15 -j DROP"})["flood-syn"];
    EXPECT_NEAR(double(counted.delivered), 500, 1);
    EXPECT_EQ(Simulate({spec}, {"-A FORWARD -s 198.18.0.0/15 -j DROP"})["flood-syn"].delivered, 0U);
}

TEST(Traffic, ACaptureIsReplayedAtItsTimes)
{
    const std::string file = MakeTestDirectory("traffic-capture") + "/a.pcap";
    {
        PcapFile pcap;
        pcap.Open(file, std::ios::out | std::ios::binary);
        pcap.Init(101); // raw IP
        for (uint32_t i = 0; i < 3; ++i)
        {
            const uint8_t bytes[]{0x45, 0, 0, 32, 0, 7,  0, 0, 64, 17, 0, 0, 10, 0, 0, 1,
                                  10,   0, 1, 2,  0, 99, 0, 9, 0,  12, 0, 0, 1,  2, 3, 4};
            pcap.Write(i, 500'000 * (i % 2), bytes, sizeof bytes);
        }
    }
    NfTrafficSpec spec = MakeSpec("pcap");
    spec.to.clear();
    spec.start = Seconds(1);
    spec.stop.reset();
    spec.values = {{"file", file}, {"speed", "2"}};
    const Counted counted = Simulate({spec})["pcap"];
    EXPECT_EQ(counted.sent, 3U);
    EXPECT_EQ(counted.delivered, 3U);
    EXPECT_EQ(counted.bytes, 36U);
}

TEST(TrafficSpec, TellsAllThatIsWrong)
{
    NfTrafficSpec spec = MakeSpec("udp-cbr");
    spec.to.clear();
    spec.values = {{"rate", "fast"}, {"sise", "3"}, {"port", "70000"}, {"size", "1e999"}};
    EXPECT_THAT(NfCheckTraffic(spec),
                ElementsAre(HasSubstr("nodes"),
                            HasSubstr("port '70000': a port from 1"),
                            HasSubstr("rate 'fast': a rate"),
                            HasSubstr("no parameter 'sise', but rate, size"),
                            HasSubstr("size '1e999'")));
    spec = MakeSpec("pcap");
    EXPECT_THAT(NfCheckTraffic(spec), ElementsAre(HasSubstr("file is missing")));
    spec.values["file"] = "/nonexistent.pcap";
    EXPECT_THAT(NfCheckTraffic(spec), ElementsAre(HasSubstr("cannot be read")));
    spec = MakeSpec("tcp");
    EXPECT_THAT(NfCheckTraffic(spec), ElementsAre(HasSubstr("there is no kind 'tcp'")));
}

TEST(TrafficSpec, TakesRandomVariablesAndUnits)
{
    NfTrafficSpec spec = MakeSpec("dns");
    for (const char* good : {"1", "20ms", "ns3::ExponentialRandomVariable[Mean=0.5|Bound=3]"})
    {
        spec.values["interval"] = good;
        EXPECT_THAT(NfCheckTraffic(spec), IsEmpty()) << good;
    }
    for (const char* bad : {"",
                            "-1",
                            "20 ms",
                            "1m",
                            "nan",
                            "ns3::Node",
                            "ns3::ExponentialRandomVariable[Men=1]",
                            "ns3::ExponentialRandomVariable[Mean=x]",
                            "ns3::ExponentialRandomVariable[Mean=1",
                            "ns3::EmpiricalRandomVariable"})
    {
        spec.values["interval"] = bad;
        EXPECT_THAT(NfCheckTraffic(spec), ElementsAre(HasSubstr("a time such as"))) << bad;
    }
}

TEST(TrafficSpec, EveryUsualValueIsAGoodOne)
{
    for (const NfTrafficKind& kind : NfGetTrafficKinds())
    {
        for (const NfTrafficParameter& parameter : kind.parameters)
        {
            if (!parameter.isRequired)
            {
                EXPECT_EQ(NfCheckTrafficValue(parameter, parameter.usual).value_or(""), "")
                    << kind.name << " " << parameter.name;
            }
        }
    }
}

} // namespace
} // namespace ns3
