// SPDX-License-Identifier: GPL-2.0-only

#include "nf-prefix.h"
#include "nf-set-words.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <string_view>

namespace ns3
{

namespace
{

constexpr uint32_t MAX_TIMEOUT = 2147483; // seconds: what is left of 32 bits of milliseconds

/// To which types an option of `create` belongs.
enum Scope : uint8_t
{
    ANY,
    HASH,
    BITMAP,
    LIST
};

/// An option of `create`.
struct CreateOption
{
    std::string_view name;
    Scope scope;
    bool hasValue;
    /// Takes the value. Null: the option is taken and forgotten, as ipset does.
    NfComplaint (*take)(const NfSetType& type, std::string_view value, NfSetOptions& options);
};

/// Reads a number into a field.
template <class T>
NfComplaint
Number(std::string_view text, uint64_t min, uint64_t max, T& field)
{
    uint64_t number = 0;
    auto complaint = NfParseSetNumber(text, min, max, number);
    field = static_cast<T>(number);
    return complaint;
}

/// @param value of the option `family`
/// @return the family; nothing if it is none
std::optional<NfFamily>
FindFamily(std::string_view value)
{
    if (value == "inet6" || value == "ipv6")
    {
        return NfFamily::IPV6;
    }
    return value == "inet" || value == "ipv4" ? std::optional(NfFamily::IPV4) : std::nullopt;
}

NfComplaint
TakeNetmask(const NfSetType&, std::string_view value, NfSetOptions& options)
{
    const uint8_t whole = options.GetWidth();
    if (auto complaint = Number(value, 1, whole, options.netmask))
    {
        return fmt::format("{}\nSyntax error: netmask is out of the inclusive range of 1-{}",
                           *complaint,
                           whole);
    }
    if (options.hasBitmask)
    {
        return "Syntax error: bitmask and netmask are mutually exclusive, provide only one";
    }
    options.bitmask = NfPrefix::MaskOf(options.netmask, options.family);
    return {};
}

NfComplaint
TakeBitmask(const NfSetType&, std::string_view value, NfSetOptions& options)
{
    NfSetAddressText address;
    if (auto complaint = NfParseSetAddress(value, options.family, address))
    {
        return fmt::format("{}\nSyntax error: bitmask is not valid for family = {}",
                           *complaint,
                           options.family == NfFamily::IPV6 ? "inet6" : "inet");
    }
    if (options.bitmask != NfPrefix::MaskOf(options.GetWidth(), options.family))
    {
        return "Syntax error: bitmask and netmask are mutually exclusive, provide only one";
    }
    options.hasBitmask = true;
    options.bitmask = address.first;
    return {};
}

NfComplaint
TakeRange(const NfSetType& type, std::string_view value, NfSetOptions& options)
{
    if (type.parts[0] == NfSetPart::PORT)
    {
        NfSetElement ports;
        auto complaint = NfParseSetPorts(value, NfFamily::IPV4, ports);
        options.first = ports.firstPort;
        options.last = ports.lastPort;
        return complaint;
    }
    NfSetAddressText address;
    auto complaint = NfParseSetAddress(value, NfFamily::IPV4, address);
    if (!complaint && !address.isRange && !address.hasPrefix)
    {
        return fmt::format("Syntax error: IP/cidr or IP-IP range must be specified: {}", value);
    }
    const uint32_t mask = NfPrefix::MaskOf(address.prefix).V4();
    options.first = address.first.V4() & mask;
    options.last = address.hasPrefix ? options.first | ~mask : address.last.V4();
    return complaint;
}

/// The family was set before all other options, which depend on it.
NfComplaint
TakeFamily(const NfSetType&, std::string_view value, NfSetOptions&)
{
    return FindFamily(value) ? NfComplaint()
                             : fmt::format("Syntax error: unknown inet family {}", value);
}

NfComplaint
TakeHashSize(const NfSetType&, std::string_view value, NfSetOptions& options)
{
    uint32_t size = 0;
    auto complaint = Number(value, 0, UINT32_MAX, size);
    constexpr uint32_t least = 64;
    constexpr uint32_t greatest = 1U << 31U;
    options.hashSize = least;
    while (options.hashSize < size && options.hashSize < greatest)
    {
        options.hashSize *= 2;
    }
    return complaint;
}

NfComplaint
TakeBucketSize(const NfSetType&, std::string_view value, NfSetOptions& options)
{
    uint8_t size = 0;
    auto complaint = Number(value, 0, UINT8_MAX, size);
    constexpr uint8_t least = 2;
    constexpr uint8_t greatest = 14;
    options.bucketSize = std::clamp<uint8_t>(size + size % 2, least, greatest);
    return complaint;
}

using Type = const NfSetType&;
using Text = std::string_view;
using Options = NfSetOptions&;

/// Reads one end of the range of a bitmap, in the manner of ipset 4.
template <uint32_t NfSetOptions::*End>
NfComplaint
TakeEnd(Type type, Text value, Options options)
{
    NfSetElement element;
    const bool ports = type.parts[0] == NfSetPart::PORT;
    auto complaint = ports ? NfParseSetPorts(value, NfFamily::IPV4, element)
                           : NfParseSetAddress(value, NfFamily::IPV4, element.address);
    options.*End = ports ? element.firstPort : element.address.first.V4();
    return complaint;
}

/// All options of `create`. That `bitmask` and `netmask` are for some types only, these say.
const CreateOption CREATE_OPTIONS[] = {
    {"range", BITMAP, true, TakeRange},
    {"from", BITMAP, true, TakeEnd<&NfSetOptions::first>},
    {"to", BITMAP, true, TakeEnd<&NfSetOptions::last>},
    {"netmask", ANY, true, TakeNetmask},
    {"bitmask", HASH, true, TakeBitmask},
    {"family", HASH, true, TakeFamily},
    {"4", HASH, false, nullptr},
    {"6", HASH, false, nullptr},
    {"hashsize", HASH, true, TakeHashSize},
    {"maxelem",
     HASH,
     true,
     [](Type, Text value, Options options) {
         return Number(value, 0, UINT32_MAX, options.maxElements);
     }},
    {"markmask",
     HASH,
     true,
     [](Type, Text value, Options options) {
         return Number(value, 1, UINT32_MAX, options.markMask);
     }},
    {"bucketsize", HASH, true, TakeBucketSize},
    {"initval",
     HASH,
     true,
     [](Type, Text value, Options options) {
         return Number(value, 0, UINT32_MAX, options.initialValue);
     }},
    {"size",
     LIST,
     true,
     [](Type, Text value, Options options) {
         auto complaint = Number(value, 0, UINT32_MAX, options.size);
         constexpr uint32_t least = 4;
         options.size = std::max(options.size, least);
         return complaint;
     }},
    {"timeout",
     ANY,
     true,
     [](Type, Text value, Options options) {
         return Number(value, 0, MAX_TIMEOUT, options.timeout.emplace());
     }},
    {"counters",
     ANY,
     false,
     [](Type, Text, Options options) {
         options.counters = true;
         return NfComplaint();
     }},
    {"comment",
     ANY,
     false,
     [](Type, Text, Options options) {
         options.comment = true;
         return NfComplaint();
     }},
    {"skbinfo",
     ANY,
     false,
     [](Type, Text, Options options) {
         options.skbinfo = true;
         return NfComplaint();
     }},
    {"forceadd",
     HASH,
     false,
     [](Type, Text, Options options) {
         options.forceAdd = true;
         return NfComplaint();
     }},
    {"probes", HASH, true, nullptr},
    {"resize", HASH, true, nullptr},
    {"gc", HASH, true, nullptr},
};

/// Names of options may stand behind one or two dashes.
std::string_view
WithoutDashes(std::string_view name)
{
    for (int i = 0; i < 2 && !name.empty() && name.front() == '-'; ++i)
    {
        name.remove_prefix(1);
    }
    return name;
}

bool
Belongs(const CreateOption& option, const NfSetType& type)
{
    if (option.name == "netmask")
    {
        return type.netmask;
    }
    if (option.name == "bitmask")
    {
        return type.bitmask;
    }
    if (option.name == "markmask")
    {
        return type.Has(NfSetPart::MARK);
    }
    switch (option.scope)
    {
    case HASH:
        return type.method == NfSetMethod::HASH;
    case BITMAP:
        return type.method == NfSetMethod::BITMAP;
    case LIST:
        return type.method == NfSetMethod::LIST;
    case ANY:
        break;
    }
    return true;
}

/// What the kernel refuses of a bitmap's range; aligns it to the netmask.
NfComplaint
FinishRange(const NfSetType& type, NfSetOptions& options)
{
    if (type.parts[0] == NfSetPart::PORT)
    {
        return {};
    }
    const uint32_t hosts = ~options.bitmask.V4();
    const uint64_t size = (uint64_t{options.last} - options.first + 1) / (uint64_t{hosts} + 1);
    if (size > NfSetOptions::MAX_BITMAP)
    {
        return "The range you specified exceeds the size limit of the set type";
    }
    if (hosts && size == 0)
    {
        return "Element is out of the range of the set";
    }
    options.first &= options.bitmask.V4();
    options.last |= hosts;
    return {};
}

/// The family that a command asks for, wherever it says so; IPv4 if it does not.
NfFamily
FamilyAhead(NfSetWords words)
{
    NfFamily family = NfFamily::IPV4;
    while (!words.IsEmpty())
    {
        const std::string_view name = WithoutDashes(words.Take().text);
        if (name == "family" && !words.IsEmpty())
        {
            family = FindFamily(words.Take().text).value_or(family);
        }
        else if (name == "4" || name == "6")
        {
            family = name == "6" ? NfFamily::IPV6 : NfFamily::IPV4;
        }
    }
    return family;
}

} // namespace

NfStatus
NfReadSetOptions(const NfSetType& type, NfSetWords& words, NfSetOptions& options)
{
    std::set<std::string_view> given;
    bool bothEnds = false;
    if (type.method == NfSetMethod::HASH && type.HasFamily())
    {
        options.SetFamily(FamilyAhead(words));
    }
    while (!words.IsEmpty())
    {
        const std::string& word = words.Take().text;
        const std::string_view name = WithoutDashes(word);
        auto option = std::find_if(
            std::begin(CREATE_OPTIONS),
            std::end(CREATE_OPTIONS),
            [&](const CreateOption& row) { return row.name == name && Belongs(row, type); });
        if (option == std::end(CREATE_OPTIONS))
        {
            return words.Misunderstood(fmt::format("Unknown argument: `{}'", word));
        }
        if (option->hasValue && words.IsEmpty())
        {
            return words.Misunderstood(
                fmt::format("Missing mandatory argument of option `{}'", option->name));
        }
        const std::string value = option->hasValue ? words.Take().text : "";
        if (!given.insert(option->name).second && option->hasValue)
        {
            return words.Refused(fmt::format("Syntax error: {} already specified", option->name));
        }
        bothEnds |= option->name == "range" && value.find_first_of("-/") != std::string::npos;
        NfComplaint complaint = option->take ? option->take(type, value, options) : NfComplaint();
        if (complaint)
        {
            return words.Refused(complaint);
        }
    }
    if (type.method != NfSetMethod::BITMAP)
    {
        return {};
    }
    if (given.count("range") && !bothEnds)
    {
        return words.Misunderstood("Mandatory option `to' is missing");
    }
    if (!given.count("range") && !(given.count("from") && given.count("to")))
    {
        return words.Misunderstood("Mandatory option `range' is missing");
    }
    return words.Refused(FinishRange(type, options));
}

} // namespace ns3
