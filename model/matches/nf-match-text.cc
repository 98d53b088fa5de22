// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-text.h"

#include "nf-rule-spec.h"

#include <fmt/format.h>

namespace ns3
{

NfComplaint
NfRequireProtocol(const NfRuleContext& context,
                  uint8_t protocol,
                  std::string_view match,
                  std::string_view name)
{
    if (context.rule && context.rule->protocol == protocol && !context.rule->notProtocol)
    {
        return {};
    }
    return fmt::format("match {} works only in a rule with \"-p {}\"", match, name);
}

} // namespace ns3
