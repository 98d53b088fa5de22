// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-mark.h"

#include "nf-mark-operation.h"
#include "nf-target-options.h"

namespace ns3
{

namespace
{

class MarkTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "MARK";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (auto complaint = m_action.Take(option))
        {
            return complaint;
        }
        return m_operation.Parse(static_cast<NfMarkOption>(option.spec->id), option);
    }

    NfComplaint FinishParse() override
    {
        if (!m_action.IsTaken())
        {
            return "MARK needs one of --set-xmark, --set-mark, --and-mark, --or-mark, --xor-mark";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --set-xmark " << NfHex(m_operation.value) << '/' << NfHex(m_operation.mask);
    }

    void List(std::ostream& os) const override
    {
        os << "MARK " << m_operation.Describe();
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.mark = m_operation.Apply(packet.mark);
        return NfTargetResult::CONTINUE;
    }

  private:
    NfExclusiveOption m_action;
    NfMarkOperation m_operation;
};

} // namespace

NfTargetType
NfMakeMarkTargetType()
{
    auto id = [](NfMarkOption option) { return static_cast<int>(option); };
    return NfMakeTargetType<MarkTarget>("MARK",
                                        {{id(NfMarkOption::SET_MARK), "set-mark", ""},
                                         {id(NfMarkOption::SET_XMARK), "set-xmark", ""},
                                         {id(NfMarkOption::AND_MARK), "and-mark", ""},
                                         {id(NfMarkOption::OR_MARK), "or-mark", ""},
                                         {id(NfMarkOption::XOR_MARK), "xor-mark", ""}},
                                        "change the packet's mark");
}

} // namespace ns3
