// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-text.h"

#include "nf-connection-helper.h"
#include "nf-port-protocols.h"
#include "nf-protocol-names.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t BOTH_DIRECTIONS = 3;
constexpr uint8_t ORIGINAL_DIRECTION = 1;

std::string_view
ProtocolName(uint8_t protocol)
{
    const std::string_view name =
        protocol == NfProtocol::DCCP ? std::string_view() : NfFlowProtocolName(protocol);
    return name.empty() ? "unknown" : name;
}

std::string
AddressesText(const NfTuple& tuple)
{
    return fmt::format("src={} dst={}",
                       NfToString(tuple.source, tuple.family),
                       NfToString(tuple.destination, tuple.family));
}

std::string
TupleText(const NfTuple& tuple)
{
    std::string text = AddressesText(tuple);
    if (NfHasPorts(tuple.protocol))
    {
        text += fmt::format(" sport={} dport={}", tuple.sourcePort, tuple.destinationPort);
    }
    else if (NfHasQueryId(tuple.protocol))
    {
        text += fmt::format(" type={} code={} id={}",
                            tuple.IcmpType(),
                            tuple.IcmpCode(),
                            tuple.IcmpId());
    }
    else if (tuple.protocol == NfProtocol::GRE)
    {
        text += fmt::format(" srckey={:#x} dstkey={:#x}", tuple.sourcePort, tuple.destinationPort);
    }
    return text;
}

std::string
CountersText(const NfCounters& counters)
{
    return fmt::format(" packets={} bytes={}", counters.packets, counters.bytes);
}

int64_t
WholeSeconds(Time left)
{
    return left.IsStrictlyPositive() ? left.GetNanoSeconds() / Seconds(1).GetNanoSeconds() : 0;
}

} // namespace

std::string
NfConnectionText(const NfConnection& connection, Time left, const NfConnectionTextOptions& options)
{
    const NfTuple& original = connection.Original();
    const bool directionsZone = connection.zone && connection.zoneDirections != BOTH_DIRECTIONS;
    const bool originalZone = connection.zoneDirections == ORIGINAL_DIRECTION;
    std::string text;
    if (options.extended)
    {
        text += original.family == NfFamily::IPV6 ? "ipv6     10 " : "ipv4     2 ";
    }
    text += fmt::format("{:<8} {} {} ",
                        ProtocolName(original.protocol),
                        original.protocol,
                        WholeSeconds(left));
    if (const std::string state = connection.GetStateName(); !state.empty())
    {
        text += state + " ";
    }
    text += TupleText(original);
    if (directionsZone && originalZone)
    {
        text += fmt::format(" zone-orig={}", connection.zone);
    }
    text += CountersText(connection.counters[0]);
    if (!connection.Has(NfCtStatus::SEEN_REPLY))
    {
        text += " [UNREPLIED]";
    }
    text += " " + TupleText(connection.Reply());
    if (directionsZone && !originalZone)
    {
        text += fmt::format(" zone-reply={}", connection.zone);
    }
    text += CountersText(connection.counters[1]);
    if (connection.Has(NfCtStatus::ASSURED))
    {
        text += " [ASSURED]";
    }
    if (connection.mark || !options.event)
    {
        text += fmt::format(" mark={}", connection.mark);
    }
    if (connection.zone && !directionsZone)
    {
        text += fmt::format(" zone={}", connection.zone);
    }
    if (connection.helper)
    {
        text += " helper=" + connection.helper->GetName();
    }
    if (!options.event)
    {
        text += " use=1";
    }
    if (options.id)
    {
        text += fmt::format(" id={}", connection.id);
    }
    return text;
}

std::string
NfExpectationText(const NfExpectation& expectation, Time left)
{
    const NfFamily family = expectation.tuple.family;
    const NfAddress whole = family == NfFamily::IPV6
                                ? NfAddress({UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX})
                                : NfAddress(UINT32_MAX);
    std::string text =
        fmt::format("{} proto={} {} sport={} dport={} mask-src={} mask-dst={} sport={} dport={}",
                    WholeSeconds(left),
                    expectation.tuple.protocol,
                    AddressesText(expectation.tuple),
                    expectation.tuple.sourcePort,
                    expectation.tuple.destinationPort,
                    NfToString(expectation.sourceMask, family),
                    NfToString(whole, family),
                    expectation.sourcePortMask,
                    UINT16_MAX);
    if (expectation.master)
    {
        const NfTuple& master = expectation.master->Original();
        text += fmt::format(" master-src={} master-dst={} sport={} dport={}",
                            NfToString(master.source, master.family),
                            NfToString(master.destination, master.family),
                            master.sourcePort,
                            master.destinationPort);
    }
    text += fmt::format(" class={}", expectation.expectClass);
    if (expectation.master && expectation.master->helper)
    {
        text += " helper=" + expectation.master->helper->GetName();
    }
    return text;
}

} // namespace ns3
