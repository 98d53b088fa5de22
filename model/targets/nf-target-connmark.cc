// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-connmark.h"

#include "nf-connection.h"
#include "nf-mark-operation.h"
#include "nf-target-options.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

enum Option
{
    SET_MARK = static_cast<int>(NfMarkOption::SET_MARK),
    XOR_MARK = static_cast<int>(NfMarkOption::XOR_MARK),
    SAVE_MARK,
    RESTORE_MARK,
    MASK,
    NFMASK,
    CTMASK
};

class ConnmarkTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "CONNMARK";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case MASK:
        case NFMASK:
        case CTMASK:
            return ParseMask(option);
        default:
            return ParseAction(option);
        }
    }

    NfComplaint FinishParse() override
    {
        if (!m_action.IsTaken())
        {
            return "CONNMARK needs one of --set-xmark, --set-mark, --and-mark, --or-mark, "
                   "--xor-mark, --save-mark, --restore-mark";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        if (m_mode == Mode::SET)
        {
            os << " --set-xmark " << NfHex(m_operation.value) << '/' << NfHex(m_operation.mask);
            return;
        }
        os << (m_mode == Mode::SAVE ? " --save-mark" : " --restore-mark") << " --nfmask "
           << NfHex(m_nfmask) << " --ctmask " << NfHex(m_operation.mask);
    }

    void List(std::ostream& os) const override
    {
        os << "CONNMARK ";
        if (m_mode == Mode::SET)
        {
            os << m_operation.Describe();
            return;
        }
        bool save = m_mode == Mode::SAVE;
        os << (save ? "save" : "restore");
        uint32_t ctmask = m_operation.mask;
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

    bool NeedsConntrack() const override
    {
        return true;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        NfConnection* connection = NfGetConnection(packet);
        if (!connection)
        {
            return NfTargetResult::CONTINUE;
        }
        switch (m_mode)
        {
        case Mode::SET:
            connection->mark = m_operation.Apply(connection->mark);
            break;
        case Mode::SAVE:
            connection->mark =
                NfMarkOperation{packet.mark & m_nfmask, m_operation.mask}.Apply(connection->mark);
            break;
        case Mode::RESTORE:
            packet.mark =
                NfMarkOperation{connection->mark & m_operation.mask, m_nfmask}.Apply(packet.mark);
            break;
        }
        return NfTargetResult::CONTINUE;
    }

  private:
    enum class Mode : uint8_t
    {
        SET,
        SAVE,
        RESTORE
    };

    NfComplaint ParseAction(const NfOption& option)
    {
        if (auto complaint = m_action.Take(option))
        {
            return complaint;
        }
        if (option.spec->id == SAVE_MARK || option.spec->id == RESTORE_MARK)
        {
            m_mode = option.spec->id == SAVE_MARK ? Mode::SAVE : Mode::RESTORE;
            return {};
        }
        m_mode = Mode::SET;
        return m_operation.Parse(static_cast<NfMarkOption>(option.spec->id), option);
    }

    NfComplaint ParseMask(const NfOption& option)
    {
        bool both = option.spec->id == MASK;
        if (both ? m_hasOneMask : m_hasBothMasks)
        {
            return fmt::format("--{} cannot be used together with {}",
                               option.spec->name,
                               both ? "--nfmask or --ctmask" : "--mask");
        }
        (both ? m_hasBothMasks : m_hasOneMask) = true;
        uint32_t mask = 0;
        auto complaint = NfNumberArgument(option, 0, UINT32_MAX, mask);
        m_nfmask = option.spec->id == CTMASK ? m_nfmask : mask;
        m_operation.mask = option.spec->id == NFMASK ? m_operation.mask : mask;
        return complaint;
    }

    NfExclusiveOption m_action;
    bool m_hasBothMasks{false};
    bool m_hasOneMask{false};
    Mode m_mode{Mode::SET};
    NfMarkOperation m_operation{0, UINT32_MAX}; //!< its mask is the ctmask
    uint32_t m_nfmask{UINT32_MAX};
};

} // namespace

NfTargetType
NfMakeConnmarkTargetType()
{
    auto id = [](NfMarkOption option) { return static_cast<int>(option); };
    return NfMakeTargetType<ConnmarkTarget>("CONNMARK",
                                            {{SET_MARK, "set-mark", ""},
                                             {id(NfMarkOption::SET_XMARK), "set-xmark", ""},
                                             {id(NfMarkOption::AND_MARK), "and-mark", ""},
                                             {id(NfMarkOption::OR_MARK), "or-mark", ""},
                                             {XOR_MARK, "xor-mark", ""},
                                             {SAVE_MARK, "save-mark", "", 0, 0},
                                             {RESTORE_MARK, "restore-mark", "", 0, 0},
                                             {MASK, "mask", ""},
                                             {NFMASK, "nfmask", ""},
                                             {CTMASK, "ctmask", ""}},
                                            "change or copy the connection's mark");
}

} // namespace ns3
