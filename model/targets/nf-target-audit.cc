// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Target "AUDIT": write an audit record (Linux's xt_AUDIT.c). Nobody reads such records here.
class AuditTarget : public NfTarget
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "AUDIT writes no record, because nodes have no audit daemon; the trace tells which "
               "rules a packet hits";
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<std::size_t> m_type; //!< --type: what the record says has become of the packet
};

} // namespace

NfTargetType
NfMakeAuditTargetType()
{
    NfTargetType type = NfMakeTargetType<AuditTarget>("AUDIT", "write an audit record");
    type.stateless = true;
    type.changes = false;
    const NfChoiceKind<3> types({"accept", "drop", "reject"}, "accept, drop or reject");
    type.options = {
        NfOptionRow(&AuditTarget::m_type, "type", types).Mandatory().Listed("AUDIT {}")};
    return type;
}

} // namespace ns3
