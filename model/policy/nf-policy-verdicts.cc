// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-verdicts.h"

#include <utility>

namespace ns3
{

namespace
{

/// Where clients send from: the first port that ns-3 and Linux give them, or near it.
constexpr uint16_t CLIENT_PORT = 49153;

constexpr std::size_t PACKET_KINDS = 4;
constexpr std::size_t BITS = 64;

/// Cells of a firewall that are kept as they lie: those of others are looked up by a hash.
constexpr std::size_t MOST_CELLS = 8192;

bool
IsAnswer(NfPolicyPacketKind packet)
{
    return packet == NfPolicyPacketKind::ANSWER || packet == NfPolicyPacketKind::LONE_ANSWER;
}

NfPolicyState
GetState(NfPolicyPacketKind packet, NfPolicyProtocol protocol)
{
    switch (packet)
    {
    case NfPolicyPacketKind::ANSWER:
        return NfPolicyState::KNOWN;
    case NfPolicyPacketKind::LONE_ANSWER:
        return protocol == NfPolicyProtocol::UDP ? NfPolicyState::NEW : NfPolicyState::INVALID;
    case NfPolicyPacketKind::LATER_REQUEST:
        return NfPolicyState::INVALID;
    default:
        return NfPolicyState::NEW;
    }
}

} // namespace

NfPolicyVerdicts::NfPolicyVerdicts(const NfPolicyZones& zones,
                                   const NfTopologyPlan& plan,
                                   const std::vector<NfPolicyExchange>& exchanges)
    : m_zones(zones),
      m_plan(plan),
      m_exchanges(exchanges),
      m_numbers(plan.GetInterfaces().size()),
      m_kinds(zones.GetNZones() * zones.GetNZones() * PACKET_KINDS)
{
    for (std::size_t node = 0; node < plan.GetGraph().GetNNodes(); ++node)
    {
        uint32_t number = 0;
        for (const std::size_t interface : plan.GetInterfaces(node))
        {
            m_numbers[interface] = ++number;
        }
    }
}

NfPolicyVerdicts::Firewall*
NfPolicyVerdicts::Add(std::size_t node, const NfPolicyFilter& filter)
{
    Firewall& firewall = m_firewalls[&filter];
    if (!firewall.filter)
    {
        const std::size_t ways = m_plan.GetInterfaces(node).size() + 1;
        firewall.filter = &filter;
        firewall.ways = ways;
        firewall.isDense = ways * ways * m_kinds <= MOST_CELLS;
        firewall.cells.resize(firewall.isDense ? ways * ways * m_kinds : 0, 0);
    }
    return &firewall;
}

uint32_t&
NfPolicyVerdicts::FindCell(Firewall& firewall, const NfTopologyStep& step, std::size_t kind) const
{
    const std::size_t in = step.in ? m_numbers[*step.in] : 0;
    const std::size_t out = step.out ? m_numbers[*step.out] : 0;
    const std::size_t cell = (in * firewall.ways + out) * m_kinds + kind;
    return firewall.isDense ? firewall.cells[cell] : firewall.sparse[cell];
}

const NfPolicyVerdicts::Row&
NfPolicyVerdicts::Judge(Firewall& firewall,
                        const NfPolicyTrip& trip,
                        const NfTopologyStep& step,
                        NfPolicyPacketKind packet)
{
    const auto sender = m_zones.Find(trip.sender);
    const auto receiver = m_zones.Find(m_plan.GetInterfaces()[trip.receiver].node);
    // Nodes in no zone are not alike to anti-spoofing.
    if (!sender || !receiver)
    {
        m_row = Ask(firewall, trip, step, packet);
        return m_row;
    }
    // The packet's kind tells which of the two sends it.
    const std::size_t kind = (*sender * m_zones.GetNZones() + *receiver) * PACKET_KINDS +
                             static_cast<std::size_t>(packet);
    uint32_t& cell = FindCell(firewall, step, kind);
    if (cell == 0)
    {
        m_rows.push_back(Ask(firewall, trip, step, packet));
        cell = static_cast<uint32_t>(m_rows.size());
    }
    return m_rows[cell - 1];
}

NfPolicyVerdicts::Row
NfPolicyVerdicts::Ask(const Firewall& firewall,
                      const NfPolicyTrip& trip,
                      const NfTopologyStep& step,
                      NfPolicyPacketKind packet) const
{
    const char* chain = !step.in ? "OUTPUT" : !step.out ? "INPUT" : "FORWARD";
    Row row;
    row.denied.resize((m_exchanges.size() + BITS - 1) / BITS, 0);
    for (std::size_t i = 0; i < m_exchanges.size(); ++i)
    {
        const NfPolicyVerdict verdict =
            firewall.filter->Judge(chain, MakePacket(trip, step, m_exchanges[i], packet));
        row.lines.push_back(verdict.line);
        row.denied[i / BITS] |= verdict.isAccepted ? 0 : uint64_t{1} << (i % BITS);
        row.isAnyDenied = row.isAnyDenied || !verdict.isAccepted;
    }
    return row;
}

NfPolicyPacket
NfPolicyVerdicts::MakePacket(const NfPolicyTrip& trip,
                             const NfTopologyStep& step,
                             const NfPolicyExchange& exchange,
                             NfPolicyPacketKind packet) const
{
    const auto& interfaces = m_plan.GetInterfaces();
    NfPolicyPacket result;
    result.source = interfaces[*trip.there.front().out].address;
    result.destination = interfaces[trip.receiver].address;
    result.protocol = exchange.protocol;
    result.sourcePort = CLIENT_PORT;
    result.destinationPort = exchange.port;
    result.in = step.in ? interfaces[*step.in].name : "";
    result.out = step.out ? interfaces[*step.out].name : "";
    result.state = GetState(packet, exchange.protocol);
    result.isAnswer = IsAnswer(packet) || (packet == NfPolicyPacketKind::LATER_REQUEST &&
                                           exchange.protocol == NfPolicyProtocol::TCP);
    if (IsAnswer(packet))
    {
        std::swap(result.source, result.destination);
        std::swap(result.sourcePort, result.destinationPort);
    }
    return result;
}

} // namespace ns3
