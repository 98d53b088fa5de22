// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-transport-checksum.h"

#include <optional>

namespace ns3
{

namespace
{

constexpr uint8_t ECN_MASK = 0x03;
constexpr uint32_t FLAGS_OFFSET = 12; //!< of the word that ends in the flags
constexpr uint16_t FLAG_CWR = 0x80;
constexpr uint16_t FLAG_ECE = 0x40;

/// Target "ECN": change ECN bits (Linux's ipt_ECN.c).
class EcnTarget : public NfTarget
{
  public:
    /// Both bits cleared, however that was written, is printed as --ecn-tcp-remove.
    void Save(std::ostream& os) const override
    {
        if (IsPlainRemove())
        {
            os << " --ecn-tcp-remove";
            return;
        }
        Print(os, GetEce(), " --ecn-tcp-ece ");
        Print(os, GetCwr(), " --ecn-tcp-cwr ");
        Print(os, GetEct(), " --ecn-ip-ect ");
    }

    void List(std::ostream& os) const override
    {
        os << "ECN";
        if (IsPlainRemove())
        {
            os << " TCP remove";
            return;
        }
        Print(os, GetEce(), " ECE=");
        Print(os, GetCwr(), " CWR=");
        Print(os, GetEct(), " ECT codepoint=");
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (m_ect.given)
        {
            packet.ip.tos = (packet.ip.tos & ~ECN_MASK) | m_ect.value;
        }
        if (ChangesTcp() && packet.ip.protocol == NfProtocol::TCP && !ChangeTcp(packet))
        {
            return NfTargetResult::DROP;
        }
        return NfTargetResult::CONTINUE;
    }

    NfSwitch m_remove;            //!< --ecn-tcp-remove
    NfOptionValue<uint8_t> m_ece; //!< --ecn-tcp-ece
    NfOptionValue<uint8_t> m_cwr; //!< --ecn-tcp-cwr
    NfOptionValue<uint8_t> m_ect; //!< --ecn-ip-ect

  private:
    using Bits = std::optional<uint8_t>; //!< what to write; nothing: leave as it is

    Bits GetEce() const
    {
        return m_ece.given || m_remove.given ? Bits(m_ece.value) : Bits();
    }

    Bits GetCwr() const
    {
        return m_cwr.given || m_remove.given ? Bits(m_cwr.value) : Bits();
    }

    Bits GetEct() const
    {
        return m_ect.given ? Bits(m_ect.value) : Bits();
    }

    bool ChangesTcp() const
    {
        return m_ece.given || m_cwr.given || m_remove.given;
    }

    bool IsPlainRemove() const
    {
        return !m_ect.given && GetEce() == Bits(0) && GetCwr() == Bits(0);
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
        const uint8_t* seen = packet.L4(NfHeaderSize::TCP);
        if (!seen)
        {
            return false;
        }
        uint16_t before = NfRead16(seen + FLAGS_OFFSET);
        uint16_t after = WithFlag(WithFlag(before, FLAG_ECE, GetEce()), FLAG_CWR, GetCwr());
        if (after != before)
        {
            uint8_t* tcp = packet.MutableL4(NfHeaderSize::TCP);
            NfWrite16(tcp + FLAGS_OFFSET, after);
            NfTransportChecksum::UpdateTcp(tcp, before, after);
        }
        return true;
    }
};

} // namespace

NfTargetType
NfMakeEcnTargetType()
{
    NfTargetType type = NfMakeTargetType<EcnTarget>("ECN", "change ECN bits");
    type.stateless = true;
    type.family = NfFamily::IPV4;
    using T = EcnTarget;
    const NfNumberKind<uint8_t> bit(0, 1);
    type.options = {
        NfOptionRow(&T::m_remove, "ecn-tcp-remove").AtLeastOne(1).OnlyWith(NfProtocol::TCP),
        NfOptionRow(&T::m_ece, "ecn-tcp-ece", bit).AtLeastOne(1).OnlyWith(NfProtocol::TCP),
        NfOptionRow(&T::m_cwr, "ecn-tcp-cwr", bit).AtLeastOne(1).OnlyWith(NfProtocol::TCP),
        NfOptionRow(&T::m_ect, "ecn-ip-ect", NfNumberKind<uint8_t>(0, ECN_MASK)).AtLeastOne(1),
    };
    type.relations = {NfOptionRelation::Excludes(
        {"ecn-tcp-remove"},
        {"ecn-tcp-ece", "ecn-tcp-cwr"},
        "--ecn-tcp-remove cannot be used together with --ecn-tcp-cwr or --ecn-tcp-ece")};
    type.tables = {"mangle"};
    return type;
}

} // namespace ns3
