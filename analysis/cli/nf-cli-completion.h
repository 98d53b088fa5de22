// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CLI_COMPLETION_H
#define NF_CLI_COMPLETION_H

#include <string>
#include <vector>

namespace CLI
{
class App;
}

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What a shell may offer behind the words of a command line. The answers come from the parsers
 * themselves, so they cannot fall behind the options.
 */

/// Among completions: the name of a file may stand here too.
constexpr const char* NFSIM_COMPLETE_FILES = ":files";

/**
 * Completions of the last word of a command line.
 * @param parser parser of the whole command line
 * @param words the words behind the program's name; the last one is being typed and may be empty
 * @return subcommands or options that begin with the last word, in the parser's order, and
 * NFSIM_COMPLETE_FILES where an argument that is no option may stand
 */
std::vector<std::string> NfComplete(const CLI::App& parser, const std::vector<std::string>& words);

/**
 * The parser that a word was meant for.
 * @param parser parser of the whole command line
 * @param words the words behind the program's name
 * @return the parser of the last subcommand that the words name
 */
const CLI::App& NfFindSubcommand(const CLI::App& parser, const std::vector<std::string>& words);

/**
 * The options of one subcommand as they are typed.
 * @param parser the subcommand's parser
 * @return all names, with their dashes
 */
std::vector<std::string> NfGetOptionNames(const CLI::App& parser);

/**
 * @param parser a subcommand's parser
 * @return the names of its subcommands
 */
std::vector<std::string> NfGetSubcommandNames(const CLI::App& parser);

} // namespace ns3

#endif /* NF_CLI_COMPLETION_H */
