// SPDX-License-Identifier: GPL-2.0-only

// What every tool does with sizes that lie, and with very much of everything: it answers or
// refuses, within 2 GB of address space and a few seconds.

#include "capture-builder.h"
#include "known-trace.h"
#include "nfsim-runner.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <random>
#include <sys/resource.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using Json = nlohmann::json;

constexpr uint32_t CLIENT = 0x0a000002; // 10.0.0.2
constexpr uint32_t SERVER = 0xc0000209; // 192.0.2.9

/// What runs during a test may not take more.
class BoundedMemory : public NfsimTest
{
  protected:
    BoundedMemory()
    {
        constexpr rlim_t most = 2'000'000'000;
        getrlimit(RLIMIT_AS, &m_before);
        Limit(most);
    }

    ~BoundedMemory() override
    {
        Limit(m_before.rlim_cur);
    }

    /// Run nfsim, and expect that it answers, or refuses with a short message.
    NfsimResult Survive(const std::vector<std::string>& arguments) const
    {
        constexpr std::size_t longest = 20'000;
        NfsimResult result = Run(arguments);
        EXPECT_TRUE(result.code == 0 || result.code == 2) << result.code << ": " << result.err;
        EXPECT_THAT(result.err, testing::Not(HasSubstr("bad_alloc")));
        EXPECT_LE(result.err.size(), longest);
        return result;
    }

    NfsimResult Replay(const std::string& members, const std::vector<std::string>& more = {}) const
    {
        std::ofstream(Path("s.json"))
            << R"({"interfaces": [{"name": "eth0", "address": "10.0.0.1/24"},)"
            << R"({"name": "eth1", "address": "192.0.2.1/24"}], )" << members << "}";
        std::vector<std::string> arguments{"replay", Path("s.json")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return Survive(arguments);
    }

    NfsimResult ReplayRules(const std::string& rules) const
    {
        return Replay(R"("packets": [{"in": "eth0", "hex": ")" +
                      ToHex(MakeUdp(CLIENT, SERVER, 1, 2)) + R"("}], "rules": )" +
                      Json(rules).dump());
    }

  private:
    // The address sanitizer needs terabytes of address space: there, only errors are looked for.
    void Limit([[maybe_unused]] rlim_t bytes) const
    {
#if !defined(__SANITIZE_ADDRESS__)
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_AS, &limit);
#endif
    }

    rlimit m_before{};
};

std::string
Repeat(const std::string& text, std::size_t times)
{
    std::string repeated;
    repeated.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
    {
        repeated += text;
    }
    return repeated;
}

TEST_F(BoundedMemory, DeepJsonIsRefused)
{
    constexpr std::size_t depth = 300'000;
    for (const char* member : {"name", "packets", "nonsense"})
    {
        const NfsimResult result = Replay(fmt::format(R"("packets": [], "{}": {}{})",
                                                      member,
                                                      Repeat("[", depth),
                                                      Repeat("]", depth)));
        EXPECT_EQ(result.code, 2);
        EXPECT_THAT(result.err, HasSubstr("nested more than"));
    }
}

TEST_F(BoundedMemory, NumbersOfJsonThatLieAreRefused)
{
    for (const std::string& number : {std::string("1e400"),
                                      std::string("1e308"),
                                      std::string("18446744073709551615"),
                                      std::string("-9223372036854775808"),
                                      Repeat("9", 1'000'000)})
    {
        for (const char* key : {"at", "mark", "reply_to", "uid"})
        {
            SCOPED_TRACE(number.substr(0, 30) + " " + key);
            const NfsimResult result = Replay(fmt::format(
                R"("packets": [{{"in": "eth0", "hex": "45"}}, {{"in": "eth0", "hex": "45", "{}": {}}}])",
                key,
                number));
            EXPECT_EQ(result.code, 2);
        }
        EXPECT_EQ(Replay(fmt::format(R"("packets": [], "nflog_groups": [{}])", number)).code, 2);
    }
}

