// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 31;

/// Match "nfacct": count the packet for an account (Linux's xt_nfacct.c). It matches every packet.
/// Linux refuses an account that the tool nfacct has not made; here nobody makes or reads accounts.
class NfacctMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "nfacct counts nothing, because accounts are read by a tool of their own; the "
               "rule's own counters are as they should be";
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfMatchResult::YES;
    }

    NfOptionValue<std::string> m_name; //!< --nfacct-name
};

} // namespace

NfMatchType
NfMakeNfacctMatchType()
{
    using M = NfacctMatch;
    NfMatchType type = NfMakeMatchType<M>("nfacct", "count the packet for an account");
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_name, "nfacct-name", NfTextKind(1, MAX_NAME, "an account's name"))
            .Mandatory()
            .Listed("nfacct-name  {}")};
    return type;
}

} // namespace ns3
