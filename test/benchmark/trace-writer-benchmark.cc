// SPDX-License-Identifier: GPL-2.0-only

// The trace writer against a bare loop of prepared statements that stores the very same rows in
// the same kind of database, and the bytes that a hook pass takes on disk.
//
//   trace-writer-benchmark [--passes N] [Google Benchmark's options]
//
// Each round runs both, in turn, and takes the ratio of their times: budget >= 0.8. Neither builds
// indexes in that time (both would spend the same); the size is measured with indexes.

#include "nf-trace-writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <map>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace ns3;

namespace
{

int64_t g_passes = 300'000;

struct Event
{
    NfTraceHookPass pass;
    std::vector<NfTraceRuleHit> hits;
};

/// What a simulation would hand to the writer.
struct Workload
{
    NfTraceRuleset ruleset;
    std::vector<Event> events;
};

// Clients behind a NAT gateway talk to servers through a second router: six hook passes a packet
// on the two routers (the end hosts have no rules), with four to seven rule hits each, and a source
// address that the gateway rewrites. A flow lasts for 20 packets.
Workload
MakeWorkload(int64_t passes)
{
    Workload workload;
    workload.ruleset.table = "filter";
    for (int chain = 0; chain < 8; ++chain)
    {
        NfTraceChain content{"chain" + std::to_string(chain), "ACCEPT", {}};
        for (int rule = 0; rule < 12; ++rule)
        {
            content.rules.push_back(
                {"-A FORWARD -p udp -m udp --dport " + std::to_string(rule + 1) + " -j ACCEPT",
                 "ACCEPT"});
        }
        workload.ruleset.chains.push_back(content);
    }
    static const NfHook hooks[] = {NfHook::PREROUTING, NfHook::FORWARD, NfHook::POSTROUTING};
    workload.events.reserve(passes);
    uint64_t journey = 0;
    for (uint64_t packet = 0; static_cast<int64_t>(workload.events.size()) < passes; ++packet)
    {
        const uint32_t flow = packet / 20;
        NfTraceTuple tuple;
        tuple.protocol = NfProtocol::UDP;
        tuple.source = NfAddress(0x0a000000 + flow % 200);
        tuple.destination = NfAddress(0xc0000200 + flow % 31);
        tuple.sourcePort = 1024 + flow % 60'000;
        tuple.destinationPort = 53;
        for (uint32_t node = 3; node <= 4; ++node)
        {
            ++journey;
            for (int h = 0; h < 3; ++h)
            {
                Event event;
                NfTraceHookPass& pass = event.pass;
                pass.time = static_cast<int64_t>(packet) * 83'333 + node * 1'000'000;
                pass.node = node;
                pass.packet = packet;
                pass.journey = journey;
                pass.connection = flow + 1;
                pass.in = h == 2 ? 0 : 2;
                pass.out = h == 0 ? 0 : 3;
                pass.length = 60 + flow % 1400;
                pass.hook = hooks[h];
                pass.ctState = packet % 20 ? NfCtState::ESTABLISHED : NfCtState::NEW;
                pass.before.tuple = tuple;
                pass.before.ttl = static_cast<uint8_t>(67 - node - (h ? 1 : 0));
                if (h == 2 && node == 3)
                {
                    tuple.source = NfAddress(0xcb007101);
                }
                pass.after = pass.before;
                pass.after.tuple = tuple;
                const uint32_t n = 4 + (flow + h) % 4;
                for (uint32_t i = 0; i < n; ++i)
                {
                    event.hits.push_back(
                        {1 + h + node % 2,
                         i + 1 < n ? (flow % 3) * 4 + i + 1 : 0,
                         i + 1 < n ? NfTraceRuleVerdict::CONTINUE : NfTraceRuleVerdict::ACCEPT});
                }
                if (packet % 500 == 499 && node == 4 && h == 1)
                {
                    pass.verdict = NfVerdict::DROP;
                    pass.reason = "policy";
                    workload.events.push_back(std::move(event));
                    break;
                }
                workload.events.push_back(std::move(event));
            }
        }
    }
    return workload;
}

double
Seconds(std::chrono::steady_clock::time_point since)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

// CPU time of all threads of this process, or of this thread.
double
CpuSeconds(int who)
{
    rusage usage{};
    getrusage(who, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

void
Remove(const std::string& path)
{
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
    {
        std::filesystem::remove(path + suffix);
    }
}

// Time to write the workload with the writer, from the first record to the marked end.
double
RunWriter(const std::string& path, const Workload& workload, bool indexes)
{
    Remove(path);
    NfTraceWriterConfig config;
    config.buildIndexes = indexes;
    NfTraceWriter writer(path, {}, config);
    const auto start = std::chrono::steady_clock::now();
    writer.Write(workload.ruleset);
    for (const Event& event : workload.events)
    {
        writer.Write(event.pass, event.hits);
    }
    writer.Finish({workload.events.back().pass.time, true, ""});
    return Seconds(start);
}

/// The rows of a database, in the order in which the writer stored them.
struct Rows
{
    /// A value: a number, NULL, or a text (index into texts).
    struct Cell
    {
        enum Type : uint8_t
        {
            NUMBER,
            NONE,
            TEXT
        } type;

        int64_t value;
    };

    std::map<std::string, int> columns;
    std::vector<std::string> names;                    //!< tables
    std::vector<std::pair<int, std::size_t>> sequence; //!< table and first cell
    std::vector<Cell> cells;
    std::vector<std::string> texts;
};

// Read a table's rows, and say at which event (by id in hook_pass) each has to be stored.
void
ReadTable(SQLite::Database& database,
          const std::string& name,
          const std::string& when,
          Rows& rows,
          std::vector<std::pair<int64_t, std::pair<int, std::size_t>>>& order)
{
    const int table = static_cast<int>(rows.names.size());
    rows.names.push_back(name);
    SQLite::Statement select(database, "SELECT " + when + ", t.* FROM " + name + " t");
    rows.columns[name] = select.getColumnCount() - 1;
    while (select.executeStep())
    {
        order.push_back({select.getColumn(0).getInt64(), {table, rows.cells.size()}});
        for (int i = 1; i < select.getColumnCount(); ++i)
        {
            SQLite::Column column = select.getColumn(i);
            if (column.isNull())
            {
                rows.cells.push_back({Rows::Cell::NONE, 0});
            }
            else if (column.isInteger())
            {
                rows.cells.push_back({Rows::Cell::NUMBER, column.getInt64()});
            }
            else
            {
                rows.cells.push_back({Rows::Cell::TEXT, static_cast<int64_t>(rows.texts.size())});
                rows.texts.push_back(column.getString());
            }
        }
    }
}

Rows
ReadRows(const std::string& path)
{
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    Rows rows;
    std::vector<std::pair<int64_t, std::pair<int, std::size_t>>> order;
    for (const char* name : {"ruleset", "chain", "rule", "address"})
    {
        ReadTable(database, name, "0", rows, order);
    }
    database.exec("CREATE TEMP TABLE first_flow AS SELECT flow AS k, MIN(id) AS at FROM hook_pass "
                  "GROUP BY flow;"
                  "CREATE UNIQUE INDEX temp.i1 ON first_flow (k);"
                  "CREATE TEMP TABLE first_kind AS SELECT kind AS k, MIN(id) AS at FROM hook_pass "
                  "GROUP BY kind;"
                  "CREATE UNIQUE INDEX temp.i2 ON first_kind (k);"
                  "CREATE TEMP TABLE first_packet AS SELECT packet AS k, MIN(id) AS at FROM "
                  "hook_pass GROUP BY packet;"
                  "CREATE UNIQUE INDEX temp.i3 ON first_packet (k);"
                  "CREATE TEMP TABLE first_rewrite AS SELECT rewrite AS k, MIN(id) AS at FROM "
                  "hook_pass GROUP BY rewrite;"
                  "CREATE UNIQUE INDEX temp.i4 ON first_rewrite (k)");
    ReadTable(database, "path_step", "0", rows, order);
    ReadTable(database, "flow", "(SELECT at FROM first_flow WHERE k = t.id)", rows, order);
    ReadTable(database, "rewrite", "(SELECT at FROM first_rewrite WHERE k = t.id)", rows, order);
    ReadTable(database, "packet", "(SELECT at FROM first_packet WHERE k = t.uid)", rows, order);
    ReadTable(database, "pass_kind", "(SELECT at FROM first_kind WHERE k = t.id)", rows, order);
    ReadTable(database, "hook_pass", "t.id", rows, order);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    for (const auto& [at, row] : order)
    {
        rows.sequence.push_back(row);
    }
    return rows;
}

// Time to store the same rows with nothing but prepared statements, in the calling thread.
double
RunBare(const std::string& path, const Rows& rows)
{
    constexpr int ROWS_PER_TRANSACTION = 20'000;
    Remove(path);
    NfTraceWriterConfig config;
    config.buildIndexes = false;
    NfTraceWriter(path, {}, config); // makes the tables, and the run
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                  "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000");
    std::vector<SQLite::Statement> statements;
    std::vector<int> columns;
    for (const std::string& name : rows.names)
    {
        std::string sql = "INSERT INTO " + name + " VALUES (?";
        for (int i = 1; i < rows.columns.at(name); ++i)
        {
            sql += ",?";
        }
        statements.emplace_back(database, sql + ")");
        columns.push_back(rows.columns.at(name));
    }
    const auto start = std::chrono::steady_clock::now();
    int pending = 0;
    database.exec("BEGIN IMMEDIATE");
    for (const auto& [table, first] : rows.sequence)
    {
        SQLite::Statement& statement = statements[table];
        for (int i = 0; i < columns[table]; ++i)
        {
            const Rows::Cell& cell = rows.cells[first + i];
            if (cell.type == Rows::Cell::NUMBER)
            {
                statement.bind(i + 1, cell.value);
            }
            else if (cell.type == Rows::Cell::NONE)
            {
                statement.bind(i + 1);
            }
            else
            {
                statement.bindNoCopy(i + 1, rows.texts[cell.value]);
            }
        }
        statement.exec();
        statement.reset();
        if (++pending % ROWS_PER_TRANSACTION == 0)
        {
            database.exec("COMMIT; BEGIN IMMEDIATE");
        }
    }
    database.exec("COMMIT");
    statements.clear();
    database.exec("PRAGMA journal_mode = DELETE"); // as Finish() does
    return Seconds(start);
}

void
WriterVersusBareLoop(benchmark::State& state)
{
    const std::string folder = std::filesystem::temp_directory_path();
    const std::string path = folder + "/nf-trace-benchmark-" + std::to_string(getpid()) + ".db";
    const Workload workload = MakeWorkload(g_passes);
    RunWriter(path, workload, false);
    const Rows rows = ReadRows(path);
    double writer = 0;
    double bare = 0;
    double writerCpu = 0;
    double bareCpu = 0;
    for (auto _ : state)
    {
        const double start = CpuSeconds(RUSAGE_SELF);
        bare += RunBare(path, rows);
        const double middle = CpuSeconds(RUSAGE_SELF);
        const double w = RunWriter(path, workload, false);
        writerCpu += CpuSeconds(RUSAGE_SELF) - middle;
        bareCpu += middle - start;
        writer += w;
        state.SetIterationTime(w);
    }
    Remove(path);
    const double passes = static_cast<double>(workload.events.size()) * state.iterations();
    state.counters["writer_passes_per_s"] = passes / writer;
    state.counters["bare_passes_per_s"] = passes / bare;
    state.counters["ratio"] = bare / writer;
    // All threads together, so what the producer spends counts here against the writer.
    state.counters["cpu_ratio"] = bareCpu / writerCpu;
}

BENCHMARK(WriterVersusBareLoop)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

// What Write() costs the simulation's thread when the disk keeps up: CPU time of this thread.
void
ProducerCost(benchmark::State& state)
{
    const std::string folder = std::filesystem::temp_directory_path();
    const std::string path = folder + "/nf-trace-benchmark-" + std::to_string(getpid()) + ".db";
    const Workload workload = MakeWorkload(g_passes);
    for (auto _ : state)
    {
        Remove(path);
        NfTraceWriter writer(path, {});
        writer.Write(workload.ruleset);
        const double before = CpuSeconds(RUSAGE_THREAD);
        for (const Event& event : workload.events)
        {
            writer.Write(event.pass, event.hits);
        }
        const double spent = CpuSeconds(RUSAGE_THREAD) - before;
        state.SetIterationTime(spent);
        state.counters["ns_per_pass"] = 1e9 * spent / static_cast<double>(workload.events.size());
    }
    Remove(path);
}

BENCHMARK(ProducerCost)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

void
BytesPerHookPass(benchmark::State& state)
{
    const std::string folder = std::filesystem::temp_directory_path();
    const std::string path = folder + "/nf-trace-benchmark-" + std::to_string(getpid()) + ".db";
    const Workload workload = MakeWorkload(g_passes);
    for (auto _ : state)
    {
        RunWriter(path, workload, true);
    }
    const double passes = static_cast<double>(workload.events.size());
    state.counters["bytes_per_pass"] =
        static_cast<double>(std::filesystem::file_size(path)) / passes;
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    SQLite::Statement sizes(database,
                            "SELECT name, SUM(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC "
                            "LIMIT 6");
    while (sizes.executeStep())
    {
        state.counters["  " + sizes.getColumn(0).getString()] =
            sizes.getColumn(1).getDouble() / passes;
    }
    Remove(path);
}

BENCHMARK(BytesPerHookPass)->Unit(benchmark::kMillisecond)->Iterations(1);

} // namespace

int
main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    if (argc == 3 && std::strcmp(argv[1], "--passes") == 0)
    {
        g_passes = std::atoll(argv[2]);
    }
    else if (argc != 1)
    {
        benchmark::ReportUnrecognizedArguments(argc, argv);
        return 2;
    }
    benchmark::RunSpecifiedBenchmarks();
}