TEST_F(BoundedMemory, ALongTextIsNoTrouble)
{
    EXPECT_EQ(Replay(R"("packets": [], "name": ")" + Repeat("x", 10'000'000) + '"').code, 0);
    EXPECT_EQ(
        Replay(R"("packets": [{"in": "eth0", "hex": ")" + Repeat("45", 2'000'000) + "\"}]").code,
        0);
}

// Told after each of them, the connection table would grow with the square of the packets.
TEST_F(BoundedMemory, TheConnectionTableIsNotToldWithoutEnd)
{
    constexpr int packets = 3000;
    CaptureBuilder capture(101);
    for (int i = 0; i < packets; ++i)
    {
        capture.Frame(1, i, MakeUdp(CLIENT, SERVER, 1000 + i, 53));
    }
    capture.Write(Path("in.pcap"));
    const NfsimResult result = Survive({"replay",
                                        "--pcap",
                                        Path("in.pcap"),
                                        "--interface",
                                        "eth0",
                                        "--address",
                                        "eth0=10.0.0.1/24",
                                        "--route",
                                        "default=eth1"});
    ASSERT_EQ(result.code, 0);
    const Json json = result.Json();
    EXPECT_EQ(json["conntrack"].size(), packets);
    EXPECT_TRUE(json["packets"][packets - 1]["conntrack"].is_null()) << "unknown, not empty";
    EXPECT_THAT(json["warnings"].back(), HasSubstr("only at the end"));
}

TEST_F(BoundedMemory, LengthsInPacketsThatLie)
{
    std::mt19937 random(26); // the standard says what it draws
    const std::vector<std::string> seeds{MakeUdp(CLIENT, SERVER, 1, 2, std::string(60, 'x')),
                                         MakeUdp(CLIENT, SERVER, 5000, 21, "PORT 1,2,3,4,5,6\r\n")};
    const std::vector<std::size_t> lengths{0, 2, 3, 6, 7, 9, 24, 25, 32, 33};
    std::string packets;
    for (int i = 0; i < 1500; ++i)
    {
        std::string packet = seeds[random() % seeds.size()];
        packet[9] = "\1\6\x11\x32\x33\x2f"[random() % 6];
        for (uint32_t changes = random() % 5; changes > 0; --changes)
        {
            const std::size_t at =
                random() % 3 ? lengths[random() % lengths.size()] : random() % packet.size();
            packet[at] = static_cast<char>(random() % 256);
        }
        packet.resize(random() % 4 ? packet.size() : random() % packet.size());
        packet = packet.substr(0, 10) + std::string(2, '\0') +
                 (packet.size() > 12 ? packet.substr(12) : "");
        const uint16_t checksum = InternetChecksum(
            packet.substr(0, std::min<std::size_t>(packet.size(), (packet[0] & 15) * 4)));
        packet[10] = static_cast<char>(checksum >> 8);
        packet[11] = static_cast<char>(checksum);
        packets += fmt::format(R"({}{{"in": "eth0", "hex": "{}"}})", i ? "," : "", ToHex(packet));
    }
    const std::string rules = "*filter\n"
                              "-A FORWARD -p tcp --tcp-option 5\n"
                              "-A FORWARD -p tcp -m tcpmss --mss 1:100\n"
                              "-A FORWARD -m string --algo kmp --string x --from 0 --to 65535\n"
                              "-A FORWARD -j LOG --log-tcp-options --log-ip-options\n"
                              "COMMIT\n"
                              "*nat\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n"
                              "*mangle\n"
                              "-A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu\n"
                              "-A FORWARD -j CHECKSUM --checksum-fill\n"
                              "COMMIT\n"
                              "*raw\n-A PREROUTING -p tcp --dport 21 -j CT --helper ftp\nCOMMIT\n";
    const NfsimResult result =
        Replay(R"("kernel_log": true, "local_stack": "silent", "packets": [)" + packets +
                   R"(], "rules": )" + Json(rules).dump(),
               {"--conntrack-at-end"});
    EXPECT_EQ(result.code, 0);
}

