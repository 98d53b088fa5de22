// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"

#include <utility>

namespace ns3
{

namespace
{

/// Where the security parameter index stands in a header.
struct SpiPlace
{
    uint32_t headerSize; //!< that must be there
    uint32_t offset;     //!< of the index
};

constexpr SpiPlace ESP_PLACE{8, 0};
constexpr SpiPlace AH_PLACE{12, 4};
constexpr uint8_t ESP = 50; //!< protocol number
constexpr uint8_t AH = 51;  //!< protocol number

/// Matches "esp" and "ah": security parameter index (Linux's xt_esp.c and ipt_ah.c).
class SpiMatch : public NfMatch
{
  public:
    explicit SpiMatch(const SpiPlace& place)
        : m_place(place)
    {
    }

    void List(std::ostream& os) const override
    {
        const NfNumberRange& range = m_spi.value;
        const bool all = range.min == 0 && range.max == UINT32_MAX;
        os << GetName();
        if (!m_spi.given || (all && !m_spi.inverted))
        {
            os << GetType().heading.substr(GetName().size());
            return;
        }
        os << (range.min == range.max ? " spi:" : " spis:") << (m_spi.inverted ? "!" : "");
        NfPrintRange(os, range);
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(m_place.headerSize);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        return NfResult(m_spi.Holds(m_spi.value.Contains(NfRead32(header + m_place.offset))));
    }

    NfOptionValue<NfNumberRange> m_spi; //!< --espspi, --ahspi

  private:
    SpiPlace m_place;
};

/// @param type a type with name, help and protocol
/// @param place of the index
/// @return it complete
NfMatchType
Complete(NfMatchType type, std::string_view option, const SpiPlace& place)
{
    type.stateless = true;
    type.implicitProtocol = type.protocols.front();
    type.make = [place] { return std::make_unique<SpiMatch>(place); };
    type.options = {
        NfOptionRow(&SpiMatch::m_spi, option, NfRangeKind(UINT32_MAX, false, true)).Invertible()};
    return type;
}

} // namespace

NfMatchType
NfMakeEspMatchType()
{
    NfMatchType type;
    type.name = "esp";
    type.help = "security parameter index of ESP";
    type.protocols = {ESP};
    type.heading = "esp";
    return Complete(type, "espspi", ESP_PLACE);
}

NfMatchType
NfMakeAhMatchType()
{
    NfMatchType type;
    type.name = "ah";
    type.family = NfFamily::IPV4;
    type.help = "security parameter index of AH";
    type.protocols = {AH};
    type.heading = "ah ";
    return Complete(type, "ahspi", AH_PLACE);
}

} // namespace ns3
