// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-dscp.h"

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

/// A per-hop behaviour (RFC 2474, RFC 2597, RFC 3246).
struct DscpClass
{
    std::string_view name;
    uint8_t dscp;
};

constexpr DscpClass DSCP_CLASSES[] = {
    {"CS0", 0x00},  {"CS1", 0x08},  {"CS2", 0x10},  {"CS3", 0x18},  {"CS4", 0x20},  {"CS5", 0x28},
    {"CS6", 0x30},  {"CS7", 0x38},  {"BE", 0x00},   {"AF11", 0x0a}, {"AF12", 0x0c}, {"AF13", 0x0e},
    {"AF21", 0x12}, {"AF22", 0x14}, {"AF23", 0x16}, {"AF31", 0x1a}, {"AF32", 0x1c}, {"AF33", 0x1e},
    {"AF41", 0x22}, {"AF42", 0x24}, {"AF43", 0x26}, {"EF", 0x2e},
};

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
        for (const DscpClass& entry : DSCP_CLASSES)
        {
            if (NfEqualsIgnoringCase(entry.name, text))
            {
                m_dscp = entry.dscp;
                return {};
            }
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
