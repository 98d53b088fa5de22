// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-chain-check.h"

#include "nf-header-size.h"
#include "nf-icmpv6-error.h"
#include "nf-ipv6-address-book.h"
#include "nf-types.h"

namespace ns3
{

namespace
{

constexpr NfIpv6ChainProblem SILENT{false, 0, 0};

/// Types of options that ns-3 and Linux know.
constexpr uint8_t PAD1 = 0;
constexpr uint8_t PADN = 1;
constexpr uint8_t ROUTER_ALERT = 5;
constexpr uint8_t JUMBO = 0xc2;
constexpr uint8_t HOME_ADDRESS = 0xc9;

bool
IsKnown(uint8_t option, uint8_t header)
{
    return option == PADN ||
           (header == NfProtocol::HOP_BY_HOP ? option == ROUTER_ALERT : option == HOME_ADDRESS);
}

/**
 * @param option type of an option that is not known
 * @param pointer to it
 * @param toGroup whether the packet was sent to a group
 * @return what its first bits ask for (RFC 8200, 4.2); nothing: it is passed over
 */
std::optional<NfIpv6ChainProblem>
JudgeUnknown(uint8_t option, uint32_t pointer, bool toGroup)
{
    switch (option >> 6)
    {
    case 0:
        return std::nullopt;
    case 2:
        return NfIpv6ChainProblem{true, NfIcmpv6Error::UNKNOWN_OPTION, pointer};
    case 3:
        return NfIpv6ChainProblem{!toGroup, NfIcmpv6Error::UNKNOWN_OPTION, pointer};
    default:
        return SILENT;
    }
}

std::optional<NfIpv6ChainProblem>
CheckOptions(const uint8_t* bytes, const NfIpv6Extensions::Header& header, bool toGroup)
{
    uint32_t at = 2;
    while (at < header.size)
    {
        const uint8_t option = bytes[at];
        if (option == PAD1)
        {
            ++at;
            continue;
        }
        if (at + 2 > header.size || at + 2 + bytes[at + 1] > header.size || option == JUMBO)
        {
            return SILENT;
        }
        if (!IsKnown(option, header.type))
        {
            if (const auto problem =
                    JudgeUnknown(option, NfHeaderSize::IPV6 + header.offset + at, toGroup))
            {
                return problem;
            }
        }
        at += 2U + bytes[at + 1];
    }
    return std::nullopt;
}

std::optional<NfIpv6ChainProblem>
CheckRouting(const uint8_t* bytes, const NfIpv6Extensions::Header& header)
{
    constexpr uint32_t typeField = 2;
    constexpr uint32_t segmentsLeft = 3;
    return bytes[segmentsLeft] == 0
               ? std::nullopt
               : std::optional(
                     NfIpv6ChainProblem{true, 0, NfHeaderSize::IPV6 + header.offset + typeField});
}

} // namespace

std::optional<NfIpv6ChainProblem>
NfCheckIpv6Chain(const NfPacket& packet)
{
    if (packet.ip.brokenChain)
    {
        return SILENT;
    }
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    if (!extensions)
    {
        return std::nullopt;
    }
    const bool toGroup = NfIpv6Address::IsMulticast(packet.ip.destination);
    for (const NfIpv6Extensions::Header& header : extensions->GetHeaders())
    {
        const bool isFirst = header.offset == 0;
        if (header.size < header.claim || (header.type == NfProtocol::HOP_BY_HOP && !isFirst))
        {
            return SILENT;
        }
        std::optional<NfIpv6ChainProblem> problem;
        const uint8_t* bytes = extensions->GetData(header);
        if (header.type == NfProtocol::ROUTING)
        {
            problem = CheckRouting(bytes, header);
        }
        else if (header.type == NfProtocol::HOP_BY_HOP ||
                 header.type == NfProtocol::DESTINATION_OPTIONS)
        {
            problem = CheckOptions(bytes, header, toGroup);
        }
        if (problem)
        {
            return problem;
        }
    }
    return std::nullopt;
}

} // namespace ns3
