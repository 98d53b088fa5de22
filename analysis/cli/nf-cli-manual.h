// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CLI_MANUAL_H
#define NF_CLI_MANUAL_H

#include <string>

namespace CLI
{
class App;
}

namespace ns3
{

/**
 * The manual page of a subcommand, made from what its parser knows: usage, arguments, options and
 * the subcommands below it, each with its own arguments.
 * @param parser the subcommand's parser
 * @param command the words by which it is called, such as "nfsim trace"
 * @param version of the module, for the page's foot
 * @return the page, in the language of man(7)
 */
std::string NfWriteManual(const CLI::App& parser,
                          const std::string& command,
                          const std::string& version);

} // namespace ns3

#endif /* NF_CLI_MANUAL_H */
