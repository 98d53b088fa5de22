// SPDX-License-Identifier: GPL-2.0-only

#include "nf-osf-fingerprints.h"

#include "nf-option-text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>

namespace ns3
{

namespace
{

constexpr const char* KEY = "osf/fingerprints";
constexpr std::size_t FIELDS = 9;
constexpr std::size_t MAX_NAME = 31;    //!< characters that count, Linux's MAXGENRELEN - 1
constexpr std::size_t MAX_OPTIONS = 40; //!< Linux's MAX_IPOPTLEN

/// The options that have a letter.
struct OptionLetter
{
    char letter;
    NfOsfFingerprint::Option option;
};

constexpr std::array<OptionLetter, 6> LETTERS{
    {{'E', {0, 1}}, {'N', {1, 1}}, {'M', {2, 4}}, {'W', {3, 3}}, {'S', {4, 2}}, {'T', {8, 10}}}};

using Words = std::vector<std::string>;

Words
SplitLine(std::string_view line)
{
    Words words;
    for (std::string_view word : NfSplit(line, ':'))
    {
        word.remove_prefix(std::min(word.find_first_not_of(" \t"), word.size()));
        words.emplace_back(word);
    }
    return words;
}

uint32_t
ReadNumber(const std::string& text, std::size_t from = 0)
{
    constexpr int decimal = 10;
    return from < text.size() ? std::strtoul(text.c_str() + from, nullptr, decimal) : 0;
}

void
ReadWindow(const std::string& word, NfOsfFingerprint& fingerprint)
{
    const char first = word.empty() ? '*' : word.front();
    if (first == 'S' || first == 'T')
    {
        fingerprint.window =
            first == 'S' ? NfOsfFingerprint::Window::MSS : NfOsfFingerprint::Window::MTU;
        fingerprint.windowValue = ReadNumber(word, word.find_first_not_of("ST%"));
    }
    else if (first == '%')
    {
        fingerprint.window = NfOsfFingerprint::Window::MODULO;
        fingerprint.windowValue = ReadNumber(word, 1);
    }
    else
    {
        fingerprint.windowValue = ReadNumber(word);
    }
}

/// What has no letter of its own, such as ".", is no option.
std::vector<NfOsfFingerprint::Option>
ReadOptions(std::string_view text)
{
    std::vector<NfOsfFingerprint::Option> options;
    for (std::string_view word : NfSplit(text, ','))
    {
        const auto* row = std::find_if(LETTERS.begin(), LETTERS.end(), [word](const auto& entry) {
            return !word.empty() && word.front() == entry.letter;
        });
        if (row != LETTERS.end())
        {
            options.push_back(row->option);
        }
    }
    return options;
}

std::string
ReadName(const std::string& word)
{
    return word.substr(0, MAX_NAME);
}

/// @param error receives what is wrong
/// @return the line's fingerprint, unless something is wrong
NfOsfFingerprint
ReadLine(std::string_view line, NfComplaint& error)
{
    NfOsfFingerprint fingerprint;
    const Words words = SplitLine(line);
    if (words.size() != FIELDS)
    {
        error = fmt::format("found {} fields, expected {}: "
                            "window:ttl:df:size:options:system:version:subtype:details",
                            words.size(),
                            FIELDS);
        return fingerprint;
    }
    ReadWindow(words[0], fingerprint);
    fingerprint.ttl = static_cast<uint8_t>(ReadNumber(words[1]));
    fingerprint.dontFragment = ReadNumber(words[2]) != 0;
    fingerprint.size = static_cast<uint16_t>(ReadNumber(words[3]));
    fingerprint.options = ReadOptions(words[4]);
    // '@' marks a rough guess, '*' a tool.
    const bool marked = !words[5].empty() && (words[5][0] == '@' || words[5][0] == '*');
    fingerprint.system = ReadName(words[5].substr(marked));
    fingerprint.version = ReadName(words[6]);
    fingerprint.subtype = ReadName(words[7]);
    const bool noModulus =
        fingerprint.window == NfOsfFingerprint::Window::MODULO && fingerprint.windowValue == 0;
    if (noModulus || fingerprint.options.size() > MAX_OPTIONS)
    {
        error = noModulus ? "found a window that is a multiple of 0"
                          : fmt::format("found more than {} options", MAX_OPTIONS);
    }
    return fingerprint;
}

} // namespace

NfOsfFingerprints&
NfOsfFingerprints::Of(NfNetns& netns)
{
    auto& state = netns.states[KEY];
    if (!state)
    {
        state = std::make_unique<NfOsfFingerprints>();
    }
    return static_cast<NfOsfFingerprints&>(*state);
}

const NfOsfFingerprints*
NfOsfFingerprints::Find(const NfNetns& netns)
{
    const auto found = netns.states.find(KEY);
    return found == netns.states.end() ? nullptr
                                       : static_cast<const NfOsfFingerprints*>(found->second.get());
}

NfStatus
NfOsfFingerprints::Load(std::string_view text, const std::string& name)
{
    std::vector<NfOsfFingerprint> all = m_fingerprints;
    uint32_t number = 0;
    for (std::string_view line : NfSplit(text, '\n'))
    {
        ++number;
        line = line.substr(0, line.find('\r'));
        if (line.empty() || line.front() == '#')
        {
            continue;
        }
        NfComplaint complaint;
        all.push_back(ReadLine(line, complaint));
        if (complaint)
        {
            NfError error;
            error.file = name;
            error.line = number;
            error.column = 1;
            error.message = *complaint;
            return error;
        }
    }
    m_fingerprints = std::move(all);
    return {};
}

} // namespace ns3