TEST_F(BoundedMemory, LengthsInCapturesThatLie)
{
    const std::string whole = CaptureBuilder(101).Frame(1, 0, MakeUdp(CLIENT, SERVER, 1, 2)).Get();
    const std::string pcapng = Octets().Add(0x0a0d0d0a, 4).Get() + std::string("\x1c\0\0\0", 4) +
                               std::string("\x4d\x3c\x2b\x1a\1\0\0\0", 8) + std::string(8, '\xff') +
                               std::string("\x1c\0\0\0", 4);
    for (const std::string& size : {std::string("\xff\xff\xff\xff", 4),
                                    std::string("\xff\xff\xff\x7f", 4),
                                    std::string("\xfc\xff\xff\xff", 4),
                                    std::string("\0\0\0\x40", 4),
                                    std::string("\0\0\4\0", 4)})
    {
        std::ofstream(Path("in.pcap"), std::ios::binary) << std::string(whole).replace(32, 4, size);
        EXPECT_EQ(Survive({"replay", "--pcap", Path("in.pcap"), "--interface", "eth0"}).code, 2);
        for (char kind : {'\1', '\2', '\3', '\6', '\7'})
        {
            std::ofstream(Path("in.pcap"), std::ios::binary)
                << pcapng << std::string(1, kind) << std::string(3, '\0') << size
                << std::string(100, '\xff');
            EXPECT_EQ(Survive({"replay", "--pcap", Path("in.pcap")}).code, 2);
        }
    }
    // A million frames that are empty are left out, not kept.
    std::string empty = CaptureBuilder(101).Get();
    empty += Repeat(std::string(16, '\0'), 1'000'000);
    std::ofstream(Path("in.pcap"), std::ios::binary) << empty;
    EXPECT_EQ(Survive({"replay", "--pcap", Path("in.pcap"), "--interface", "eth0"}).code, 0);
}

TEST_F(BoundedMemory, AHundredThousandChains)
{
    constexpr int chains = 100'000;
    std::string rules = "*filter\n";
    for (int i = 0; i <= chains; ++i)
    {
        rules += fmt::format(":c{} - [0:0]\n", i);
    }
    for (int i = 0; i < chains; ++i)
    {
        rules += fmt::format("-A c{} -{} c{}\n", i, i % 2 ? 'j' : 'g', i + 1);
    }
    EXPECT_EQ(ReplayRules(rules + "-A FORWARD -j c0\nCOMMIT\n").code, 0);
    const NfsimResult loop =
        ReplayRules(rules + fmt::format("-A c{} -j c0\n-A FORWARD -j c0\nCOMMIT\n", chains));
    EXPECT_EQ(loop.code, 2) << "a loop of so many chains";
}

