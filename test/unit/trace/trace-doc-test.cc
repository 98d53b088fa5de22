// SPDX-License-Identifier: GPL-2.0-only

// doc/trace-schema.rst has to tell of every table, column and view, and its queries have to run.

#include "nf-trace-schema.h"
#include "trace-test-support.h"

#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <regex>
#include <set>

using namespace ns3;

namespace
{

std::vector<std::string>
ReadPage()
{
    std::ifstream in(NF_TEST_DATA "/../../doc/trace-schema.rst");
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
    {
        lines.push_back(line);
    }
    return lines;
}

// Columns by section: sections have a title over "=", columns stand in lines of ``name``, ...
std::map<std::string, std::set<std::string>>
DocumentedColumns()
{
    const std::vector<std::string> lines = ReadPage();
    const std::regex column("``([a-z0-9_]+)``");
    std::map<std::string, std::set<std::string>> sections;
    std::string section;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    {
        if (!lines[i + 1].empty() && lines[i + 1].find_first_not_of('=') == std::string::npos)
        {
            section = lines[i];
            sections[section];
        }
        else if (lines[i].rfind("``", 0) == 0)
        {
            for (std::sregex_iterator it(lines[i].begin(), lines[i].end(), column), end; it != end;
                 ++it)
            {
                sections[section].insert((*it)[1]);
            }
        }
    }
    return sections;
}

// The bodies of all blocks of a language.
std::vector<std::string>
CodeBlocks(const std::string& language)
{
    std::vector<std::string> blocks;
    bool inside = false;
    std::size_t indent = 0;
    for (const std::string& line : ReadPage())
    {
        const std::size_t start = line.find_first_not_of(' ');
        if (line.find(".. code-block:: " + language) != std::string::npos)
        {
            inside = true;
            indent = start;
            blocks.emplace_back();
        }
        else if (inside && start != std::string::npos && start <= indent)
        {
            inside = false;
        }
        else if (inside)
        {
            blocks.back() += line + "\n";
        }
    }
    return blocks;
}

} // namespace

TEST(TraceDoc, TellsOfEveryColumnOfEveryTableAndViewAndOfNothingElse)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    NfTraceWriter(path, {}).Finish({0, true, ""});
    std::map<std::string, std::set<std::string>> real;
    for (const Row& row :
         Query(path,
               "SELECT t.name, c.name FROM sqlite_master t, "
               "pragma_table_info(t.name) c WHERE t.type IN ('table', 'view') AND t.name "
               "NOT LIKE 'sqlite_%'"))
    {
        real[row[0]].insert(row[1]);
    }
    EXPECT_EQ(DocumentedColumns(), real);
}

TEST(TraceDoc, TellsVersionAndApplication)
{
    std::string page;
    for (const std::string& line : ReadPage())
    {
        page += line + " ";
    }
    EXPECT_THAT(page,
                testing::HasSubstr(
                    fmt::format("documents version {} of its schema", NF_TRACE_SCHEMA_VERSION)));
    EXPECT_THAT(page,
                testing::HasSubstr(
                    fmt::format("``PRAGMA application_id`` is {} ", NF_TRACE_APPLICATION_ID)));
}

TEST(TraceDoc, ItsQueriesRun)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    NfTraceWriter(path, {}).Finish({0, true, ""});
    const std::vector<std::string> queries = CodeBlocks("sql");
    EXPECT_EQ(queries.size(), 10U);
    EXPECT_EQ(CodeBlocks("python").size(), 10U);
    for (const std::string& query : queries)
    {
        EXPECT_NO_THROW(Query(path, query)) << query;
    }
}
