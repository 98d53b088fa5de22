// SPDX-License-Identifier: GPL-2.0-only

#include "nf-bpf-program.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// The value of --bytecode.
struct BytecodeKind : NfWordKind
{
    using Value = NfBpfProgram;

    NfComplaint Take(const NfOption& option, NfBpfProgram& program) const
    {
        auto expected = NfBpfProgram::Parse(NfArgumentOf(option), program);
        return expected ? NfBadArgument(option, *expected) : NfComplaint();
    }

    NfComplaint Check(const NfBpfProgram& program, const NfRuleContext&) const
    {
        return program.Check();
    }

    void Print(std::ostream& os, const NfBpfProgram& program) const
    {
        os << '"';
        program.Print(os, true);
        os << '"';
    }

    void List(std::ostream& os, const NfBpfProgram& program) const
    {
        program.Print(os, false);
    }
};

/**
 * Match "bpf": a program of the classic packet filter (Linux's xt_bpf.c). A program of the kernel's
 * own file system (--object-pinned) does not exist here.
 */
class BpfMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_program.value.Run(packet) != 0);
    }

    NfOptionValue<NfBpfProgram> m_program; //!< --bytecode
};

} // namespace

NfMatchType
NfMakeBpfMatchType()
{
    NfMatchType type = NfMakeMatchType<BpfMatch>("bpf", "a program of the classic packet filter");
    type.heading = "match bpf";
    type.options = {
        NfOptionRow(&BpfMatch::m_program, "bytecode", BytecodeKind()).Mandatory().Listed("{}"),
    };
    return type;
}

} // namespace ns3
