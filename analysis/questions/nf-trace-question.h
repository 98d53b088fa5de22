// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_QUESTION_H
#define NF_TRACE_QUESTION_H

#include "nf-cli-command.h"
#include "nf-report.h"

#include <cstddef>
#include <optional>
#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * The questions of `nfsim trace DB <question>`: one pair of files each, and a row of the table in
 * nf-trace-command.cc.
 */

/// Arguments that all questions share. They live as long as the program.
struct NfTraceArguments
{
    std::string database;             //!< file name, as given before the question
    std::string run;                  //!< number or label of the run; empty: the last
    bool json{false};                 //!< print for programs
    std::optional<std::size_t> limit; //!< rows that people see of a table; 0: all

    /// @return limit of a table that may be long
    std::size_t GetLimit() const
    {
        constexpr std::size_t usual = 20;
        return limit.value_or(usual);
    }
};

/// A question.
struct NfTraceQuestion
{
    const char* name;        //!< as typed
    const char* description; //!< one line
    /// Adds the question's own arguments, gives what to do with them.
    NfCliAction (*setup)(CLI::App& parser, NfTraceArguments& shared);
    bool needsDatabase; //!< a database must be named before the question
};

/**
 * @param parser nfsim trace's parser
 * @return what it does
 */
NfCliAction NfSetupTrace(CLI::App& parser);

/**
 * Add --run, --json and --limit.
 * @param parser of the question
 * @param shared receives what is given
 */
void NfAddCommonOptions(CLI::App& parser, NfTraceArguments& shared);

/**
 * Print an answer to standard output.
 * @param report the answer
 * @param shared in which form, and how many rows of it
 * @return exit code 0
 */
int NfAnswer(const NfReport& report, const NfTraceArguments& shared);

/// @param parser the parser
/// @param shared the arguments
/// @return the question "summary"
NfCliAction NfAskSummary(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "packet"
NfCliAction NfAskPacket(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "drops"
NfCliAction NfAskDrops(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "flow"
NfCliAction NfAskFlow(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "rules"
NfCliAction NfAskRules(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "connections"
NfCliAction NfAskConnections(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "nat"
NfCliAction NfAskNat(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "compare"
NfCliAction NfAskCompare(CLI::App& parser, NfTraceArguments& shared);
/**
 * @param parser the question's parser
 * @param shared the arguments of all questions
 * @return the question "groups"
 */
NfCliAction NfAskGroups(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "export"
NfCliAction NfAskExport(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "merge"
NfCliAction NfAskMerge(CLI::App& parser, NfTraceArguments& shared);
/// @param parser the parser
/// @param shared the arguments
/// @return the question "upgrade"
NfCliAction NfAskUpgrade(CLI::App& parser, NfTraceArguments& shared);

} // namespace ns3

#endif /* NF_TRACE_QUESTION_H */
