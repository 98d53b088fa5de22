// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_TEXT_H
#define NF_CONNECTION_TEXT_H

#include "nf-connection.h"
#include "nf-expectation.h"

#include "ns3/nstime.h"

#include <string>

namespace ns3
{

/// What a line about a connection tells besides the connection.
struct NfConnectionTextOptions
{
    bool extended{false}; //!< begin with the address family, as conntrack -o extended does
    bool id{false};       //!< tell the connection's number, as conntrack -o id does
    bool event{false};    //!< a line of conntrack -E: no reference count, and a mark only if set
};

/**
 * A connection as conntrack(8) 1.4.7 prints it, with the counters that Linux keeps if
 * net.netfilter.nf_conntrack_acct is 1.
 * @param connection the connection
 * @param left time until it expires; told in whole seconds, rounded down
 * @param options what else to tell
 * @return the line, without its newline
 */
std::string NfConnectionText(const NfConnection& connection,
                             Time left,
                             const NfConnectionTextOptions& options = {});

/**
 * An expectation as conntrack -L expect prints it.
 * @param expectation the expectation
 * @param left time until it is given up; told in whole seconds, rounded down
 * @return the line, without its newline
 */
std::string NfExpectationText(const NfExpectation& expectation, Time left);

} // namespace ns3

#endif /* NF_CONNECTION_TEXT_H */
