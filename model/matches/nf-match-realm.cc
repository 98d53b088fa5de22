// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-named-number.h"

namespace ns3
{

namespace
{

/// Match "realm": realm of the packet's route (Linux's xt_realm.c). Simulated routes have none, and
/// so are in realm 0.
class RealmMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "to realm every route is in realm 0, because simulated routes have no realms";
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfResult(m_realm.Holds(m_realm.value.Equals(0)));
    }

    NfOptionValue<NfMaskedNumber> m_realm; //!< --realm
};

} // namespace

NfMatchType
NfMakeRealmMatchType()
{
    const NfNamedNumberKind realm("cosmos",
                                  "a realm: a number, perhaps with a mask, or \"cosmos\"");
    NfMatchType type = NfMakeMatchType<RealmMatch>("realm", "realm of the packet's route");
    type.family = NfFamily::IPV4;
    type.stateless = true;
    type.hooks = NfHookSet({NfHook::INPUT, NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING});
    type.options = {NfOptionRow(&RealmMatch::m_realm, "realm", realm)
                        .Invertible()
                        .Mandatory()
                        .Listed("realm {}", "! realm {}")};
    return type;
}

} // namespace ns3
