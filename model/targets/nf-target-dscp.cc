// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-dscp.h"

#include "nf-dscp-names.h"
#include "nf-target-checks.h"
#include "nf-target-options.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

enum Option
{
    SET_DSCP,
    SET_DSCP_CLASS
};

constexpr uint8_t MAX_DSCP = 63;
constexpr uint8_t ECN_MASK = 0x03;
constexpr unsigned DSCP_SHIFT = 2;

class DscpTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "DSCP";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (auto complaint = m_action.Take(option))
        {
            return complaint;
        }
        return option.spec->id == SET_DSCP ? NfNumberArgument(option, 0, MAX_DSCP, m_dscp)
                                           : ParseClass(option.arguments[0].text);
    }

    NfComplaint FinishParse() override
    {
        if (!m_action.IsTaken())
        {
            return "DSCP needs --set-dscp or --set-dscp-class";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireTable("DSCP", context, "mangle");
    }

    void Save(std::ostream& os) const override
    {
        os << " --set-dscp " << NfHexByte(m_dscp);
    }

    void List(std::ostream& os) const override
    {
        os << "DSCP set " << NfHexByte(m_dscp);
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.ip.tos = (packet.ip.tos & ECN_MASK) | m_dscp << DSCP_SHIFT;
        return NfTargetResult::CONTINUE;
    }

  private:
    NfComplaint ParseClass(std::string_view text)
    {
        if (auto dscp = NfFindDscpClass(text))
        {
            m_dscp = *dscp;
            return {};
        }
        return fmt::format("--set-dscp-class: \"{}\" is none of BE, EF, CS0 to CS7, AF11 to AF43",
                           text);
    }

    NfExclusiveOption m_action;
    uint32_t m_dscp{0};
};

} // namespace

NfTargetType
NfMakeDscpTargetType()
{
    return NfMakeTargetType<DscpTarget>(
        "DSCP",
        {{SET_DSCP, "set-dscp", ""}, {SET_DSCP_CLASS, "set-dscp-class", ""}},
        "set the DSCP of the IP header");
}

} // namespace ns3
