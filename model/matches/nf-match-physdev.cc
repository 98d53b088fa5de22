// SPDX-License-Identifier: GPL-2.0-only

#include "nf-device.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "physdev": ports of a bridge (Linux's xt_physdev.c). No IPv4 packet here comes from one.
class PhysdevMatch : public NfMatch
{
  public:
    NfComplaint Check(const NfRuleContext& context) override
    {
        bool bridged = m_isBridged.given && !m_isBridged.inverted;
        if (context.ReachedFrom(NfHook::OUTPUT) && !bridged && (m_out.given || m_isOut.given))
        {
            return "--physdev-out and --physdev-is-out work in OUTPUT only with "
                   "--physdev-is-bridged";
        }
        return {};
    }

    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "to physdev no packet comes from a bridge or goes to one, because bridges have no "
               "hooks here";
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_isIn.Holds(false) && m_in.Holds(false) && m_isOut.Holds(false) &&
                        m_out.Holds(false) && m_isBridged.Holds(false));
    }

    NfSwitch m_isIn;                  //!< --physdev-is-in
    NfOptionValue<std::string> m_in;  //!< --physdev-in
    NfSwitch m_isOut;                 //!< --physdev-is-out
    NfOptionValue<std::string> m_out; //!< --physdev-out
    NfSwitch m_isBridged;             //!< --physdev-is-bridged
};

/// @param option a row
/// @return the row as all of the match's are
NfOptionSpec
Complete(const NfOptionSpec& option)
{
    return option.Invertible().AtLeastOne(1);
}

void
PrintName(std::ostream& os, const std::string& name)
{
    os << name;
}

std::optional<std::string>
ReadName(std::string_view text)
{
    bool fits = !text.empty() && text.size() <= NfInterfaceName::MAX_LENGTH;
    return fits ? std::optional(std::string(text)) : std::nullopt;
}

} // namespace

NfMatchType
NfMakePhysdevMatchType()
{
    using M = PhysdevMatch;
    const NfOwnKind<std::string> name(ReadName, PrintName, "a device's name, 1 to 15 characters");
    NfMatchType type =
        NfMakeMatchType<M>("physdev", "ports of a bridge; no IPv4 packet here comes from one");
    type.stateless = true;
    type.heading = "PHYSDEV match";
    type.options = {
        Complete(NfOptionRow(&M::m_isIn, "physdev-is-in"))
            .Listed("--physdev-is-in", "! --physdev-is-in"),
        Complete(NfOptionRow(&M::m_in, "physdev-in", name))
            .Listed("--physdev-in {}", "! --physdev-in {}"),
        Complete(NfOptionRow(&M::m_isOut, "physdev-is-out"))
            .Listed("--physdev-is-out", "! --physdev-is-out"),
        Complete(NfOptionRow(&M::m_out, "physdev-out", name))
            .Listed("--physdev-out {}", "! --physdev-out {}"),
        Complete(NfOptionRow(&M::m_isBridged, "physdev-is-bridged"))
            .Listed("--physdev-is-bridged", "! --physdev-is-bridged"),
    };
    return type;
}

} // namespace ns3
