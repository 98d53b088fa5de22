// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-pkttype.h"

#include "nf-match-text.h"

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

class PkttypeMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "pkttype";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_inverted = option.inverted;
        for (const auto& candidate : NAMES)
        {
            if (NfEqualsIgnoringCase(candidate.name, NfArgumentOf(option)))
            {
                m_type = candidate.type;
                return {};
            }
        }
        return NfBadArgument(option, "unicast, broadcast, multicast or otherhost");
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --pkt-type " : " --pkt-type ") << GetTypeName();
    }

    void List(std::ostream& os) const override
    {
        os << (m_inverted ? "PKTTYPE != " : "PKTTYPE = ") << GetTypeName();
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult((packet.packetType == m_type) != m_inverted);
    }

  private:
    std::string_view GetTypeName() const
    {
        std::size_t i = 0;
        while (NAMES[i].type != m_type)
        {
            ++i;
        }
        return NAMES[i].name;
    }

    NetDevice::PacketType m_type{NetDevice::PACKET_HOST};
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakePkttypeMatchType()
{
    return NfMakeMatchType<PkttypeMatch>(
        {"pkttype", {{0, "pkt-type", "", 1, 1, true, true}}, "to whom the frame was addressed"});
}

} // namespace ns3
