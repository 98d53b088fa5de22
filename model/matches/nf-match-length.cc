// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-length.h"

#include "nf-match-text.h"

namespace ns3
{

namespace
{

class LengthMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "length";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        auto range = NfParseNumberRange(NfArgumentOf(option), 0xffff);
        if (!range)
        {
            return NfBadArgument(option, "a number up to 65535, or a range first:last of them");
        }
        m_range = *range;
        m_inverted = option.inverted;
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --length " : " --length ");
        NfPrintRange(os, m_range);
    }

    void List(std::ostream& os) const override
    {
        os << (m_inverted ? "length !" : "length ");
        NfPrintRange(os, m_range);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        uint32_t header = packet.ip.family == NfFamily::IPV6 ? 40 : 20;
        uint32_t length = header + packet.GetPayloadSize();
        return NfResult((length >= m_range.min && length <= m_range.max) != m_inverted);
    }

  private:
    NfNumberRange m_range;
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeLengthMatchType()
{
    return NfMakeMatchType<LengthMatch>({"length",
                                         {{0, "length", "", 1, 1, true, true}},
                                         "length of the packet, network header included"});
}

} // namespace ns3
