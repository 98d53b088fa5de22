// SPDX-License-Identifier: GPL-2.0-only

// What values of each type look like. A new type is a row of TYPES.

#include "nf-scenario-schema.h"
#include "nf-scenario-values.h"

#include "ns3/nf-object-text.h"
#include "ns3/nf-topology-units.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ns3
{

namespace
{

const char* const GOOD = "";
const char* const NOT_SO = "-";

std::string
CheckNumber(const NfScenarioKey& key, const std::string& text)
{
    const auto number = NfParseNumber(text);
    return number && *number >= key.least && *number <= key.most ? GOOD : NOT_SO;
}

std::string
CheckCount(const NfScenarioKey& key, const std::string& text)
{
    const bool isWhole = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return isWhole ? CheckNumber(key, text) : NOT_SO;
}

std::string
CheckTraffic(const NfScenarioKey& key, const std::string& text)
{
    // A file is looked for from the scenario's folder, which the reader knows.
    const bool isFile = key.parameter->type == NfTrafficValueType::FILE_NAME && !text.empty();
    return !isFile && NfCheckTrafficValue(*key.parameter, text) ? NOT_SO : GOOD;
}

std::string
CheckObject(const NfScenarioKey& key, const std::string& text)
{
    NfObjectText object;
    return NfParseObjectText(text, key.parent, object);
}

std::string
CheckAny(const NfScenarioKey&, const std::string& text)
{
    return text.empty() ? NOT_SO : GOOD;
}

// It stands in tables, a line each.
std::string
CheckName(const NfScenarioKey&, const std::string& text)
{
    const bool isPlain = std::none_of(text.begin(), text.end(), [](unsigned char c) {
        return c < 0x20 || c == 0x7f;
    });
    return text.empty() ? NOT_SO : isPlain ? GOOD : "it goes over a line";
}

std::string
CheckChoice(const NfScenarioKey& key, const std::string& text)
{
    const auto& all = key.choices;
    return std::find(all.begin(), all.end(), text) != all.end() ? GOOD : NOT_SO;
}

// Patterns for JSON Schema.
#define NF_NUMBER "[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?"
#define NF_OCTET "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
#define NF_ADDRESS "(" NF_OCTET "\\.){3}" NF_OCTET
#define NF_PREFIX NF_ADDRESS "/(3[0-2]|[12]?[0-9])"

constexpr const char* NUMBER = "^\\s*" NF_NUMBER "\\s*$";
constexpr const char* RATE =
    "^(?=[^1-9]*[1-9])\\s*" NF_NUMBER
    " *([TtGgMmKk]|[TtGgMmKk]?([Bb][Ii][Tt][Ss]?/[Ss]|b[Pp][Ss]|BPS|b/[Ss]))"
    "\\s*$|^\\s*([OoTtDdEeSs][CcTtSs]?[Mm]?[- ]?)" NF_NUMBER "[Cc]?\\s*$";
constexpr const char* DURATION = "^\\s*" NF_NUMBER " *([munp]?s)\\s*$";
constexpr const char* ADDRESS = "^" NF_ADDRESS "$";
constexpr const char* PREFIX = "^" NF_PREFIX "$";
constexpr const char* OBJECT = "^(ns3::)?[A-Za-z0-9]+(\\[.*\\])?$";

/// What is known of a type.
struct TypeRow
{
    NfScenarioType type;
    const char* expected;
    std::string (*check)(const NfScenarioKey& key, const std::string& text);
    const char* pattern{""}; //!< see NfGetScenarioPattern()
};

const std::array TYPES{
    TypeRow{NfScenarioType::TEXT, "a text", CheckAny},
    TypeRow{NfScenarioType::NAME, "a name", CheckName},
    TypeRow{NfScenarioType::NODE,
            "a node's name, or a pattern such as lan* or lan[1..20]",
            CheckAny},
    TypeRow{NfScenarioType::FLAG,
            "true or false",
            [](const NfScenarioKey&, const std::string& text) -> std::string {
                return text == "true" || text == "false" ? GOOD : NOT_SO;
            }},
    TypeRow{NfScenarioType::COUNT, "a whole number", CheckCount},
    TypeRow{NfScenarioType::NUMBER, "a number", CheckNumber},
    TypeRow{NfScenarioType::RATE,
            "a rate with its unit, such as 10Mbps",
            [](const NfScenarioKey&, const std::string& text) -> std::string {
                return NfParseBitRate(text) && !NfParseNumber(text) ? GOOD : NOT_SO;
            },
            RATE},
    TypeRow{NfScenarioType::DURATION,
            "a time with its unit, such as 20ms, of at most a day",
            [](const NfScenarioKey&, const std::string& text) -> std::string {
                return NfParseDelay(text) ? GOOD : NOT_SO;
            },
            DURATION},
    TypeRow{NfScenarioType::ADDRESS,
            "an IPv4 address, such as 10.0.0.1",
            [](const NfScenarioKey&, const std::string& text) -> std::string {
                return NfParseScenarioAddress(text) ? GOOD : NOT_SO;
            },
            ADDRESS},
    TypeRow{NfScenarioType::NETWORK,
            "an IPv4 network without bits behind its prefix, such as 192.168.1.0/24",
            [](const NfScenarioKey&, const std::string& text) -> std::string {
                return NfParseScenarioNetwork(text) ? GOOD : NOT_SO;
            },
            PREFIX},
    TypeRow{NfScenarioType::CHOICE, "one of", CheckChoice},
    TypeRow{NfScenarioType::OBJECT, "an object of ns-3, such as", CheckObject, OBJECT},
    TypeRow{NfScenarioType::TRAFFIC, "a value", CheckTraffic},
    TypeRow{NfScenarioType::FILE, "the path of a file", CheckAny},
    TypeRow{NfScenarioType::RULES, "the path of a file, or its lines", CheckAny},
    TypeRow{NfScenarioType::SCALAR, "a single value", CheckAny},
    TypeRow{NfScenarioType::SECTION, "a map", nullptr},
};

std::string
GetExpected(NfTrafficValueType type)
{
    switch (type)
    {
    case NfTrafficValueType::RATE:
        return "a rate such as 1Mbps";
    case NfTrafficValueType::BYTES:
        return "a number of bytes, or a random variable of ns-3";
    case NfTrafficValueType::DATAGRAM:
        return "a number of bytes up to 65507, or a random variable of ns-3";
    case NfTrafficValueType::TIME:
        return "a time such as 20ms, or a random variable of ns-3, of seconds";
    case NfTrafficValueType::COUNT:
        return "a whole number";
    case NfTrafficValueType::PORT:
        return "a port from 1 to 65535";
    case NfTrafficValueType::PORTS:
        return "ports such as 22,80,1000-2000";
    case NfTrafficValueType::PREFIX:
        return "an IPv4 prefix such as 198.18.0.0/15";
    case NfTrafficValueType::NUMBER:
        return "a number above 0";
    case NfTrafficValueType::FILE_NAME:
        return "the path of a file";
    }
    return "a value";
}

const TypeRow&
FindType(NfScenarioType type)
{
    return *std::find_if(TYPES.begin(), TYPES.end(), [type](const TypeRow& row) {
        return row.type == type;
    });
}

} // namespace

std::string
NfGetExpected(const NfScenarioKey& key)
{
    std::string text = FindType(key.type).expected;
    if (key.type == NfScenarioType::CHOICE)
    {
        text += fmt::format(" {}", fmt::join(key.choices, ", "));
    }
    if (key.type == NfScenarioType::OBJECT)
    {
        text = key.example;
    }
    if (key.type == NfScenarioType::TRAFFIC)
    {
        return GetExpected(key.parameter->type);
    }
    if (key.type == NfScenarioType::COUNT || key.type == NfScenarioType::NUMBER)
    {
        text += fmt::format(" from {:.10g} to {:.10g}", key.least, key.most);
    }
    return text;
}

std::string
NfGetScenarioPattern(const NfScenarioKey& key)
{
    if (!key.pattern.empty())
    {
        return key.pattern;
    }
    if (key.type != NfScenarioType::TRAFFIC)
    {
        return FindType(key.type).pattern;
    }
    switch (key.parameter->type)
    {
    case NfTrafficValueType::RATE:
        return RATE;
    case NfTrafficValueType::BYTES:
    case NfTrafficValueType::DATAGRAM:
        return std::string(NUMBER) + "|" + OBJECT;
    case NfTrafficValueType::TIME:
        return std::string(DURATION) + "|" + NUMBER + "|" + OBJECT;
    case NfTrafficValueType::PORTS:
        return "^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$";
    case NfTrafficValueType::PREFIX:
        return PREFIX;
    default:
        return "";
    }
}

std::string
NfCheckScenarioText(const NfScenarioKey& key, const std::string& text)
{
    return FindType(key.type).check(key, text);
}

} // namespace ns3
