// SPDX-License-Identifier: GPL-2.0-only

#include "nf-new-file.h"
#include "nf-progress.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>

namespace ns3
{

namespace
{

struct Options
{
    std::string what;
    std::string format{"csv"};
    std::string output;
};

// What can be exported, and in which order its rows come.
const std::map<std::string, const char*> EXPORTS{
    {"passes", "SELECT * FROM v_hook_pass WHERE run = ?1 ORDER BY id"},
    {"path", "SELECT * FROM v_packet_path WHERE run = ?1 ORDER BY id, step"},
    {"drops", "SELECT * FROM v_drops WHERE run = ?1 ORDER BY id"},
    {"rule-hits", "SELECT * FROM v_rule_hits WHERE run = ?1 ORDER BY id, step"},
    {"connections", "SELECT * FROM v_connections WHERE run = ?1 ORDER BY node, connection, id"},
    {"nat", "SELECT * FROM v_nat WHERE run = ?1 ORDER BY id"},
    {"packets",
     "SELECT p.run, p.uid, p.first_time, p.first_node, n.name AS first_node_name, p.length, "
     "f.protocol_name, f.source, f.source_port, f.destination, f.destination_port FROM packet p "
     "LEFT JOIN node n ON n.run = p.run AND n.id = p.first_node "
     "LEFT JOIN v_flow f ON f.run = p.run AND f.flow = p.flow WHERE p.run = ?1 ORDER BY p.uid"},
    {"flows", "SELECT * FROM v_flow WHERE run = ?1 ORDER BY flow"},
    {"log", "SELECT * FROM log_line WHERE run = ?1 ORDER BY id"},
    {"runs", "SELECT * FROM run WHERE id = ?1"},
};

void
WriteCsv(std::ostream& os, NfTraceQuery& query, NfProgress& progress)
{
    const int n = query.Columns();
    for (int i = 0; i < n; ++i)
    {
        os << (i ? "," : "") << NfToCsv(query.Name(i));
    }
    os << "\r\n";
    while (query.Next())
    {
        for (int i = 0; i < n; ++i)
        {
            os << (i ? "," : "") << NfToCsv(query.Cell(i));
        }
        os << "\r\n";
        progress.Step();
    }
}

// An array of objects, one a line.
void
WriteJson(std::ostream& os, NfTraceQuery& query, NfProgress& progress)
{
    const int n = query.Columns();
    std::vector<std::string> names;
    names.reserve(n);
    for (int i = 0; i < n; ++i)
    {
        names.push_back(NfToJson(query.Name(i)) + ":");
    }
    const char* separator = "[\n";
    while (query.Next())
    {
        os << separator << '{';
        for (int i = 0; i < n; ++i)
        {
            os << (i ? "," : "") << names[i] << NfToJson(query.Cell(i));
        }
        os << '}';
        separator = ",\n";
        progress.Step();
    }
    os << (*separator == '[' ? "[" : "\n") << "]\n";
}

void
Write(std::ostream& os,
      const std::string& name,
      NfTraceQuery& query,
      const NfTraceArguments& shared,
      const Options& options)
{
    NfProgress progress("exporting rows", 0);
    const bool json = shared.json || options.format == "json";
    (json ? WriteJson : WriteCsv)(os, query, progress);
    os.flush();
    if (!os)
    {
        throw NfCliError(name + ": it cannot be written to the end");
    }
}

int
Export(const NfTraceArguments& shared, const Options& options)
{
    NfTraceReader reader(shared.database, shared.run);
    auto query = reader.Query(EXPORTS.at(options.what));
    if (options.output.empty())
    {
        Write(std::cout, "standard output", *query, shared, options);
        return 0;
    }
    const NfNewFile file(options.output);
    std::ofstream stream(file.GetPath(), std::ios::binary);
    Write(stream, options.output, *query, shared, options);
    file.Keep();
    return 0;
}

} // namespace

NfCliAction
NfAskExport(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    std::vector<std::string> names;
    names.reserve(EXPORTS.size());
    for (const auto& entry : EXPORTS)
    {
        names.push_back(entry.first);
    }
    parser.add_option("what", options->what, "What to export")
        ->required()
        ->check(CLI::IsMember(names));
    parser.add_option("--format", options->format, "csv or json")
        ->check(CLI::IsMember({"csv", "json"}))
        ->capture_default_str();
    parser.add_option("-o,--output", options->output, "File to write instead of standard output");
    parser.add_option("--run", shared.run, "Number or label of the run (default: the last)");
    parser.add_flag("--json", shared.json, "The same as --format json");
    return [&shared, options] { return Export(shared, *options); };
}

} // namespace ns3
