// SPDX-License-Identifier: GPL-2.0-only

// Writes a trace of as many events as asked for (10 million by default) and compares what nfsim
// trace needs to answer with what the sqlite3 shell needs to read the same rows:
//
//     nfsim-trace-benchmark [events]
//
// Both run as programs of their own, by turns; the least processor time of several rounds counts.

#include "nf-trace-writer.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace
{

using namespace ns3;

constexpr int ROUNDS = 7;
constexpr int64_t PASSES_PER_PACKET = 10;

/// Writes packets that cross two routers; some are dropped there.
class Generator
{
  public:
    explicit Generator(const std::string& path)
        : m_writer(path, Info())
    {
    }

    void Run(int64_t events)
    {
        for (uint32_t node = 0; node < 4; ++node)
        {
            m_writer.Write(NfTraceNode{node, "node" + std::to_string(node), 0});
        }
        NfTraceRuleset rules;
        rules.node = 1;
        rules.table = "filter";
        rules.chains = {
            {"FORWARD", "DROP", {{"-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT", "ACCEPT"}}}};
        m_chain = m_writer.Write(rules);
        for (int64_t packet = 0; packet < events / PASSES_PER_PACKET; ++packet)
        {
            Packet(packet);
        }
        m_writer.Finish({m_time});
    }

  private:
    static NfTraceRunInfo Info()
    {
        NfTraceRunInfo info;
        info.level = NfTraceLevel::RULES;
        return info;
    }

    void Packet(int64_t packet)
    {
        m_time += 10'000;
        m_pass = {};
        m_pass.packet = packet;
        m_pass.journey = packet;
        m_pass.connection = packet / 8;
        m_pass.length = 40 + m_random() % 1400;
        NfTraceTuple& tuple = m_pass.before.tuple;
        tuple.source = Ipv4Address(0x0a000002 + packet / 8 % 250);
        tuple.destination = Ipv4Address(0xc0000200 + packet / 8 % 50);
        tuple.sourcePort = 1024 + packet / 8 % 4000;
        tuple.destinationPort = 80;
        tuple.protocol = NfProtocol::TCP;
        m_pass.after = m_pass.before;
        Pass(0, NfHook::OUTPUT);
        Pass(0, NfHook::POSTROUTING);
        for (uint32_t router = 1; router <= 2; ++router)
        {
            Pass(router, NfHook::PREROUTING);
            const bool drop = m_random() % 100 < 3;
            Forward(router, drop);
            if (drop)
            {
                return;
            }
            Pass(router, NfHook::POSTROUTING);
        }
        Pass(3, NfHook::PREROUTING);
        Pass(3, NfHook::INPUT);
    }

    void Pass(uint32_t node, NfHook hook)
    {
        m_pass.time = m_time;
        m_pass.node = node;
        m_pass.hook = hook;
        m_writer.Write(m_pass);
    }

    void Forward(uint32_t node, bool drop)
    {
        m_pass.time = m_time;
        m_pass.node = node;
        m_pass.hook = NfHook::FORWARD;
        m_pass.verdict = drop ? NfVerdict::DROP : NfVerdict::ACCEPT;
        m_pass.reason = drop ? "policy" : "";
        m_writer.Write(m_pass,
                       {{m_chain,
                         drop ? 0U : 1U,
                         drop ? NfTraceRuleVerdict::DROP : NfTraceRuleVerdict::ACCEPT}});
    }

    NfTraceWriter m_writer;
    uint32_t m_chain{0};
    int64_t m_time{0};
    NfTraceHookPass m_pass;
    std::mt19937 m_random{1};
};

/// @return processor time in seconds that a program needed
double
Time(std::vector<std::string> command)
{
    const pid_t child = fork();
    if (child == 0)
    {
        std::vector<char*> arguments;
        arguments.reserve(command.size());
        for (std::string& word : command)
        {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        if (!freopen("/dev/null", "w", stdout))
        {
            _exit(126);
        }
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    {
        std::cerr << command[0] << " failed\n";
        std::exit(1);
    }
    auto seconds = [](const timeval& time) { return double(time.tv_sec) + time.tv_usec / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void
Compare(const std::string& what,
        const std::vector<std::string>& nfsimCommand,
        const std::vector<std::string>& sqlCommand)
{
    double nfsim = 1e9;
    double sql = 1e9;
    for (int round = 0; round < ROUNDS; ++round)
    {
        nfsim = std::min(nfsim, Time(nfsimCommand));
        sql = std::min(sql, Time(sqlCommand));
    }
    std::cout << what << ": nfsim " << nfsim << " s, bare SQL " << sql << " s, ratio "
              << nfsim / sql << std::endl;
}

struct Question
{
    std::vector<std::string> words;
    const char* sql; //!< reads the same rows and columns
};

} // namespace

int
main(int argc, char* argv[])
{
    const int64_t events = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
    std::string folder = std::filesystem::temp_directory_path() / "nfsim-benchmark-XXXXXX";
    if (!mkdtemp(folder.data()))
    {
        std::cerr << "no temporary folder\n";
        return 1;
    }
    const std::string path = folder + "/trace.db";
    Generator(path).Run(events);
    const std::vector<Question> questions{
        {{"summary"},
         "SELECT SUM(kind), SUM(verdict), SUM(packet) FROM hook_pass WHERE run = 1;"
         "SELECT COUNT(*) FROM packet WHERE run = 1; SELECT COUNT(*) FROM flow WHERE run = 1;"},
        {{"drops"},
         "SELECT SUM(h.time), SUM(h.packet), SUM(h.kind), SUM(h.flow), SUM(p.flow), "
         "SUM(p.first_node), SUM(COALESCE(h.length, p.length)), SUM(f.source) FROM hook_pass h "
         "LEFT JOIN packet p ON p.run = h.run AND p.uid = h.packet "
         "LEFT JOIN flow f ON f.run = p.run AND f.id = p.flow WHERE h.run = 1 AND h.verdict = 0;"},
        {{"packet", "12345"}, "SELECT * FROM v_packet_path WHERE run = 1 AND packet = 12345;"},
    };
    // What both need before they read anything.
    Compare("start", {NF_NFSIM, "--help"}, {"sqlite3", ":memory:", "SELECT 1"});
    for (const Question& question : questions)
    {
        std::vector<std::string> ask{NF_NFSIM, "trace", path};
        ask.insert(ask.end(), question.words.begin(), question.words.end());
        Compare(question.words[0], ask, {"sqlite3", path, question.sql});
    }
    std::filesystem::remove_all(folder);
    return 0;
}
