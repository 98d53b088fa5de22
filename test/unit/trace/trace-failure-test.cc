// SPDX-License-Identifier: GPL-2.0-only

// What happens to a trace when the process is killed, the disk is full, the path is wrong, or
// several processes write at once. Children are forked before any thread exists in them.

#include "trace-test-support.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace ns3;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace
{

// Run a function in a child process, which ends with its result.
pid_t
Fork(const std::function<int()>& function)
{
    const pid_t child = fork();
    if (child == 0)
    {
        int code = 99;
        try
        {
            code = function();
        }
        catch (const std::exception& error)
        {
            fprintf(stderr, "child: %s\n", error.what());
        }
        _exit(code);
    }
    return child;
}

// Wait for a child. Returns its exit code, or minus the signal that ended it.
int
Await(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void
ExpectSound(const std::string& path)
{
    EXPECT_THAT(Query(path, "PRAGMA integrity_check"), ElementsAre(Row{"ok"}));
}

// Number of rows in hook_pass, 0 while there is no such table.
int64_t
CountPasses(const std::string& path)
{
    try
    {
        return QueryNumber(path, "SELECT COUNT(*) FROM hook_pass");
    }
    catch (const SQLite::Exception&)
    {
        return 0;
    }
}

std::string
Content(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST(TraceFailure, AKilledRunKeepsEveryCommittedBatchInOrderAndSaysUnfinished)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    const pid_t child = Fork([&path] {
        NfTraceWriter writer(path, {});
        for (uint64_t i = 0;; ++i)
        {
            writer.Write(Pass(i * 1000, i));
        }
        return 0;
    });
    while (CountPasses(path) < 20'000)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const int64_t seen = CountPasses(path);
    kill(child, SIGKILL);
    EXPECT_EQ(Await(child), -SIGKILL);

    ExpectSound(path);
    EXPECT_THAT(Query(path, "SELECT finished, reason, ended FROM run"),
                ElementsAre(Row{"0", "unfinished", "-"}));
    const Row row = Query(path,
                          "SELECT COUNT(*), MAX(id), SUM(time = (id - 1) * 1000), "
                          "SUM(packet = id - 1) FROM hook_pass")
                        .at(0);
    EXPECT_GE(std::stoll(row[0]), seen) << "a committed batch is gone";
    EXPECT_THAT(row, testing::Each(row[0])) << "rows are missing or in disorder";
    EXPECT_EQ(QueryNumber(path, "SELECT COUNT(*) FROM packet"), std::stoll(row[0]));
}

TEST(TraceFailure, ARunAfterAKilledOneIsWrittenToTheSameDatabase)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    const pid_t child = Fork([&path] {
        NfTraceWriter writer(path, {});
        writer.Write(Pass(0, 0));
        writer.Flush();
        raise(SIGKILL);
        return 0;
    });
    EXPECT_EQ(Await(child), -SIGKILL);
    NfTraceWriter writer(path, {});
    writer.Write(Pass(0, 0));
    writer.Finish({1});
    EXPECT_THAT(Query(path, "SELECT id, finished FROM run ORDER BY id"),
                ElementsAre(Row{"1", "0"}, Row{"2", "1"}));
    EXPECT_EQ(CountPasses(path), 2);
}

TEST(TraceFailure, SeveralProcessesWriteOneDatabase)
{
    TemporaryFolder folder;
    const std::string path = folder / "campaign.db";
    constexpr int PROCESSES = 5;
    constexpr int64_t PASSES = 20'000;
    std::vector<pid_t> children;
    children.reserve(PROCESSES);
    for (int p = 0; p < PROCESSES; ++p)
    {
        children.push_back(Fork([&path, p] {
            NfTraceRunInfo info;
            info.runNumber = p;
            NfTraceWriterConfig config;
            config.blockBytes = 16 * 1024; // many small transactions
            NfTraceWriter writer(path, info, config);
            for (int64_t i = 0; i < PASSES; ++i)
            {
                NfTraceHookPass pass = Pass(i, i);
                pass.node = p;
                writer.Write(pass);
            }
            writer.Finish({PASSES});
            return writer.GetError().empty() ? 0 : 1;
        }));
    }
    for (pid_t child : children)
    {
        EXPECT_EQ(Await(child), 0);
    }
    ExpectSound(path);
    EXPECT_EQ(QueryNumber(path, "SELECT SUM(finished) FROM run"), PROCESSES);
    EXPECT_THAT(Query(path,
                      "SELECT COUNT(*), SUM(c = 20000 AND lo = 1 AND hi = 20000 AND times = 20000 "
                      "AND nodes = 20000) FROM (SELECT COUNT(*) c, MIN(h.id) lo, MAX(h.id) hi, "
                      "SUM(h.time = h.id - 1) times, SUM(k.node = r.run_number) nodes FROM "
                      "hook_pass h JOIN pass_kind k ON k.run = h.run AND k.id = h.kind JOIN run r "
                      "ON r.id = h.run GROUP BY h.run)"),
                ElementsAre(Row{"5", "5"}));
}

TEST(TraceFailure, AFullDiskIsReportedOnceAndWhatWasCommittedStays)
{
    if (geteuid() != 0)
    {
        GTEST_SKIP() << "mounting a small file system takes root";
    }
    TemporaryFolder folder;
    const std::string mountPoint = folder / "small";
    const std::string path = mountPoint + "/run.db";
    const std::string rescued = folder / "rescued.db";
    std::filesystem::create_directory(mountPoint);
    const pid_t child = Fork([&] {
        if (unshare(CLONE_NEWNS) || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) ||
            mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, "size=4m"))
        {
            return 77;
        }
        std::vector<std::string> errors;
        NfTraceWriter writer(path, {}, Collecting(errors, NfTraceErrorPolicy::CONTINUE));
        for (int64_t i = 0; i < 500'000; ++i)
        {
            writer.Write(Pass(i, i));
        }
        writer.Flush();
        writer.Finish({1});
        EXPECT_THAT(errors,
                    ElementsAre(testing::AllOf(HasSubstr("'" + path + "'"), HasSubstr("full"))));
        EXPECT_FALSE(writer.IsOpen());
        EXPECT_THAT(writer.GetError(), HasSubstr("full"));
        ExpectSound(path);
        EXPECT_THAT(Query(path, "SELECT finished, reason FROM run"),
                    ElementsAre(Row{"0", "unfinished"}));
        const Row row =
            Query(path, "SELECT COUNT(*), MAX(id), SUM(time = id - 1) FROM hook_pass").at(0);
        EXPECT_GT(std::stoll(row[0]), 1000);
        EXPECT_THAT(row, testing::Each(row[0]));
        return testing::Test::HasFailure() ? 1 : 0;
    });
    const int code = Await(child);
    if (code == 77)
    {
        GTEST_SKIP() << "no private mounts here";
    }
    EXPECT_EQ(code, 0);
}

// The same without root: the process may not write files beyond a size.
TEST(TraceFailure, AFileSizeLimitIsReportedOnce)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    const pid_t child = Fork([&] {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{8 << 20, 8 << 20};
        setrlimit(RLIMIT_FSIZE, &limit);
        std::vector<std::string> errors;
        NfTraceWriter writer(path, {}, Collecting(errors, NfTraceErrorPolicy::STOP));
        for (int64_t i = 0; i < 500'000; ++i)
        {
            writer.Write(Pass(i, i));
        }
        writer.Finish({1});
        EXPECT_THAT(errors, SizeIs(1));
        return testing::Test::HasFailure() ? 1 : 0;
    });
    EXPECT_EQ(Await(child), 0);
    ExpectSound(path);
    EXPECT_EQ(QueryNumber(path, "SELECT finished FROM run"), 0);
    const Row row =
        Query(path, "SELECT COUNT(*), MAX(id), SUM(time = id - 1) FROM hook_pass").at(0);
    EXPECT_GT(std::stoll(row[0]), 1000);
    EXPECT_THAT(row, testing::Each(row[0])) << "rows are missing or in disorder";
}

TEST(TraceFailure, StopWithoutAHandlerEndsTheProgramWithTheMessage)
{
    TemporaryFolder folder;
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_DEATH(NfTraceWriter(folder / "no/such/folder/run.db", {}),
                 "cannot write the trace '.*no/such/folder/run.db': unable to open database file");
}

TEST(TraceFailure, ContinueWithoutAHandlerSaysItOnStandardErrorOnce)
{
    TemporaryFolder folder;
    NfTraceWriterConfig config;
    config.onError = NfTraceErrorPolicy::CONTINUE;
    testing::internal::CaptureStderr();
    {
        NfTraceWriter writer(folder / "no/such/folder/run.db", {}, config);
        EXPECT_FALSE(writer.IsOpen());
        EXPECT_EQ(writer.GetRun(), 0);
        writer.Write(Pass(0, 0));
        writer.Write(NfTraceRuleset{});
        writer.Flush();
        writer.Finish({0});
    }
    const std::string text = testing::internal::GetCapturedStderr();
    EXPECT_THAT(text, HasSubstr("no/such/folder/run.db': unable to open database file"));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

TEST(TraceFailure, AReadOnlyFileIsAnError)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    NfTraceWriter(path, {}).Finish({0});
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    const pid_t child = Fork([&] {
        if (geteuid() == 0) // root may write to everything
        {
            std::filesystem::permissions(std::filesystem::path(path).parent_path(),
                                         std::filesystem::perms::all);
            if (setuid(65534))
            {
                return 77;
            }
        }
        std::vector<std::string> errors;
        NfTraceWriter writer(path, {}, Collecting(errors, NfTraceErrorPolicy::CONTINUE));
        EXPECT_THAT(errors, SizeIs(1));
        return testing::Test::HasFailure() ? 1 : 0;
    });
    EXPECT_EQ(Await(child), 0);
    EXPECT_EQ(QueryNumber(path, "SELECT COUNT(*) FROM run"), 1);
}

TEST(TraceFailure, AReadOnlyFileSystemIsAnError)
{
    if (geteuid() != 0)
    {
        GTEST_SKIP() << "mounting takes root";
    }
    TemporaryFolder folder;
    const std::string mountPoint = folder / "read-only";
    std::filesystem::create_directory(mountPoint);
    const pid_t child = Fork([&] {
        if (unshare(CLONE_NEWNS) || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) ||
            mount("tmpfs", mountPoint.c_str(), "tmpfs", MS_RDONLY, nullptr))
        {
            return 77;
        }
        std::vector<std::string> errors;
        NfTraceWriter writer(mountPoint + "/run.db",
                             {},
                             Collecting(errors, NfTraceErrorPolicy::CONTINUE));
        EXPECT_THAT(errors, ElementsAre(HasSubstr("unable to open database file")));
        return testing::Test::HasFailure() ? 1 : 0;
    });
    const int code = Await(child);
    if (code == 77)
    {
        GTEST_SKIP() << "no private mounts here";
    }
    EXPECT_EQ(code, 0);
}

