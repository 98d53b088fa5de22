// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SYSCTL_COMMAND_H
#define NF_SYSCTL_COMMAND_H

#include "nf-error.h"

#include "ns3/node.h"

#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * The command `sysctl` for a simulated node, in the words and with the output of procps 4.0.2 (man
 * 8 sysctl, man 5 sysctl.conf).
 *
 * @verbatim
 * [-w] [-n | -N] [-q] [-e] NAME | NAME=VALUE ...
 * -a [-n | -N]
 * [-q] [-e] -p FILE ...
 * @endverbatim
 * Options stand before names. A name may be written with slashes. A file holds lines NAME = VALUE,
 * comments begin with # or ;, and - before a name lets it fail. -e and that - leave out what is not
 * modelled, which is what a whole sysctl.conf of a real firewall needs.
 *
 * Unlike sysctl(8), which goes on behind an error, the command changes nothing if a part of it is
 * wrong. What nothing in the simulation depends on is taken and told once on std::clog.
 */
class NfSysctlCommand
{
  public:
    /**
     * @param node the node, with the layer
     * @param command without the word sysctl: "-w net.ipv4.ip_forward=1"
     * @param output receives what the command prints; may be null
     * @return nothing, or what is wrong, with its column or with the file's line
     */
    static NfStatus Execute(Ptr<Node> node, const std::string& command, std::string* output);
};

} // namespace ns3

#endif /* NF_SYSCTL_COMMAND_H */
