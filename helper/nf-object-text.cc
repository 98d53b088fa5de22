// SPDX-License-Identifier: GPL-2.0-only

#include "nf-object-text.h"

#include "nf-topology-units.h"

#include "ns3/string.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// "100p", "10kB". ns-3's own parser aborts.
bool
IsQueueSize(const std::string& text)
{
    for (const std::string_view unit : {"p", "kB", "KB", "MB", "B"})
    {
        if (text.size() > unit.size() && text.substr(text.size() - unit.size()) == unit)
        {
            const std::string number = text.substr(0, text.size() - unit.size());
            constexpr std::size_t DIGITS = 9; // ns-3 keeps 32 bits
            return number.size() <= DIGITS &&
                   number.find_first_not_of("0123456789") == std::string::npos;
        }
    }
    return false;
}

bool
IsIntegerText(const std::string& text, bool mayBeNegative)
{
    const std::size_t sign = mayBeNegative && text[0] == '-' ? 1 : 0;
    return text.size() > sign && text.find_first_not_of("0123456789", sign) == std::string::npos;
}

// True if the text can be given to an attribute without an abort.
bool
IsValue(const TypeId::AttributeInformation& attribute, const std::string& text)
{
    // Some names of ns-3's have the prefix, others have not.
    const std::string full = attribute.checker->GetValueTypeName();
    const std::string type = full.substr(full.find("::") == std::string::npos ? 0 : 5);
    bool isGood = type == "BooleanValue" || type == "StringValue";
    if (type == "TimeValue")
    {
        isGood = NfParseDelay(text).has_value();
    }
    else if (type == "DataRateValue")
    {
        isGood = text.find(' ') == std::string::npos && text.size() > 3 &&
                 text.substr(text.size() - 3) == "bps" && NfParseBitRate(text).has_value();
    }
    else if (type == "QueueSizeValue")
    {
        isGood = IsQueueSize(text);
    }
    else if (type == "DoubleValue")
    {
        isGood = NfParseNumber(text).has_value();
    }
    else if (type == "UintegerValue" || type == "IntegerValue")
    {
        isGood = IsIntegerText(text, type == "IntegerValue");
    }
    else if (type == "EnumValue")
    {
        const std::string known = "|" + attribute.checker->GetUnderlyingTypeInformation() + "|";
        isGood = known.find("|" + text + "|") != std::string::npos;
    }
    return isGood && attribute.checker->CreateValidValue(StringValue(text));
}

std::string
CheckAttribute(TypeId type, const std::string& name, const std::string& value)
{
    TypeId::AttributeInformation attribute;
    if (!type.LookupAttributeByName(name, &attribute))
    {
        return fmt::format("{} has no attribute '{}'", type.GetName(), name);
    }
    if (!(attribute.flags & TypeId::ATTR_SET) || !attribute.accessor->HasSetter())
    {
        return fmt::format("the attribute {} of {} cannot be set", name, type.GetName());
    }
    return IsValue(attribute, value) ? ""
                                     : fmt::format("the attribute {} of {} does not take '{}'",
                                                   name,
                                                   type.GetName(),
                                                   value);
}

} // namespace

std::string
NfParseObjectText(const std::string& text, const std::string& kind, NfObjectText& object)
{
    const std::size_t open = text.find('[');
    const bool hasAttributes = open != std::string::npos;
    if (hasAttributes && text.back() != ']')
    {
        return "its attributes end with ']'";
    }
    object = {};
    object.type = text.substr(0, open);
    TypeId type;
    if (!TypeId::LookupByNameFailSafe(object.type, &type) &&
        !TypeId::LookupByNameFailSafe("ns3::" + object.type, &type))
    {
        return fmt::format("ns-3 has no type '{}'", object.type);
    }
    object.type = type.GetName();
    if (!type.IsChildOf(TypeId::LookupByName(kind)) || !type.HasConstructor())
    {
        return fmt::format("{} is no {}", object.type, kind);
    }
    std::string rest = hasAttributes ? text.substr(open + 1, text.size() - open - 2) : "";
    while (!rest.empty())
    {
        const std::size_t end = std::min(rest.find('|'), rest.size());
        const std::string pair = rest.substr(0, end);
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos)
        {
            return fmt::format("'{}' is no attribute with its value, such as MaxSize=100p", pair);
        }
        object.attributes.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
        const auto& [name, value] = object.attributes.back();
        if (std::string wrong = CheckAttribute(type, name, value); !wrong.empty())
        {
            return wrong;
        }
        rest.erase(0, end + 1);
    }
    return "";
}

} // namespace ns3
