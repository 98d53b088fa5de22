// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-view.h"

#include "nf-scenario-check.h"
#include "nf-scenario-values.h"

#include "ns3/abort.h"
#include "ns3/nf-topology-units.h"

namespace ns3
{

using Kind = NfYamlValue::Kind;

NfScenarioView::NfScenarioView(const NfYamlValue& value, const NfScenarioSection& section)
    : m_value(&value),
      m_section(&section)
{
    const NfYamlValue* chosen = section.chooser.empty() ? nullptr : value.Find(section.chooser);
    m_section = &NfChooseScenarioSection(section, chosen ? chosen->text : "");
}

const NfScenarioKey&
NfScenarioView::Find(const std::string& key) const
{
    const NfScenarioKey* found = m_section->Find(key);
    NS_ABORT_MSG_UNLESS(found, "the table of a " << m_section->name << " lacks '" << key << "'");
    return *found;
}

const NfYamlValue*
NfScenarioView::FindValue(const std::string& key) const
{
    Find(key);
    return m_value->Find(key);
}

bool
NfScenarioView::IsGood(const NfYamlValue& value, const NfScenarioKey& key)
{
    return value.kind == Kind::TEXT && NfCheckScenarioText(key, value.text).empty();
}

std::vector<NfScenarioText>
NfScenarioView::Collect(const NfYamlValue& value, const NfScenarioKey& key)
{
    std::vector<NfScenarioText> texts;
    if (IsGood(value, key))
    {
        texts.push_back({value.text, value.place});
    }
    for (const NfYamlValue& item : value.items)
    {
        if (IsGood(item, key))
        {
            texts.push_back({item.text, item.place});
        }
    }
    return texts;
}

bool
NfScenarioView::IsComplete() const
{
    NfScenarioErrors found("");
    NfCheckScenario(*m_value, *m_section, found);
    return found.GetCount() == 0;
}

NfYamlPlace
NfScenarioView::GetPlace(const std::string& key) const
{
    const NfYamlValue* value = FindValue(key);
    return value ? value->place : m_value->place;
}

bool
NfScenarioView::Has(const std::string& key) const
{
    return FindValue(key) != nullptr;
}

std::optional<NfScenarioText>
NfScenarioView::GetText(const std::string& key) const
{
    const NfYamlValue* value = FindValue(key);
    return value && IsGood(*value, Find(key))
               ? std::optional(NfScenarioText{value->text, value->place})
               : std::nullopt;
}

bool
NfScenarioView::GetFlag(const std::string& key) const
{
    const auto text = GetText(key);
    return text && text->text == "true";
}

std::optional<double>
NfScenarioView::GetNumber(const std::string& key) const
{
    const auto text = GetText(key);
    return text ? NfParseNumber(text->text) : std::nullopt;
}

std::optional<uint64_t>
NfScenarioView::GetRate(const std::string& key) const
{
    const auto text = GetText(key);
    return text ? NfParseBitRate(text->text) : std::nullopt;
}

std::optional<Time>
NfScenarioView::GetDuration(const std::string& key) const
{
    const auto text = GetText(key);
    return text ? NfParseDelay(text->text) : std::nullopt;
}

std::optional<NfPrefix>
NfScenarioView::GetNetwork(const std::string& key) const
{
    const auto text = GetText(key);
    return text ? NfParseScenarioNetwork(text->text) : std::nullopt;
}

std::vector<NfScenarioText>
NfScenarioView::GetTexts(const std::string& key) const
{
    const NfYamlValue* value = FindValue(key);
    return value ? Collect(*value, Find(key)) : std::vector<NfScenarioText>();
}

std::size_t
NfScenarioView::CountValues(const std::string& key) const
{
    const NfYamlValue* value = FindValue(key);
    return value ? value->items.size() : 0;
}

std::vector<std::pair<NfScenarioText, NfScenarioText>>
NfScenarioView::GetMap(const std::string& key) const
{
    std::vector<std::pair<NfScenarioText, NfScenarioText>> result;
    const NfYamlValue* value = FindValue(key);
    for (const NfYamlMember& member : value ? value->members : std::vector<NfYamlMember>())
    {
        if (IsGood(member.value, Find(key)))
        {
            result.push_back({{member.key, member.place}, {member.value.text, member.value.place}});
        }
    }
    return result;
}

std::vector<std::pair<std::string, std::string>>
NfScenarioView::GetAttributes() const
{
    std::vector<std::pair<std::string, std::string>> attributes;
    for (const NfScenarioKey& key : m_section->keys)
    {
        const auto text = GetText(key.name);
        if (text && !key.attribute.empty())
        {
            attributes.emplace_back(key.attribute, text->text);
        }
    }
    return attributes;
}

std::vector<std::pair<NfScenarioText, std::vector<NfScenarioText>>>
NfScenarioView::GetLists(const std::string& key) const
{
    std::vector<std::pair<NfScenarioText, std::vector<NfScenarioText>>> result;
    const NfYamlValue* value = FindValue(key);
    for (const NfYamlMember& member : value ? value->members : std::vector<NfYamlMember>())
    {
        result.push_back({{member.key, member.place}, Collect(member.value, Find(key))});
    }
    return result;
}

std::optional<NfScenarioView>
NfScenarioView::GetSection(const std::string& key) const
{
    const NfYamlValue* value = FindValue(key);
    return value && value->kind == Kind::MAP
               ? std::optional(NfScenarioView(*value, NfGetScenarioSection(Find(key).section)))
               : std::nullopt;
}

std::vector<NfScenarioView>
NfScenarioView::GetSections(const std::string& key) const
{
    std::vector<NfScenarioView> result;
    const NfYamlValue* value = FindValue(key);
    if (value && value->kind == Kind::LIST)
    {
        for (const NfYamlValue& item : value->items)
        {
            result.emplace_back(item, NfGetScenarioSection(Find(key).section));
        }
    }
    return result;
}

std::vector<std::pair<NfScenarioText, NfScenarioView>>
NfScenarioView::GetNamedSections(const std::string& key) const
{
    std::vector<std::pair<NfScenarioText, NfScenarioView>> result;
    const NfYamlValue* value = FindValue(key);
    if (value && value->kind == Kind::MAP)
    {
        for (const NfYamlMember& member : value->members)
        {
            result.emplace_back(
                NfScenarioText{member.key, member.place},
                NfScenarioView(member.value, NfGetScenarioSection(Find(key).section)));
        }
    }
    return result;
}

} // namespace ns3
