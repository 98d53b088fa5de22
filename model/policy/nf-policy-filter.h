// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_FILTER_H
#define NF_POLICY_FILTER_H

#include "nf-policy-prefix.h"
#include "nf-policy.h"

#include "ns3/ipv4-address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// What connection tracking says of a packet.
enum class NfPolicyState : uint8_t
{
    ANY, //!< of a rule: no matter
    NEW,
    KNOWN, //!< of a connection that is known, or related to one
    INVALID
};

/// A packet as far as filters of policies look at it.
struct NfPolicyPacket
{
    Ipv4Address source;
    Ipv4Address destination;
    NfPolicyProtocol protocol{NfPolicyProtocol::ANY}; //!< ANY: another than the three
    uint16_t sourcePort{0};
    uint16_t destinationPort{0};
    bool isAnswer{false}; //!< TCP: not a lone SYN; ICMP: an echo reply, otherwise a request
    NfPolicyState state{NfPolicyState::NEW};
    std::string in;  //!< interface; empty: none
    std::string out; //!< interface; empty: none
};

/// A rule of a filter. Conditions that are empty are none.
struct NfPolicyRule
{
    std::string in;
    std::string out;
    std::optional<NfPrefix> source;
    std::optional<NfPrefix> destination;
    NfPolicyProtocol protocol{NfPolicyProtocol::ANY};
    std::vector<NfPolicyPorts> ports; //!< of the destination; of an answer, of the source
    bool isAnswer{false};             //!< TCP: no lone SYN; ICMP without type: an echo reply
    std::optional<uint8_t> icmpType;  //!< an ICMP error
    NfPolicyState state{NfPolicyState::ANY};
    std::string target;             //!< ACCEPT, DROP, REJECT, RETURN, or a chain
    std::string comment;            //!< names the line of the policy
    std::optional<uint32_t> line{}; //!< of the policy, by which it decides; 0: its default

    /// @param packet a packet
    /// @return true if all conditions hold
    bool Matches(const NfPolicyPacket& packet) const;

    /// @return as iptables-restore reads it, without the chain
    std::string ToString() const;
};

/// A chain of a filter.
struct NfPolicyChain
{
    std::string name;
    std::string policy; //!< ACCEPT or DROP; empty: a chain to jump to
    std::vector<NfPolicyRule> rules;
};

/// What a filter does to a packet.
struct NfPolicyVerdict
{
    bool isAccepted{false};
    std::optional<uint32_t> line{}; //!< of the policy that decided; 0: its default; nothing: none
};

/**
 * @ingroup netfilter
 * The table filter of one node, as NfCompilePolicy() makes it: text for iptables-restore, and what
 * it will do to a packet without running it. Chains jump to later ones only.
 */
class NfPolicyFilter
{
  public:
    /**
     * Add a chain; one that jumps to it has to be there before.
     * @param name name of the chain, which none has
     * @param policy of a built-in chain; empty: another
     * @return its number
     */
    std::size_t AddChain(const std::string& name, const std::string& policy = "");

    /// @param chain number of a chain
    /// @param rule what to append to it
    void AddRule(std::size_t chain, const NfPolicyRule& rule);

    /// @return all chains
    const std::vector<NfPolicyChain>& GetChains() const
    {
        return m_chains;
    }

    /// @param name name of a chain
    /// @return its number; nothing if there is none
    std::optional<std::size_t> FindChain(const std::string& name) const;

    /**
     * @param name name of a built-in chain
     * @param packet a packet there
     * @return what becomes of it
     */
    NfPolicyVerdict Judge(const std::string& name, const NfPolicyPacket& packet) const;

    /// @return how many rules there are
    std::size_t GetNRules() const;

    /// @return in the format of iptables-save
    std::string ToString() const;

  private:
    std::optional<NfPolicyVerdict> Walk(const NfPolicyChain& chain,
                                        const NfPolicyPacket& packet) const;

    std::vector<NfPolicyChain> m_chains;
};

} // namespace ns3

#endif /* NF_POLICY_FILTER_H */
