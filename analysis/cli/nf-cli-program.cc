// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"

#include "nf-cli-completion.h"
#include "nf-cli-manual.h"

#include "ns3/nf-nearest-word.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <unistd.h>
#include <vector>

namespace ns3
{

namespace
{

// The subcommand that was parsed, as typed: "nfsim trace drops".
std::string
CommandName(const CLI::App& parser)
{
    std::string name = parser.get_name();
    for (const CLI::App* sub : parser.get_subcommands())
    {
        name += " " + CommandName(*sub);
    }
    return name;
}

const CLI::App&
GetLastParsed(const CLI::App& parser)
{
    const CLI::App* last = &parser;
    while (!last->get_subcommands().empty())
    {
        last = last->get_subcommands().back();
    }
    return *last;
}

// What CLI11 says of a mistyped subcommand is that one is required, so the word is named here.
std::string
DescribeUnknown(const CLI::App& parser)
{
    for (const std::string& word : parser.remaining())
    {
        const bool option = word.size() > 1 && word[0] == '-';
        const std::vector<std::string> known =
            option ? NfGetOptionNames(parser) : NfGetSubcommandNames(parser);
        const std::string typed = word.substr(0, option ? word.find('=') : std::string::npos);
        if (known.empty())
        {
            continue;
        }
        const std::string nearest = NfNearestWord(typed, known);
        return (option ? "unknown option '" : "unknown subcommand '") + typed + "'" +
               (nearest.empty() ? "" : "; did you mean '" + nearest + "'?");
    }
    return "";
}

// A message may quote what the user gave, of any length.
std::string
Shorten(const std::string& message)
{
    constexpr std::size_t enough = 4000;
    return message.size() <= enough ? message : message.substr(0, enough) + "...";
}

std::string
DescribeFailure(const CLI::App* parser, const CLI::Error& error)
{
    const std::string unknown = DescribeUnknown(GetLastParsed(*parser));
    return "nfsim: " + Shorten(unknown.empty() ? std::string(error.what()) : unknown) +
           "\nTry: " + CommandName(*parser) + " --help\n";
}

int
PrintCompletions(const CLI::App& parser, const std::vector<std::string>& words)
{
    for (const std::string& word : NfComplete(parser, words))
    {
        std::cout << word << '\n';
    }
    return 0;
}

int
PrintManual(const CLI::App& parser, const std::vector<std::string>& words)
{
    const CLI::App& found = NfFindSubcommand(parser, words);
    std::string command = parser.get_name();
    if (&found != &parser)
    {
        command += " " + found.get_name();
    }
    std::cout << NfWriteManual(found, command, NF_MODULE_VERSION);
    return 0;
}

} // namespace

int
NfRunProgram(CLI::App& parser, const NfCliAction& action, int argc, char* argv[])
{
    parser.failure_message(DescribeFailure);
    parser.set_version_flag("--version",
                            "nfsim " NF_MODULE_VERSION " (netfilter for ns-3)",
                            "Print the version and exit");
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && words[0] == NFSIM_COMPLETE)
    {
        return PrintCompletions(parser, {words.begin() + 1, words.end()});
    }
    if (!words.empty() && words[0] == NFSIM_MANUAL)
    {
        return PrintManual(parser, {words.begin() + 1, words.end()});
    }
    try
    {
        parser.parse(argc, argv);
        return action();
    }
    catch (const CLI::ParseError& error)
    {
        return parser.exit(error) == 0 ? 0 : NFSIM_BAD_INPUT;
    }
    catch (const std::exception& error)
    {
        std::cerr << "nfsim: " << Shorten(error.what()) << '\n';
        return NFSIM_BAD_INPUT;
    }
}

int
NfBecomeProgram(const std::string& fileName, char* argv[])
{
    std::error_code error;
    std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error)
    {
        path.replace_filename(fileName);
        execv(path.c_str(), argv);
        error.assign(errno, std::generic_category());
    }
    std::cerr << "nfsim: cannot run " << (path.empty() ? fileName : path.string()) << ": "
              << error.message() << '\n';
    return NFSIM_BAD_INPUT;
}

} // namespace ns3
