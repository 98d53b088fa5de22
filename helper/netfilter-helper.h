// SPDX-License-Identifier: GPL-2.0-only

#ifndef NETFILTER_HELPER_H
#define NETFILTER_HELPER_H

#include "netfilter.h"
#include "nf-error.h"
#include "nf-socket-owner.h"

#include "ns3/application-container.h"
#include "ns3/attribute.h"
#include "ns3/node-container.h"
#include "ns3/socket.h"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The nodes that a helper call is for: a node, a NodeContainer, or a node's name (in ns3::Names).
 */
class NfNodes
{
  public:
    /// @param node one node
    NfNodes(Ptr<Node> node);
    /// @param nodes several nodes
    NfNodes(const NodeContainer& nodes);
    /// @param name of one node, as registered with ns3::Names; an unknown one is an NS_ABORT
    NfNodes(const std::string& name);
    /// @param name as above
    NfNodes(const char* name);

    /// @return the nodes
    const NodeContainer& Get() const
    {
        return m_nodes;
    }

  private:
    NodeContainer m_nodes;
};

/**
 * @ingroup netfilter
 * Installs the netfilter layer on nodes and administers it, in the words of iptables and
 * ip6tables. As these are two programs with two sets of tables, each has its own calls; those for
 * IPv6 carry a 6 as the program does.
 *
 * @code
 *   NetfilterHelper netfilter;
 *   netfilter.Install(routers);
 *   netfilter.Restore(edge, "edge.rules");
 *   netfilter.Iptables(edge, "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
 *   std::cout << netfilter.List(edge);
 * @endcode
 *
 * Calls with a rule set abort with file, line and column when it is wrong. Programs that would
 * rather handle that use TryRestore() and TryIptables(). All calls but Install() need the layer on
 * the node, which they install if it is missing.
 */
class NetfilterHelper
{
  public:
    /**
     * Set an attribute of the Netfilter objects that Install() will make.
     * @param name of the attribute, e.g. "Conntrack"
     * @param value its value
     */
    void Set(const std::string& name, const AttributeValue& value);

    /**
     * Install the layer. May be called any number of times, before or after addresses are
     * assigned; nodes must have an internet stack.
     * @param nodes the nodes
     */
    void Install(const NfNodes& nodes) const;

    /// Install the layer on every node that has an IPv4 stack.
    void InstallAll() const;

    /**
     * Load a rule set, as iptables-restore does: tables that the file names are replaced. Of a file
     * that has the output of iptables-save and of ip6tables-save each part is loaded; a file of
     * ip6tables-save alone is refused, with the line that shows it.
     * @param nodes the nodes
     * @param file path of a file in iptables-save format
     */
    void Restore(const NfNodes& nodes, const std::string& file) const;

    /**
     * As Restore(), for IPv6: ip6tables-restore.
     * @param nodes the nodes
     * @param file path of a file in ip6tables-save format
     */
    void Restore6(const NfNodes& nodes, const std::string& file) const;

    /**
     * Load a rule set from a text.
     * @param nodes the nodes
     * @param text in iptables-save format
     * @param name to call the text in messages
     */
    void RestoreText(const NfNodes& nodes,
                     const std::string& text,
                     const std::string& name = "text") const;

    /**
     * As RestoreText(), for IPv6.
     * @param nodes the nodes
     * @param text in ip6tables-save format
     * @param name to call the text in messages
     */
    void RestoreText6(const NfNodes& nodes,
                      const std::string& text,
                      const std::string& name = "text") const;

    /**
     * As Restore(), without aborting.
     * @param node the node
     * @param file path of a file in iptables-save format
     * @return nothing, or what is wrong; then the node's rules are as before
     */
    static NfStatus TryRestore(const NfNodes& node, const std::string& file);

    /**
     * As Restore6(), without aborting.
     * @param node the node
     * @param file path of a file in ip6tables-save format
     * @return nothing, or what is wrong; then the node's rules are as before
     */
    static NfStatus TryRestore6(const NfNodes& node, const std::string& file);

    /**
     * Execute an iptables command.
     * @param nodes the nodes
     * @param command without the word iptables: "-t nat -A POSTROUTING -o eth1 -j MASQUERADE"
     * @return what the command prints (-S, -L), of all nodes in order
     */
    std::string Iptables(const NfNodes& nodes, const std::string& command) const;

    /**
     * Execute an ip6tables command.
     * @param nodes the nodes
     * @param command without the word ip6tables: "-A INPUT -p ipv6-icmp -j ACCEPT"
     * @return what the command prints (-S, -L), of all nodes in order
     */
    std::string Ip6tables(const NfNodes& nodes, const std::string& command) const;

    /**
     * As Iptables(), without aborting.
     * @param nodes the nodes; the first at which it fails is the last that is changed
     * @param command without the word iptables
     * @param output receives what the command prints; may be null
     * @return nothing, or what is wrong
     */
    static NfStatus TryIptables(const NfNodes& nodes,
                                const std::string& command,
                                std::string* output = nullptr);

