// SPDX-License-Identifier: GPL-2.0-only

// nfsim trace on databases that are not as one wishes: empty, damaged, of another version, still
// being written, cut off, with several runs; and on output that cannot be written.

#include "known-trace.h"
#include "nfsim-runner.h"

#include "ns3/nf-trace-schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <atomic>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>
#include <thread>

namespace ns3
{

namespace
{

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

const std::vector<std::vector<std::string>> QUESTIONS{{"summary"},
                                                      {"packet", "7"},
                                                      {"flow"},
                                                      {"drops"},
                                                      {"rules"},
                                                      {"connections"},
                                                      {"nat"},
                                                      {"export", "passes"}};

class TraceState : public NfsimTest
{
  protected:
    // Asks all questions, and expects that each is refused with a message that begins so.
    void ExpectRefused(const std::string& path, const std::string& message) const
    {
        for (const std::vector<std::string>& question : QUESTIONS)
        {
            std::vector<std::string> arguments{"trace", path};
            arguments.insert(arguments.end(), question.begin(), question.end());
            EXPECT_THAT(Refused(arguments), StartsWith("nfsim: " + path + ": " + message))
                << question[0];
        }
        EXPECT_THAT(Refused({"plot", path, "drops", "-o", Path("x.svg")}),
                    StartsWith("nfsim: " + path + ": " + message));
        EXPECT_THAT(Refused({"trace", "compare", path, path}), HasSubstr(message));
        EXPECT_THAT(Refused({"trace", "merge", path, "-o", Path("x.db")}), HasSubstr(message));
        EXPECT_FALSE(std::filesystem::exists(Path("x.svg")));
        EXPECT_FALSE(std::filesystem::exists(Path("x.db")));
    }

