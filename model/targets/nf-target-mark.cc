// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-mark-operation.h"

namespace ns3
{

namespace
{

/// Target "MARK": change the packet's mark (Linux's xt_mark.c).
class MarkTarget : public NfTarget
{
  public:
    void Save(std::ostream& os) const override
    {
        os << " --set-xmark " << NfHex(m_operation.value.value) << '/'
           << NfHex(m_operation.value.mask);
    }

    void List(std::ostream& os) const override
    {
        os << "MARK " << m_operation.value.Describe();
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.mark = m_operation.value.Apply(packet.mark);
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<NfMarkOperation> m_operation; //!< the one option
};

} // namespace

NfTargetType
NfMakeMarkTargetType()
{
    using T = MarkTarget;
    NfTargetType type = NfMakeTargetType<T>("MARK", "change the packet's mark");
    type.stateless = true;
    type.options = NfMarkOperationRows(&T::m_operation);
    return type;
}

} // namespace ns3
