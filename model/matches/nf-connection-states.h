// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_STATES_H
#define NF_CONNECTION_STATES_H

#include "nf-option-kinds.h"
#include "nf-packet.h"
#include "nf-rule-condition.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * A set of the states that --ctstate and --state name: those of NfCtState, and the virtual SNAT
 * and DNAT, which a connection has in addition once NAT has changed it.
 */
class NfConnectionStates
{
  public:
    /**
     * @param text names separated by commas, each perhaps cut short and in any case
     * @param withNat take SNAT and DNAT as names
     * @return the set; nothing if a name is unknown
     */
    static std::optional<NfConnectionStates> Parse(std::string_view text, bool withNat);

    /// @param packet a packet
    /// @return true if it has at least one state of the set
    bool Contains(const NfPacket& packet) const;

    /// @param description of a rule; receives the condition
    /// @param negated none of the states
    void Describe(NfRuleDescription& description, bool negated) const;

    /// @param os where to print the names, separated by commas
    void Print(std::ostream& os) const;

  private:
    uint8_t m_bits{0}; //!< bit i: the i-th name
};

/// How an option writes NfConnectionStates.
struct NfConnectionStatesKind : NfWordKind
{
    using Value = NfConnectionStates; //!< of the field

    bool withNat; //!< whether SNAT and DNAT are names

    /// @param nat whether SNAT and DNAT are names
    explicit NfConnectionStatesKind(bool nat)
        : withNat(nat)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return NfConnectionStates::Parse(text, withNat);
    }

    const char* GetSyntax() const
    {
        return withNat ? "INVALID, NEW, RELATED, ESTABLISHED, UNTRACKED, SNAT or DNAT, separated "
                         "by commas without blanks"
                       : "INVALID, NEW, RELATED, ESTABLISHED or UNTRACKED, separated by commas "
                         "without blanks";
    }

    void Print(std::ostream& os, const Value& value) const
    {
        value.Print(os);
    }
};

} // namespace ns3

#endif /* NF_CONNECTION_STATES_H */