TEST(TraceFailure, AFileThatIsNoDatabaseIsLeftAlone)
{
    TemporaryFolder folder;
    const std::string path = folder / "notes.txt";
    const std::string text(5000, 'n');
    std::ofstream(path) << text;
    std::vector<std::string> errors;
    {
        NfTraceWriter writer(path, {}, Collecting(errors, NfTraceErrorPolicy::CONTINUE));
    }
    EXPECT_THAT(errors, ElementsAre(HasSubstr("file is not a database")));
    EXPECT_EQ(Content(path), text);
}

TEST(TraceFailure, ADatabaseOfSomethingElseIsLeftAlone)
{
    TemporaryFolder folder;
    const std::string path = folder / "other.db";
    {
        SQLite::Database other(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE address (person TEXT); INSERT INTO address VALUES ('x')");
    }
    const std::string content = Content(path);
    std::vector<std::string> errors;
    {
        NfTraceWriter writer(path, {}, Collecting(errors, NfTraceErrorPolicy::CONTINUE));
    }
    EXPECT_THAT(errors, ElementsAre(HasSubstr("not a trace")));
    EXPECT_EQ(Content(path), content);
}

TEST(TraceFailure, ALockThatIsNeverReleasedIsAnErrorInTheEnd)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    NfTraceWriter(path, {}).Finish({0});
    SQLite::Database holder(path, SQLite::OPEN_READWRITE);
    holder.exec("BEGIN EXCLUSIVE");
    std::vector<std::string> errors;
    NfTraceWriterConfig config = Collecting(errors, NfTraceErrorPolicy::CONTINUE);
    config.busyTimeout = 50;
    NfTraceWriter writer(path, {}, config);
    EXPECT_THAT(errors, ElementsAre(HasSubstr("locked")));
}