    /**
     * As Ip6tables(), without aborting.
     * @param nodes the nodes; the first at which it fails is the last that is changed
     * @param command without the word ip6tables
     * @param output receives what the command prints; may be null
     * @return nothing, or what is wrong
     */
    static NfStatus TryIp6tables(const NfNodes& nodes,
                                 const std::string& command,
                                 std::string* output = nullptr);

    /**
     * Load a shell script of iptables and ip6tables commands, without executing anything on the
     * machine: its commands change the node's rules, in order. Known are literal commands,
     * variables, functions, `for`, and `if` with tests of texts and numbers; see NfShellParser and
     * NfShellRunner. What has no effect here (sysctl, tc, ...) is named once on std::clog.
     * @param nodes the nodes
     * @param file path of the script; one that cannot be followed or is wrong is an
     * NS_ABORT that names all such lines
     */
    void Script(const NfNodes& nodes, const std::string& file) const;

    /**
     * As Script(), without aborting.
     * @param node the node
     * @param file path of the script
     * @return nothing, or what cannot be followed or is wrong, in order of the lines; then the
     *         node's rules are as before
     */
    static std::vector<NfError> TryScript(const NfNodes& node, const std::string& file);

    /**
     * Execute an ipset command: create, add, del, test, flush, swap, rename, destroy, list or save;
     * see NfSetCommand and doc/ipset.rst.
     * @param nodes the nodes
     * @param command without the word ipset: "add blocked 10.0.0.0/8"; a wrong one is an NS_ABORT
     * @return what the command prints, of all nodes in order; `test` prints its answer
     */
    std::string Ipset(const NfNodes& nodes, const std::string& command) const;

    /**
     * As Ipset(), without aborting.
     * @param nodes the nodes; the first at which it fails is the last that is changed
     * @param command without the word ipset
     * @param output receives what the command prints; may be null
     * @return nothing, or what is wrong. Of `test`, also that the element is not in the set
     */
    static NfStatus TryIpset(const NfNodes& nodes,
                             const std::string& command,
                             std::string* output = nullptr);

    /**
     * Load sets, as `ipset restore` does: sets that are there stay. Rules that name sets are loaded
     * after them.
     * @param nodes the nodes
     * @param file path of a file as `ipset save` writes it
     */
    void RestoreSets(const NfNodes& nodes, const std::string& file) const;

    /**
     * Load sets from a text.
     * @param nodes the nodes
     * @param text as `ipset save` prints it
     * @param name to call the text in messages
     */
    void RestoreSetsText(const NfNodes& nodes,
                         const std::string& text,
                         const std::string& name = "text") const;

    /**
     * As RestoreSets(), without aborting.
     * @param node the node
     * @param file path of a file as `ipset save` writes it
     * @return nothing, or what is wrong; what the lines before did stays, as with ipset
     */
    static NfStatus TryRestoreSets(const NfNodes& node, const std::string& file);

    /**
     * Let nodes know operating systems by their first segments, for the match osf, as
     * `nfnl_osf -f` does. What a node knows already stays.
     * @param nodes the nodes
     * @param file path of a file in the form of pf.os; a wrong one is an NS_ABORT
     */
    void LoadFingerprints(const NfNodes& nodes, const std::string& file) const;

    /**
     * As LoadFingerprints(), without aborting.
     * @param node the node
     * @param file path of a file in the form of pf.os
     * @return nothing, or what is wrong, and then nothing is loaded
     */
    static NfStatus TryLoadFingerprints(const NfNodes& node, const std::string& file);

    /**
     * Look at the connection table, or delete from it, as conntrack(8) does:
     * `Conntrack(edge, "-L -p tcp --dport 80")`, `Conntrack(edge, "-D -s 10.0.0.2")`. Known are -L,
     * -D, -F, -C, -S and -E; see NfConntrackCommand. Lines have the format of conntrack 1.4.7 and
     * stand in the order in which the connections appeared; to delete nothing is no error.
     * @param nodes the nodes
     * @param command without the word conntrack; a wrong one is an NS_ABORT
     * @return what the command prints on standard output, of all nodes in order
     */
    std::string Conntrack(const NfNodes& nodes, const std::string& command) const;

    /**
     * As Conntrack(), without aborting.
     * @param nodes the nodes
     * @param command without the word conntrack
     * @param output receives what the command prints; may be null
     * @param events where -E prints from now on; null: standard output. Must live as long as the
     * nodes
     * @return nothing, or what is wrong; then nothing was done at any node
     */
    static NfStatus TryConntrack(const NfNodes& nodes,
                                 const std::string& command,
                                 std::string* output = nullptr,
                                 std::ostream* events = nullptr);

    /**
     * Execute an `ip rule` or `ip route` command for the policy routing of nodes.
     * @param nodes the nodes
     * @param command without the word ip: "rule add fwmark 2 table 100", see NfIpCommand; a wrong
     *        one is an NS_ABORT
     * @return what the command prints (rule list, route list), of all nodes in order
     */
    std::string Ip(const NfNodes& nodes, const std::string& command) const;

