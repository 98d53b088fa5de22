// SPDX-License-Identifier: GPL-2.0-only

// nfsim replay --pcap: what the box itself has sent is not played as received; captures of several
// interfaces are merged; pcapng; IP options; the date.

#include "capture-builder.h"
#include "nfsim-runner.h"

#include <ctime>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using Json = nlohmann::json;

constexpr uint32_t CLIENT = 0x0a000002; // 10.0.0.2
constexpr uint32_t BOX = 0x0a000001;    // 10.0.0.1
constexpr uint32_t UPPER = 0xc0000201;  // 192.0.2.1, the box
constexpr uint32_t SERVER = 0xc0000209; // 192.0.2.9
constexpr uint64_t CLIENT_MAC = 0x020000000002;
constexpr uint64_t BOX_MAC = 0x020000000001;
constexpr uint64_t OTHER_MAC = 0x020000000099;

std::string
Ethernet(uint64_t to, uint64_t from, const std::string& packet)
{
    return Octets().Add(to, 6).Add(from, 6).Add(0x0800, 2).Add(packet).Get();
}

std::string
Cooked(uint16_t kind, const std::string& packet)
{
    return Octets().Add(kind, 2).Add(std::string(12, '\0')).Add(0x0800, 2).Add(packet).Get();
}

std::string
Query(uint16_t port)
{
    return MakeUdp(CLIENT, SERVER, port, 53);
}

std::string
Answer(uint16_t port)
{
    return MakeUdp(SERVER, UPPER, 53, port);
}

/// Writes a capture in the format pcapng.
class PcapngBuilder
{
  public:
    explicit PcapngBuilder(bool bigEndian)
        : m_bigEndian(bigEndian)
    {
        Block(0x0a0d0d0a,
              Number(0x1a2b3c4d, 4) + Number(1, 2) + Number(0, 2) + std::string(8, '\xff'));
    }

    PcapngBuilder& Interface(uint16_t linkType, const std::string& name, int resolution)
    {
        std::string options = name.empty() ? "" : Option(2, name);
        options += Option(9, std::string(1, static_cast<char>(resolution))) + Option(0, "");
        return Block(1, Number(linkType, 2) + Number(0, 2) + Number(0, 4) + options);
    }

    PcapngBuilder& Frame(uint32_t interface,
                         uint64_t ticks,
                         const std::string& frame,
                         int flags = 0)
    {
        std::string body = Number(interface, 4) + Number(ticks >> 32, 4) + Number(ticks, 4) +
                           Number(frame.size(), 4) + Number(frame.size(), 4) + Padded(frame);
        return Block(6, body + Option(2, Number(flags, 4)) + Option(0, ""));
    }

    PcapngBuilder& SimpleFrame(const std::string& frame)
    {
        return Block(3, Number(frame.size(), 4) + Padded(frame));
    }

    PcapngBuilder& Block(uint32_t type, const std::string& body)
    {
        const std::string length = Number(body.size() + 12, 4);
        m_bytes += Number(type, 4) + length + body + length;
        return *this;
    }

    void Write(const std::string& path, std::size_t bytes = SIZE_MAX) const
    {
        std::ofstream(path, std::ios::binary) << m_bytes.substr(0, bytes);
    }

    std::size_t Size() const
    {
        return m_bytes.size();
    }

  private:
    std::string Number(uint64_t value, int size) const
    {
        std::string bytes = Octets().Add(value, size).Get();
        return m_bigEndian ? bytes : std::string(bytes.rbegin(), bytes.rend());
    }

    std::string Option(uint16_t code, const std::string& value) const
    {
        return Number(code, 2) + Number(value.size(), 2) + Padded(value);
    }

    static std::string Padded(const std::string& bytes)
    {
        return bytes + std::string((4 - bytes.size() % 4) % 4, '\0');
    }

    bool m_bigEndian;
    std::string m_bytes;
};

