// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-variables.h"

#include "nf-cli-command.h"
#include "nf-scenario-check.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace ns3
{

namespace
{

constexpr std::size_t MOST_VARIANTS = 10'000;
constexpr std::size_t MOST_TEXT = 64 << 20; // bytes that variables may put in

const char* const VARIABLES = "variables";
const char* const SWEEP = "sweep";

bool
IsVariableName(const std::string& name)
{
    return !name.empty() && name.find_first_of("${}=, \t\n") == std::string::npos;
}

const std::vector<NfYamlMember>&
GetMembers(const NfYamlValue& root, const char* section)
{
    static const std::vector<NfYamlMember> none;
    const NfYamlValue* found = root.Find(section);
    return found ? found->members : none;
}

std::vector<std::string>
GetVariableNames(const NfYamlValue& root)
{
    std::vector<std::string> names;
    for (const char* section : {VARIABLES, SWEEP})
    {
        for (const NfYamlMember& member : GetMembers(root, section))
        {
            names.push_back(member.key);
        }
    }
    return names;
}

NfYamlPlace
FindPlace(const NfYamlValue& root, const std::string& variable)
{
    for (const char* section : {VARIABLES, SWEEP})
    {
        for (const NfYamlMember& member : GetMembers(root, section))
        {
            if (member.key == variable)
            {
                return member.place;
            }
        }
    }
    return {};
}

// A value is put in as it stands: a variable in it would not be seen.
void
CheckValue(const NfYamlValue& value, NfScenarioErrors& errors)
{
    if (value.text.find("${") != std::string::npos)
    {
        errors.Add(value.place,
                   fmt::format("a variable in the value of another: '{}'", value.text));
    }
    for (const NfYamlValue& item : value.items)
    {
        CheckValue(item, errors);
    }
}

const std::string*
FindSetting(const NfScenarioSettings& set, const std::string& name)
{
    const auto found =
        std::find_if(set.begin(), set.end(), [&](const auto& pair) { return pair.first == name; });
    return found == set.end() ? nullptr : &found->second;
}

void
CheckNames(const NfYamlValue& root, const NfScenarioSettings& set, NfScenarioErrors& errors)
{
    std::map<std::string, NfYamlPlace> known;
    for (const char* section : {VARIABLES, SWEEP})
    {
        for (const NfYamlMember& member : GetMembers(root, section))
        {
            const auto [before, isNew] = known.emplace(member.key, member.place);
            if (!isNew)
            {
                errors.Add(member.place,
                           fmt::format("the variable '{}' is told in line {} already",
                                       member.key,
                                       before->second.line));
            }
            CheckValue(member.value, errors);
            if (!IsVariableName(member.key))
            {
                errors.Add(member.place,
                           fmt::format("'{}' is no name of a variable: no blanks, '$', '{{', '}}', "
                                       "'=' and ','",
                                       member.key));
            }
        }
    }
    for (const auto& [name, value] : set)
    {
        if (!known.count(name))
        {
            errors.Add({},
                       fmt::format("--set {}={}: the scenario has no such variable{}",
                                   name,
                                   value,
                                   NfSuggestWord(name, GetVariableNames(root))));
        }
    }
}

/// Puts values into texts.
class Putter
{
  public:
    Putter(const std::map<std::string, std::string>& values, NfScenarioErrors& errors)
        : m_values(values),
          m_errors(errors)
    {
    }

    void Put(NfYamlValue& value)
    {
        Put(value.text, value.place);
        for (NfYamlValue& item : value.items)
        {
            Put(item);
        }
        for (NfYamlMember& member : value.members)
        {
            Put(member.key, member.place);
            Put(member.value);
        }
    }

    bool HasPut(const std::string& name) const
    {
        return m_used.count(name) > 0;
    }

  private:
    void Put(std::string& text, const NfYamlPlace& place)
    {
        if (text.find("${") == std::string::npos)
        {
            return;
        }
        std::string result;
        std::size_t next = 0;
        for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", next))
        {
            result.append(text, next, at - next);
            const bool isEscaped = !result.empty() && result.back() == '$';
            const std::size_t close = isEscaped ? at + 1 : text.find('}', at);
            if (close == std::string::npos)
            {
                m_errors.Add(place, "'${' without '}': $${ stands for the signs themselves");
                return;
            }
            if (isEscaped)
            {
                result += '{';
            }
            else
            {
                AddValue(text.substr(at + 2, close - at - 2), place, result);
            }
            next = close + 1;
        }
        result.append(text, next);
        text = std::move(result);
    }

    void AddValue(const std::string& name, const NfYamlPlace& place, std::string& result)
    {
        const auto found = m_values.find(name);
        m_used.insert(name);
        if (found == m_values.end())
        {
            std::vector<std::string> known;
            for (const auto& value : m_values)
            {
                known.push_back(value.first);
            }
            m_errors.Add(
                place,
                fmt::format("there is no variable '{}'{}", name, NfSuggestWord(name, known)));
            result += "${" + name + "}";
            return;
        }
        m_added += found->second.size();
        if (m_added <= MOST_TEXT)
        {
            result += found->second;
        }
        else if (!m_told)
        {
            m_told = true;
            m_errors.Add(place, fmt::format("variables put in more than {} bytes", MOST_TEXT));
        }
    }

    const std::map<std::string, std::string>& m_values;
    NfScenarioErrors& m_errors;
    std::set<std::string> m_used;
    std::size_t m_added{0};
    bool m_told{false};
};

} // namespace

std::string
NfScenarioVariant::GetName() const
{
    std::string name;
    for (const auto& [variable, value] : set)
    {
        name += fmt::format("{}{}={}", name.empty() ? "" : ",", variable, value);
    }
    return name;
}

NfScenarioSettings
NfParseScenarioSettings(const std::vector<std::string>& texts)
{
    NfScenarioSettings settings;
    for (const std::string& text : texts)
    {
        const std::size_t equals = text.find('=');
        const std::string name = text.substr(0, equals);
        if (equals == std::string::npos || name.empty())
        {
            throw NfCliError("--set " + text + ": expected NAME=VALUE");
        }
        if (std::any_of(settings.begin(), settings.end(), [&](const auto& setting) {
                return setting.first == name;
            }))
        {
            throw NfCliError("--set " + text + ": '" + name + "' is set twice");
        }
        settings.emplace_back(name, text.substr(equals + 1));
    }
    return settings;
}

std::vector<NfScenarioVariant>
NfListVariants(const NfYamlValue& root, const NfScenarioSettings& set, NfScenarioErrors& errors)
{
    CheckNames(root, set, errors);
    std::vector<NfScenarioVariant> variants(1);
    for (const NfYamlMember& member : GetMembers(root, SWEEP))
    {
        std::vector<std::string> values;
        if (const std::string* given = FindSetting(set, member.key))
        {
            values.push_back(*given);
        }
        else if (member.value.kind == NfYamlValue::Kind::TEXT)
        {
            values.push_back(member.value.text);
        }
        for (const NfYamlValue& item : member.value.items)
        {
            if (!FindSetting(set, member.key))
            {
                values.push_back(item.text);
            }
        }
        std::set<std::string> seen;
        for (const std::string& value : values)
        {
            if (!seen.insert(value).second)
            {
                errors.Add(
                    member.value.place,
                    fmt::format("the variable '{}' has the value '{}' twice", member.key, value));
                return {};
            }
        }
        if (values.empty() || values.size() * variants.size() > MOST_VARIANTS)
        {
            errors.Add(member.value.place,
                       values.empty() ? fmt::format("the variable '{}' has no value", member.key)
                                      : fmt::format("more than {} variants", MOST_VARIANTS));
            return {};
        }
        std::vector<NfScenarioVariant> next;
        for (const NfScenarioVariant& variant : variants)
        {
            for (const std::string& value : values)
            {
                next.push_back(variant);
                next.back().set.emplace_back(member.key, value);
            }
        }
        variants = std::move(next);
    }
    for (const NfYamlMember& member : GetMembers(root, VARIABLES))
    {
        if (const std::string* given = FindSetting(set, member.key))
        {
            for (NfScenarioVariant& variant : variants)
            {
                variant.set.emplace_back(member.key, *given);
            }
        }
    }
    return variants;
}

std::vector<std::string>
NfListPlacements(const NfYamlValue& root)
{
    std::vector<std::string> names;
    for (const NfYamlMember& member : GetMembers(root, "placements"))
    {
        names.push_back(member.key);
    }
    return names;
}

void
NfPutVariables(NfYamlValue& root, const NfScenarioVariant& variant, NfScenarioErrors& errors)
{
    std::map<std::string, std::string> values;
    for (const NfYamlMember& member : GetMembers(root, VARIABLES))
    {
        values[member.key] = member.value.text;
    }
    for (const auto& [name, value] : variant.set)
    {
        values[name] = value;
    }
    Putter putter(values, errors);
    for (NfYamlMember& member : root.members)
    {
        if (member.key != VARIABLES && member.key != SWEEP)
        {
            putter.Put(member.value);
        }
    }
    // A variable that makes variants, or was set on purpose, has to make a difference.
    for (const auto& [name, value] : variant.set)
    {
        if (!putter.HasPut(name))
        {
            errors.Add(FindPlace(root, name),
                       fmt::format("the variable '{}' stands nowhere: expected ${{{}}} in a value",
                                   name,
                                   name));
        }
    }
}

} // namespace ns3