    /**
     * As Ip(), without aborting.
     * @param nodes the nodes; the first at which it fails is the last that is asked
     * @param command without the word ip
     * @param output receives what the command prints; may be null
     * @return nothing, or what is wrong, with its column
     */
    static NfStatus TryIp(const NfNodes& nodes,
                          const std::string& command,
                          std::string* output = nullptr);

    /**
     * Read or set sysctls of nodes: `Sysctl(router, "-w net.ipv4.ip_forward=0")`,
     * `Sysctl(router, "net.netfilter.nf_conntrack_max")`, `Sysctl(router, "-e -p sysctl.conf")`;
     * see NfSysctlCommand.
     * @param nodes the nodes
     * @param command without the word sysctl; a wrong one is an NS_ABORT
     * @return what the command prints, of all nodes in order
     */
    std::string Sysctl(const NfNodes& nodes, const std::string& command) const;

    /**
     * As Sysctl(), without aborting.
     * @param nodes the nodes; the first at which it fails is the last that is asked
     * @param command without the word sysctl
     * @param output receives what the command prints; may be null
     * @return nothing, or what is wrong; then the node at which it failed is as before
     */
    static NfStatus TrySysctl(const NfNodes& nodes,
                              const std::string& command,
                              std::string* output = nullptr);

    /**
     * @param nodes the nodes
     * @param counters print counters, as iptables-save -c
     * @return the rule set, as iptables-save prints it; of several nodes, one after the other
     */
    std::string Save(const NfNodes& nodes, bool counters = false) const;

    /**
     * As Save(), for IPv6.
     * @param nodes the nodes
     * @param counters print counters, as ip6tables-save -c
     * @return the rule set, as ip6tables-save prints it; of several nodes, one after the other
     */
    std::string Save6(const NfNodes& nodes, bool counters = false) const;

    /**
     * @param nodes the nodes
     * @param table name of a table, an unknown one is an NS_ABORT; empty: all that exist
     * @return the rules with their counters, as iptables -L -v -n prints them
     */
    std::string List(const NfNodes& nodes, const std::string& table = "") const;

    /**
     * As List(), for IPv6.
     * @param nodes the nodes
     * @param table name of a table, an unknown one is an NS_ABORT; empty: all that exist
     * @return the rules with their counters, as ip6tables -L -v -n prints them
     */
    std::string List6(const NfNodes& nodes, const std::string& table = "") const;

    /**
     * Call a device by a name of one's own in rules.
     * @param netDevice the device, on a node with the layer
     * @param name at most 15 characters
     */
    void SetInterfaceName(Ptr<NetDevice> netDevice, const std::string& name) const;

    /**
     * Say whose the sockets of a node are of which nothing else is said (for -m owner). Without
     * this they are root's.
     * @param nodes the nodes
     * @param owner user and group
     */
    void SetOwner(const NfNodes& nodes, const NfSocketOwner& owner) const;

    /**
     * Say as whom applications run: theirs are the sockets of TCP and UDP that they make when they
     * start, those that they accept connections with, and those that they make when one of theirs
     * receives something. See NfSocketOwners for what remains the node's.
     * @param applications on their nodes, before they are initialised
     * @param owner user and group
     */
    void SetApplicationOwner(const ApplicationContainer& applications,
                             const NfSocketOwner& owner) const;

    /**
     * Say whose a socket is, and, of one that listens, those that it accepts connections with.
     * @param socket of TCP or UDP
     * @param owner user and group
     */
    void SetSocketOwner(Ptr<Socket> socket, const NfSocketOwner& owner) const;

    /**
     * @param nodes whose random choices (NAT ports, -m statistic) to tie to fixed streams
     * @param stream first stream number
     * @return how many streams were used
     */
    int64_t AssignStreams(const NfNodes& nodes, int64_t stream) const;

    /// @param node a node
    /// @return its layer, installed if it was missing
    static Ptr<Netfilter> Get(const NfNodes& node);

  private:
    Ptr<Netfilter> InstallOne(Ptr<Node> node) const;
    // The calls above, for a family.
    void RestoreOf(NfFamily family, const NfNodes& nodes, const std::string& file) const;
    void RestoreTextOf(NfFamily family,
                       const NfNodes& nodes,
                       const std::string& text,
                       const std::string& name) const;
    static NfStatus TryRestoreOf(NfFamily family, const NfNodes& node, const std::string& file);
    std::string ExecuteOf(NfFamily family, const NfNodes& nodes, const std::string& command) const;
    static NfStatus TryExecuteOf(NfFamily family,
                                 const NfNodes& nodes,
                                 const std::string& command,
                                 std::string* output);
    std::string SaveOf(NfFamily family, const NfNodes& nodes, bool counters) const;
    std::string ListOf(NfFamily family, const NfNodes& nodes, const std::string& table) const;

    std::vector<std::pair<std::string, Ptr<const AttributeValue>>> m_attributes;
};

} // namespace ns3

#endif /* NETFILTER_HELPER_H */
