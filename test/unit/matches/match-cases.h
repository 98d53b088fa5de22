// SPDX-License-Identifier: GPL-2.0-only

#ifndef MATCH_CASES_H
#define MATCH_CASES_H

#include "nf-extension.h"
#include "nf-rule-spec.h"

#include <memory>
#include <string>

namespace ns3
{

/// What became of the text of one match.
struct ParsedMatch
{
    NfComplaint complaint; //!< set if it was refused
    std::string typeName;  //!< what followed -m
    std::string protocol;  //!< what followed -p, as written; empty if none
    bool notProtocol{false};
    std::unique_ptr<NfRuleSpec> rule; //!< what Check() saw
    std::unique_ptr<NfMatch> match;   //!< null if it was refused before it was made

    /// @return e.g. "! -p tcp "; empty without a protocol
    std::string ProtocolText() const;

    /// @param packet the packet
    /// @return what the match says of it
    NfMatchResult operator()(NfPacket& packet) const
    {
        return match->Match(packet);
    }
};

/**
 * Parse, finish and check one of the standard matches, by its type alone.
 * @param options "[!] [-p protocol] -m match options...", with shell quotes
 * @param chain name of the built-in chain that the rule is in
 * @param table name of the table that the chain is in
 * @param family of the rule
 * @return the match, or why it was refused
 */
ParsedMatch ParseMatch(const std::string& options,
                       const std::string& chain = "INPUT",
                       const std::string& table = "filter",
                       NfFamily family = NfFamily::IPV4);

} // namespace ns3

#endif /* MATCH_CASES_H */
