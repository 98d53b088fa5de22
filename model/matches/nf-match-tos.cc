// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-tos.h"

#include "nf-match-text.h"
#include "nf-tos-names.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

class TosMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "tos";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_inverted = option.inverted;
        auto tos = NfParseTos(NfArgumentOf(option));
        if (!tos)
        {
            return NfBadArgument(option,
                                 "value or value/mask, numbers of 8 bits, or Minimize-Delay, "
                                 "Maximize-Throughput, Maximize-Reliability, Minimize-Cost or "
                                 "Normal-Service");
        }
        m_tos = *tos;
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << fmt::format("{} --tos 0x{:02x}/0x{:02x}",
                          m_inverted ? " !" : "",
                          m_tos.value,
                          m_tos.mask);
    }

    void List(std::ostream& os) const override
    {
        os << fmt::format("tos match{}0x{:02x}/0x{:02x}",
                          m_inverted ? "!" : "",
                          m_tos.value,
                          m_tos.mask);
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(((packet.ip.tos & m_tos.mask) == m_tos.value) != m_inverted);
    }

  private:
    NfMaskedNumber m_tos;
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeTosMatchType()
{
    return NfMakeMatchType<TosMatch>(
        {"tos", {{0, "tos", "", 1, 1, true, true}}, "type-of-service octet"});
}

} // namespace ns3
