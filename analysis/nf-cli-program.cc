// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-program.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <unistd.h>

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

std::string
DescribeFailure(const CLI::App* parser, const CLI::Error& error)
{
    return "nfsim: " + std::string(error.what()) + "\nTry: " + CommandName(*parser) + " --help\n";
}

} // namespace

int
NfRunProgram(CLI::App& parser, const NfCliAction& action, int argc, char* argv[])
{
    parser.failure_message(DescribeFailure);
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
        std::cerr << "nfsim: " << error.what() << '\n';
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
