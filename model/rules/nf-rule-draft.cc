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
    const std::string prefix = use.Type().name + ": ";
    for (const NfOptionSpec& spec : use.Type().options)
    {
        bool given = std::any_of(use.options.begin(), use.options.end(), [&](const NfOption& o) {
            return o.spec == &spec;
        });
        if (spec.mandatory && !given)
        {
            return NfErrorAt(use.place, prefix + "expected the option --" + std::string(spec.name));
        }
    }
    for (const NfOption& option : use.options)
    {
        if (NfComplaint complaint = extension.Parse(option))
        {
            const NfToken& place =
                option.arguments.empty() ? option.name : option.arguments.front();
            return NfErrorAt(place, prefix + *complaint);
        }
    }
    if (NfComplaint complaint = extension.FinishParse())
    {
        return NfErrorAt(use.place, prefix + *complaint);
    }
    return {};
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
                std::shared_ptr<NfMatch> match = use.match->make();
                if (NfStatus error = Fill(*match, use))
                {
                    return error;
                }
                rule->matches.push_back(std::move(match));
            }
            for (const NfExtensionUse& use : targets)
            {
                rule->target = use.target->make();
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
