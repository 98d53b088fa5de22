// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-filter.h"

#include "ns3/abort.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t ECHO_REQUEST = 8;
constexpr uint8_t ECHO_REPLY = 0;

bool
MatchesPorts(const NfPolicyRule& rule, const NfPolicyPacket& packet)
{
    const uint16_t port = rule.isAnswer ? packet.sourcePort : packet.destinationPort;
    return rule.ports.empty() ||
           std::any_of(rule.ports.begin(), rule.ports.end(), [port](const NfPolicyPorts& range) {
               return range.first <= port && port <= range.last;
           });
}

// One range is the protocol's own match; several are multiport's.
std::string
DescribePorts(const NfPolicyRule& rule, const char* protocol)
{
    const char* side = rule.isAnswer ? "sport" : "dport";
    const bool isTcpAnswer = rule.isAnswer && rule.protocol == NfPolicyProtocol::TCP;
    std::string list;
    for (const NfPolicyPorts& range : rule.ports)
    {
        list += list.empty() ? "" : ",";
        list += std::to_string(range.first);
        list += range.first == range.last ? "" : fmt::format(":{}", range.last);
    }
    std::string text;
    if (rule.ports.size() == 1 || isTcpAnswer)
    {
        text += fmt::format(" -m {}", protocol);
    }
    if (rule.ports.size() == 1)
    {
        text += fmt::format(" --{} {}", side, list);
    }
    text += isTcpAnswer ? " ! --tcp-flags FIN,SYN,RST,ACK SYN" : "";
    return text + (rule.ports.size() > 1 ? fmt::format(" -m multiport --{}s {}", side, list) : "");
}

std::string
DescribeProtocol(const NfPolicyRule& rule)
{
    switch (rule.protocol)
    {
    case NfPolicyProtocol::ICMP:
        return fmt::format(" -p icmp -m icmp --icmp-type {}",
                           rule.icmpType.value_or(rule.isAnswer ? ECHO_REPLY : ECHO_REQUEST));
    case NfPolicyProtocol::TCP:
        return " -p tcp" + DescribePorts(rule, "tcp");
    case NfPolicyProtocol::UDP:
        return " -p udp" + DescribePorts(rule, "udp");
    default:
        return "";
    }
}

} // namespace

bool
NfPolicyRule::Matches(const NfPolicyPacket& packet) const
{
    const bool isRightWay = (in.empty() || packet.in == in) && (out.empty() || packet.out == out);
    const bool isRightAddress = (!source || source->Contains(packet.source)) &&
                                (!destination || destination->Contains(packet.destination));
    const bool isRightState = state == NfPolicyState::ANY || state == packet.state;
    if (!isRightWay || !isRightAddress || !isRightState || icmpType)
    {
        return false;
    }
    switch (protocol)
    {
    case NfPolicyProtocol::ANY:
        return true;
    case NfPolicyProtocol::ICMP:
        return packet.protocol == protocol && packet.isAnswer == isAnswer;
    case NfPolicyProtocol::TCP:
        return packet.protocol == protocol && (!isAnswer || packet.isAnswer) &&
               MatchesPorts(*this, packet);
    default:
        return packet.protocol == protocol && MatchesPorts(*this, packet);
    }
}

std::string
NfPolicyRule::ToString() const
{
    std::string text;
    text += source ? "-s " + NfToString(*source) + " " : "";
    text += destination ? "-d " + NfToString(*destination) + " " : "";
    text += in.empty() ? "" : "-i " + in + " ";
    text += out.empty() ? "" : "-o " + out + " ";
    const std::string what = DescribeProtocol(*this);
    text += what.empty() ? "" : what.substr(1) + " ";
    text += state == NfPolicyState::NEW ? "-m conntrack --ctstate NEW " : "";
    text += state == NfPolicyState::KNOWN ? "-m conntrack --ctstate RELATED,ESTABLISHED " : "";
    text += state == NfPolicyState::INVALID ? "-m conntrack --ctstate INVALID " : "";
    text += comment.empty() ? "" : fmt::format("-m comment --comment \"{}\" ", comment);
    return text + "-j " + target;
}

std::size_t
NfPolicyFilter::AddChain(const std::string& name, const std::string& policy)
{
    NS_ABORT_MSG_IF(FindChain(name), "there is a chain '" << name << "' already");
    m_chains.push_back({name, policy, {}});
    return m_chains.size() - 1;
}

void
NfPolicyFilter::AddRule(std::size_t chain, const NfPolicyRule& rule)
{
    m_chains.at(chain).rules.push_back(rule);
}

std::optional<std::size_t>
NfPolicyFilter::FindChain(const std::string& name) const
{
    const auto found =
        std::find_if(m_chains.begin(), m_chains.end(), [&name](const NfPolicyChain& chain) {
            return chain.name == name;
        });
    return found == m_chains.end() ? std::nullopt
                                   : std::optional<std::size_t>(found - m_chains.begin());
}

NfPolicyVerdict
NfPolicyFilter::Judge(const std::string& name, const NfPolicyPacket& packet) const
{
    const auto chain = FindChain(name);
    if (!chain)
    {
        return {true};
    }
    const auto verdict = Walk(m_chains[*chain], packet);
    return verdict ? *verdict : NfPolicyVerdict{m_chains[*chain].policy == "ACCEPT", 0};
}

std::optional<NfPolicyVerdict>
NfPolicyFilter::Walk(const NfPolicyChain& chain, const NfPolicyPacket& packet) const
{
    for (const NfPolicyRule& rule : chain.rules)
    {
        if (!rule.Matches(packet))
        {
            continue;
        }
        if (rule.target == "RETURN")
        {
            return std::nullopt;
        }
        if (rule.target == "ACCEPT" || rule.target == "DROP" || rule.target == "REJECT")
        {
            return NfPolicyVerdict{rule.target == "ACCEPT", rule.line};
        }
        const auto next = FindChain(rule.target);
        NS_ABORT_MSG_UNLESS(next, "there is no chain '" << rule.target << "'");
        if (const auto verdict = Walk(m_chains[*next], packet))
        {
            return verdict;
        }
    }
    return std::nullopt;
}

std::size_t
NfPolicyFilter::GetNRules() const
{
    std::size_t count = 0;
    for (const NfPolicyChain& chain : m_chains)
    {
        count += chain.rules.size();
    }
    return count;
}

std::string
NfPolicyFilter::ToString() const
{
    std::string text = "*filter\n";
    for (const NfPolicyChain& chain : m_chains)
    {
        text +=
            fmt::format(":{} {} [0:0]\n", chain.name, chain.policy.empty() ? "-" : chain.policy);
    }
    for (const NfPolicyChain& chain : m_chains)
    {
        for (const NfPolicyRule& rule : chain.rules)
        {
            text += fmt::format("-A {} {}\n", chain.name, rule.ToString());
        }
    }
    return text + "COMMIT\n";
}

} // namespace ns3