TEST_F(BoundedMemory, LinesOfMegabytes)
{
    const std::string huge = Repeat("1", 1'000'000);
    EXPECT_EQ(ReplayRules("*filter\n#" + huge + "\nCOMMIT\n").code, 0);
    for (const std::string& line : {"-A INPUT -s " + huge,
                                    "-A INPUT -m comment --comment \"" + huge + '"',
                                    "-A INPUT -m comment --comment \"" + huge,
                                    "-A INPUT " + Repeat("-m tcp ", 200'000),
                                    "-A INPUT -s " + Repeat("10.0.0.1,", 100'000) + "10.0.0.1",
                                    ':' + huge + " - [0:0]",
                                    huge})
    {
        SCOPED_TRACE(line.substr(0, 40));
        const NfsimResult result = ReplayRules("*filter\n" + line + "\nCOMMIT\n");
        EXPECT_EQ(result.code, 2);
        EXPECT_THAT(result.err, HasSubstr("rules:2"));
    }
    std::ofstream(Path("fw.rules")) << '*' << huge;
    EXPECT_EQ(Survive({"replay", Path("s.json"), "--rules", Path("fw.rules")}).code, 2);
}

TEST_F(BoundedMemory, SizesInRulesThatLie)
{
    for (const char* match :
         {"-m hashlimit --hashlimit-upto 1/s --hashlimit-name a --hashlimit-htable-size 4294967295",
          "-m recent --set --name a --seconds 4294967295",
          "-m statistic --mode nth --every 4294967295 --packet 4294967294",
          "-m string --algo bm --from 65535 --to 0 --string x",
          "-m quota --quota 18446744073709551615",
          "-m connlimit --connlimit-above 4294967295",
          "-m connbytes --connbytes 0:18446744073709551615 --connbytes-dir both "
          "--connbytes-mode bytes",
          "-m u32 --u32 \"0>>22&0x3C@0>>22&0x3C@0=0\""})
    {
        SCOPED_TRACE(match);
        ReplayRules(fmt::format("*filter\n-A FORWARD {} -j ACCEPT\nCOMMIT\n", match));
    }
}

TEST_F(BoundedMemory, FiltersOfManyTerms)
{
    KnownTrace::Write(Path("run.db"));
    const std::string terms = "tcp" + Repeat(" or tcp", 15'000);
    EXPECT_EQ(Survive({"trace", Path("run.db"), "flow", terms}).code, 0);
    const std::string deep = Repeat("(", 50'000) + "tcp" + Repeat(")", 50'000);
    EXPECT_EQ(Survive({"trace", Path("run.db"), "flow", deep}).code, 2);
    EXPECT_EQ(Survive({"trace", Path("run.db"), "flow", Repeat("not ", 30'000) + "tcp"}).code, 2);
}

/// Rows of a trace that hold what no writer of ours puts there.
class HostileRows : public BoundedMemory, public testing::WithParamInterface<int>
{
  protected:
    // Changes values of any columns and rows; the same for each seed.
    void Corrupt(const std::string& path) const
    {
        const std::vector<std::string> values{"9223372036854775807",
                                              "-9223372036854775808",
                                              "4294967296",
                                              "-1",
                                              "1e300",
                                              "NULL",
                                              "x'ffff'",
                                              "'text'",
                                              "printf('%.*c', 5000000, 'x')",
                                              "zeroblob(5000000)"};
        std::mt19937 random(GetParam());
        SQLite::Database database(path, SQLite::OPEN_READWRITE);
        database.exec("PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0");
        std::vector<std::pair<std::string, std::string>> columns;
        SQLite::Statement query(database,
                                "SELECT m.name, p.name FROM sqlite_master m, "
                                "pragma_table_info(m.name) p WHERE m.type = 'table' "
                                "AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, p.cid");
        while (query.executeStep())
        {
            columns.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
        }
        ASSERT_FALSE(columns.empty());
        for (uint32_t i = 0; i < 8; ++i)
        {
            const auto& [table, column] = columns[random() % columns.size()];
            const std::string sql = fmt::format(
                "UPDATE OR IGNORE \"{0}\" SET \"{1}\" = {2} WHERE rowid IN (SELECT rowid "
                "FROM \"{0}\" LIMIT {3} OFFSET {4})",
                table,
                column,
                values[random() % values.size()],
                1 + random() % 3,
                random() % 5);
            try
            {
                database.exec(sql);
            }
            catch (const SQLite::Exception&)
            {
                // The schema forbids it: then no file can hold it.
            }
        }
    }
};

TEST_P(HostileRows, AreToldOrRefused)
{
    const std::string path = Path("run.db");
    KnownTrace::Write(path);
    Corrupt(path);
    for (const std::vector<std::string>& question :
         std::vector<std::vector<std::string>>{{"summary"},
                                               {"packet", "7"},
                                               {"flow"},
                                               {"drops"},
                                               {"rules"},
                                               {"connections"},
                                               {"nat"},
                                               {"groups"},
                                               {"export", "passes"}})
    {
        SCOPED_TRACE(question[0]);
        std::vector<std::string> arguments{"trace", path};
        arguments.insert(arguments.end(), question.begin(), question.end());
        Survive(arguments);
    }
    for (const char* figure : {"drops", "hooks", "rules", "connections", "latency", "heatmap"})
    {
        SCOPED_TRACE(figure);
        Survive({"plot", path, figure, "--script", "-o", Path("x.svg")});
    }
    Survive({"plot", path, "sequence", "7", "--script", "-o", Path("x.svg")});
    Survive({"trace", "merge", path, "-o", Path("x.db")});
}

INSTANTIATE_TEST_SUITE_P(Seeds, HostileRows, testing::Range(1, 13));

} // namespace

} // namespace ns3
