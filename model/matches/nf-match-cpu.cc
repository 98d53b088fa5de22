// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "cpu": the processor that handles the packet (Linux's xt_cpu.c). A simulated node has one,
/// number 0.
class CpuMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "to cpu every packet is handled by processor 0, the only one that a node has here";
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfResult(m_cpu.Holds(m_cpu.value == 0));
    }

    NfOptionValue<uint32_t> m_cpu; //!< --cpu
};

} // namespace

NfMatchType
NfMakeCpuMatchType()
{
    NfMatchType type = NfMakeMatchType<CpuMatch>("cpu", "processor that handles the packet");
    type.stateless = true;
    type.options = {NfOptionRow(&CpuMatch::m_cpu, "cpu", NfNumberKind<uint32_t>())
                        .Invertible()
                        .Mandatory()
                        .Listed("cpu {}", "cpu ! {}")};
    return type;
}

} // namespace ns3
