// SPDX-License-Identifier: GPL-2.0-only

#include "nf-user-names.h"

#include <array>
#include <functional>
#include <map>

namespace ns3
{

namespace
{

using Names = std::map<std::string, uint32_t, std::less<>>;

/// Users, then groups.
std::array<Names, 2>&
AllNames()
{
    static std::array<Names, 2> names{
        Names{{"root", 0},
              {"daemon", 1},
              {"bin", 2},
              {"sys", 3},
              {"sync", 4},
              {"games", 5},
              {"man", 6},
              {"lp", 7},
              {"mail", 8},
              {"news", 9},
              {"uucp", 10},
              {"proxy", 13},
              {"www-data", 33},
              {"backup", 34},
              {"list", 38},
              {"irc", 39},
              {"_apt", 42},
              {"nobody", 65534}},
        Names{
            {"root", 0},      {"daemon", 1},  {"bin", 2},        {"sys", 3},       {"adm", 4},
            {"tty", 5},       {"disk", 6},    {"lp", 7},         {"mail", 8},      {"news", 9},
            {"uucp", 10},     {"man", 12},    {"proxy", 13},     {"kmem", 15},     {"dialout", 20},
            {"fax", 21},      {"voice", 22},  {"cdrom", 24},     {"floppy", 25},   {"tape", 26},
            {"sudo", 27},     {"audio", 29},  {"dip", 30},       {"www-data", 33}, {"backup", 34},
            {"operator", 37}, {"list", 38},   {"irc", 39},       {"src", 40},      {"shadow", 42},
            {"utmp", 43},     {"video", 44},  {"sasl", 45},      {"plugdev", 46},  {"staff", 50},
            {"games", 60},    {"users", 100}, {"nogroup", 65534}}};
    return names;
}

} // namespace

void
NfUserNames::Add(Kind kind, const std::string& name, uint32_t id)
{
    AllNames()[kind][name] = id;
}

std::optional<uint32_t>
NfUserNames::Find(Kind kind, std::string_view name)
{
    const Names& names = AllNames()[kind];
    auto found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

} // namespace ns3