class ReplayDirection : public NfsimTest
{
  protected:
    Json Play(const std::vector<std::string>& more) const
    {
        std::vector<std::string> arguments{"replay",
                                           "--address",
                                           "eth0=10.0.0.1/24",
                                           "--address",
                                           "eth1=192.0.2.1/24"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return result.code == 0 ? result.Json() : Json();
    }

    /// @return what a result says of each packet: "eth0@1.5>eth1", "-" if nothing was played
    static std::vector<std::string> Ways(const Json& result)
    {
        std::vector<std::string> ways;
        for (const Json& packet : result["packets"])
        {
            const Json& sent = packet["sent"];
            std::string way = "-";
            if (!sent.is_null())
            {
                way = sent.value("local", false) ? "local" : sent["in"].get<std::string>();
                way += "@" + sent["at"].dump();
            }
            for (const Json& output : packet["outputs"])
            {
                way += ">" + output["dev"].get<std::string>();
            }
            ways.push_back(way);
        }
        return ways;
    }

    using Expected = std::vector<std::string>;
};

TEST_F(ReplayDirection, BySourceAddressWhatTheBoxSentIsLeftOut)
{
    CaptureBuilder(101)
        .Frame(1, 0, MakeUdp(CLIENT, BOX, 1000, 53))
        .Frame(2, 0, MakeUdp(BOX, CLIENT, 53, 1000))
        .Frame(3, 0, Query(1001))
        .Write(Path("in.pcap"));
    const std::vector<std::string> options{"--pcap", Path("in.pcap"), "--interface", "eth0"};
    const Json result = Play(options);
    EXPECT_EQ(Ways(result), (Expected{"eth0@0.0>eth0", "eth0@2.0>eth1"}));
    ASSERT_EQ(result["warnings"].size(), 1U);
    EXPECT_THAT(result["warnings"][0],
                HasSubstr("in.pcap: 1 of 3 frames were sent by the box itself; were left out"));
}

TEST_F(ReplayDirection, SentFramesMayKeepTheirNumbersOrBeSentByTheBox)
{
    CaptureBuilder(101)
        .Frame(1, 0, MakeUdp(BOX, CLIENT, 53, 1000))
        .Frame(2, 0, Query(1001))
        .Write(Path("in.pcap"));
    std::vector<std::string> options{"--pcap", Path("in.pcap"), "--interface", "eth0", "--sent"};
    options.emplace_back("drop");
    Json result = Play(options);
    EXPECT_EQ(Ways(result), (Expected{"-", "eth0@1.0>eth1"}));
    EXPECT_THAT(result["warnings"][0], HasSubstr("were not played"));
    options.back() = "local";
    result = Play(options);
    EXPECT_EQ(Ways(result), (Expected{"local@0.0>eth0", "eth0@1.0>eth1"}));
    EXPECT_THAT(result["warnings"][0], HasSubstr("1 of these, whose source is the box"));
    options.back() = "twice";
    options.insert(options.begin(), "replay");
    EXPECT_THAT(Refused(options), HasSubstr("--sent"));
    options.back() = "drop";
    options.emplace_back("--text");
    EXPECT_THAT(Run(options).out, HasSubstr("packet 0, 0.000000 s: into eth0"))
        << "a box without addresses sent nothing";
}

TEST_F(ReplayDirection, ByEthernetAddressesForwardedAndOverheardFramesAreLeftOut)
{
    // The first frame tells the box's address: what bears it as its sender was sent by the box,
    // though its IP address is not the box's; a forged source address was received.
    CaptureBuilder(1)
        .Frame(1, 0, Ethernet(BOX_MAC, CLIENT_MAC, MakeUdp(CLIENT, BOX, 1000, 53)))
        .Frame(2, 0, Ethernet(CLIENT_MAC, BOX_MAC, MakeUdp(SERVER, CLIENT, 53, 1001)))
        .Frame(3, 0, Ethernet(BOX_MAC, CLIENT_MAC, MakeUdp(BOX, SERVER, 1, 2)))
        .Frame(4, 0, Ethernet(OTHER_MAC, CLIENT_MAC, Query(7)))
        .Frame(5, 0, Ethernet(0xffffffffffff, CLIENT_MAC, MakeUdp(CLIENT, 0x0a0000ff, 1, 2)))
        .Write(Path("in.pcap"));
    Json result = Play({"--pcap", Path("in.pcap"), "--interface", "eth0"});
    EXPECT_EQ(Ways(result), (Expected{"eth0@0.0>eth0", "eth0@2.0", "eth0@4.0"}));
    ASSERT_EQ(result["warnings"].size(), 2U);
    EXPECT_THAT(result["warnings"][0], HasSubstr("1 of 5 frames are for other hosts"));
    EXPECT_THAT(result["warnings"][1], HasSubstr("1 of 5 frames were sent by the box itself"));
    // The box's address may be told, too.
    result =
        Play({"--pcap", Path("in.pcap"), "--interface", "eth0", "--mac", "eth0=02:00:00:00:00:99"});
    EXPECT_EQ(Ways(result), (Expected{"eth0@3.0>eth1", "eth0@4.0"}));
}

TEST_F(ReplayDirection, LinuxCookedCapturesTellIt)
{
    CaptureBuilder(113)
        .Frame(1, 0, Cooked(0, Query(1000)))
        .Frame(2, 0, Cooked(4, Query(1000)))
        .Frame(3, 0, Cooked(3, Query(1001)))
        .Frame(4, 0, Cooked(0, Query(1002)))
        .Write(Path("in.pcap"));
    const Json result = Play({"--pcap", Path("in.pcap"), "--interface", "eth0"});
    EXPECT_EQ(Ways(result), (Expected{"eth0@0.0>eth1", "eth0@3.0>eth1"}));
}

TEST_F(ReplayDirection, CapturesOfSeveralInterfacesAreMergedInTheOrderOfTime)
{
    CaptureBuilder(101)
        .Frame(100, 0, Query(1000))
        .Frame(102, 500'000, Query(1001))
        .Write(Path("lan.pcap"));
    CaptureBuilder(101, true, true)
        .Frame(99, 0, Answer(9))
        .Frame(101, 0, MakeUdp(SERVER, CLIENT, 53, 1000))
        .Write(Path("wan.pcap"));
    const Json result = Play({"--pcap",
                              Path("lan.pcap"),
                              "--interface",
                              "eth0",
                              "--pcap",
                              Path("wan.pcap"),
                              "--interface",
                              "eth1"});
    EXPECT_EQ(Ways(result),
              (Expected{"eth1@0.0>eth1", "eth0@1.0>eth1", "eth1@2.0>eth0", "eth0@3.5>eth1"}));
    EXPECT_EQ(result["packets"][2]["journeys"][0]["hooks"][0]["ct"], "ESTABLISHED,REPLY");
}

TEST_F(ReplayDirection, PcapngTellsInterfacesAndDirections)
{
    constexpr int micro = 6;
    constexpr int nano = 9;
    constexpr int halfSeconds = 0x81;
    constexpr int inbound = 1;
    constexpr int outbound = 2;
    for (bool bigEndian : {false, true})
    {
        PcapngBuilder(bigEndian)
            .Interface(101, "eth0", micro)
            .Interface(1, "eth1", nano)
            .Interface(101, "eth1", halfSeconds)
            .Block(5, std::string(12, '\0'))
            .Frame(0, 1'700'000'000'000'000, Query(1000), inbound)
            .Frame(1, 1'700'000'000'250'000'000, Ethernet(1, 2, Query(1000)), outbound)
            .Frame(2, 3'400'000'001, MakeUdp(SERVER, CLIENT, 53, 1000))
            .SimpleFrame(Query(1002))
            .Write(Path("in.pcapng"));
        const Json result = Play({"--pcap", Path("in.pcapng")});
        EXPECT_EQ(Ways(result), (Expected{"eth0@0.0>eth1", "eth1@0.5>eth0", "eth0@0.5>eth1"}));
        EXPECT_EQ(result["date"], 1'700'000'000);
        ASSERT_EQ(result["warnings"].size(), 2U);
        EXPECT_THAT(result["warnings"][0], HasSubstr("1 of 4 frames were sent by the box itself"));
        EXPECT_THAT(result["warnings"][1], HasSubstr("1 of 4 frames have no time"));
    }
}

TEST_F(ReplayDirection, BrokenPcapngFilesAreRefusedWithThePlace)
{
    const std::vector<std::string> arguments{"replay", "--pcap", Path("in.pcapng")};
    auto refuse = [&](const PcapngBuilder& file, const char* message) {
        file.Write(Path("in.pcapng"));
        EXPECT_THAT(Refused(arguments), HasSubstr(message));
    };
    const PcapngBuilder empty(false);
    const PcapngBuilder one = PcapngBuilder(false).Interface(101, "eth0", 6);
    refuse(PcapngBuilder(empty).Frame(3, 0, Query(1)), "frame 1, at byte");
    refuse(PcapngBuilder(empty).Frame(3, 0, Query(1)), "interface 3, which its section");
    refuse(PcapngBuilder(false).Interface(101, "", 6).Frame(0, 0, Query(1)),
           "does not tell the interface");
    refuse(PcapngBuilder(false).Interface(101, std::string(40, 'x'), 6).Frame(0, 0, Query(1)),
           "is no name for an interface");
    refuse(PcapngBuilder(false).Interface(105, "eth0", 6).Frame(0, 0, Query(1)), "link type 105");
    refuse(PcapngBuilder(one).Frame(0, UINT64_MAX, Query(1)), "its time is broken");
    refuse(PcapngBuilder(false).Interface(101, "eth0", 30), "too small");
    refuse(PcapngBuilder(one).Block(6, std::string(8, '\0')), "cannot be the body");
    refuse(PcapngBuilder(one).Block(6, std::string(12, '\0') + std::string(8, '\xff')),
           "4294967295 bytes cannot be a frame");
    const PcapngBuilder whole = PcapngBuilder(one).Frame(0, 0, Query(1));
    for (std::size_t size = 4; size < whole.Size(); size += 3)
    {
        whole.Write(Path("in.pcapng"), size);
        if (size != empty.Size() && size != one.Size())
        {
            EXPECT_THAT(Refused(arguments), HasSubstr("the file is cut off")) << size;
        }
    }
}

TEST_F(ReplayDirection, IpOptionsAreNamed)
{
    // Four octets of no operation, with the header's checksum made good by --fix-checksums.
    std::string packet = Query(1000);
    packet = "\x46" + packet.substr(1, 2) + static_cast<char>(packet[3] + 4) +
             packet.substr(4, 16) + std::string(4, '\1') + packet.substr(20);
    CaptureBuilder(101).Frame(1, 0, packet).Frame(2, 0, Query(1001)).Write(Path("in.pcap"));
    const Json result = Play({"--pcap", Path("in.pcap"), "--interface", "eth0", "--fix-checksums"});
    EXPECT_EQ(Ways(result), (Expected{"eth0@0.0>eth1", "eth0@1.0>eth1"}));
    ASSERT_EQ(result["warnings"].size(), 1U);
    EXPECT_THAT(result["warnings"][0], HasSubstr("1 of 2 packets carry IP options"));
}

class ReplayDate : public NfsimTest
{
  protected:
    /// Play one packet on the night of a Saturday to Sunday.
    /// @return the result
    Json Play(const std::string& date, const std::vector<std::string>& more = {}) const
    {
        std::ofstream(Path("s.json"))
            << R"({"interfaces": [{"name": "eth0", "address": "10.0.0.1/24"}], )" << date
            << R"("rules": "*filter\n-A INPUT -m time --weekdays Sat --timestart 23:59 -j DROP\n)"
            << R"(COMMIT\n", "packets": [{"in": "eth0", "hex": ")"
            << ToHex(MakeUdp(CLIENT, BOX, 1, 2)) << "\"}]}";
        std::vector<std::string> arguments{"replay", Path("s.json")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return result.code == 0 ? result.Json() : Json();
    }
};

TEST_F(ReplayDate, OfTheScenarioIsWhatRulesSee)
{
    const Json saturday = Play(R"("date": "2026-11-28T23:59:30", )");
    EXPECT_FALSE(saturday["packets"][0]["delivered"]);
    EXPECT_EQ(saturday["date"], 1795910370);
    const Json sunday = Play(R"("date": 1795910400, )");
    EXPECT_TRUE(sunday["packets"][0]["delivered"]);
    EXPECT_EQ(Play(R"("date": 1795910400, )", {"--date", "2026-11-28 23:59:59"})["date"],
              1795910399);
    EXPECT_EQ(Play("", {"--date", "2000-01-01"})["date"], 946684800);
}

TEST_F(ReplayDate, WithoutOneIsTodaysAndTold)
{
    const auto before = static_cast<uint64_t>(std::time(nullptr));
    const Json result = Play("");
    EXPECT_GE(result["date"], before);
    EXPECT_LE(result["date"], static_cast<uint64_t>(std::time(nullptr)));
    const NfsimResult text = Run({"replay", "--text", "--date", "2026-11-28", Path("s.json")});
    EXPECT_THAT(text.out, HasSubstr("date 2026-11-28T00:00:00 UTC\n"));
}

TEST_F(ReplayDate, WhatIsNoneIsRefused)
{
    for (const char* date :
         {"2026-13-01", "2026-02-30", "1969-12-31", "2200-01-01", "yesterday", "-1"})
    {
        EXPECT_THAT(Refused({"replay", Path("s.json"), "--date", date}).size(), testing::Gt(0U));
        Play("");
        std::ofstream(Path("bad.json"))
            << R"({"interfaces": [], "packets": [], "date": ")" << date << "\"}";
        EXPECT_THAT(Refused({"replay", Path("bad.json")}), HasSubstr("bad.json: date: expected"))
            << date;
    }
}

} // namespace

} // namespace ns3
