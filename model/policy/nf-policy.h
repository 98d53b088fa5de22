// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_H
#define NF_POLICY_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// What policies tell apart by its header.
enum class NfPolicyProtocol : uint8_t
{
    ANY,  //!< of a service: all; of an exchange: another protocol than the three
    ICMP, //!< echo requests and their replies
    TCP,
    UDP
};

/// A range of ports.
struct NfPolicyPorts
{
    uint16_t first{0};
    uint16_t last{65535};
};

/// A kind of exchange: a request, and what answers it.
struct NfPolicyExchange
{
    NfPolicyProtocol protocol{NfPolicyProtocol::ANY};
    uint16_t port{0}; //!< destination of the request; of TCP and UDP only

    /// @return "tcp/80", "icmp", "other protocols"
    std::string ToString() const;
};

/// What a line of a policy is about: a protocol and, for TCP and UDP, ports.
struct NfPolicyService
{
    NfPolicyProtocol protocol{NfPolicyProtocol::ANY};
    std::vector<NfPolicyPorts> ports; //!< where requests go; empty: all

    /// @param exchange a kind of exchange
    /// @return true if it is one of this service
    bool Has(const NfPolicyExchange& exchange) const;

    /// @return as a policy writes it: "tcp/80,443", "udp/1000-2000", "icmp", "any"
    std::string ToString() const;
};

/// What happens to a request.
enum class NfPolicyAction : uint8_t
{
    ACCEPT,
    DENY,  //!< nobody is told
    REJECT //!< the sender is told
};

/// A name or pattern in a zone.
struct NfPolicyMember
{
    std::string pattern; //!< see NfTopologyGraph::FindNodes(); "rest": all that no other zone has
    uint32_t line{0};    //!< where it stands
    uint32_t column{0};  //!< where it stands
};

/// A set of nodes that a policy treats alike.
struct NfPolicyZone
{
    std::string name;
    std::vector<NfPolicyMember> members;
};

/// `from -> to: services action`.
struct NfPolicyLine
{
    std::vector<std::size_t> from; //!< zones, ascending
    std::vector<std::size_t> to;   //!< zones, ascending
    std::vector<NfPolicyService> services;
    NfPolicyAction action{NfPolicyAction::DENY};
    uint32_t number{0}; //!< line in the file; no two are equal
};

/**
 * @ingroup netfilter
 * Who may talk to whom, wherever in the network that is enforced.
 *
 * @code
 *   zone lan: host*                      # names of nodes; * ? and [1..20] as in FindNodes()
 *   zone dmz: web mail
 *   zone internet: rest                  # all nodes that no other zone names
 *   service web: tcp/80,443
 *   default deny                         # or accept; deny if nothing is said
 *   lan -> any: any accept
 *   internet -> dmz: web icmp udp/1000-2000 accept
 *   internet -> lan: tcp reject          # denied, and the sender is told
 *   stateless                            # otherwise stateful
 *   anti-spoofing                        # optional
 * @endcode
 *
 * What it means: for a request, the first packet of an exchange, the first line that has its zones
 * and its service decides; without one the default does. Answers to what is accepted are accepted,
 * as are ICMP errors about it. Traffic within a zone is no matter of the policy, and accepted,
 * unless a line names that zone itself on both sides; then all lines, those with `any` too, judge
 * it. `any` is each zone. Of nodes in no zone a policy says nothing: firewalls do by default with
 * their packets, and no check asks for them. A node is in one zone at most.
 *
 * A stateful firewall knows answers by connection tracking. A stateless one takes for an answer
 * what comes from the service's port and, where the header tells (TCP, ICMP), begins nothing. Of
 * UDP nothing tells, so that there a service that is accepted opens the way back to whoever sends
 * from its port; NfCheckPolicy() says so.
 */
struct NfPolicy
{
    std::string file; //!< name of the text, for messages
    std::vector<NfPolicyZone> zones;
    std::vector<NfPolicyLine> lines;
    NfPolicyAction otherwise{NfPolicyAction::DENY}; //!< the default
    uint32_t otherwiseNumber{0};                    //!< line that says so; 0: none does
    bool isStateful{true};
    uint32_t antiSpoofing{0};       //!< line that asks for it; 0: none does
    std::vector<bool> judgesWithin; //!< by zone: a line names it on both sides

    /// @param name name of a zone
    /// @return its number
    std::optional<std::size_t> FindZone(const std::string& name) const;

    /// @param from zone of the sender
    /// @param to zone of the receiver
    /// @return true if lines decide
    bool Judges(std::size_t from, std::size_t to) const;

    /// @param line number in `lines`
    /// @param from a zone
    /// @param to a zone
    /// @return true if it has both
    bool Applies(std::size_t line, std::size_t from, std::size_t to) const;

    /**
     * @param from zone of who sends the request
     * @param to zone of whom it is sent to
     * @param exchange what it is
     * @return number in `lines` of the line that decides; nothing: no line does
     */
    std::optional<std::size_t> FindLine(std::size_t from,
                                        std::size_t to,
                                        const NfPolicyExchange& exchange) const;

    /**
     * @param from as above
     * @param to as above
     * @param exchange as above
     * @return what the policy wants to happen
     */
    NfPolicyAction Decide(std::size_t from, std::size_t to, const NfPolicyExchange& exchange) const;

    /**
     * All that the lines tell apart.
     * @return kinds of exchanges, one of each set of those that all lines treat alike
     */
    std::vector<NfPolicyExchange> GetExchanges() const;
};

} // namespace ns3

#endif /* NF_POLICY_H */
