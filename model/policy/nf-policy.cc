// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy.h"

#include <algorithm>
#include <set>

namespace ns3
{

std::string
NfPolicyExchange::ToString() const
{
    switch (protocol)
    {
    case NfPolicyProtocol::ICMP:
        return "icmp";
    case NfPolicyProtocol::TCP:
        return "tcp/" + std::to_string(port);
    case NfPolicyProtocol::UDP:
        return "udp/" + std::to_string(port);
    default:
        return "other protocols";
    }
}

bool
NfPolicyService::Has(const NfPolicyExchange& exchange) const
{
    if (protocol == NfPolicyProtocol::ANY)
    {
        return true;
    }
    return protocol == exchange.protocol &&
           (ports.empty() ||
            std::any_of(ports.begin(), ports.end(), [&exchange](const NfPolicyPorts& range) {
                return range.first <= exchange.port && exchange.port <= range.last;
            }));
}

std::string
NfPolicyService::ToString() const
{
    constexpr const char* NAMES[] = {"any", "icmp", "tcp", "udp"};
    std::string text = NAMES[static_cast<std::size_t>(protocol)];
    char sign = '/';
    for (const NfPolicyPorts& range : ports)
    {
        text += sign + std::to_string(range.first);
        text += range.first == range.last ? "" : "-" + std::to_string(range.last);
        sign = ',';
    }
    return text;
}

std::optional<std::size_t>
NfPolicy::FindZone(const std::string& name) const
{
    const auto found = std::find_if(zones.begin(), zones.end(), [&name](const NfPolicyZone& zone) {
        return zone.name == name;
    });
    return found == zones.end() ? std::nullopt : std::optional<std::size_t>(found - zones.begin());
}

bool
NfPolicy::Judges(std::size_t from, std::size_t to) const
{
    return from != to || judgesWithin[from];
}

bool
NfPolicy::Applies(std::size_t line, std::size_t from, std::size_t to) const
{
    const auto has = [](const std::vector<std::size_t>& some, std::size_t zone) {
        return std::binary_search(some.begin(), some.end(), zone);
    };
    return Judges(from, to) && has(lines[line].from, from) && has(lines[line].to, to);
}

std::optional<std::size_t>
NfPolicy::FindLine(std::size_t from, std::size_t to, const NfPolicyExchange& exchange) const
{
    for (std::size_t line = 0; line < lines.size(); ++line)
    {
        const std::vector<NfPolicyService>& services = lines[line].services;
        if (Applies(line, from, to) && std::any_of(services.begin(),
                                                   services.end(),
                                                   [&exchange](const NfPolicyService& service) {
                                                       return service.Has(exchange);
                                                   }))
        {
            return line;
        }
    }
    return std::nullopt;
}

NfPolicyAction
NfPolicy::Decide(std::size_t from, std::size_t to, const NfPolicyExchange& exchange) const
{
    if (!Judges(from, to))
    {
        return NfPolicyAction::ACCEPT;
    }
    const auto line = FindLine(from, to, exchange);
    return line ? lines[*line].action : otherwise;
}

std::vector<NfPolicyExchange>
NfPolicy::GetExchanges() const
{
    // Where a range begins or has just ended, what lines say may change.
    std::set<uint16_t> starts[2] = {{0}, {0}};
    for (const NfPolicyLine& line : lines)
    {
        for (const NfPolicyService& service : line.services)
        {
            for (const NfPolicyPorts& range : service.ports)
            {
                auto& ports = starts[service.protocol == NfPolicyProtocol::TCP ? 0 : 1];
                ports.insert(range.first);
                if (range.last < 65535)
                {
                    ports.insert(static_cast<uint16_t>(range.last + 1));
                }
            }
        }
    }
    std::vector<NfPolicyExchange> result{{NfPolicyProtocol::ANY, 0}, {NfPolicyProtocol::ICMP, 0}};
    for (const auto protocol : {NfPolicyProtocol::TCP, NfPolicyProtocol::UDP})
    {
        const auto& ports = starts[protocol == NfPolicyProtocol::TCP ? 0 : 1];
        for (auto start = ports.begin(); start != ports.end(); ++start)
        {
            // Port 0 is nobody's.
            const auto next = std::next(start);
            const bool isOnlyZero = *start == 0 && next != ports.end() && *next == 1;
            if (!isOnlyZero)
            {
                result.push_back({protocol, std::max<uint16_t>(*start, 1)});
            }
        }
    }
    return result;
}

} // namespace ns3
