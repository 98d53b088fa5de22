// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNTRACK_COMMAND_H
#define NF_CONNTRACK_COMMAND_H

#include "nf-connection-filter.h"
#include "nf-connection-text.h"
#include "nf-error.h"

#include <cstdint>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * A command in the words of conntrack(8): which action, on which table, for which connections.
 *
 * Known are -L, -D, -F, -C, -S and -E on the table conntrack, and -L, -F and -C on the table
 * expect, with the options that choose connections. Making and changing entries by hand (-I, -U),
 * single look-ups (-G) and the tables dying and unconfirmed are not offered: what a simulation
 * wants to happen to its table, packets or rules do.
 */
struct NfConntrackCommand
{
    /// What to do.
    enum class Action : uint8_t
    {
        LIST,       //!< -L
        DELETE,     //!< -D
        FLUSH,      //!< -F
        COUNT,      //!< -C
        STATISTICS, //!< -S
        EVENTS      //!< -E
    };

    Action action{Action::LIST};
    bool expectations{false};     //!< the table is "expect"
    NfConnectionFilter filter;    //!< for which connections
    NfConnectionTextOptions text; //!< -o extended, -o id
    bool familyNamed{false};      //!< -f was given
    bool timestamps{false};       //!< -o timestamp: events begin with the simulated time
    bool newEvents{true};         //!< -E tells of new connections
    bool updateEvents{true};      //!< -E tells of changes
    bool destroyEvents{true};     //!< -E tells of connections that end

    /**
     * Parse a command.
     * @param text the command without the word conntrack: "-L -p tcp --dport 80"
     * @param command receives what it says
     * @return nothing, or what is wrong and where
     */
    static NfStatus Parse(std::string_view text, NfConntrackCommand& command);
};

} // namespace ns3

#endif /* NF_CONNTRACK_COMMAND_H */
