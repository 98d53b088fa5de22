// SPDX-License-Identifier: GPL-2.0-only

#include "nf-foreign-format.h"

#include "nf-iptables-names.h"
#include "nf-text-family.h"

#include <fmt/format.h>
#include <sstream>
#include <vector>

namespace ns3
{

namespace
{

/// A word that begins a line of some other tool's text.
struct FirstWord
{
    std::string_view word;
    const char* format;
};

constexpr FirstWord FIRST_WORDS[] = {
    {"create", "an ipset text"},
    {"add", "an ipset or nft text"},
    {"table", "an nft text"},
    {"flush", "an nft text"},
    {"chain", "an nft text"},
    {"define", "an nft text"},
    {"*broute", "an ebtables-save text"},
    {"iptables", "a shell script of iptables commands"},
    {"/sbin/iptables", "a shell script of iptables commands"},
    {"/usr/sbin/iptables", "a shell script of iptables commands"},
    {"$IPTABLES", "a shell script of iptables commands"},
    {"ip6tables", "a shell script of ip6tables commands"},
    {"ipset", "a shell script of ipset commands"},
    {"nft", "a shell script of nft commands"},
};

/// A program that names itself in the comment at the head of what it saves.
constexpr FirstWord PROGRAMS[] = {
    {"ebtables-save", "an ebtables-save text"},
    {"ebtables-nft-save", "an ebtables-save text"},
    {"arptables-save", "an arptables-save text"},
    {"arptables-nft-save", "an arptables-save text"},
};

} // namespace

std::string
NfNameForeignFormat(std::string_view line, NfFamily family)
{
    if (const auto named = NfFamilyOfComment(line))
    {
        return *named == family ? "" : fmt::format("an {}-save text", NfProgramName(*named));
    }

    std::istringstream stream{std::string(line)};
    std::vector<std::string> words;
    for (std::string word; words.size() < 4 && stream >> word;)
    {
        words.push_back(word);
    }
    if (line.substr(0, 2) == "#!")
    {
        return line.find("nft") == line.npos ? "a shell script" : "an nft text";
    }
    const bool generated =
        words.size() == 4 && words[0] == "#" && words[1] == "Generated" && words[2] == "by";
    if (generated)
    {
        for (const FirstWord& row : PROGRAMS)
        {
            if (words[3] == row.word)
            {
                return row.format;
            }
        }
    }
    for (const FirstWord& row : FIRST_WORDS)
    {
        if (!words.empty() && words[0] == row.word)
        {
            return row.format;
        }
    }
    return "";
}

} // namespace ns3
