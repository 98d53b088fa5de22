// SPDX-License-Identifier: GPL-2.0-only

#include "nf-service-names.h"

#include "nf-option-text.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

struct Service
{
    std::string_view name;
    uint16_t port;
};

/// Sorted by name.
constexpr std::array SERVICES{Service{"amqp", 5672},
                              Service{"auth", 113},
                              Service{"bgp", 179},
                              Service{"bootpc", 68},
                              Service{"bootps", 67},
                              Service{"chargen", 19},
                              Service{"daytime", 13},
                              Service{"dhcpv6-client", 546},
                              Service{"dhcpv6-server", 547},
                              Service{"discard", 9},
                              Service{"domain", 53},
                              Service{"domain-s", 853},
                              Service{"echo", 7},
                              Service{"epmap", 135},
                              Service{"exec", 512},
                              Service{"finger", 79},
                              Service{"ftp", 21},
                              Service{"ftp-data", 20},
                              Service{"ftps", 990},
                              Service{"ftps-data", 989},
                              Service{"git", 9418},
                              Service{"gopher", 70},
                              Service{"http", 80},
                              Service{"http-alt", 8080},
                              Service{"https", 443},
                              Service{"ident", 113},
                              Service{"imap", 143},
                              Service{"imap2", 143},
                              Service{"imap3", 220},
                              Service{"imaps", 993},
                              Service{"ipp", 631},
                              Service{"ipsec-nat-t", 4500},
                              Service{"irc", 194},
                              Service{"ircd", 6667},
                              Service{"isakmp", 500},
                              Service{"iso-tsap", 102},
                              Service{"kerberos", 88},
                              Service{"kerberos-adm", 749},
                              Service{"klogin", 543},
                              Service{"kpasswd", 464},
                              Service{"kshell", 544},
                              Service{"l2f", 1701},
                              Service{"l2tp", 1701},
                              Service{"ldap", 389},
                              Service{"ldaps", 636},
                              Service{"ldp", 646},
                              Service{"loc-srv", 135},
                              Service{"login", 513},
                              Service{"mail", 25},
                              Service{"mdns", 5353},
                              Service{"microsoft-ds", 445},
                              Service{"ms-sql-m", 1434},
                              Service{"ms-sql-s", 1433},
                              Service{"ms-wbt-server", 3389},
                              Service{"mysql", 3306},
                              Service{"netbios-dgm", 138},
                              Service{"netbios-ns", 137},
                              Service{"netbios-ssn", 139},
                              Service{"netstat", 15},
                              Service{"nfs", 2049},
                              Service{"nntp", 119},
                              Service{"nntps", 563},
                              Service{"ntp", 123},
                              Service{"nut", 3493},
                              Service{"openvpn", 1194},
                              Service{"pop-3", 110},
                              Service{"pop3", 110},
                              Service{"pop3s", 995},
                              Service{"portmapper", 111},
                              Service{"postgres", 5432},
                              Service{"postgresql", 5432},
                              Service{"pptp", 1723},
                              Service{"printer", 515},
                              Service{"puppet", 8140},
                              Service{"qotd", 17},
                              Service{"radius", 1812},
                              Service{"radius-acct", 1813},
                              Service{"redis", 6379},
                              Service{"route", 520},
                              Service{"router", 520},
                              Service{"rsync", 873},
                              Service{"rtsp", 554},
                              Service{"shell", 514},
                              Service{"sip", 5060},
                              Service{"sip-tls", 5061},
                              Service{"smtp", 25},
                              Service{"smtps", 465},
                              Service{"snmp", 161},
                              Service{"snmp-trap", 162},
                              Service{"snmptrap", 162},
                              Service{"socks", 1080},
                              Service{"spooler", 515},
                              Service{"ssh", 22},
                              Service{"ssmtp", 465},
                              Service{"submission", 587},
                              Service{"submissions", 465},
                              Service{"sunrpc", 111},
                              Service{"svn", 3690},
                              Service{"syslog", 514},
                              Service{"systat", 11},
                              Service{"tacacs", 49},
                              Service{"tcpmux", 1},
                              Service{"telnet", 23},
                              Service{"telnets", 992},
                              Service{"tftp", 69},
                              Service{"time", 37},
                              Service{"urd", 465},
                              Service{"uucp", 540},
                              Service{"webcache", 8080},
                              Service{"whois", 43},
                              Service{"www", 80},
                              Service{"x11", 6000},
                              Service{"xdmcp", 177},
                              Service{"xmpp-client", 5222},
                              Service{"xmpp-server", 5269},
                              Service{"zabbix-agent", 10050},
                              Service{"zabbix-trapper", 10051}};

} // namespace

std::optional<uint16_t>
NfFindService(std::string_view name)
{
    auto found = std::lower_bound(SERVICES.begin(),
                                  SERVICES.end(),
                                  name,
                                  [](const Service& s, std::string_view n) { return s.name < n; });
    return found != SERVICES.end() && found->name == name ? std::optional(found->port)
                                                          : std::nullopt;
}

std::optional<uint16_t>
NfParsePort(std::string_view text)
{
    if (auto number = NfParseNumber(text, 0xffff))
    {
        return static_cast<uint16_t>(*number);
    }
    return NfFindService(text);
}

} // namespace ns3
