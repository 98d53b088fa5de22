// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_CHECKS_H
#define NF_TARGET_CHECKS_H

#include "nf-extension.h"
#include "nf-types.h"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace ns3
{

/**
 * \ingroup netfilter
 * Refuse a table (Linux's xt_target.table).
 * \param target name of the target
 * \param context where it is used
 * \param table the only table that it works in
 * \return nothing, or the refusal
 */
NfComplaint NfRequireTable(std::string_view target,
                           const NfRuleContext& context,
                           std::string_view table);

/**
 * Refuse a chain that is reached from other hooks (Linux's xt_target.hooks).
 * \param target name of the target
 * \param context where it is used; a chain that no hook reaches is fine
 * \param hooks the hooks that it works in
 * \return nothing, or the refusal
 */
NfComplaint NfRequireHooks(std::string_view target,
                           const NfRuleContext& context,
                           std::initializer_list<NfHook> hooks);

/**
 * \param context where a target is used
 * \param protocol a protocol
 * \return true if the rule lets only packets of this protocol through
 */
bool NfRuleIsFor(const NfRuleContext& context, uint8_t protocol);

} // namespace ns3

#endif /* NF_TARGET_CHECKS_H */
