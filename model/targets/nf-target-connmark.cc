// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-extension-type.h"
#include "nf-mark-operation.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

/// Target "CONNMARK": change or copy the connection's mark (Linux's xt_connmark.c).
class ConnmarkTarget : public NfTarget
{
  public:
    /// As in iptables, a mask and the option that sets the mark overwrite each other's mask.
    NfComplaint Parse(const NfOption& option) override
    {
        if (auto complaint = NfTarget::Parse(option))
        {
            return complaint;
        }
        const std::string_view name = option.spec->name;
        if (name == "mask" || name == "nfmask")
        {
            m_nfmask = name == "mask" ? m_both.value : m_packetMask.value;
        }
        if (name == "mask" || name == "ctmask")
        {
            m_ctmask = name == "mask" ? m_both.value : m_connectionMask.value;
        }
        else if (m_operation.given && name != "nfmask")
        {
            m_ctmask = m_operation.value.mask;
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        if (m_operation.given)
        {
            os << " --set-xmark " << NfHex(m_operation.value.value) << '/' << NfHex(m_ctmask);
            return;
        }
        os << (m_save.given ? " --save-mark" : " --restore-mark") << " --nfmask " << NfHex(m_nfmask)
           << " --ctmask " << NfHex(m_ctmask);
    }

    void List(std::ostream& os) const override
    {
        os << "CONNMARK ";
        if (m_operation.given)
        {
            os << NfMarkOperation{m_operation.value.value, m_ctmask}.Describe();
            return;
        }
        bool save = m_save.given;
        os << (save ? "save" : "restore");
        const uint32_t ctmask = m_ctmask;
        if (m_nfmask == ctmask)
        {
            if (ctmask != UINT32_MAX)
            {
                os << " mask " << NfHex(ctmask);
            }
            return;
        }
        os << (save ? fmt::format(" nfmask {:#x} ctmask ~{:#x}", m_nfmask, ctmask)
                    : fmt::format(" ctmask {:#x} nfmask ~{:#x}", ctmask, m_nfmask));
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        NfConnection* connection = NfGetConnection(packet);
        if (!connection)
        {
            return NfTargetResult::CONTINUE;
        }
        if (m_operation.given)
        {
            connection->mark =
                NfMarkOperation{m_operation.value.value, m_ctmask}.Apply(connection->mark);
        }
        else if (m_save.given)
        {
            connection->mark =
                NfMarkOperation{packet.mark & m_nfmask, m_ctmask}.Apply(connection->mark);
        }
        else
        {
            packet.mark = NfMarkOperation{connection->mark & m_ctmask, m_nfmask}.Apply(packet.mark);
        }
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<NfMarkOperation> m_operation; //!< --set-xmark and the like
    NfSwitch m_save;                            //!< --save-mark
    NfSwitch m_restore;                         //!< --restore-mark
    NfOptionValue<uint32_t> m_both;             //!< --mask
    NfOptionValue<uint32_t> m_packetMask;       //!< --nfmask
    NfOptionValue<uint32_t> m_connectionMask;   //!< --ctmask

  private:
    uint32_t m_nfmask{UINT32_MAX}; //!< bits of the packet's mark that count
    uint32_t m_ctmask{UINT32_MAX}; //!< bits of the connection's mark that count
};

} // namespace

NfTargetType
NfMakeConnmarkTargetType()
{
    using T = ConnmarkTarget;
    const NfNumberKind<uint32_t> mask;
    NfTargetType type = NfMakeTargetType<T>("CONNMARK", "change or copy the connection's mark");
    type.needsConntrack = true;
    type.options = NfMarkOperationRows(&T::m_operation);
    for (const NfOptionSpec& row : {NfOptionRow(&T::m_save, "save-mark").Choice(1),
                                    NfOptionRow(&T::m_restore, "restore-mark").Choice(1),
                                    NfOptionRow(&T::m_both, "mask", mask),
                                    NfOptionRow(&T::m_packetMask, "nfmask", mask),
                                    NfOptionRow(&T::m_connectionMask, "ctmask", mask)})
    {
        type.options.push_back(row);
    }
    type.relations = {
        NfOptionRelation::Excludes({"mask"},
                                   {"nfmask", "ctmask"},
                                   "--mask cannot be used together with --nfmask or --ctmask")};
    return type;
}

} // namespace ns3
