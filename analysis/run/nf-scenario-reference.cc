// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-reference.h"

#include "nf-scenario-schema.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ns3
{

namespace
{

using Json = nlohmann::ordered_json;

// A name that needs no escape in a reference.
std::string
NameOf(std::string section)
{
    std::replace(section.begin(), section.end(), ' ', '-');
    return section;
}

constexpr const char* VARIABLE = "\\$\\{[^}]+\\}";

// A parameter of traffic, of which some are numbers and some texts.
Json
DescribeTraffic(const NfTrafficParameter& parameter)
{
    constexpr int MOST_PORT = 65535;
    switch (parameter.type)
    {
    case NfTrafficValueType::PORT:
        return {{"type", "integer"}, {"minimum", 1}, {"maximum", MOST_PORT}};
    case NfTrafficValueType::COUNT:
        return {{"type", "integer"}, {"minimum", 0}};
    case NfTrafficValueType::NUMBER:
        return {{"type", "number"}, {"exclusiveMinimum", 0}};
    case NfTrafficValueType::DATAGRAM:
        return {{"type", {"number", "string"}}, {"maximum", NF_LONGEST_DATAGRAM}};
    case NfTrafficValueType::BYTES:
    case NfTrafficValueType::TIME:
    case NfTrafficValueType::PORTS:
        return {{"type", {"number", "string"}}};
    default:
        return {{"type", "string"}};
    }
}

Json
DescribeValue(const NfScenarioKey& key)
{
    switch (key.type)
    {
    case NfScenarioType::SECTION:
        return {{"$ref", "#/$defs/" + NameOf(key.section)}};
    case NfScenarioType::FLAG:
        return {{"type", "boolean"}};
    case NfScenarioType::COUNT:
        return {{"type", "integer"}, {"minimum", key.least}, {"maximum", key.most}};
    case NfScenarioType::NUMBER:
        return {{"type", "number"}, {"minimum", key.least}, {"maximum", key.most}};
    case NfScenarioType::TRAFFIC:
        return DescribeTraffic(*key.parameter);
    case NfScenarioType::CHOICE:
        return {{"enum", key.choices}};
    case NfScenarioType::SCALAR:
        return {{"type", {"string", "number", "boolean"}}};
    case NfScenarioType::TEXT:
    case NfScenarioType::NAME:
    case NfScenarioType::NODE:
        // A name such as 7 is a number to YAML.
        return {{"type", {"string", "number"}}};
    default:
        return {{"type", "string"}};
    }
}

// A variable may stand in any value.
Json
OrVariable(const NfScenarioKey& key)
{
    Json value = DescribeValue(key);
    const std::string pattern = NfGetScenarioPattern(key);
    if (!pattern.empty())
    {
        value["pattern"] = pattern + "|" + VARIABLE;
    }
    const bool isText =
        key.type == NfScenarioType::SECTION ||
        (value.contains("type") && value["type"].dump().find("string") != std::string::npos);
    if (isText)
    {
        return value;
    }
    return {{"anyOf", {value, {{"type", "string"}, {"pattern", VARIABLE}}}}};
}

Json
DescribeKey(const NfScenarioKey& key)
{
    const Json one = OrVariable(key);
    Json list{{"type", "array"}, {"items", one}};
    if (key.fewest > 0)
    {
        list["minItems"] = key.fewest;
    }
    if (key.largest > 0)
    {
        list["maxItems"] = key.largest;
    }
    const Json some{{"anyOf", {one, list}}};
    Json result;
    switch (key.shape)
    {
    case NfScenarioShape::ONE:
        result = one;
        break;
    case NfScenarioShape::LIST:
        result = list;
        break;
    case NfScenarioShape::SOME:
        result = some;
        break;
    case NfScenarioShape::MAP:
        result = {{"type", "object"}, {"additionalProperties", one}};
        break;
    case NfScenarioShape::LISTS:
        result = {{"type", "object"}, {"additionalProperties", some}};
        break;
    }
    if (!key.names.empty())
    {
        result["propertyNames"] = {{"pattern", key.names}};
    }
    result["description"] = key.about;
    return result;
}

// Keys that have to be there, and those that must not.
Json
DescribeKeys(const std::vector<std::string>& keys)
{
    Json result;
    for (const std::string& key : keys)
    {
        if (key[0] == '!')
        {
            result["not"]["required"].push_back(key.substr(1));
        }
        else
        {
            result["required"].push_back(key);
        }
    }
    return result;
}

// Which kinds a key goes with. The first kind is that of what tells none.
Json
DescribeKinds(const std::vector<std::string>& kinds, const NfScenarioSection& section)
{
    const Json kind = {{"anyOf", {{{"enum", kinds}}, {{"type", "string"}, {"pattern", VARIABLE}}}}};
    Json result{{"properties", {{"kind", kind}}}};
    if (kinds.front() != section.Find("kind")->choices.front())
    {
        result["required"] = {"kind"};
    }
    return result;
}

Json
DescribeSection(const NfScenarioSection& section)
{
    if (const NfScenarioKey* chooser = section.Find(section.chooser))
    {
        Json all = Json::array();
        for (const std::string& value : chooser->choices)
        {
            all.push_back({{"$ref", "#/$defs/" + NameOf(section.name + " " + value)}});
        }
        return {{"description", section.about}, {"oneOf", all}};
    }
    Json properties = Json::object();
    Json required = Json::array();
    for (const NfScenarioKey& key : section.keys)
    {
        properties[key.name] = DescribeKey(key);
        if (key.isRequired)
        {
            required.push_back(key.name);
        }
    }
    Json result{{"description", section.about},
                // A section without any key may be left empty: "host:".
                {"type", required.empty() ? Json({"object", "null"}) : Json("object")},
                {"properties", properties},
                {"additionalProperties", false}};
    if (!required.empty())
    {
        result["required"] = required;
    }
    for (const std::vector<std::string>& one : section.oneOf)
    {
        result["oneOf"].push_back(DescribeKeys(one));
    }
    for (const std::string& one : section.someOf)
    {
        result["anyOf"].push_back(DescribeKeys({one}));
    }
    for (const NfScenarioKey& key : section.keys)
    {
        if (!key.needs.empty())
        {
            result["dependentRequired"][key.name].push_back(key.needs);
        }
        if (!key.kinds.empty())
        {
            result["dependentSchemas"][key.name] = DescribeKinds(key.kinds, section);
        }
    }
    return result;
}

std::string
DescribeShape(const NfScenarioKey& key)
{
    std::string one = key.type == NfScenarioType::SECTION ? fmt::format("a {}_", key.section)
                                                          : NfGetExpected(key);
    switch (key.shape)
    {
    case NfScenarioShape::ONE:
        break;
    case NfScenarioShape::LIST:
        one = "list, each " + one;
        break;
    case NfScenarioShape::SOME:
        one += ", or a list of such";
        break;
    case NfScenarioShape::MAP:
        one = "map from names, each to " + one;
        break;
    case NfScenarioShape::LISTS:
        one = "map from names, each to " + one + ", or a list of such";
        break;
    }
    return one + (key.isRequired ? "; required" : "");
}

// An asterisk would begin an emphasis.
std::string
Escape(const std::string& text)
{
    std::string result;
    for (const char c : text)
    {
        result += c == '*' ? "\\*" : std::string(1, c);
    }
    return result;
}

// A text, in lines of at most 100 columns.
std::string
Wrap(const std::string& text, const std::string& indent)
{
    constexpr std::size_t WIDTH = 100;
    std::string result;
    std::string line = indent;
    std::size_t next = 0;
    while (next < text.size())
    {
        const std::size_t end = std::min(text.find(' ', next), text.size());
        const std::string word = text.substr(next, end - next);
        const bool isFirst = line.size() == indent.size();
        if (!isFirst && line.size() + 1 + word.size() > WIDTH)
        {
            result += line + "\n";
            line = indent + word;
        }
        else
        {
            line += (isFirst ? "" : " ") + word;
        }
        next = end + 1;
    }
    return result + line + "\n";
}

} // namespace

std::string
NfWriteScenarioJsonSchema()
{
    Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"title", "Scenario of nfsim run"}};
    Json sections = Json::object();
    for (const NfScenarioSection& section : NfGetScenarioSections())
    {
        sections[NameOf(section.name)] = DescribeSection(section);
    }
    schema["$ref"] = "#/$defs/" + NfGetScenarioSections().front().name;
    schema["$defs"] = sections;
    return schema.dump(2) + "\n";
}

std::string
NfWriteScenarioReference()
{
    std::string text;
    for (const NfScenarioSection& section : NfGetScenarioSections())
    {
        text += fmt::format("{}\n{}\n\n{}\n",
                            section.name,
                            std::string(section.name.size(), '='),
                            Wrap(section.about, ""));
        // What all kinds share is told once, with the section that they take the place of.
        const std::string base = section.name.substr(0, section.name.find(' '));
        const std::size_t shared =
            base == section.name ? 0 : NfGetScenarioSection(base).keys.size();
        for (std::size_t i = shared; i < section.keys.size(); ++i)
        {
            const NfScenarioKey& key = section.keys[i];
            text += fmt::format("``{}``\n{}{}\n",
                                key.name,
                                Wrap("(" + Escape(DescribeShape(key)) + ")", "  "),
                                Wrap(key.about, "  "));
        }
    }
    return text;
}

} // namespace ns3
