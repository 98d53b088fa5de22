// SPDX-License-Identifier: GPL-2.0-only
// The options that describe a rule.

#include "nf-extension-registry.h"
#include "nf-ip-protocol-names.h"
#include "nf-iptables-names.h"
#include "nf-iptables-parser.h"

#include <utility>

namespace ns3
{

bool
NfIptablesParser::LoadImplicitMatch(const NfToken& place)
{
    const NfMatchType* type =
        NfExtensionRegistry::Get().FindImplicitMatch(m_draft.spec.protocol, GetFamily());
    if (!type || m_implicitLoaded)
    {
        return false;
    }
    m_implicitLoaded = true;
    auto use = std::make_unique<NfExtensionUse>();
    use->match = type;
    use->place = place;
    m_loaded.insert(m_loaded.begin(), use.get());
    m_uses.push_back(std::move(use));
    return true;
}

bool
NfIptablesParser::LoadMatch(const NfToken& argument)
{
    const NfFamily family = GetFamily();
    const NfMatchType* type = NfExtensionRegistry::Get().FindMatch(argument.text, family);
    if (!type)
    {
        const bool own = NfIsIptablesMatch(argument.text, family);
        return Fail(argument,
                    own || NfIsIptablesMatch(argument.text, NfOtherFamily(family))
                        ? DescribeMissing("match", argument.text, own)
                        : "found the unknown match " + NfQuoted(argument.text));
    }
    auto use = std::make_unique<NfExtensionUse>();
    use->match = type;
    use->place = argument;
    m_loaded.insert(m_loaded.begin(), use.get());
    m_uses.push_back(std::move(use));
    return true;
}

bool
NfIptablesParser::LoadTarget(const NfToken& name, const NfToken& argument)
{
    if (argument.text.empty() || argument.text.size() > NfTable::MAX_CHAIN_NAME)
    {
        return Fail(argument,
                    "found a target name of " + std::to_string(argument.text.size()) +
                        " characters, expected 1 to " + std::to_string(NfTable::MAX_CHAIN_NAME));
    }
    m_target = argument;
    m_goto = name.text == "-g" || name.text.substr(0, 3) == "--g";
    const NfTargetType* type = NfExtensionRegistry::Get().FindTarget(argument.text, GetFamily());
    if (type && !m_goto)
    {
        auto use = std::make_unique<NfExtensionUse>();
        use->target = type;
        use->place = argument;
        m_loaded.insert(m_loaded.begin(), use.get());
        m_uses.push_back(std::move(use));
    }
    return true;
}

bool
NfIptablesParser::MarkGiven(char letter, const NfToken& name, bool invertible)
{
    if (m_given.find(letter) != std::string::npos)
    {
        return Fail(name, "found the option " + NfQuoted(name.text) + " a second time");
    }
    if (m_invert && !invertible)
    {
        return Fail(m_invertPlace, "the option " + NfQuoted(name.text) + " cannot be inverted");
    }
    m_given += letter;
    return true;
}

bool
NfIptablesParser::ParseInterface(const NfToken& argument,
                                 NfInterfaceName& interface,
                                 NfInterfaceName& mask)
{
    std::string_view text = argument.text;
    if (text.empty() || text.size() > NfInterfaceName::MAX_LENGTH)
    {
        return Fail(argument,
                    "found an interface name of " + std::to_string(text.size()) +
                        " characters, expected 1 to " +
                        std::to_string(NfInterfaceName::MAX_LENGTH));
    }
    bool prefix = text.back() == '+';
    text.remove_suffix(prefix ? 1 : 0);
    interface = NfInterfaceName(text.empty() ? "+" : text);
    mask = NfInterfaceName::MaskOf(text.size() + (prefix ? 0 : 1));
    return true;
}

bool
NfIptablesParser::SetProtocol(const NfToken& argument)
{
    auto protocol = NfParseIpProtocol(argument.text);
    if (!protocol)
    {
        return Fail(argument,
                    "found the unknown protocol " + NfQuoted(argument.text) +
                        ", expected a name such as tcp or a number from 0 to 255");
    }
    if (*protocol == 0 && m_invert)
    {
        return Fail(argument, "a rule with '! -p all' would never match");
    }
    m_draft.spec.protocol = *protocol;
    m_draft.spec.notProtocol = m_invert;
    m_draft.spec.asksProtocol = GetFamily() == NfFamily::IPV6;
    return true;
}

bool
NfIptablesParser::ParseAddresses(char letter)
{
    const NfToken& argument = m_listed[letter == 's' ? 0 : 1];
    auto& list = letter == 's' ? m_draft.sources : m_draft.destinations;
    if (m_given.find(letter) == std::string::npos)
    {
        return true;
    }
    NfComplaint complaint = NfParseAddressList(argument.text, list, GetFamily());
    return !complaint || Fail(argument, *complaint);
}

bool
NfIptablesParser::HandleMatching(char letter, const NfToken& name, const NfToken& argument)
{
    NfRuleSpec& spec = m_draft.spec;
    switch (letter)
    {
    case 'm':
        if (m_invert)
        {
            return Fail(m_invertPlace,
                        "found '!' before " + NfQuoted(name.text) +
                            ", expected it before an option of the match");
        }
        return LoadMatch(argument);
    case 'j':
    case 'g':
        return MarkGiven('j', name, false) && LoadTarget(name, argument);
    case 'f':
        if (GetFamily() == NfFamily::IPV6)
        {
            return Fail(name, "found '-f', which ip6tables has not, expected '-m frag'");
        }
        spec.fragment = true;
        spec.notFragment = m_invert;
        return MarkGiven(letter, name, true);
    case 'i':
        spec.notIn = m_invert;
        return MarkGiven(letter, name, true) && ParseInterface(argument, spec.in, spec.inMask);
    case 'o':
        spec.notOut = m_invert;
        return MarkGiven(letter, name, true) && ParseInterface(argument, spec.out, spec.outMask);
    case 'p':
        return SetProtocol(argument) && MarkGiven(letter, name, true);
    default: {
        bool source = letter == 's';
        (source ? spec.notSource : spec.notDestination) = m_invert;
        m_listed[source ? 0 : 1] = argument;
        return MarkGiven(letter, name, true);
    }
    }
}

} // namespace ns3
