// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FLOW_FILTER_H
#define NF_FLOW_FILTER_H

#include "nf-trace-reader.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/// Looks up the addresses of a named node, in network order; empty if there is no such node.
using NfNameResolver = std::function<std::vector<std::string>(const std::string& name)>;

/**
 * @ingroup netfilter
 * A condition on addresses, protocol and ports, written as in pcap-filter(7).
 *
 *     tcp dst port 80 and not (host 10.0.0.1 or net 192.168.0.0/16)
 *
 * Known are [src|dst] host, net, port, portrange; the protocols ip, ip6, tcp, udp, icmp, icmp6,
 * sctp, gre and "proto N"; and, or, not (also &&, ||, !) and parentheses. As there, `and` and `or`
 * bind equally strongly, from left to right, and a value alone repeats the qualifiers before it
 * ("port 80 or 443"). A host may also be the name of a node of the simulation.
 */
class NfFlowFilter
{
  public:
    /// Lets every flow pass.
    NfFlowFilter();

    /**
     * Throws NfCliError with the column of what is wrong.
     * @param text the condition; empty: every flow passes
     * @param resolve looks up names of nodes
     */
    explicit NfFlowFilter(const std::string& text, const NfNameResolver& resolve = {});
    ~NfFlowFilter();
    NfFlowFilter(NfFlowFilter&&) noexcept;
    NfFlowFilter& operator=(NfFlowFilter&&) noexcept;

    /// @return true if every flow passes
    bool IsEmpty() const
    {
        return !m_root;
    }

    /// @param flow a flow
    /// @return it meets the condition
    bool Matches(const NfTraceFlowRow& flow) const;

    /// A node of the condition's tree.
    class Node;

  private:
    std::unique_ptr<const Node> m_root;
};

/// @param reader a trace
/// @return looks up nodes of that trace; valid as long as the reader
NfNameResolver NfResolveNodes(NfTraceReader& reader);

/// @param words a filter as it stands on a command line
/// @return one text
std::string NfJoinWords(const std::vector<std::string>& words);

} // namespace ns3

#endif /* NF_FLOW_FILTER_H */
