// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-match-ports.h"

namespace ns3
{

namespace
{

class UdpMatch : public NfMatch
{
  public:
    enum Option
    {
        SPORT,
        DPORT
    };

    NfComplaint Parse(const NfOption& option) override
    {
        auto parsed = NfPortRange::Parse(NfArgumentOf(option));
        if (!parsed)
        {
            return NfBadArgument(option, NF_PORT_RANGE_SYNTAX);
        }
        parsed->inverted = option.inverted;
        (option.spec->id == SPORT ? m_source : m_destination) = *parsed;
        return {};
    }

    void Save(std::ostream& os) const override
    {
        m_source.Save(os, "sport");
        m_destination.Save(os, "dport");
    }

    void List(std::ostream& os) const override
    {
        os << "udp";
        m_source.List(os, "spt", NfProtocol::UDP);
        m_destination.List(os, "dpt", NfProtocol::UDP);
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
        return NfResult(m_source.Contains(NfRead16(header)) &&
                        m_destination.Contains(NfRead16(header + 2)));
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddValue(NfConditionField::FRAGMENT, uint32_t{0});
        m_source.Describe(description, NfConditionField::SOURCE_PORT);
        m_destination.Describe(description, NfConditionField::DESTINATION_PORT);
    }

    NfPortBounds GetPortBounds() const override
    {
        return {m_source.Lowest(),
                m_source.Highest(),
                m_destination.Lowest(),
                m_destination.Highest()};
    }

  private:
    NfPortRange m_source;
    NfPortRange m_destination;
};

} // namespace

NfMatchType
NfMakeUdpMatchType()
{
    NfMatchType type = NfMakeMatchType<UdpMatch>("udp", "UDP ports");
    type.stateless = true;
    type.options = {{UdpMatch::SPORT, "sport", "source-port", 1, 1, true},
                    {UdpMatch::DPORT, "dport", "destination-port", 1, 1, true}};
    type.implicitProtocol = NfProtocol::UDP;
    type.protocols = {NfProtocol::UDP};
    return type;
}

} // namespace ns3
