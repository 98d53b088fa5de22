// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr uint8_t IPCOMP = 108;     //!< protocol number
constexpr uint32_t HEADER_SIZE = 4; //!< next header, flags, index
constexpr uint32_t INDEX_PLACE = 2;

/**
 * Match "ipcomp": compression parameter index (Linux's xt_ipcomp.c).
 *
 * Without --ipcompspi the index 0 is asked for, as by iptables. --compres is kept and printed;
 * Linux does not look at it either. All indices are printed as a range, where iptables prints
 * nothing and would read 0 when it restores that.
 */
class IpcompMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return m_reserved.given ? "--compres has no effect, as in Linux" : "";
    }

    NfComplaint FinishParse() override
    {
        m_index.given = true;
        return {};
    }

    void List(std::ostream& os) const override
    {
        const NfNumberRange& range = m_index.value;
        os << "comp ";
        if (m_index.inverted || range.min != 0 || range.max != UINT32_MAX)
        {
            os << (range.min == range.max ? "spi:" : "spis:") << (m_index.inverted ? "!" : "");
            NfPrintRange(os, range);
        }
        os << (m_reserved.given ? " reserved" : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(HEADER_SIZE);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        return NfResult(m_index.Holds(m_index.value.Contains(NfRead16(header + INDEX_PLACE))));
    }

    NfOptionValue<NfNumberRange> m_index; //!< --ipcompspi
    NfSwitch m_reserved;                  //!< --compres
};

} // namespace

NfMatchType
NfMakeIpcompMatchType()
{
    using M = IpcompMatch;
    NfMatchType type = NfMakeMatchType<M>("ipcomp", "compression parameter index of IPComp");
    type.stateless = true;
    type.protocols = {IPCOMP};
    type.implicitProtocol = IPCOMP;
    type.options = {
        NfOptionRow(&M::m_index, "ipcompspi", NfRangeKind(UINT32_MAX)).Invertible(),
        NfOptionRow(&M::m_reserved, "compres"),
    };
    return type;
}

} // namespace ns3
