// SPDX-License-Identifier: GPL-2.0-only

#include "nf-protocol-names.h"

#include "nf-types.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace ns3
{

namespace
{

/// A protocol and a name of it.
struct Name
{
    uint8_t number;
    std::string_view name;
};

/// Of several names of a number the first is printed.
constexpr Name NAMES[] = {
    {1, "icmp"},        {2, "igmp"},
    {3, "ggp"},         {4, "ipencap"},
    {5, "st"},          {6, "tcp"},
    {8, "egp"},         {9, "igp"},
    {12, "pup"},        {17, "udp"},
    {20, "hmp"},        {22, "xns-idp"},
    {27, "rdp"},        {29, "iso-tp4"},
    {33, "dccp"},       {36, "xtp"},
    {37, "ddp"},        {38, "idpr-cmtp"},
    {41, "ipv6"},       {43, "ipv6-route"},
    {44, "ipv6-frag"},  {45, "idrp"},
    {46, "rsvp"},       {47, "gre"},
    {50, "esp"},        {51, "ah"},
    {57, "skip"},       {58, "ipv6-icmp"},
    {59, "ipv6-nonxt"}, {60, "ipv6-opts"},
    {73, "rspf"},       {81, "vmtp"},
    {88, "eigrp"},      {89, "ospf"},
    {93, "ax.25"},      {94, "ipip"},
    {97, "etherip"},    {98, "encap"},
    {103, "pim"},       {108, "ipcomp"},
    {112, "vrrp"},      {115, "l2tp"},
    {124, "isis"},      {132, "sctp"},
    {133, "fc"},        {135, "mobility-header"},
    {136, "udplite"},   {137, "mpls-in-ip"},
    {138, "manet"},     {139, "hip"},
    {140, "shim6"},     {141, "wesp"},
    {142, "rohc"},      {143, "ethernet"},
    {58, "icmpv6"},     {135, "ipv6-mh"},
    {135, "mh"},        {0, "all"},
    {0, "ip"},          {0, "hopopt"},
};

} // namespace

std::string_view
NfIpProtocolName(uint8_t protocol)
{
    auto found = std::find_if(std::begin(NAMES), std::end(NAMES), [=](const Name& n) {
        return n.number == protocol;
    });
    return found == std::end(NAMES) ? std::string_view() : found->name;
}

std::optional<uint8_t>
NfFindIpProtocol(std::string_view name)
{
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return std::tolower(c);
    });
    auto found = std::find_if(std::begin(NAMES), std::end(NAMES), [&](const Name& n) {
        return n.name == lower;
    });
    return found == std::end(NAMES) ? std::nullopt : std::optional(found->number);
}

std::string_view
NfFlowProtocolName(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::ICMPV6: // iptables prints another name of it
        return "icmpv6";
    case NfProtocol::ICMP:
    case NfProtocol::TCP:
    case NfProtocol::UDP:
    case NfProtocol::DCCP:
    case NfProtocol::GRE:
    case NfProtocol::SCTP:
    case NfProtocol::UDPLITE:
        return NfIpProtocolName(protocol);
    default:
        return {};
    }
}

std::string
NfFlowProtocolText(uint8_t protocol)
{
    const std::string_view name = NfFlowProtocolName(protocol);
    return name.empty() ? std::to_string(protocol) : std::string(name);
}

} // namespace ns3
