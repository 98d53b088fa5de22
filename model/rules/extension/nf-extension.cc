// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension.h"

#include "nf-extension-type.h"

#include "ns3/abort.h"

#include <sstream>

namespace ns3
{

static_assert(sizeof(NfExtension) == 24, "each match and target of each rule has it");

namespace
{

/// Print a text of NfOptionSpec::Listed(), with the value in place of {}.
void
ListOption(const NfExtension& extension, const NfOptionSpec& spec, std::ostream& os)
{
    std::string_view text = spec.isInverted(extension) ? spec.inverse : spec.listed;
    std::size_t place = text.find("{}");
    os << text.substr(0, place);
    if (place != std::string_view::npos)
    {
        spec.list(extension, os);
        os << text.substr(place + 2);
    }
}

} // namespace

std::string_view
NfExtension::GetName() const
{
    return GetType().name;
}

const NfExtensionType&
NfExtension::GetType() const
{
    NS_ABORT_MSG_UNLESS(m_type, "a match or target must be made by its type's New()");
    return *m_type;
}

NfComplaint
NfExtension::Parse(const NfOption& option)
{
    NS_ABORT_MSG_UNLESS(option.spec->take,
                        "no field takes the option --" << option.spec->name << ": make its row by "
                                                       << "NfOptionRow(), or override Parse()");
    return option.spec->take(*this, option);
}

void
NfExtension::Save(std::ostream& os) const
{
    for (const NfOptionSpec& spec : GetType().options)
    {
        if (!spec.printed || !spec.take || !spec.isShown(*this))
        {
            continue;
        }
        os << (spec.isInverted(*this) ? " ! --" : " --") << spec.name;
        if (spec.maxArguments > 0)
        {
            os << ' ';
            spec.print(*this, os);
        }
    }
}

void
NfExtension::List(std::ostream& os) const
{
    std::string_view separator = GetType().heading;
    os << separator;
    separator = separator.empty() ? "" : " ";
    for (const NfOptionSpec& spec : GetType().options)
    {
        if (spec.printed && spec.take && !spec.listed.empty() && spec.isShown(*this))
        {
            os << separator;
            ListOption(*this, spec, os);
            separator = " ";
        }
    }
}

bool
NfExtension::NeedsConntrack() const
{
    return GetType().needsConntrack;
}

std::string
NfExtension::GetText() const
{
    std::ostringstream text;
    text << GetName();
    Save(text);
    return text.str();
}

void
NfMatch::Describe(NfRuleDescription& description) const
{
    const auto& type = static_cast<const NfMatchType&>(GetType());
    if (!type.stateless)
    {
        description.AddText(GetText());
        description.keepsState = true;
        return;
    }
    bool known = false;
    bool unknown = false;
    for (const NfOptionSpec& spec : type.options)
    {
        if (!spec.printed || (spec.isGiven && !spec.isGiven(*this)))
        {
            continue;
        }
        (spec.describe ? known : unknown) = true;
        if (spec.describe)
        {
            spec.describe(*this, description);
        }
    }
    if (unknown || !known)
    {
        description.AddText(GetText());
    }
}

void
NfTarget::Describe(NfRuleDescription& description) const
{
    const auto& type = static_cast<const NfTargetType&>(GetType());
    description.ends = description.ends || type.ends;
    description.changes = description.changes || (type.changes && !type.ends);
}

NfTargetResult
NfTarget::GetTypicalResult() const
{
    return static_cast<const NfTargetType&>(GetType()).typical;
}

} // namespace ns3
