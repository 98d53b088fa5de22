// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-tcpmss.h"

#include "nf-checksum.h"
#include "nf-match-text.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint8_t HEADER_SIZE = 20;
constexpr uint8_t MSS_KIND = 2;
constexpr uint8_t MSS_SIZE = 4;

class TcpmssMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "tcpmss";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        auto range = NfParseNumberRange(NfArgumentOf(option), 0xffff);
        if (!range || range->min > range->max)
        {
            return NfBadArgument(option, "a number up to 65535, or a rising range first:last");
        }
        m_range = *range;
        m_inverted = option.inverted;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireProtocol(context, NfProtocol::TCP, "tcpmss", "tcp");
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --mss " : " --mss ");
        NfPrintRange(os, m_range);
    }

    void List(std::ostream& os) const override
    {
        os << (m_inverted ? "tcpmss match !" : "tcpmss match ");
        NfPrintRange(os, m_range);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    /// A segment without the option matches only the negated criterion.
    NfMatchResult Match(NfPacket& packet) override
    {
        const uint8_t* header = packet.L4(HEADER_SIZE);
        uint8_t headerSize = header ? (header[12] >> 4) * 4 : 0;
        header = headerSize < HEADER_SIZE ? nullptr : packet.L4(headerSize);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        for (uint32_t i = HEADER_SIZE; i < headerSize;)
        {
            if (header[i] == MSS_KIND && i + MSS_SIZE <= headerSize && header[i + 1] == MSS_SIZE)
            {
                uint16_t mss = NfRead16(header + i + 2);
                return NfResult((mss >= m_range.min && mss <= m_range.max) != m_inverted);
            }
            bool hasLength = header[i] >= 2 && i + 1 < headerSize;
            i += hasLength ? std::max<uint8_t>(header[i + 1], 1) : 1;
        }
        return NfResult(m_inverted);
    }

  private:
    NfNumberRange m_range;
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeTcpmssMatchType()
{
    return NfMakeMatchType<TcpmssMatch>(
        {"tcpmss", {{0, "mss", "", 1, 1, true, true}}, "value of the TCP option MSS"});
}

} // namespace ns3
