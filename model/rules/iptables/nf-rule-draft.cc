// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-draft.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// Give an extension its options.
NfStatus
Fill(NfExtension& extension, const NfExtensionUse& use)
{
    const NfOption* culprit = nullptr;
    NfComplaint complaint = NfTakeOptions(extension, use.options, culprit);
    if (!complaint)
    {
        return {};
    }
    const NfToken* place = &use.place;
    if (culprit)
    {
        place = culprit->arguments.empty() ? &culprit->name : &culprit->arguments.front();
    }
    return NfErrorAt(*place, use.Type().name + ": " + *complaint);
}

} // namespace

NfError
NfErrorAt(const NfToken& place, std::string message, int exitCode)
{
    return {"", place.line, place.column, std::move(message), exitCode};
}

const NfOptionSpec*
NfExtensionUse::FindOption(std::string_view name) const
{
    const auto& specs = Type().options;
    auto found = std::find_if(specs.begin(), specs.end(), [=](const NfOptionSpec& spec) {
        return spec.name == name || (!spec.alias.empty() && spec.alias == name);
    });
    return found == specs.end() ? nullptr : &*found;
}

NfStatus
NfRuleDraft::MakeRules(std::vector<std::shared_ptr<NfRule>>& rules) const
{
    const std::vector<NfAddressAndMask> any(1);
    for (const NfAddressAndMask& source : sources.empty() ? any : sources)
    {
        for (const NfAddressAndMask& destination : destinations.empty() ? any : destinations)
        {
            auto rule = std::make_shared<NfRule>();
            rule->spec = spec;
            rule->spec.source = source.address;
            rule->spec.sourceMask = source.mask;
            rule->spec.destination = destination.address;
            rule->spec.destinationMask = destination.mask;
            rule->action = action;
            rule->chain = chain;
            rule->packets = packets;
            rule->bytes = bytes;
            for (const NfExtensionUse& use : matches)
            {
                std::shared_ptr<NfMatch> match = use.match->New(spec.family);
                if (NfStatus error = Fill(*match, use))
                {
                    return error;
                }
                rule->matches.push_back(std::move(match));
            }
            for (const NfExtensionUse& use : targets)
            {
                rule->target = use.target->New(spec.family);
                if (NfStatus error = Fill(*rule->target, use))
                {
                    return error;
                }
            }
            rules.push_back(std::move(rule));
        }
    }
    return {};
}

} // namespace ns3
