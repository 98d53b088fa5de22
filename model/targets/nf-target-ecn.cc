// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-ecn.h"

#include "nf-checksum.h"
#include "nf-target-checks.h"
#include "nf-target-options.h"
#include "nf-transport-checksum.h"

#include <optional>

namespace ns3
{

namespace
{

enum Option
{
    TCP_REMOVE,
    TCP_CWR,
    TCP_ECE,
    IP_ECT
};

constexpr uint8_t ECN_MASK = 0x03;
constexpr uint32_t TCP_HEADER_SIZE = 20;
constexpr uint32_t FLAGS_OFFSET = 12; //!< of the word that ends in the flags
constexpr uint16_t FLAG_CWR = 0x80;
constexpr uint16_t FLAG_ECE = 0x40;

class EcnTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "ECN";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        uint32_t value = 0;
        switch (option.spec->id)
        {
        case TCP_REMOVE:
            if (m_ece || m_cwr)
            {
                return "--ecn-tcp-remove cannot be used together with --ecn-tcp-cwr or "
                       "--ecn-tcp-ece";
            }
            m_remove = true;
            m_ece = m_cwr = 0;
            return {};
        case IP_ECT: {
            auto complaint = NfNumberArgument(option, 0, ECN_MASK, value);
            m_ect = value;
            return complaint;
        }
        default: {
            if (m_remove)
            {
                return "--ecn-tcp-cwr and --ecn-tcp-ece cannot be used together with "
                       "--ecn-tcp-remove";
            }
            auto complaint = NfNumberArgument(option, 0, 1, value);
            (option.spec->id == TCP_CWR ? m_cwr : m_ece) = value;
            return complaint;
        }
        }
    }

    NfComplaint FinishParse() override
    {
        if (!m_ect && !ChangesTcp())
        {
            return "ECN needs --ecn-tcp-remove, --ecn-tcp-cwr, --ecn-tcp-ece or --ecn-ip-ect";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (auto complaint = NfRequireTable("ECN", context, "mangle"))
        {
            return complaint;
        }
        if (ChangesTcp() && !NfRuleIsFor(context, NfProtocol::TCP))
        {
            return "ECN changes TCP headers only in a rule with -p tcp";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        if (IsPlainRemove())
        {
            os << " --ecn-tcp-remove";
            return;
        }
        Print(os, m_ece, " --ecn-tcp-ece ");
        Print(os, m_cwr, " --ecn-tcp-cwr ");
        Print(os, m_ect, " --ecn-ip-ect ");
    }

    void List(std::ostream& os) const override
    {
        os << "ECN";
        if (IsPlainRemove())
        {
            os << " TCP remove";
            return;
        }
        Print(os, m_ece, " ECE=");
        Print(os, m_cwr, " CWR=");
        Print(os, m_ect, " ECT codepoint=");
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (m_ect)
        {
            packet.ip.tos = (packet.ip.tos & ~ECN_MASK) | *m_ect;
        }
        if (ChangesTcp() && packet.ip.protocol == NfProtocol::TCP && !ChangeTcp(packet))
        {
            return NfTargetResult::DROP;
        }
        return NfTargetResult::CONTINUE;
    }

  private:
    using Bits = std::optional<uint8_t>;

    bool ChangesTcp() const
    {
        return m_ece || m_cwr;
    }

    bool IsPlainRemove() const
    {
        return !m_ect && m_ece == Bits(0) && m_cwr == Bits(0);
    }

    static void Print(std::ostream& os, const Bits& bits, const char* name)
    {
        if (bits)
        {
            os << name << unsigned(*bits);
        }
    }

    static uint16_t WithFlag(uint16_t word, uint16_t flag, const Bits& bit)
    {
        return bit ? (*bit ? word | flag : word & ~flag) : word;
    }

    bool ChangeTcp(NfPacket& packet) const
    {
        const uint8_t* seen = packet.L4(TCP_HEADER_SIZE);
        if (!seen)
        {
            return false;
        }
        uint16_t before = NfRead16(seen + FLAGS_OFFSET);
        uint16_t after = WithFlag(WithFlag(before, FLAG_ECE, m_ece), FLAG_CWR, m_cwr);
        if (after != before)
        {
            uint8_t* tcp = packet.MutableL4(TCP_HEADER_SIZE);
            NfWrite16(tcp + FLAGS_OFFSET, after);
            NfTransportChecksum::UpdateTcp(tcp, before, after);
        }
        return true;
    }

    bool m_remove{false};
    Bits m_ece;
    Bits m_cwr;
    Bits m_ect;
};

} // namespace

NfTargetType
NfMakeEcnTargetType()
{
    return NfMakeTargetType<EcnTarget>("ECN",
                                       {{TCP_REMOVE, "ecn-tcp-remove", "", 0, 0},
                                        {TCP_CWR, "ecn-tcp-cwr", ""},
                                        {TCP_ECE, "ecn-tcp-ece", ""},
                                        {IP_ECT, "ecn-ip-ect", ""}},
                                       "change ECN bits");
}

} // namespace ns3
