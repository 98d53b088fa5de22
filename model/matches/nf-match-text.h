// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_TEXT_H
#define NF_MATCH_TEXT_H

#include "nf-extension.h"
#include "nf-option-text.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace ns3
{

/**
 * \param context where a match is used
 * \param protocol what the rule's -p must be
 * \param match name of the match
 * \param name the protocol's name
 * \return nothing, or that the match needs it
 */
NfComplaint NfRequireProtocol(const NfRuleContext& context,
                              uint8_t protocol,
                              std::string_view match,
                              std::string_view name);

/// \tparam T class of the match \param type all but the factory \return a type that makes T
template <class T>
NfMatchType
NfMakeMatchType(NfExtensionType type)
{
    NfMatchType result;
    static_cast<NfExtensionType&>(result) = std::move(type);
    result.make = [] { return std::make_unique<T>(); };
    return result;
}

/// \param value a truth \return what a match that never hotdrops says
inline NfMatchResult
NfResult(bool value)
{
    return value ? NfMatchResult::YES : NfMatchResult::NO;
}

} // namespace ns3

#endif /* NF_MATCH_TEXT_H */
