// SPDX-License-Identifier: GPL-2.0-only

#include "nf-bpf-program.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/**
 * Match "bpf": a program of the classic packet filter (Linux's xt_bpf.c). A program of the kernel's
 * own file system (--object-pinned) does not exist here.
 */
class BpfMatch : public NfMatch
{
  public:
    NfComplaint Parse(const NfOption& option) override
    {
        auto expected = NfBpfProgram::Parse(NfArgumentOf(option), m_program);
        return expected ? NfBadArgument(option, *expected) : NfComplaint();
    }

    NfComplaint Check(const NfRuleContext&) override
    {
        return m_program.Check();
    }

    void Save(std::ostream& os) const override
    {
        os << " --bytecode \"";
        m_program.Print(os, true);
        os << '"';
    }

    void List(std::ostream& os) const override
    {
        os << "match bpf ";
        m_program.Print(os, false);
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_program.Run(packet) != 0);
    }

  private:
    NfBpfProgram m_program;
};

} // namespace

NfMatchType
NfMakeBpfMatchType()
{
    NfMatchType type = NfMakeMatchType<BpfMatch>("bpf", "a program of the classic packet filter");
    type.options = {{0, "bytecode", "", 1, 1, false, true}};
    return type;
}

} // namespace ns3
