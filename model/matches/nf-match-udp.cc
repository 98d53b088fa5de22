// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-port-kind.h"

namespace ns3
{

namespace
{

class UdpMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        os << "udp";
        m_source.value.List(os, "spt", NfProtocol::UDP);
        m_destination.value.List(os, "dpt", NfProtocol::UDP);
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(8);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        return NfResult(m_source.value.Contains(NfRead16(header)) &&
                        m_destination.value.Contains(NfRead16(header + 2)));
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        m_source.value.Describe(description, NfConditionField::SOURCE_PORT);
        m_destination.value.Describe(description, NfConditionField::DESTINATION_PORT);
    }

    NfPortBounds GetPortBounds() const override
    {
        return NfBoundsOf(m_source.value, m_destination.value);
    }

    NfOptionValue<NfPortRange> m_source;      //!< --sport
    NfOptionValue<NfPortRange> m_destination; //!< --dport
};

} // namespace

NfMatchType
NfMakeUdpMatchType()
{
    NfMatchType type = NfMakeMatchType<UdpMatch>("udp", "UDP ports");
    using M = UdpMatch;
    const NfPortRangeKind ports(false);
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_source, "sport", ports).Alias("source-port").Invertible(),
        NfOptionRow(&M::m_destination, "dport", ports).Alias("destination-port").Invertible(),
    };
    type.implicitProtocol = NfProtocol::UDP;
    type.protocols = {NfProtocol::UDP};
    return type;
}

} // namespace ns3
