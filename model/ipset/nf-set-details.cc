// SPDX-License-Identifier: GPL-2.0-only

#include "nf-option-text.h"
#include "nf-set-words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <string_view>

namespace ns3
{

namespace
{

constexpr uint32_t MAX_TIMEOUT = 2147483;
constexpr std::size_t MAX_COMMENT = 255;

using Text = std::string_view;
using Details = NfSetDetails&;

/// An option of `add`.
struct AddOption
{
    std::string_view name;
    bool hasValue;
    bool (*fits)(const NfSetType& type, NfSetAction action); //!< is it one of this command's?
    bool (*has)(const NfSetOptions& options);                //!< does the set keep it?
    const char* missing;                                     //!< what is said if it does not
    NfComplaint (*take)(Text value, Details details);
};

bool
Adds(const NfSetType&, NfSetAction action)
{
    return action == NfSetAction::ADD;
}

NfComplaint
TakeCounter(Text value, uint64_t& counter)
{
    return NfParseSetNumber(value, 0, UINT64_MAX - 1, counter);
}

/// A number of hexadecimal digits behind 0x, cut to 32 bits.
std::optional<uint32_t>
ReadMark(Text text)
{
    const bool hexadecimal = text.size() > 2 && text.substr(0, 2) == "0x";
    auto number = hexadecimal ? NfParseUnsigned(text) : std::nullopt;
    return number ? std::optional<uint32_t>(std::min<uint64_t>(*number, UINT32_MAX)) : std::nullopt;
}

NfComplaint
TakeMark(Text value, Details details)
{
    const std::size_t slash = value.find('/');
    auto mark = ReadMark(value.substr(0, slash));
    auto mask = slash == Text::npos ? UINT32_MAX : ReadMark(value.substr(slash + 1));
    if (!mark || !mask)
    {
        return "Syntax error: Invalid skbmark format, it should be:  MARK/MASK or MARK (see "
               "manpage)";
    }
    details.mark = *mark;
    details.markMask = *mask;
    return {};
}

NfComplaint
TakePriority(Text value, Details details)
{
    const std::size_t colon = value.find(':');
    auto read = [](Text text) { return NfParseNumber("0x" + std::string(text), UINT32_MAX); };
    auto major = read(value.substr(0, colon));
    auto minor = colon == Text::npos ? std::nullopt : read(value.substr(colon + 1));
    if (!major || !minor)
    {
        return "Syntax error: Invalid skbprio format, it should be:MAJOR:MINOR (see manpage)";
    }
    constexpr unsigned half = 16;
    details.priority = (*major & UINT16_MAX) << half | (*minor & UINT16_MAX);
    return {};
}

NfComplaint
TakeComment(Text value, Details details)
{
    if (value.find('"') != Text::npos)
    {
        return "Syntax error: \" character is not permitted in comments";
    }
    if (value.size() > MAX_COMMENT)
    {
        return "Syntax error: Comment is longer than the maximum allowed 255 characters";
    }
    details.comment = value;
    return {};
}

bool
HasCounters(const NfSetOptions& options)
{
    return options.counters;
}

bool
HasSkbinfo(const NfSetOptions& options)
{
    return options.skbinfo;
}

bool
HasAll(const NfSetOptions&)
{
    return true;
}

constexpr const char* NO_COUNTERS =
    "Packet/byte counters cannot be used: set was created without counter support";
constexpr const char* NO_SKBINFO =
    "Skbinfo mapping cannot be used: set was created without skbinfo support";

const AddOption ADD_OPTIONS[] = {
    {"timeout",
     true,
     Adds,
     [](const NfSetOptions& options) { return options.timeout.has_value(); },
     "Timeout cannot be used: set was created without timeout support",
     [](Text value, Details details) {
         uint64_t seconds = 0;
         auto complaint = NfParseSetNumber(value, 0, MAX_TIMEOUT, seconds);
         details.timeout = seconds;
         return complaint;
     }},
    {"packets",
     true,
     Adds,
     HasCounters,
     NO_COUNTERS,
     [](Text value, Details details) { return TakeCounter(value, details.packets); }},
    {"bytes",
     true,
     Adds,
     HasCounters,
     NO_COUNTERS,
     [](Text value, Details details) { return TakeCounter(value, details.bytes); }},
    {"comment",
     true,
     Adds,
     [](const NfSetOptions& options) { return options.comment; },
     "Comment cannot be used: set was created without comment support",
     TakeComment},
    {"skbmark", true, Adds, HasSkbinfo, NO_SKBINFO, TakeMark},
    {"skbprio", true, Adds, HasSkbinfo, NO_SKBINFO, TakePriority},
    {"skbqueue",
     true,
     Adds,
     HasSkbinfo,
     NO_SKBINFO,
     [](Text value, Details details) {
         uint64_t queue = 0;
         auto complaint = NfParseSetNumber(value, 0, UINT16_MAX, queue);
         details.queue = queue;
         return complaint;
     }},
    {"nomatch",
     false,
     [](const NfSetType& type, NfSetAction action) {
         return type.HasNomatch() && action != NfSetAction::DELETE;
     },
     HasAll,
     "",
     [](Text, Details details) {
         details.nomatch = true;
         return NfComplaint();
     }},
    {"wildcard",
     false,
     [](const NfSetType& type, NfSetAction action) {
         return type.Has(NfSetPart::INTERFACE) && action == NfSetAction::ADD;
     },
     HasAll,
     "",
     [](Text, Details details) {
         details.wildcard = true;
         return NfComplaint();
     }},
};

} // namespace

NfStatus
NfReadSetDetails(const NfSet& set,
                 NfSetAction action,
                 NfSetWords& words,
                 NfSetElement& element,
                 NfSetDetails& details)
{
    const NfSetType& type = set.GetType();
    std::set<std::string_view> given;
    const char* missing = nullptr;
    while (!words.IsEmpty())
    {
        const std::string& word = words.Take().text;
        std::string_view name = word;
        while (name.size() > 1 && name.front() == '-')
        {
            name.remove_prefix(1);
        }
        const bool place =
            type.method == NfSetMethod::LIST && (name == "before" || name == "after");
        auto option =
            std::find_if(std::begin(ADD_OPTIONS), std::end(ADD_OPTIONS), [&](const AddOption& row) {
                return row.name == name && row.fits(type, action);
            });
        if (!place && option == std::end(ADD_OPTIONS))
        {
            return words.Misunderstood(fmt::format("Unknown argument: `{}'", word));
        }
        const bool hasValue = place || option->hasValue;
        if (hasValue && words.IsEmpty())
        {
            return words.Misunderstood(
                fmt::format("Missing mandatory argument of option `{}'", name));
        }
        const std::string value = hasValue ? words.Take().text : "";
        if (hasValue && !given.insert(name).second)
        {
            return words.Refused(fmt::format("Syntax error: {} already specified", name));
        }
        if (place)
        {
            element.place = {name == "before", value};
            continue;
        }
        if (auto complaint = option->take(value, details))
        {
            return words.Refused(complaint);
        }
        if (!option->has(set.GetOptions()))
        {
            missing = missing ? missing : option->missing;
        }
    }
    return missing ? words.Refused(std::string(missing)) : NfStatus();
}

} // namespace ns3
