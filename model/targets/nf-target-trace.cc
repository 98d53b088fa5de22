// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-trace.h"

#include "nf-target-checks.h"
#include "nf-target-options.h"

namespace ns3
{

namespace
{

class TraceTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "TRACE";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        return "TRACE takes no options";
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireTable("TRACE", context, "raw");
    }

    void Save(std::ostream& os) const override
    {
    }

    void List(std::ostream& os) const override
    {
    }

    /// Changes nothing that rules ask for.
    void Describe(NfRuleDescription&) const override
    {
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.traced = true;
        return NfTargetResult::CONTINUE;
    }
};

} // namespace

NfTargetType
NfMakeTraceTargetType()
{
    return NfMakeTargetType<TraceTarget>("TRACE", {}, "report every rule that the packet hits");
}

} // namespace ns3
