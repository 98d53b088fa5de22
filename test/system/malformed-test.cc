// SPDX-License-Identifier: GPL-2.0-only

// What is malformed and addressed to the node itself does no harm: it ends with a reason, or the
// stock stack is given what it means. Each topology runs in a process with bounded memory, because
// the stock parsers abort on such packets, or take memory without end.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/aodv-helper.h"
#include "ns3/dhcp-helper.h"
#include "ns3/dsdv-helper.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/olsr-helper.h"
#include "ns3/rip-helper.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace ns3
{
namespace
{

using Bytes = std::vector<uint8_t>;

/// Let this process grow no further than by a gigabyte. Sanitizers need address space of their own.
void
BoundMemory()
{
#if !defined(__SANITIZE_ADDRESS__)
    constexpr rlim_t room = rlim_t{1} << 30;
    std::ifstream file("/proc/self/statm");
    rlim_t pages = 0;
    file >> pages;
    rlimit limit{};
    limit.rlim_cur = limit.rlim_max = pages * 4096 + room;
    setrlimit(RLIMIT_AS, &limit);
#endif
}

/// Node 0 sends to node 1, whose layer is active, what no stack would send.
class Attack
{
  public:
    explicit Attack(const Ipv4RoutingHelper* routing = nullptr)
        : net(2, MakeOptions(routing))
    {
        // Node 0 has an active layer too: its queue disc looks into what it sends.
        for (uint32_t i = 0; i < 2; ++i)
        {
            net.Layer(i)->GetHooks().Register(NfFamily::IPV4, NfHook::INPUT, 0, [](NfPacket&) {
                return NfVerdict::ACCEPT;
            });
        }
        net.Layer(1)->GetStack()->TraceConnectWithoutContext(
            "Dropped",
            Callback<void, const NfPacket&, NfDropReason>(
                [this](const NfPacket&, NfDropReason reason) { ++drops[NfToString(reason)]; }));
    }

    /// @param protocol of the packet
    /// @param payload behind the IP header
    void Send(uint8_t protocol, const Bytes& payload)
    {
        Ptr<Socket> socket = Socket::CreateSocket(net.At(0), Ipv4RawSocketFactory::GetTypeId());
        socket->SetAttribute("Protocol", UintegerValue(protocol));
        socket->Bind();
        socket->SendTo(Create<Packet>(payload.data(), payload.size()),
                       0,
                       InetSocketAddress(net.Address(0, 1), 0));
        socket->Close();
    }

    /// @param port of node 1
    /// @param message what a UDP socket sends there
    void SendMessage(uint16_t port, const Bytes& message)
    {
        auto size = static_cast<uint16_t>(message.size() + 8);
        auto high = [](uint16_t value) { return static_cast<uint8_t>(value >> 8); };
        auto low = [](uint16_t value) { return static_cast<uint8_t>(value & 0xff); };
        Bytes datagram{high(port), low(port), high(port), low(port), high(size), low(size), 0, 0};
        datagram.insert(datagram.end(), message.begin(), message.end());
        Send(NfProtocol::UDP, datagram);
    }

    TestNet net;
    std::map<std::string, int> drops; //!< by reason, on node 1

  private:
    static TestNet::Options MakeOptions(const Ipv4RoutingHelper* routing)
    {
        TestNet::Options options;
        options.routing = routing;
        return options;
    }
};

/**
 * Run something in a process with bounded memory.
 * @param what to run; returns whether all was as it should be
 * @return success if it came to its end and returned true
 */
testing::AssertionResult
Survives(const std::function<bool()>& what)
{
    std::string path = MakeTestDirectory("verdict") + "/verdict";
    RunInChild([&] {
        BoundMemory();
        try
        {
            std::ofstream(path) << (what() ? "right" : "wrong");
        }
        catch (const std::bad_alloc&)
        {
            std::ofstream(path) << "out of memory";
        }
    });
    std::string verdict = ReadTestFile(path);
    return verdict == "right"
               ? testing::AssertionSuccess()
               : testing::AssertionFailure() << (verdict.empty() ? "it has crashed" : verdict);
}

/// @param flags of a SYN or other segment
/// @param options of it
/// @return it, from port 1000 to 80
Bytes
MakeSegment(uint8_t flags, const Bytes& options)
{
    Bytes segment{3, 232, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0, flags, 0xfa, 0xf0, 0, 0, 0, 0};
    segment[12] = static_cast<uint8_t>((20 + options.size()) / 4 << 4);
    segment.insert(segment.end(), options.begin(), options.end());
    return segment;
}

constexpr uint8_t FIN = 1;
constexpr uint8_t SYN = 2;
constexpr uint8_t PSH = 8;

struct Segment
{
    const char* name;
    Bytes bytes;
    const char* reason; //!< empty: Linux takes it
};

class MalformedSegment : public testing::TestWithParam<Segment>
{
};

// Item 23 of the list: these aborted the simulation, or took all memory.
TEST_P(MalformedSegment, EndsWithAReasonOrIsTakenAsLinuxTakesIt)
{
    EXPECT_TRUE(Survives([] {
        Attack attack;
        TestBulk
            listener(attack.net.At(0), attack.net.At(1), attack.net.Address(0, 1), 80, 80, 9, 2);
        attack.net.Schedule(1, 0, [&] { attack.Send(NfProtocol::TCP, GetParam().bytes); });
        attack.net.Run(3);
        std::string reason = GetParam().reason;
        bool expected = reason.empty() ? attack.drops.empty() : attack.drops[reason] == 1;
        return expected && listener.Received() == 9;
    }));
}

const Segment SEGMENTS[] = {
    {"BadSegmentSizeOption", MakeSegment(SYN, {3, 3, 7, 2}), ""},
    {"OptionCutShort", MakeSegment(SYN, {203, 0, 1, 1}), ""},
    {"OptionLengthZero", MakeSegment(SYN, {1, 1, 1, 2}), ""},
    {"SegmentSizeOfThreeBytes", MakeSegment(SYN, {2, 3, 5, 0}), ""},
    {"SackOfLength255", MakeSegment(SYN, {5, 255, 1, 1, 1, 1, 1, 1}), ""},
    {"PaddingOfTwoWords", MakeSegment(SYN, {0, 0, 0, 0, 0, 0, 0, 0}), ""},
    {"NoHeader", {}, "bad-segment"},
    {"HalfAHeader", Bytes(12, 0), "bad-segment"},
    {"HeaderShorterThanPossible", Bytes(20, 0x40), "bad-segment"},
    {"HeaderLongerThanSegment", Bytes(24, 0xf0), "bad-segment"},
    {"NoFlagToAListener", MakeSegment(0, {}), "bad-segment"},
    {"EndOfNothingToAListener", MakeSegment(FIN | PSH, {}), "bad-segment"},
};

INSTANTIATE_TEST_SUITE_P(Tcp, MalformedSegment, testing::ValuesIn(SEGMENTS), [](const auto& info) {
    return std::string(info.param.name);
});

// Measured on Linux 6.18: neither is answered, nor read; a closed port answers with a reset.
TEST(Malformed, ASegmentOfAConnectionThatAcknowledgesNothingIsNotRead)
{
    EXPECT_TRUE(Survives([] {
        Attack attack;
        constexpr uint16_t port = 49153; // ns-3's first
        constexpr uint32_t size = 1000000;
        TestBulk
            bulk(attack.net.At(0), attack.net.At(1), attack.net.Address(0, 1), 80, 80, size, 1);
        for (const uint8_t flags : {uint8_t{0}, FIN, PSH})
        {
            attack.net.Schedule(1.03, 0, [&attack, flags] {
                Bytes segment = MakeSegment(flags, {});
                segment[0] = port >> 8;
                segment[1] = port & 0xff;
                segment.resize(segment.size() + 9, 'x');
                attack.Send(NfProtocol::TCP, segment);
                attack.Send(NfProtocol::TCP, MakeSegment(flags, {}));
            });
        }
        attack.net.Schedule(1.035, 0, [&attack] {
            Bytes probe = MakeSegment(0, {'x'}); // as ns-3 probes a closed window
            probe[0] = port >> 8;
            probe[1] = port & 0xff;
            probe[12] = 0x50;
            attack.Send(NfProtocol::TCP, probe);
        });
        int resets = 0;
        attack.net.Layer(0)->GetHooks().Register(
            NfFamily::IPV4,
            NfHook::INPUT,
            1,
            [&resets](NfPacket& packet) {
                const uint8_t* tcp = packet.L4(20);
                resets += packet.ip.protocol == NfProtocol::TCP && tcp && (tcp[13] & 4) != 0;
                return NfVerdict::ACCEPT;
            });
        attack.net.Schedule(1.04, 0, [&attack] {
            Bytes segment = MakeSegment(FIN, {});
            segment[3] = 81;
            attack.Send(NfProtocol::TCP, segment);
        });
        attack.net.Run(10);
        return attack.drops["bad-segment"] == 6 && resets == 1 && bulk.Received() == size;
    }));
}

struct Message
{
    const char* name;
    uint8_t protocol;
    Bytes bytes;
};

class MalformedMessage : public testing::TestWithParam<Message>
{
};

TEST_P(MalformedMessage, EndsWithAReason)
{
    EXPECT_TRUE(Survives([] {
        Attack attack;
        TestUdp udp(attack.net.At(0), attack.net.At(1), 80);
        TestRaw ear(attack.net.At(1), NfProtocol::ICMP);
        attack.net.Schedule(1, 0, [&] { attack.Send(GetParam().protocol, GetParam().bytes); });
        attack.net.Run(2);
        return attack.drops["bad-segment"] == 1 && udp.received == 0;
    }));
}

const Message MESSAGES[] = {
    {"UdpWithoutHeader", NfProtocol::UDP, {}},
    {"UdpHalfAHeader", NfProtocol::UDP, {0, 80, 0, 80}},
    {"UdpLengthTooSmall", NfProtocol::UDP, {0, 80, 0, 80, 0, 7, 0, 0}},
    {"UdpLengthTooLarge", NfProtocol::UDP, {0, 80, 0, 80, 0, 9, 0, 0}},
    {"IcmpWithoutHeader", NfProtocol::ICMP, {}},
    {"IcmpHalfAHeader", NfProtocol::ICMP, {8, 0, 0}},
    {"IcmpEchoWithoutId", NfProtocol::ICMP, {8, 0, 0, 0, 0, 0}},
    {"IcmpErrorWithoutQuote", NfProtocol::ICMP, {3, 1, 0, 0, 0, 0, 0, 0}},
    {"IcmpErrorWithHalfAQuote", NfProtocol::ICMP, Bytes(8 + 20 + 4, 0x03)},
    {"IcmpTimeExceededWithHalfAQuote", NfProtocol::ICMP, Bytes(8 + 20 + 7, 0x0b)},
};

INSTANTIATE_TEST_SUITE_P(Udp, MalformedMessage, testing::ValuesIn(MESSAGES), [](const auto& info) {
    return std::string(info.param.name);
});

TEST(Malformed, UdpIsCutToTheLengthInItsHeader)
{
    EXPECT_TRUE(Survives([] {
        Attack attack;
        Ptr<Socket> socket =
            Socket::CreateSocket(attack.net.At(1), TypeId::LookupByName("ns3::UdpSocketFactory"));
        socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
        attack.net.Schedule(1, 0, [&] {
            attack.Send(NfProtocol::UDP, {0, 9, 0, 80, 0, 10, 0, 0, 'a', 'b', 'c', 'd'});
        });
        attack.net.Run(2);
        Ptr<Packet> got = socket->Recv();
        return got && got->GetSize() == 2;
    }));
}

/// Random bytes that look like something. The same in each run.
class Garbage
{
  public:
    explicit Garbage(uint32_t seed)
        : m_random(seed)
    {
    }

    uint32_t Below(uint32_t bound)
    {
        return m_random() % bound;
    }

    /**
     * @param message a good one
     * @param at where it holds lengths and counts
     * @return it, with others, cut short or grown
     */
    Bytes SpoilForm(Bytes message, const std::vector<std::size_t>& at)
    {
        for (uint32_t n = Below(3); n > 0 && !at.empty(); --n)
        {
            static constexpr uint8_t edges[] = {0, 1, 2, 3, 4, 5, 8, 0x7f, 0x80, 0xff};
            message[at[Below(at.size())]] = Below(2) ? edges[Below(sizeof(edges))] : Below(256);
        }
        if (Below(2))
        {
            message.resize(Below(message.size() + 12));
        }
        return message;
    }

    /// @param message a good one
    /// @return it, cut short, grown, or with other bytes in it
    Bytes Spoil(Bytes message)
    {
        for (uint32_t n = Below(4); n > 0 && !message.empty(); --n)
        {
            static constexpr uint8_t edges[] = {0, 1, 2, 3, 4, 5, 8, 0x7f, 0x80, 0xff};
            message[Below(message.size())] = Below(2) ? edges[Below(sizeof(edges))] : Below(256);
        }
        if (Below(3) == 0)
        {
            message.resize(Below(message.size() + 12), static_cast<uint8_t>(Below(256)));
        }
        return message;
    }

  private:
    std::mt19937 m_random;
};

/// A segment of the connection that the attacked node has, in any state of it.
Bytes
MakeSegmentOfConnection(Garbage& garbage, uint16_t port)
{
    Bytes options(garbage.Below(11) * 4);
    for (uint8_t& byte : options)
    {
        static constexpr uint8_t likely[] = {0, 1, 1, 2, 3, 4, 5, 8, 10, 18};
        byte = garbage.Below(4) ? likely[garbage.Below(10)] : garbage.Below(256);
    }
    Bytes segment = MakeSegment(garbage.Below(256), options);
    segment[0] = port >> 8;
    segment[1] = port & 0xff;
    for (std::size_t i = 4; i < 12; ++i)
    {
        // Sequence numbers of ns-3 begin with 0: some shall be within the window.
        segment[i] = i % 4 < 2 && garbage.Below(3) ? 0 : garbage.Below(256);
    }
    segment.resize(segment.size() + garbage.Below(20), 7);
    return garbage.Below(3) ? segment : garbage.Spoil(segment);
}

class Fuzz : public testing::TestWithParam<uint32_t>
{
};

TEST_P(Fuzz, TransportsSurvive)
{
    EXPECT_TRUE(Survives([] {
        Attack attack;
        Garbage garbage(GetParam());
        TestBulk
            bulk(attack.net.At(0), attack.net.At(1), attack.net.Address(0, 1), 80, 80, 50000, 1);
        TestUdp udp(attack.net.At(0), attack.net.At(1), 80, true);
        TestPing ping(attack.net.At(1), attack.net.Address(0, 0), 1, 20);
        const Bytes quoted{0x45, 0, 0,  40, 0, 1, 0, 0,  9,   6, 0, 0, 10, 0,
                           0,    2, 10, 0,  0, 1, 0, 80, 192, 0, 0, 0, 0,  0};
        for (int i = 0; i < 300; ++i)
        {
            attack.net.Schedule(1 + i * 0.003, 0, [&attack, &garbage, quoted, i] {
                Bytes error{static_cast<uint8_t>(garbage.Below(2) ? 3 : 11), 4, 0, 0, 0, 0, 0, 99};
                error.insert(error.end(), quoted.begin(), quoted.end());
                switch (garbage.Below(4))
                {
                case 0:
                    attack.Send(NfProtocol::UDP,
                                garbage.Spoil({0, 80, 0, 80, 0, 12, 0, 0, 1, 2, 3, 4}));
                    break;
                case 1:
                    attack.Send(NfProtocol::ICMP, garbage.Spoil(error));
                    break;
                default:
                    attack.Send(
                        NfProtocol::TCP,
                        MakeSegmentOfConnection(garbage, garbage.Below(4) ? 49153 : 1000 + i));
                    break;
                }
            });
        }
        attack.net.Run(10);
        return attack.drops["bad-segment"] > 0;
    }));
}

/// A routing daemon or application of ns-3, its port, and messages that it understands.
struct Parser
{
    const char* name;
    uint16_t port;
    std::function<std::unique_ptr<Ipv4RoutingHelper>()> makeRouting; //!< null: static routing
    std::vector<std::pair<Bytes, std::vector<std::size_t>>>
        messages; //!< and where their lengths are
};

template <class Helper>
std::unique_ptr<Ipv4RoutingHelper>
MakeList()
{
    auto list = std::make_unique<Ipv4ListRoutingHelper>();
    list->Add(Ipv4StaticRoutingHelper(), 0);
    list->Add(Helper(), 10);
    return list;
}

const std::vector<Parser>&
GetParsers()
{
    static const Bytes rip{2,   2,   0, 0, 0, 2, 0, 0, 10, 9, 0, 0,
                           255, 255, 0, 0, 0, 0, 0, 0, 0,  0, 0, 1};
    static const Bytes hello{0, 32, 0, 1, 1, 10, 0, 28, 10, 0, 0, 1, 1,  0, 0, 1,
                             0, 0,  5, 3, 6, 0,  0, 12, 10, 0, 0, 2, 10, 0, 0, 3};
    static const Bytes topology{0, 24, 0, 2, 2, 10, 0, 20, 10, 0, 0, 1,
                                5, 0,  0, 2, 0, 1,  0, 0,  10, 0, 0, 2};
    static const Bytes error{3, 0, 0, 2, 10, 0, 0, 9, 0, 0, 0, 1, 10, 0, 0, 8, 0, 0, 0, 2};
    static const Bytes request{1, 0, 0, 0, 0,  0, 0, 1, 10, 0, 0, 9,
                               0, 0, 0, 1, 10, 0, 0, 1, 0,  0, 0, 1};
    static const Bytes reply{2, 0, 0, 0, 10, 0, 0, 9, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 16, 0};
    static const std::vector<Parser> parsers{
        {"Rip", 520, MakeList<RipHelper>, {{rip, {0, 1, 2, 3, 5}}}},
        {"Olsr",
         698,
         MakeList<OlsrHelper>,
         {{hello, {0, 1, 4, 6, 7, 22, 23}}, {topology, {0, 1, 4, 6, 7}}}},
        {"Aodv",
         654,
         [] { return std::make_unique<AodvHelper>(); },
         {{request, {}}, {reply, {}}, {error, {3}}}},
        {"Dsdv",
         269,
         [] { return std::make_unique<DsdvHelper>(); },
         {{{10, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2}, {}}}},
    };
    return parsers;
}

TEST(Malformed, AMaskWithHolesIsNoMask)
{
    EXPECT_TRUE(Survives([] {
        int drops = 0;
        for (const uint8_t third : {uint8_t{255}, uint8_t{1}})
        {
            const Bytes rip{2,   2,   0,     0, 0, 2, 0, 0, 10, 9, 0, 0,
                            255, 255, third, 0, 0, 0, 0, 0, 0,  0, 0, 1};
            const Bytes networks{0, 24, 0, 1, 4,  10, 0, 20, 10,  0,   0,     1,
                                 5, 0,  0, 2, 10, 9,  0, 0,  255, 255, third, 0};
            for (const auto& [parser, message] :
                 {std::pair(GetParsers()[0], rip), std::pair(GetParsers()[1], networks)})
            {
                std::unique_ptr<Ipv4RoutingHelper> routing = parser.makeRouting();
                Attack attack(routing.get());
                attack.net.Schedule(1, 0, [&attack, port = parser.port, bytes = message] {
                    attack.SendMessage(port, bytes);
                });
                attack.net.Run(2);
                drops += attack.drops["bad-message"] * (third == 255 ? 10 : 1);
            }
        }
        return drops == 2;
    }));
}

class FuzzDaemon : public testing::TestWithParam<std::tuple<std::size_t, uint32_t>>
{
};

TEST_P(FuzzDaemon, Survives)
{
    EXPECT_TRUE(Survives([] {
        const Parser& parser = GetParsers()[std::get<0>(GetParam())];
        std::unique_ptr<Ipv4RoutingHelper> routing = parser.makeRouting();
        Attack attack(routing.get());
        Garbage garbage(std::get<1>(GetParam()));
        for (int i = 0; i < 300; ++i)
        {
            attack.net.Schedule(1 + i * 0.01, 0, [&attack, &garbage, &parser] {
                const auto& good = parser.messages[garbage.Below(parser.messages.size())];
                attack.SendMessage(parser.port, garbage.SpoilForm(good.first, good.second));
            });
        }
        attack.net.Run(10);
        return attack.drops["bad-message"] > 0;
    }));
}

INSTANTIATE_TEST_SUITE_P(Seeds, Fuzz, testing::Range(1U, 11U));
INSTANTIATE_TEST_SUITE_P(Parsers,
                         FuzzDaemon,
                         testing::Combine(testing::Range(std::size_t{0}, std::size_t{4}),
                                          testing::Range(1U, 6U)),
                         [](const auto& info) {
                             return std::string(GetParsers()[std::get<0>(info.param)].name) +
                                    std::to_string(std::get<1>(info.param));
                         });

// DHCP's parser checks lengths itself: no guard, and none is needed.
TEST(Malformed, DhcpClientSurvives)
{
    EXPECT_TRUE(Survives([] {
        Attack attack;
        Garbage garbage(1);
        DhcpHelper dhcp;
        dhcp.InstallDhcpClient(attack.net.devices[0].Get(1)).Start(Seconds(0.5));
        Bytes offer(240);
        offer[0] = 2;
        std::copy_n(std::begin({99, 130, 83, 99}), 4, offer.begin() + 236);
        const Bytes options{53,  0,   2,   54, 4,  10, 0, 0, 1, 1, 4,
                            255, 255, 255, 0,  51, 4,  0, 0, 0, 9, 255};
        offer.insert(offer.end(), options.begin(), options.end());
        for (int i = 0; i < 300; ++i)
        {
            attack.net.Schedule(1 + i * 0.01, 0, [&attack, &garbage, offer] {
                attack.SendMessage(68, garbage.Spoil(offer));
            });
        }
        attack.net.Run(10);
        return true;
    }));
}

} // namespace
} // namespace ns3
