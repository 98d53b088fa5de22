// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-header.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr uint32_t HEADER_SIZE = 12; //!< up to the sequence number
constexpr uint32_t RESERVED_PLACE = 2;
constexpr uint32_t INDEX_PLACE = 4;

/// Match "ah" of IPv6: the authentication header, wherever it stands in the chain (Linux's
/// ip6t_ah.c). The length 0 asks for nothing.
class Ah6Match : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        const NfNumberRange& range = m_spi.value;
        const bool all = range.min == 0 && range.max == UINT32_MAX;
        os << "ah ";
        if (m_spi.given && (!all || m_spi.inverted))
        {
            os << (range.min == range.max ? "spi:" : "spis:") << (m_spi.inverted ? "!" : "");
            NfPrintRange(os, range);
        }
        if (AsksLength() || m_length.inverted)
        {
            os << "length:" << (m_length.inverted ? "!" : "") << m_length.value;
        }
        os << (m_reserved.given ? " reserved" : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfExtensionHeader header(packet, NfProtocol::AH);
        if (header.IsFound() != NfMatchResult::YES)
        {
            return header.IsFound();
        }
        const uint8_t* bytes = header.Read(0, HEADER_SIZE);
        if (!bytes || header.GetSize() < header.GetClaim())
        {
            return NfMatchResult::HOTDROP;
        }
        return NfResult(m_spi.Holds(m_spi.value.Contains(NfRead32(bytes + INDEX_PLACE))) &&
                        (!AsksLength() || m_length.Holds(header.GetClaim() == m_length.value)) &&
                        (!m_reserved.given || NfRead16(bytes + RESERVED_PLACE) == 0));
    }

    NfOptionValue<NfNumberRange> m_spi; //!< --ahspi
    NfOptionValue<uint32_t> m_length;   //!< --ahlen
    NfSwitch m_reserved;                //!< --ahres

  private:
    bool AsksLength() const
    {
        return m_length.given && m_length.value != 0;
    }
};

} // namespace

NfMatchType
NfMakeAh6MatchType()
{
    using M = Ah6Match;
    const NfNumberKind<uint32_t> length(0, UINT32_MAX, "{}", 0);
    NfMatchType type = NfMakeMatchType<M>("ah", "authentication header, in the chain of headers");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.implicitProtocol = NfProtocol::AH;
    type.options = {
        NfOptionRow(&M::m_spi, "ahspi", NfRangeKind(UINT32_MAX, false, true)).Invertible(),
        NfOptionRow(&M::m_length, "ahlen", length).Invertible(),
        NfOptionRow(&M::m_reserved, "ahres"),
    };
    return type;
}

} // namespace ns3
