// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter-value.h"

#include <algorithm>
#include <arpa/inet.h>
#include <map>
#include <utility>

namespace ns3
{

namespace
{

const std::map<std::string, int> PROTOCOLS{{"tcp", 6},
                                           {"udp", 17},
                                           {"icmp", 1},
                                           {"icmp6", 58},
                                           {"icmpv6", 58},
                                           {"sctp", 132},
                                           {"gre", 47},
                                           {"udplite", 136}};

// Of our own, so that answers do not depend on the machine's /etc/services.
const std::map<std::string, int> SERVICES{
    {"echo", 7},        {"discard", 9}, {"ftp-data", 20}, {"ftp", 21},    {"ssh", 22},
    {"telnet", 23},     {"smtp", 25},   {"domain", 53},   {"bootps", 67}, {"bootpc", 68},
    {"tftp", 69},       {"http", 80},   {"pop3", 110},    {"ntp", 123},   {"imap2", 143},
    {"snmp", 161},      {"bgp", 179},   {"ldap", 389},    {"https", 443}, {"syslog", 514},
    {"route", 520},     {"ldaps", 636}, {"imaps", 993},   {"sip", 5060},  {"mdns", 5353},
    {"http-alt", 8080},
};

} // namespace

std::optional<int>
NfParseFilterNumber(const std::string& text, int largest)
{
    if (text.empty() || text.size() > 9 ||
        text.find_first_not_of("0123456789") != std::string::npos)
    {
        return {};
    }
    const int number = std::stoi(text);
    return number <= largest ? std::optional<int>(number) : std::nullopt;
}

std::optional<std::string>
NfParseFilterAddress(const std::string& text)
{
    unsigned char bytes[16];
    const int family = text.find(':') == std::string::npos ? AF_INET : AF_INET6;
    if (inet_pton(family, text.c_str(), bytes) != 1)
    {
        return {};
    }
    return std::string(reinterpret_cast<char*>(bytes), family == AF_INET ? 4 : 16);
}

std::optional<NfFilterAddress::Prefix>
NfParseShortNet(const std::string& text)
{
    const auto dots = std::count(text.begin(), text.end(), '.');
    if (dots > 2)
    {
        return {};
    }
    std::string whole = text;
    for (auto i = dots; i < 3; ++i)
    {
        whole += ".0";
    }
    const auto address = NfParseFilterAddress(whole);
    return address ? std::make_optional(std::make_pair(*address, int(dots + 1) * 8)) : std::nullopt;
}

std::optional<int>
NfFindProtocol(const std::string& text)
{
    auto found = PROTOCOLS.find(text);
    return found == PROTOCOLS.end() ? std::nullopt : std::optional<int>(found->second);
}

std::optional<int>
NfParseFilterPort(const std::string& text)
{
    constexpr int largest = 65535;
    auto service = SERVICES.find(text);
    return service == SERVICES.end() ? NfParseFilterNumber(text, largest)
                                     : std::optional<int>(service->second);
}

} // namespace ns3
