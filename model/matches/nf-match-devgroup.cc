// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-named-number.h"

namespace ns3
{

namespace
{

/// Match "devgroup": groups of devices (Linux's xt_devgroup.c). A simulated device is in none but
/// the default group, 0.
class DevgroupMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "to devgroup all devices are in the default group, 0, because simulated devices "
               "have no groups";
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfResult(m_source.Holds(m_source.value.Equals(0)) &&
                        m_destination.Holds(m_destination.value.Equals(0)));
    }

    NfOptionValue<NfMaskedNumber> m_source;      //!< --src-group
    NfOptionValue<NfMaskedNumber> m_destination; //!< --dst-group
};

} // namespace

NfMatchType
NfMakeDevgroupMatchType()
{
    using M = DevgroupMatch;
    NfMatchType type = NfMakeMatchType<M>("devgroup", "groups of devices");
    const NfNamedNumberKind group("default",
                                  "a device group: a number, perhaps with a mask, or "
                                  "\"default\"");
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_source, "src-group", group)
            .Invertible()
            .AtLeastOne(1)
            .OnlyFrom(NfHookSet({NfHook::PREROUTING, NfHook::INPUT, NfHook::FORWARD}))
            .Listed("src-group {}", "! src-group {}"),
        NfOptionRow(&M::m_destination, "dst-group", group)
            .Invertible()
            .AtLeastOne(1)
            .OnlyFrom(NfHookSet({NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING}))
            .Listed("dst-group {}", "! dst-group {}"),
    };
    return type;
}

} // namespace ns3
