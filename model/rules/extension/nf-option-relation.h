// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OPTION_RELATION_H
#define NF_OPTION_RELATION_H

#include "nf-option.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What options of an extension have to do with each other, with a message of its own. What has no
 * message of its own is said in the options' rows: NfOptionSpec::Choice() and the like.
 */
struct NfOptionRelation
{
    /// Long names of options.
    using Names = std::vector<std::string_view>;

    /// What a relation says.
    enum Kind : uint8_t
    {
        ONE_OF,   //!< one of the options at least must be given
        ONLY_ONE, //!< one of the options at most may be given, and once
        NEEDS,    //!< where one of the options is given, one of the others must be
        EXCLUDES, //!< where one of the options is given, none of the others may be
        BEHIND    //!< where one of the options is given, one of the others must stand before it
    };

    Kind kind;             //!< what it says
    Names options;         //!< of which it speaks; empty: all
    Names others;          //!< those that they need or exclude
    std::string_view text; //!< what is told where it does not hold

    /**
     * @param options some options; none: all that there are
     * @param text what is told where it does not hold
     * @return the relation that one of them must be given
     */
    static NfOptionRelation OneOf(const Names& options, std::string_view text);

    /**
     * @param options some options
     * @param text what is told where it does not hold
     * @return the relation that one of them may be given, and once
     */
    static NfOptionRelation OnlyOne(const Names& options, std::string_view text);

    /**
     * @param options some options
     * @param others some others
     * @param text what is told where it does not hold
     * @return the relation that each of them needs one of the others
     */
    static NfOptionRelation Needs(const Names& options, const Names& others, std::string_view text);

    /**
     * @param options some options
     * @param others some others
     * @param text what is told where it does not hold
     * @return the relation that none of the others may be given with one of them
     */
    static NfOptionRelation Excludes(const Names& options,
                                     const Names& others,
                                     std::string_view text);

    /**
     * @param options some options
     * @param others some others
     * @param text what is told where it does not hold
     * @return the relation that one of the others must stand before each of them
     */
    static NfOptionRelation Behind(const Names& options,
                                   const Names& others,
                                   std::string_view text);
};

/**
 * What relations say of an option and of those before it: ONLY_ONE and BEHIND.
 * @param relations of a type
 * @param options of a command, in order of the text
 * @param index of the option among them
 * @return nothing, or what is told about that option
 */
NfComplaint NfCheckRelationsOf(const std::vector<NfOptionRelation>& relations,
                               const std::vector<NfOption>& options,
                               std::size_t index);

/**
 * What relations say of all options together: ONE_OF, NEEDS and EXCLUDES.
 * @param relations of a type
 * @param options of a command
 * @return nothing, or what is told about the extension
 */
NfComplaint NfCheckRelations(const std::vector<NfOptionRelation>& relations,
                             const std::vector<NfOption>& options);

} // namespace ns3

#endif /* NF_OPTION_RELATION_H */
