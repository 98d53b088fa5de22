// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-values.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/hash.h"
#include "ns3/object-factory.h"
#include "ns3/string.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <string_view>

namespace ns3
{

namespace
{

constexpr std::size_t MOST_PORTS = 65535;

std::optional<uint32_t>
ReadWhole(std::string_view text, uint32_t most)
{
    uint32_t number = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    const bool isWhole = result.ec == std::errc() && result.ptr == end && number <= most;
    return isWhole ? std::optional(number) : std::nullopt;
}

std::optional<double>
ReadNumber(std::string_view text)
{
    double number = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    const bool isGood = result.ec == std::errc() && result.ptr == end && std::isfinite(number);
    return isGood && number >= 0 ? std::optional(number) : std::nullopt;
}

// "20ms": what ns3::Time would end the program for is nothing.
std::optional<double>
ReadSeconds(const std::string& text)
{
    const std::size_t unit = text.find_first_not_of("0123456789.");
    const auto number = ReadNumber(std::string_view(text).substr(0, unit));
    const std::string name = unit == std::string::npos ? "s" : text.substr(unit);
    constexpr std::pair<const char*, double> units[]{{"s", 1},
                                                     {"ms", 1e-3},
                                                     {"us", 1e-6},
                                                     {"ns", 1e-9},
                                                     {"min", 60},
                                                     {"h", 3600},
                                                     {"d", 86400}};
    for (const auto& [known, seconds] : units)
    {
        if (number && name == known)
        {
            return *number * seconds;
        }
    }
    return std::nullopt;
}

// A random variable's text, all of which is checked before ns-3 takes it: it ends the program
// otherwise.
Ptr<RandomVariableStream>
ReadRandom(const std::string& text)
{
    const std::size_t bracket = text.find('[');
    const std::string name = text.substr(0, bracket);
    TypeId type;
    // Those of which values are set by calls have none in a text.
    if (!TypeId::LookupByNameFailSafe(name, &type) || !type.HasConstructor() ||
        !type.IsChildOf(RandomVariableStream::GetTypeId()) ||
        name == "ns3::DeterministicRandomVariable" || name == "ns3::EmpiricalRandomVariable" ||
        (bracket != std::string::npos && text.back() != ']'))
    {
        return nullptr;
    }
    ObjectFactory factory;
    factory.SetTypeId(type);
    std::istringstream attributes(
        bracket == std::string::npos ? "" : text.substr(bracket + 1, text.size() - bracket - 2));
    std::string attribute;
    while (std::getline(attributes, attribute, '|'))
    {
        const std::size_t equals = attribute.find('=');
        TypeId::AttributeInformation information;
        if (equals == std::string::npos ||
            !type.LookupAttributeByName(attribute.substr(0, equals), &information))
        {
            return nullptr;
        }
        // ns-3 ends the program for a number that is none.
        const std::string text = attribute.substr(equals + 1);
        const std::string_view digits = std::string_view(text).substr(text[0] == '-' ? 1 : 0);
        const bool isFlag = text == "true" || text == "false";
        const StringValue value(text);
        if ((!isFlag && !ReadNumber(digits)) || !information.checker->CreateValidValue(value))
        {
            return nullptr;
        }
        factory.Set(attribute.substr(0, equals), value);
    }
    return factory.Create<RandomVariableStream>();
}

} // namespace

std::optional<DataRate>
NfReadTrafficRate(const std::string& text)
{
    std::istringstream stream(text);
    DataRate rate(0);
    const bool isGood = !text.empty() && text.find_first_of("0123456789") == 0 && (stream >> rate);
    return isGood && rate.GetBitRate() > 0 && stream.peek() == EOF ? std::optional(rate)
                                                                   : std::nullopt;
}

Ptr<RandomVariableStream>
NfReadTrafficVariable(const std::string& text, bool isTime)
{
    const auto number = isTime ? ReadSeconds(text) : ReadNumber(text);
    if (!number)
    {
        return ReadRandom(text);
    }
    Ptr<ConstantRandomVariable> constant = CreateObject<ConstantRandomVariable>();
    constant->SetAttribute("Constant", DoubleValue(*number));
    return constant;
}

std::optional<uint32_t>
NfReadTrafficCount(const std::string& text)
{
    return ReadWhole(text, UINT32_MAX);
}

std::optional<std::vector<uint16_t>>
NfReadTrafficPorts(const std::string& text)
{
    std::vector<uint16_t> ports;
    std::istringstream stream(text);
    std::string part;
    while (std::getline(stream, part, ','))
    {
        const std::size_t dash = part.find('-');
        const auto first = ReadWhole(std::string_view(part).substr(0, dash), UINT16_MAX);
        const auto last = dash == std::string::npos
                              ? first
                              : ReadWhole(std::string_view(part).substr(dash + 1), UINT16_MAX);
        if (!first || !last || *first == 0 || *last < *first ||
            ports.size() + (*last - *first) >= MOST_PORTS)
        {
            return std::nullopt;
        }
        for (uint32_t port = *first; port <= *last; ++port)
        {
            ports.push_back(static_cast<uint16_t>(port));
        }
    }
    return ports.empty() || text.back() == ',' ? std::nullopt : std::optional(ports);
}

NfTrafficValues::NfTrafficValues(const NfTrafficSpec& spec)
    : m_spec(spec),
      m_kind(*NfFindTrafficKind(spec.kind))
{
}

const std::string&
NfTrafficValues::GetText(const std::string& name) const
{
    const auto given = m_spec.values.find(name);
    if (given != m_spec.values.end())
    {
        return given->second;
    }
    static std::map<std::string, std::string> usual;
    for (const NfTrafficParameter& parameter : m_kind.parameters)
    {
        if (name == parameter.name)
        {
            return usual.emplace(std::string(m_kind.name) + " " + name, parameter.usual)
                .first->second;
        }
    }
    NS_ABORT_MSG(m_kind.name << " has no parameter '" << name << "'");
}

bool
NfTrafficValues::Has(const std::string& name) const
{
    return !GetText(name).empty();
}

DataRate
NfTrafficValues::GetRate(const std::string& name) const
{
    return *NfReadTrafficRate(GetText(name));
}

uint32_t
NfTrafficValues::GetCount(const std::string& name) const
{
    return *NfReadTrafficCount(GetText(name));
}

double
NfTrafficValues::GetMean(const std::string& name) const
{
    const std::string& text = GetText(name);
    const auto number = IsTime(name) ? ReadSeconds(text) : ReadNumber(text);
    if (number)
    {
        return *number;
    }
    // With a stream of its own from the beginning it is given none.
    const std::size_t bracket = text.find('[');
    std::string own = text.substr(0, bracket) + "[Stream=0";
    if (bracket != std::string::npos && bracket + 2 < text.size())
    {
        own += "|" + text.substr(bracket + 1, text.size() - bracket - 2);
    }
    own += "]";
    const Ptr<RandomVariableStream> variable = ReadRandom(own);
    constexpr int DRAWS = 1000;
    double sum = 0;
    for (int i = 0; i < DRAWS; ++i)
    {
        sum += std::max(0.0, variable->GetValue());
    }
    return sum / DRAWS;
}

Ptr<RandomVariableStream>
NfTrafficValues::GetVariable(const std::string& name, const std::string& who) const
{
    Ptr<RandomVariableStream> variable = NfReadTrafficVariable(GetText(name), IsTime(name));
    variable->SetStream(GetStream(name, who));
    return variable;
}

Ptr<UniformRandomVariable>
NfTrafficValues::GetUniform(const std::string& purpose, const std::string& who) const
{
    Ptr<UniformRandomVariable> variable = CreateObject<UniformRandomVariable>();
    variable->SetStream(GetStream(purpose, who));
    return variable;
}

bool
NfTrafficValues::IsTime(const std::string& name) const
{
    return std::any_of(m_kind.parameters.begin(),
                       m_kind.parameters.end(),
                       [&name](const NfTrafficParameter& parameter) {
                           return name == parameter.name &&
                                  parameter.type == NfTrafficValueType::TIME;
                       });
}

int64_t
NfTrafficValues::GetStream(const std::string& purpose, const std::string& who) const
{
    // ns-3 gives streams from 2^63 on to variables that nobody has assigned one.
    return static_cast<int64_t>(Hash64(m_spec.name + '\n' + purpose + '\n' + who) >> 1);
}

} // namespace ns3
