// SPDX-License-Identifier: GPL-2.0-only

// Takes the place of `nfsim run` in the tests of campaigns: the same options, the same results
// database, and instead of a simulation a few random numbers that all variants share.
//
// The scenario is JSON: "placements" gives each placement its mean waste, "sleep" is how many
// seconds a run takes, "burn" how many it computes, "spread" how much variants vary by themselves;
// "fail", "crash", "full" and "halfway" list runs, "placement replication", that go wrong in that
// way. "sweep" lists the settings of variants; "log" is a file that gets a line for each run that
// is made.

#include <CLI/CLI.hpp>
#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace
{

using nlohmann::json;

struct Options
{
    std::string scenario;
    std::string placement;
    std::vector<std::string> sets;
    std::string results;
    std::string command;
    int64_t replication{1};
    int64_t seed{1};
    std::vector<std::string> allocations;
    bool variants{false};
    bool proposals{false};
};

constexpr const char* TABLES = R"sql(
CREATE TABLE run(id INTEGER PRIMARY KEY, scenario TEXT, hash TEXT, variant TEXT, placement TEXT,
  replication INTEGER, seed INTEGER, status TEXT, message TEXT, text TEXT, command TEXT,
  version TEXT, wall_seconds REAL, UNIQUE(hash, variant, placement, replication, seed));
CREATE TABLE result(run_id INTEGER REFERENCES run, class TEXT, measure TEXT, unit TEXT, value REAL,
  PRIMARY KEY(run_id, class, measure));
CREATE TABLE expectation(run_id INTEGER, text TEXT, held INTEGER, detail TEXT);
PRAGMA user_version = 1;
)sql";

bool
IsListed(const json& scenario, const char* list, const Options& options)
{
    const std::string me = options.placement + " " + std::to_string(options.replication);
    const json names = scenario.value(list, json::array());
    return std::find(names.begin(), names.end(), me) != names.end();
}

void
AddResults(SQLite::Database& database, const json& scenario, const Options& options)
{
    std::seed_seq seeds{options.seed, options.replication};
    std::mt19937 common(seeds);
    std::seed_seq ownSeeds{options.seed,
                           options.replication,
                           static_cast<int64_t>(std::hash<std::string>()(options.placement))};
    std::mt19937 own(ownSeeds);
    std::normal_distribution<double> normal;
    const double load = normal(common);
    normal.reset();
    const double waste = scenario["placements"].value(options.placement, 100.0);
    double factor = 1;
    for (const std::string& set : options.sets)
    {
        factor = set.rfind("factor=", 0) == 0 ? std::stod(set.substr(7)) : factor;
    }
    auto add = [&](const char* trafficClass,
                   const char* measure,
                   const char* unit,
                   std::optional<double> value) {
        SQLite::Statement row(database, "INSERT INTO result VALUES(1, ?, ?, ?, ?)");
        row.bind(1, trafficClass);
        row.bind(2, measure);
        row.bind(3, unit);
        if (value)
        {
            row.bind(4, *value);
        }
        row.exec();
    };
    const double spread = scenario.value("spread", 0.02);
    add("", "sent", "packets", 1000);
    add("",
        "bytes_hops_before_drop",
        "B*hops",
        factor * waste * (1 + 0.1 * load + spread * normal(own)));
    add("", "latency_mean", "s", (1 + 0.2 * load + 0.1 * normal(own)) / waste);
    add("", "jitter", "s", options.replication % 2 ? std::nullopt : std::optional<double>(0.001));
    add("mail", "goodput", "bit/s", 1e6 * (1 - 0.05 * std::abs(load)));
}

void
Take(const json& scenario)
{
    std::this_thread::sleep_for(std::chrono::duration<double>(scenario.value("sleep", 0.0)));
    const double end = scenario.value("burn", 0.0) * CLOCKS_PER_SEC;
    while (double(clock()) < end)
    {
    }
}

int
Run(const json& scenario, const std::string& text, const Options& options)
{
    if (scenario.contains("log"))
    {
        std::ofstream(scenario["log"].get<std::string>(), std::ios::app)
            << options.placement << ' ' << options.replication << std::endl;
    }
    if (IsListed(scenario, "full", options))
    {
        const rlimit small{4096, 4096};
        setrlimit(RLIMIT_FSIZE, &small);
        std::signal(SIGXFSZ, SIG_IGN);
    }
    SQLite::Database database(options.results, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA synchronous = OFF");
    database.exec(TABLES);
    SQLite::Statement run(database,
                          "INSERT INTO run VALUES(1, ?, 'h', '', ?, ?, ?, 'interrupted', '', ?, ?, "
                          "'0.1', 0)");
    run.bind(1, options.scenario);
    run.bind(2, options.placement);
    run.bind(3, options.replication);
    run.bind(4, options.seed);
    run.bind(5, text);
    run.bind(6, options.command);
    run.exec();
    Take(scenario);
    if (IsListed(scenario, "fail", options))
    {
        std::cerr << "the scenario's line 7 cannot be built\n";
        return 2;
    }
    if (IsListed(scenario, "crash", options))
    {
        std::raise(SIGKILL);
    }
    if (IsListed(scenario, "halfway", options))
    {
        return 0;
    }
    SQLite::Transaction last(database);
    AddResults(database, scenario, options);
    const bool held = options.replication % 5 != 0;
    SQLite::Statement expectation(database,
                                  "INSERT INTO expectation VALUES(1, 'mail arrives', ?, ?)");
    expectation.bind(1, held);
    expectation.bind(2, held ? "" : "3 of 7 mails arrived");
    expectation.exec();
    SQLite::Statement finish(database, "UPDATE run SET status = 'finished', wall_seconds = ?");
    finish.bind(1, double(clock()) / CLOCKS_PER_SEC);
    finish.exec();
    last.commit();
    return held ? 0 : 1;
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    CLI::App parser;
    parser.add_option("scenario", options.scenario)->required();
    parser.add_flag("--variants", options.variants);
    parser.add_flag("--proposals", options.proposals);
    parser.add_option("--allocation", options.allocations);
    parser.add_option("--placement", options.placement);
    parser.add_option("--set", options.sets);
    parser.add_option("--replication", options.replication);
    parser.add_option("--seed", options.seed);
    parser.add_option("--results", options.results);
    CLI11_PARSE(parser, argc, argv);
    for (int i = 0; i < argc; ++i)
    {
        options.command += std::string(i ? " " : "") + argv[i];
    }
    try
    {
        std::ifstream file(options.scenario);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const json scenario = json::parse(text);
        if (!options.variants)
        {
            return Run(scenario, text, options);
        }
        json placements = json::array();
        for (const auto& [name, waste] : scenario["placements"].items())
        {
            placements.push_back(name);
        }
        for (const json& set : scenario.value("sweep", json::array({json::object()})))
        {
            std::cout << json({{"variant", ""}, {"set", set}, {"placements", placements}}) << '\n';
        }
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
