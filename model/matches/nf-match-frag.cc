// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-header.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr uint32_t HEADER_SIZE = 8;
constexpr uint16_t OFFSET_BITS = 0xfff8;
constexpr uint16_t RESERVED_BITS = 0x0006;
constexpr uint16_t MORE_BIT = 0x0001;

/// Match "frag": the fragment header of IPv6 (Linux's ip6t_frag.c). A packet that was put together
/// again, as connection tracking has it, has none.
class FragMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return m_length.given ? "--fraglen has no effect, as in Linux" : "";
    }

    void List(std::ostream& os) const override
    {
        const NfNumberRange& range = m_id.value;
        const bool all = range.min == 0 && range.max == UINT32_MAX;
        os << "frag ";
        if (m_id.given && (!all || m_id.inverted))
        {
            os << (range.min == range.max ? "id:" : "ids:") << (m_id.inverted ? "!" : "");
            NfPrintRange(os, range);
        }
        if (m_length.given)
        {
            os << " length:" << (m_length.inverted ? "!" : "") << m_length.value;
        }
        os << (m_reserved.given ? " reserved" : "") << (m_first.given ? " first" : "")
           << (m_more.given ? " more" : "") << (m_last.given ? " last" : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfExtensionHeader header(packet, NfProtocol::FRAGMENT);
        if (header.IsFound() != NfMatchResult::YES)
        {
            return header.IsFound();
        }
        const uint8_t* bytes = header.Read(0, HEADER_SIZE);
        if (!bytes)
        {
            return NfMatchResult::HOTDROP;
        }
        const uint16_t word = NfRead16(bytes + 2);
        return NfResult(m_id.Holds(m_id.value.Contains(NfRead32(bytes + 4))) &&
                        !(m_reserved.given && (bytes[1] || word & RESERVED_BITS)) &&
                        !(m_first.given && word & OFFSET_BITS) &&
                        !(m_more.given && !(word & MORE_BIT)) &&
                        !(m_last.given && word & MORE_BIT));
    }

    NfOptionValue<NfNumberRange> m_id; //!< --fragid
    NfOptionValue<uint32_t> m_length;  //!< --fraglen
    NfSwitch m_reserved;               //!< --fragres
    NfSwitch m_first;                  //!< --fragfirst
    NfSwitch m_more;                   //!< --fragmore
    NfSwitch m_last;                   //!< --fraglast
};

} // namespace

NfMatchType
NfMakeFragMatchType()
{
    using M = FragMatch;
    NfMatchType type = NfMakeMatchType<M>("frag", "fragment header");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_id, "fragid", NfRangeKind(UINT32_MAX, false, true)).Invertible(),
        NfOptionRow(&M::m_length, "fraglen", NfNumberKind<uint32_t>()).Invertible(),
        NfOptionRow(&M::m_reserved, "fragres"),
        NfOptionRow(&M::m_first, "fragfirst"),
        NfOptionRow(&M::m_more, "fragmore").AtMostOne(1),
        NfOptionRow(&M::m_last, "fraglast").AtMostOne(1),
    };
    return type;
}

} // namespace ns3
