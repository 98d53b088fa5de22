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
        if (name == "left-shift-mark" || name == "right-shift-mark")
        {
            m_shiftsLeft = name == "left-shift-mark"; // the last one counts
            m_shift = m_shiftsLeft ? m_left.value : m_right.value;
            return {};
        }
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

    NfComplaint Check(const NfRuleContext&) override
    {
        if (m_shift >= BITS)
        {
            return "a mark has 32 bits and cannot be shifted by as many";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        if (m_operation.given)
        {
            os << " --set-xmark " << NfHex(m_operation.value.value) << '/' << NfHex(m_ctmask);
        }
        else
        {
            os << (m_save.given ? " --save-mark" : " --restore-mark") << " --nfmask "
               << NfHex(m_nfmask) << " --ctmask " << NfHex(m_ctmask);
        }
        PrintShift(os, " --");
    }

    void List(std::ostream& os) const override
    {
        os << "CONNMARK ";
        ListOperation(os);
        PrintShift(os, " ");
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
                Shifted(NfMarkOperation{m_operation.value.value, m_ctmask}.Apply(connection->mark));
        }
        else if (m_save.given)
        {
            connection->mark =
                NfMarkOperation{Shifted(packet.mark & m_nfmask), m_ctmask}.Apply(connection->mark);
        }
        else
        {
            packet.mark =
                NfMarkOperation{Shifted(connection->mark & m_ctmask), m_nfmask}.Apply(packet.mark);
        }
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<NfMarkOperation> m_operation; //!< --set-xmark and the like
    NfSwitch m_save;                            //!< --save-mark
    NfSwitch m_restore;                         //!< --restore-mark
    NfOptionValue<uint32_t> m_both;             //!< --mask
    NfOptionValue<uint32_t> m_packetMask;       //!< --nfmask
    NfOptionValue<uint32_t> m_connectionMask;   //!< --ctmask
    NfOptionValue<uint8_t> m_left;              //!< --left-shift-mark
    NfOptionValue<uint8_t> m_right;             //!< --right-shift-mark

    static constexpr uint8_t BITS = 32; //!< of a mark

  private:
    uint32_t Shifted(uint32_t mark) const
    {
        return m_shiftsLeft ? mark << m_shift : mark >> m_shift;
    }

    void PrintShift(std::ostream& os, const char* before) const
    {
        if (m_shift != 0)
        {
            os << before << (m_shiftsLeft ? "left" : "right") << "-shift-mark " << +m_shift;
        }
    }

    void ListOperation(std::ostream& os) const
    {
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

    uint32_t m_nfmask{UINT32_MAX}; //!< bits of the packet's mark that count
    uint32_t m_ctmask{UINT32_MAX}; //!< bits of the connection's mark that count
    uint8_t m_shift{0};            //!< by how many bits the new mark is shifted
    bool m_shiftsLeft{true};
};

} // namespace

NfTargetType
NfMakeConnmarkTargetType()
{
    using T = ConnmarkTarget;
    const NfNumberKind<uint32_t> mask;
    const NfNumberKind<uint8_t> shift{0, T::BITS};
    NfTargetType type = NfMakeTargetType<T>("CONNMARK", "change or copy the connection's mark");
    type.stateless = true;
    type.needsConntrack = true;
    type.options = NfMarkOperationRows(&T::m_operation);
    for (const NfOptionSpec& row : {NfOptionRow(&T::m_save, "save-mark").Choice(1),
                                    NfOptionRow(&T::m_restore, "restore-mark").Choice(1),
                                    NfOptionRow(&T::m_both, "mask", mask),
                                    NfOptionRow(&T::m_packetMask, "nfmask", mask),
                                    NfOptionRow(&T::m_connectionMask, "ctmask", mask),
                                    NfOptionRow(&T::m_left, "left-shift-mark", shift),
                                    NfOptionRow(&T::m_right, "right-shift-mark", shift)})
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
