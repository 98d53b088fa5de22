// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_CONDITION_H
#define NF_RULE_CONDITION_H

#include "nf-address.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What a rule asks of a packet, in a form that can be computed with: rule objects describe
 * themselves with it, the trace stores it, and the analysis compares rules by it.
 */

/// What a condition looks at.
enum class NfConditionField : uint8_t
{
    SOURCE,           //!< address
    DESTINATION,      //!< address
    IN_INTERFACE,     //!< name; a "+" at its end stands for any rest; empty: no interface
    OUT_INTERFACE,    //!< likewise
    PROTOCOL,         //!< IP protocol number
    FRAGMENT,         //!< 1: a second or later fragment, 0: not
    SOURCE_PORT,      //!< of the transport header
    DESTINATION_PORT, //!< of the transport header
    ICMP_TYPE,        //!< type * 256 + code
    TCP_FLAGS,        //!< bits of the TCP header's byte of flags
    CT_STATE,         //!< NfCtState
    CT_SNAT,          //!< 1: NAT has changed the connection's source
    CT_DNAT,          //!< 1: NAT has changed the connection's destination
    MARK,             //!< the packet's mark
    CONNMARK,         //!< the connection's mark
    TEXT              //!< what only the match itself understands, as iptables-save prints it
};

/// Number of fields.
constexpr std::size_t NF_N_CONDITION_FIELDS = 16;

/**
 * @param field the field
 * @return its name in the trace, e.g. "destination-port"
 */
const char* NfToString(NfConditionField field);

/// A bound of a condition: a number, an address, or a name or text.
using NfConditionValue = std::variant<uint32_t, NfAddress, std::string>;

/// One of the alternatives of a condition: a field lies between two values, both included.
struct NfConditionPart
{
    NfConditionField field{NfConditionField::TEXT};
    NfConditionValue first;
    NfConditionValue last; //!< as `first` with names and texts; below `first`: nothing matches
    /// Bits of the field that count, a number or an address as `first` is one; nothing: all.
    std::optional<NfConditionValue> mask{};
};

/// One condition of a rule: at least one of its parts holds, or, negated, none of them.
struct NfRuleCondition
{
    bool negated{false};
    std::vector<NfConditionPart> parts;
};

/**
 * @ingroup netfilter
 * What a rule asks for and does, as far as other rules and a reader of its trace are concerned.
 *
 * A rule matches a packet if all of its conditions hold. Matches and targets add to it in their
 * Describe(). What they leave out must err to the safe side: a match that adds nothing is taken
 * for one that holds for every packet.
 */
struct NfRuleDescription
{
    std::vector<NfRuleCondition> conditions;
    bool keepsState{false}; //!< the same packet may match once and fail once
    bool ends{false};       //!< no packet that it matches meets a later rule of its chain
    bool changes{false};    //!< it may change what later rules see: marks, states, the packet

    /**
     * @param field a field
     * @param first least value
     * @param last greatest
     * @param negated outside
     */
    void AddRange(NfConditionField field,
                  NfConditionValue first,
                  NfConditionValue last,
                  bool negated = false);

    /**
     * @param field a field
     * @param value its only value
     * @param negated every other value instead
     */
    void AddValue(NfConditionField field, const NfConditionValue& value, bool negated = false);

    /**
     * Add "the bits of a field that a mask selects are these".
     * @param field a field
     * @param value the bits; if one of them is not under the mask, nothing matches
     * @param mask which bits count
     * @param negated whether they must differ
     */
    void AddMasked(NfConditionField field,
                   const NfConditionValue& value,
                   const NfConditionValue& mask,
                   bool negated = false);

    /**
     * Add a condition that depends on the packet and the moment alone, and that nobody else
     * understands: where the texts are equal, so are the answers.
     * @param text as iptables-save prints it
     */
    void AddText(std::string text);
};

} // namespace ns3

#endif /* NF_RULE_CONDITION_H */
