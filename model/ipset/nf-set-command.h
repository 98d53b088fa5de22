// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_COMMAND_H
#define NF_SET_COMMAND_H

#include "nf-error.h"
#include "nf-sets.h"

#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Commands of ipset 7.17 for the sets of a node: create, add, del, test, flush, swap, rename,
 * destroy, list and save, with their short forms, and texts for restore.
 *
 * Messages are ipset's, without the program's name in front. Exit codes too: 2 for a command that
 * is not understood, 1 for one that is refused.
 *
 * Divergences: sets are of IPv4 alone; host names are not looked up; `list` prints elements sorted,
 * and no XML; a set's `initval` is 0 unless it is given.
 */
class NfSetCommand
{
  public:
    /**
     * @param sets of the node
     * @param command without the word ipset, with a shell's quoting
     * @param output receives what the command prints; may be null. `test` prints its answer.
     * @return nothing, or what is wrong; an element that is not in the set is an error of `test`
     */
    static NfStatus Execute(NfSets& sets, const std::string& command, std::string* output);

    /**
     * What `ipset restore` reads: a command a line, quoted with double quotes. A wrong line ends
     * it; what the lines before did stays.
     * @param sets of the node
     * @param text the commands
     * @param name of the text, for messages
     * @param output receives what commands print; may be null
     * @return nothing, or what is wrong, with its place
     */
    static NfStatus Restore(NfSets& sets,
                            const std::string& text,
                            const std::string& name,
                            std::string* output = nullptr);

    /// @param sets of a node
    /// @return them as `ipset save` prints them
    static std::string Save(NfSets& sets);
};

} // namespace ns3

#endif /* NF_SET_COMMAND_H */
