// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-check.h"

#include "ns3/nf-nearest-word.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ns3
{

namespace
{

using Kind = NfYamlValue::Kind;

// As it may stand in a message of one line.
std::string
Show(const std::string& text)
{
    constexpr std::size_t SHOWN = 60;
    std::string shown;
    for (const char c : text.substr(0, SHOWN))
    {
        const auto code = static_cast<unsigned char>(c);
        shown += code < 0x20 || code == 0x7f ? fmt::format("\\x{:02x}", code) : std::string(1, c);
    }
    return "'" + shown + (text.size() > SHOWN ? "...'" : "'");
}

std::string
Describe(const NfYamlValue& value)
{
    switch (value.kind)
    {
    case Kind::NOTHING:
        return "nothing";
    case Kind::TEXT:
        return Show(value.text);
    case Kind::LIST:
        return "a list";
    case Kind::MAP:
        return "a map";
    }
    return "";
}

std::string
GetExpectedShape(const NfScenarioKey& key)
{
    const std::string one = NfGetExpected(key);
    switch (key.shape)
    {
    case NfScenarioShape::ONE:
        return one;
    case NfScenarioShape::LIST:
        return "a list, each of it " + one;
    case NfScenarioShape::SOME:
        return one + ", or a list of such";
    case NfScenarioShape::MAP:
        return "a map from names, each to " + one;
    case NfScenarioShape::LISTS:
        return "a map from names, each to a list, each of it " + one;
    }
    return one;
}

void
CheckOne(const NfYamlValue& value, const NfScenarioKey& key, NfScenarioErrors& errors)
{
    if (key.type == NfScenarioType::SECTION)
    {
        NfCheckScenario(value, NfGetScenarioSection(key.section), errors);
        return;
    }
    const std::string wrong =
        value.kind == Kind::TEXT ? NfCheckScenarioText(key, value.text) : std::string("-");
    if (wrong.empty())
    {
        return;
    }
    std::string message =
        fmt::format("{}: expected {}, not {}", key.name, NfGetExpected(key), Describe(value));
    if (value.kind == Kind::TEXT)
    {
        message += wrong != "-" ? ": " + wrong : NfSuggestWord(value.text, key.choices);
    }
    errors.Add(value.place, message);
}

void
CheckItems(const NfYamlValue& value, const NfScenarioKey& key, NfScenarioErrors& errors)
{
    for (const NfYamlValue& item : value.items)
    {
        CheckOne(item, key, errors);
    }
}

void
CheckShape(const NfYamlValue& value, const NfScenarioKey& key, NfScenarioErrors& errors)
{
    const NfScenarioShape shape = key.shape;
    const bool isMap = shape == NfScenarioShape::MAP || shape == NfScenarioShape::LISTS;
    const bool mayBeList = shape == NfScenarioShape::LIST || shape == NfScenarioShape::SOME;
    if (isMap ? value.kind != Kind::MAP
              : shape == NfScenarioShape::LIST && value.kind != Kind::LIST)
    {
        errors.Add(value.place,
                   fmt::format("{}: expected {}, not {}",
                               key.name,
                               GetExpectedShape(key),
                               Describe(value)));
        return;
    }
    if (mayBeList && value.kind == Kind::LIST)
    {
        CheckItems(value, key, errors);
        return;
    }
    if (!isMap)
    {
        CheckOne(value, key, errors);
        return;
    }
    for (const NfYamlMember& member : value.members)
    {
        if (shape == NfScenarioShape::LISTS && member.value.kind == Kind::LIST)
        {
            CheckItems(member.value, key, errors);
        }
        else
        {
            CheckOne(member.value, key, errors);
        }
    }
}

} // namespace

std::string
NfSuggestWord(const std::string& word, const std::vector<std::string>& known)
{
    const std::string nearest = NfNearestWord(word, known);
    return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

void
NfCheckScenario(const NfYamlValue& value, const NfScenarioSection& base, NfScenarioErrors& errors)
{
    const NfYamlValue* chosen = base.chooser.empty() ? nullptr : value.Find(base.chooser);
    const NfScenarioSection& section = NfChooseScenarioSection(base, chosen ? chosen->text : "");
    // "host:" is a node with nothing to say.
    if (value.kind != Kind::MAP && value.kind != Kind::NOTHING)
    {
        errors.Add(value.place,
                   fmt::format("expected the keys of a {} ({}), not {}",
                               section.name,
                               fmt::join(section.GetNames(), ", "),
                               Describe(value)));
        return;
    }
    for (const NfYamlMember& member : value.members)
    {
        const NfScenarioKey* key = section.Find(member.key);
        if (!key && !section.chooser.empty())
        {
            continue; // which keys there are is not known
        }
        if (key)
        {
            CheckShape(member.value, *key, errors);
            continue;
        }
        const std::string near = NfSuggestWord(member.key, section.GetNames());
        errors.Add(member.place,
                   near.empty()
                       ? fmt::format("a {} has no key '{}'; known are {}",
                                     section.name,
                                     member.key,
                                     fmt::join(section.GetNames(), ", "))
                       : fmt::format("a {} has no key '{}'{}", section.name, member.key, near));
    }
    for (const NfScenarioKey& key : section.keys)
    {
        if (key.isRequired && !value.Find(key.name))
        {
            errors.Add(value.place,
                       fmt::format("the {} lacks '{}': {}",
                                   section.name,
                                   key.name,
                                   GetExpectedShape(key)));
        }
    }
}

} // namespace ns3
