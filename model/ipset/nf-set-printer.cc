// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-printer.h"

#include "nf-jiffies.h"
#include "nf-set-element.h"

#include <fmt/format.h>
#include <functional>
#include <string_view>

namespace ns3
{

namespace
{

std::string
MasksToString(const NfSetOptions& options)
{
    if (options.hasBitmask)
    {
        return " bitmask " + NfToString(options.bitmask, options.family);
    }
    return options.netmask == options.GetWidth() ? "" : fmt::format(" netmask {}", options.netmask);
}

std::string
RangeToString(const NfSetType& type, const NfSetOptions& options)
{
    return type.parts[0] == NfSetPart::PORT
               ? fmt::format("range {}-{}", options.first, options.last)
               : fmt::format("range {}-{}",
                             NfToString(NfAddress(options.first)),
                             NfToString(NfAddress(options.last)));
}

std::string
ExtensionsToString(const NfSetOptions& options)
{
    std::string text = options.timeout ? fmt::format(" timeout {}", *options.timeout) : "";
    text += options.counters ? " counters" : "";
    text += options.comment ? " comment" : "";
    text += options.skbinfo ? " skbinfo" : "";
    return text + (options.forceAdd ? " forceadd" : "");
}

/// What stands behind the type in `create`, and in a listing's header.
std::string
OptionsToString(const NfSet& set)
{
    const NfSetType& type = set.GetType();
    const NfSetOptions& options = set.GetOptions();
    if (type.method == NfSetMethod::LIST)
    {
        return fmt::format("size {}", options.size) + ExtensionsToString(options);
    }
    if (type.method == NfSetMethod::BITMAP)
    {
        return RangeToString(type, options) + MasksToString(options) + ExtensionsToString(options);
    }
    const bool v6 = options.family == NfFamily::IPV6;
    std::string text = type.HasFamily() ? (v6 ? "family inet6 " : "family inet ") : "";
    text +=
        options.markMask == UINT32_MAX ? "" : fmt::format("markmask {:#010x} ", options.markMask);
    text += fmt::format("hashsize {} maxelem {}", options.hashSize, options.maxElements);
    const bool early = type.name == "hash:ip";
    text += early ? MasksToString(options) : "";
    text += ExtensionsToString(options);
    text +=
        fmt::format(" bucketsize {} initval {:#010x}", options.bucketSize, options.initialValue);
    return text + (early ? "" : MasksToString(options));
}

std::string
SkbinfoToString(const NfSet::Entry::Extra& extra)
{
    std::string text;
    if (extra.mark || extra.markMask)
    {
        text += fmt::format(" skbmark {:#x}", extra.mark);
        text += extra.markMask == UINT32_MAX ? "" : fmt::format("/{:#x}", extra.markMask);
    }
    if (extra.priority)
    {
        text +=
            fmt::format(" skbprio {:x}:{:x}", extra.priority >> 16, extra.priority & UINT16_MAX);
    }
    return extra.queue ? text + fmt::format(" skbqueue {}", extra.queue) : text;
}

/// What stands behind an element.
std::string
DetailsToString(const NfSetOptions& options, const NfSet::Entry& entry)
{
    const NfSet::Entry::Extra* extra = entry.extra.get();
    std::string text;
    if (options.timeout)
    {
        const uint64_t left = extra->expires ? (extra->expires - NfJiffies()) / NF_HZ : 0;
        text += fmt::format(" timeout {}", left);
    }
    text += entry.nomatch ? " nomatch" : "";
    text += entry.wildcard ? " wildcard" : "";
    if (options.counters)
    {
        text += fmt::format(" packets {} bytes {}", extra->packets, extra->bytes);
    }
    if (options.comment && !extra->comment.empty())
    {
        text += " comment \"" + extra->comment + "\"";
    }
    return options.skbinfo ? text + SkbinfoToString(*extra) : text;
}

/// Print a line for each element, behind a prefix.
void
PrintElements(std::ostream& os, NfSet& set, std::string_view prefix)
{
    for (const NfSet::Member& member : set.GetMembers())
    {
        os << prefix << member.name << DetailsToString(set.GetOptions(), member.entry) << '\n';
    }
    for (const auto& [key, entry] : set.GetElements())
    {
        NfSetKey whole = *key;
        whole.mac = entry->mac == std::array<uint8_t, 6>{} ? whole.mac : entry->mac;
        os << prefix << NfSetKeyToString(set, whole) << DetailsToString(set.GetOptions(), *entry)
           << '\n';
    }
}

} // namespace

void
NfListSet(std::ostream& os, const std::string& name, NfSet& set, uint32_t references, bool terse)
{
    os << "Name: " << name << "\nType: " << set.GetType().name
       << "\nRevision: " << int{set.GetType().revision} << "\nHeader: " << OptionsToString(set)
       << "\nSize in memory: " << set.GetMemory() << "\nReferences: " << references
       << "\nNumber of entries: " << set.CountElements() << '\n';
    if (!terse)
    {
        os << "Members:\n";
        PrintElements(os, set, "");
    }
}

void
NfSaveSet(std::ostream& os, const std::string& name, NfSet& set)
{
    os << "create " << name << ' ' << set.GetType().name << ' ' << OptionsToString(set) << '\n';
    PrintElements(os, set, "add " + name + " ");
}

} // namespace ns3
