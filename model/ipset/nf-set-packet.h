// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_PACKET_H
#define NF_SET_PACKET_H

#include "nf-option-kinds.h"
#include "nf-option.h"
#include "nf-packet.h"
#include "nf-sets.h"

#include <array>
#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * A set in a rule: its name, and for each part of an element whether the packet's source or its
 * destination is meant ("--match-set NAME src,dst").
 */
struct NfSetChoice
{
    static constexpr uint32_t MAX_PARTS = 6; //!< Linux's IPSET_DIM_MAX

    std::string name;
    std::array<bool, MAX_PARTS> source{}; //!< true: src
    uint32_t parts{0};                    //!< how many were given

    /// @return "src,dst"
    std::string GetDirections() const;
};

/**
 * @ingroup netfilter
 * A set that an option names. A rule that is checked for a node needs one that the node has.
 */
struct NfSetChoiceKind
{
    using Value = NfSetChoice;              //!< of the field
    static constexpr uint8_t ARGUMENTS = 2; //!< words that follow

    NfComplaint Take(const NfOption& option, Value& choice) const;

    NfComplaint Check(const Value& choice, const NfRuleContext& context) const;

    void Print(std::ostream& os, const Value& choice) const
    {
        os << choice.name << ' ' << choice.GetDirections();
    }
};

/**
 * Is a packet in a set (Linux's ip_set_test)? A set with more parts than the rule gives directions
 * holds no packet.
 * @param sets of the node
 * @param set one of them
 * @param packet the packet
 * @param choice directions
 * @param query what else is asked
 * @param hit receives the element that decided, or null
 * @return whether it is
 */
bool NfMatchSet(NfSets& sets,
                NfSet& set,
                const NfPacket& packet,
                const NfSetChoice& choice,
                const NfSetQuery& query,
                const NfSet::Entry** hit);

/**
 * Add what a packet says to a set; to a list, to the first of its members that takes it.
 * @param sets of the node
 * @param set one of them
 * @param packet the packet
 * @param choice directions
 * @param details beyond the element
 * @param exist an element that is there is overwritten
 * @return whether it was added
 */
bool NfAddToSet(NfSets& sets,
                NfSet& set,
                const NfPacket& packet,
                const NfSetChoice& choice,
                const NfSetDetails& details,
                bool exist);

/**
 * Delete what a packet says from a set; from a list, from the first of its members that has it.
 * @param sets of the node
 * @param set one of them
 * @param packet the packet
 * @param choice directions
 * @return whether it was there
 */
bool NfDeleteFromSet(NfSets& sets, NfSet& set, const NfPacket& packet, const NfSetChoice& choice);

} // namespace ns3

#endif /* NF_SET_PACKET_H */
