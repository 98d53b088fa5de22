// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-ecn.h"

#include "nf-match-text.h"

#include <array>

namespace ns3
{

namespace
{

class EcnMatch : public NfMatch
{
  public:
    /// In the order of printing.
    enum Criterion
    {
        ECE,
        CWR,
        ECT,
        N_CRITERIA
    };

    std::string_view GetName() const override
    {
        return "ecn";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        int id = option.spec->id;
        m_used[id] = true;
        m_inverted[id] = option.inverted;
        if (id != ECT)
        {
            return {};
        }
        auto ect = NfParseNumber(NfArgumentOf(option), 3);
        m_ect = ect.value_or(0);
        return ect ? NfComplaint() : NfBadArgument(option, "a number from 0 to 3");
    }

    NfComplaint FinishParse() override
    {
        if (!m_used[ECE] && !m_used[CWR] && !m_used[ECT])
        {
            return "ecn expects --ecn-tcp-ece, --ecn-tcp-cwr or --ecn-ip-ect";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        bool readsTcp = m_used[ECE] || m_used[CWR];
        return readsTcp ? NfRequireProtocol(context, NfProtocol::TCP, "ecn", "tcp") : NfComplaint();
    }

    void Save(std::ostream& os) const override
    {
        Print(os, " !", {" --ecn-tcp-ece", " --ecn-tcp-cwr", " --ecn-ip-ect "});
    }

    void List(std::ostream& os) const override
    {
        os << "ECN match";
        Print(os, " !", {"ECE", "CWR", "ECT="}, " ");
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (!Holds(ECT, (packet.ip.tos & 3) == m_ect))
        {
            return NfMatchResult::NO;
        }
        if (!m_used[ECE] && !m_used[CWR])
        {
            return NfMatchResult::YES;
        }
        const uint8_t* header = packet.L4(20);
        return NfResult(header && Holds(ECE, header[13] & 0x40) && Holds(CWR, header[13] & 0x80));
    }

  private:
    bool Holds(Criterion criterion, bool value) const
    {
        return !m_used[criterion] || value != m_inverted[criterion];
    }

    void Print(std::ostream& os,
               const char* inverted,
               const std::array<const char*, N_CRITERIA>& names,
               const char* plain = "") const
    {
        for (std::size_t i = 0; i < N_CRITERIA; ++i)
        {
            if (m_used[i])
            {
                os << (m_inverted[i] ? inverted : plain) << names[i];
            }
        }
        if (m_used[ECT])
        {
            os << +m_ect;
        }
    }

    std::array<bool, N_CRITERIA> m_used{};
    std::array<bool, N_CRITERIA> m_inverted{};
    uint8_t m_ect{0};
};

} // namespace

NfMatchType
NfMakeEcnMatchType()
{
    return NfMakeMatchType<EcnMatch>({"ecn",
                                      {{EcnMatch::ECE, "ecn-tcp-ece", "", 0, 0, true},
                                       {EcnMatch::CWR, "ecn-tcp-cwr", "", 0, 0, true},
                                       {EcnMatch::ECT, "ecn-ip-ect", "", 1, 1, true}},
                                      "ECN bits of the IP and TCP headers"});
}

} // namespace ns3