    // Writes packets to a trace that stays open.
    static void Write(NfTraceWriter& writer, uint64_t first, uint64_t end)
    {
        NfTraceHookPass pass;
        pass.hook = NfHook::OUTPUT;
        pass.before.tuple = KnownTrace::Tuple(17, "10.0.0.1", 1, "10.0.0.2", 2);
        pass.after = pass.before;
        pass.length = 100;
        for (uint64_t i = first; i < end; ++i)
        {
            pass.time = static_cast<int64_t>(i);
            pass.packet = i;
            pass.journey = i;
            writer.Write(pass);
        }
    }
};

TEST_F(TraceState, AnEmptyFileIsNoTraceYet)
{
    std::ofstream(Path("a.db")) << "";
    ExpectRefused(Path("a.db"), "it is empty: no trace was written to it");
}

TEST_F(TraceState, ADamagedDatabaseIsRefused)
{
    KnownTrace::Write(Path("a.db"));
    const std::string whole = ReadFile(Path("a.db"));
    std::ofstream(Path("a.db"), std::ios::binary) << whole.substr(0, whole.size() / 2);
    ExpectRefused(Path("a.db"), "database disk image is malformed");
    std::ofstream(Path("b.db"), std::ios::binary) << std::string(5000, '\xa5');
    ExpectRefused(Path("b.db"), "file is not a database");
}

TEST_F(TraceState, OtherVersionsAreRefusedWithWhatToDo)
{
    KnownTrace::Write(Path("a.db"));
    auto setVersion = [this](int version) {
        SQLite::Database(Path("a.db"), SQLite::OPEN_READWRITE)
            .exec("PRAGMA user_version = " + std::to_string(version));
    };
    setVersion(NF_TRACE_SCHEMA_VERSION + 1);
    ExpectRefused(
        Path("a.db"),
        fmt::format("its schema version is {}, this nfsim reads version {}: use the nfsim",
                    NF_TRACE_SCHEMA_VERSION + 1,
                    NF_TRACE_SCHEMA_VERSION));
    EXPECT_THAT(Refused({"trace", Path("a.db"), "upgrade"}), HasSubstr("knows versions up to"));
    setVersion(NF_TRACE_SCHEMA_VERSION - 1);
    ExpectRefused(Path("a.db"),
                  fmt::format("its schema version is {}, this nfsim reads version {}: 'nfsim trace",
                              NF_TRACE_SCHEMA_VERSION - 1,
                              NF_TRACE_SCHEMA_VERSION));
    setVersion(0);
    EXPECT_THAT(Refused({"trace", Path("a.db"), "upgrade"}), HasSubstr("cannot bring to"));
}

TEST_F(TraceState, ATraceOfVersion1CanBeUpgradedAndSaysWhatItDoesNotKnow)
{
    std::ifstream file(NF_TEST_DATA "/trace/version-1.sql");
    std::ostringstream sql;
    sql << file.rdbuf();
    SQLite::Database(Path("a.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql.str());
    EXPECT_THAT(Refused({"trace", Path("a.db"), "summary"}), HasSubstr("upgrade"));
    const json answer = Ask({"trace", Path("a.db"), "upgrade"});
    EXPECT_EQ(answer["upgrade"]["from"], 1);
    EXPECT_EQ(answer["upgrade"]["to"], NF_TRACE_SCHEMA_VERSION);
    EXPECT_EQ(Ask({"trace", Path("a.db"), "upgrade"})["upgrade"]["from"], NF_TRACE_SCHEMA_VERSION);
    EXPECT_EQ(Ask({"trace", Path("a.db"), "drops"})["total"]["packets"], 5);
}

TEST_F(TraceState, ADatabaseWithoutRunsIsRefused)
{
    KnownTrace::Write(Path("a.db"));
    SQLite::Database(Path("a.db"), SQLite::OPEN_READWRITE).exec("DELETE FROM run");
    EXPECT_THAT(Refused({"trace", Path("a.db"), "summary"}), HasSubstr("it holds no run"));
}

TEST_F(TraceState, RunsOfOneLabelAreToldApartByNumber)
{
    KnownTrace::Write(Path("a.db"));
    KnownTrace::Write(Path("a.db"));
    EXPECT_THAT(Refused({"trace", Path("a.db"), "drops", "--run", "usual"}),
                HasSubstr("2 runs are labelled 'usual', the first one is run 1: give a number"));
    EXPECT_EQ(Ask({"trace", Path("a.db"), "summary", "--run", "1"})["run"]["id"], 1);
    EXPECT_THAT(Refused({"trace", Path("a.db"), "drops", "--run", "3"}),
                HasSubstr("its runs are 1 to 2"));
}

TEST_F(TraceState, ARunThatIsStillWrittenCanBeAsked)
{
    NfTraceRunInfo info;
    info.level = NfTraceLevel::HOOKS;
    NfTraceWriter writer(Path("a.db"), info);
    Write(writer, 0, 1000);
    writer.Flush();
    const json summary = Ask({"trace", Path("a.db"), "summary"});
    EXPECT_EQ(summary["run"]["finished"], 0);
    EXPECT_GE(summary["content"]["packets"], 1000);
    const NfsimResult people = Run({"trace", Path("a.db"), "summary"});
    EXPECT_THAT(people.out, HasSubstr("unfinished"));
    EXPECT_EQ(Ask({"trace", Path("a.db"), "flow"})["flows"].size(), 1U);
    writer.Finish({1});
    EXPECT_EQ(Ask({"trace", Path("a.db"), "summary"})["run"]["finished"], 1);
}

TEST_F(TraceState, AnswersAreGivenWhileTheWriterIsBusy)
{
    NfTraceRunInfo info;
    info.level = NfTraceLevel::HOOKS;
    NfTraceWriterConfig config;
    config.blockBytes = 16 * 1024; // many small transactions
    NfTraceWriter writer(Path("a.db"), info, config);
    Write(writer, 0, 100);
    writer.Flush();
    std::atomic<bool> done{false};
    std::thread busy([&] {
        for (uint64_t i = 100; !done; i += 100)
        {
            Write(writer, i, i + 100);
        }
    });
    int64_t latest = 0;
    for (int i = 0; i < 5; ++i)
    {
        const NfsimResult result = Run({"trace", Path("a.db"), "summary", "--json"});
        EXPECT_EQ(result.code, 0) << result.err;
        if (result.code == 0)
        {
            const int64_t packets = result.Json()["content"]["packets"];
            EXPECT_GE(packets, latest);
            latest = packets;
        }
    }
    done = true;
    busy.join();
    EXPECT_GT(latest, 100);
}

// SQLite cannot read what was not closed where it cannot write.
TEST_F(TraceState, ACutOffTraceInAReadOnlyFolderIsRefusedWithTheWayOut)
{
    const std::string folder = Path("folder");
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(Path("."), std::filesystem::perms::all);
    const pid_t child = fork();
    if (child == 0)
    {
        NfTraceWriter writer(folder + "/a.db", {});
        Write(writer, 0, 100);
        writer.Flush();
        raise(SIGKILL);
    }
    waitpid(child, nullptr, 0);
    ASSERT_TRUE(std::filesystem::exists(folder + "/a.db-wal"));
    EXPECT_EQ(Ask({"trace", folder + "/a.db", "summary"})["content"]["packets"], 100);
    std::filesystem::remove(folder + "/a.db-shm");
    std::filesystem::permissions(folder, std::filesystem::perms(0555));
    std::filesystem::remove(Path("out")); // another user cannot write to them
    std::filesystem::remove(Path("err"));
    const pid_t reader = fork();
    if (reader == 0)
    {
        if (geteuid() == 0 && setuid(65534)) // root may write everywhere
        {
            _exit(77);
        }
        const NfsimResult result = Run({"trace", folder + "/a.db", "summary"});
        const bool told =
            result.err.find("copy it and '" + folder + "/a.db-wal'") != std::string::npos;
        _exit(result.code == 2 && result.out.empty() && told ? 0 : 1);
    }
    int status = 0;
    waitpid(reader, &status, 0);
    std::filesystem::permissions(folder, std::filesystem::perms(0755));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(TraceState, HugeNumbersAreKept)
{
    NfTraceRunInfo info;
    info.level = NfTraceLevel::HOOKS;
    {
        NfTraceWriter writer(Path("a.db"), info);
        NfTraceHookPass pass;
        pass.node = UINT32_MAX;
        pass.time = INT64_MAX;
        pass.packet = INT64_MAX;
        pass.journey = INT64_MAX;
        pass.length = UINT32_MAX;
        pass.before.mark = UINT32_MAX;
        pass.after = pass.before;
        pass.verdict = NfVerdict::DROP;
        writer.Write(pass);
        writer.Finish({INT64_MAX});
    }
    const json packet = Ask({"trace", Path("a.db"), "packet", "9223372036854775807"});
    EXPECT_EQ(packet["packets"]["first_time_ns"], INT64_MAX);
    EXPECT_EQ(packet["packets"]["length"], UINT32_MAX);
    EXPECT_EQ(packet["journey"][0]["mark"], UINT32_MAX);
    EXPECT_EQ(Ask({"trace", Path("a.db"), "drops"})["total"]["bytes"], UINT32_MAX);
    EXPECT_EQ(Run({"trace", Path("a.db"), "summary"}).code, 0);
    EXPECT_EQ(Ask({"trace", Path("a.db"), "flow", "--packets"})["packets"].size(), 1U);
}

TEST_F(TraceState, OutputThatCannotBeWrittenIsAnError)
{
    if (!std::filesystem::exists("/dev/full"))
    {
        GTEST_SKIP() << "there is no /dev/full";
    }
    KnownTrace::Write(Path("a.db"));
    auto fails = [this](const std::string& arguments) {
        const std::string command = NF_NFSIM " " + arguments + " >/dev/full 2>" + Path("message");
        EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 2) << arguments;
        EXPECT_THAT(ReadFile(Path("message")), HasSubstr("standard output")) << arguments;
    };
    fails("trace " + Path("a.db") + " summary");
    fails("trace " + Path("a.db") + " drops --json");
    fails("trace " + Path("a.db") + " export passes");
    fails("plot " + Path("a.db") + " drops -o x.svg --script");
}

// As every program in a pipe: no message, and no wait.
TEST_F(TraceState, AReaderThatGoesAwayEndsItSilently)
{
    NfTraceRunInfo info;
    info.level = NfTraceLevel::HOOKS;
    {
        NfTraceWriter writer(Path("a.db"), info);
        Write(writer, 0, 20'000);
        writer.Finish({1});
    }
    const std::string command = NF_NFSIM " trace " + Path("a.db") + " export passes 2>" +
                                Path("message") + " | head -n 1 >" + Path("line");
    EXPECT_EQ(std::system(command.c_str()), 0);
    EXPECT_THAT(ReadFile(Path("line")), StartsWith("run,id,time"));
    EXPECT_EQ(ReadFile(Path("message")), "");
}

// A file that cannot be written to the end takes no other's place.
TEST_F(TraceState, AnExportThatFailsLeavesWhatWasThereBefore)
{
    KnownTrace::Write(Path("a.db"));
    std::ofstream(Path("old.csv")) << "old";
    const std::string limited = "ulimit -f 1; trap '' XFSZ; " NF_NFSIM " trace " + Path("a.db") +
                                " export path -o " + Path("old.csv") + " 2>" + Path("message");
    EXPECT_EQ(WEXITSTATUS(std::system(limited.c_str())), 2);
    EXPECT_EQ(ReadFile(Path("message")),
              "nfsim: " + Path("old.csv") + ": it cannot be written to the end\n");
    EXPECT_EQ(ReadFile(Path("old.csv")), "old");
    EXPECT_FALSE(std::filesystem::exists(Path("old.csv.new")));
    EXPECT_EQ(Run({"trace", Path("a.db"), "export", "path", "-o", Path("old.csv")}).code, 0);
    EXPECT_THAT(ReadFile(Path("old.csv")), StartsWith("run,packet,id,"));
}

} // namespace

} // namespace ns3
