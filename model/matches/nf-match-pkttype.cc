// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include <array>

namespace ns3
{

namespace
{

struct TypeName
{
    std::string_view name;
    NetDevice::PacketType type;
};

/// The first name of a type is the one that is printed.
constexpr std::array<TypeName, 7> NAMES{{{"unicast", NetDevice::PACKET_HOST},
                                         {"broadcast", NetDevice::PACKET_BROADCAST},
                                         {"multicast", NetDevice::PACKET_MULTICAST},
                                         {"otherhost", NetDevice::PACKET_OTHERHOST},
                                         {"host", NetDevice::PACKET_HOST},
                                         {"bcast", NetDevice::PACKET_BROADCAST},
                                         {"mcast", NetDevice::PACKET_MULTICAST}}};

std::optional<NetDevice::PacketType>
ReadType(std::string_view text)
{
    for (const auto& candidate : NAMES)
    {
        if (NfEqualsIgnoringCase(candidate.name, text))
        {
            return candidate.type;
        }
    }
    return std::nullopt;
}

void
PrintType(std::ostream& os, const NetDevice::PacketType& type)
{
    std::size_t i = 0;
    while (NAMES[i].type != type)
    {
        ++i;
    }
    os << NAMES[i].name;
}

/// Match "pkttype": to whom the frame was addressed (Linux's xt_pkttype.c).
class PkttypeMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_type.Holds(packet.packetType == m_type.value));
    }

    NfOptionValue<NetDevice::PacketType> m_type; //!< --pkt-type
};

} // namespace

NfMatchType
NfMakePkttypeMatchType()
{
    using M = PkttypeMatch;
    const NfOwnKind<NetDevice::PacketType> kind(ReadType,
                                                PrintType,
                                                "unicast, broadcast, multicast or otherhost");
    NfMatchType type = NfMakeMatchType<M>("pkttype", "to whom the frame was addressed");
    type.stateless = true;
    type.options = {NfOptionRow(&M::m_type, "pkt-type", kind)
                        .Invertible()
                        .Mandatory()
                        .Listed("PKTTYPE = {}", "PKTTYPE != {}")};
    return type;
}

} // namespace ns3
