// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CLI_COMMAND_H
#define NF_CLI_COMMAND_H

#include <functional>
#include <stdexcept>
#include <string>

namespace CLI
{
class App;
}

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * How nfsim's subcommands are made: a subcommand is a row of the table in nfsim.cc.
 */

/// Exit code of nfsim when what it was given is wrong.
constexpr int NFSIM_BAD_INPUT = 2;

/**
 * What the user gave is wrong: a file, an option, a filter. main() prints the message to standard
 * error and exits with NFSIM_BAD_INPUT; nothing may have been printed to standard output before.
 */
class NfCliError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/// What a subcommand does, after its arguments were parsed. Returns the exit code.
using NfCliAction = std::function<int()>;

/// A subcommand of nfsim.
struct NfCliCommand
{
    const char* name;        //!< as typed
    const char* description; //!< one line
    /// Adds the arguments, gives what to do with them. Null: a program of its own does that.
    NfCliAction (*setup)(CLI::App& parser);
    const char* program; //!< file name of that program, beside nfsim; else null
};

/**
 * For CLI::Option::check(), which would take a number beyond 64 bits for the largest one.
 * @param text value of an option that is the number of a packet
 * @return what is wrong with it; empty if nothing is
 */
std::string NfCheckPacketNumber(const std::string& text);

} // namespace ns3

#endif /* NF_CLI_COMMAND_H */
