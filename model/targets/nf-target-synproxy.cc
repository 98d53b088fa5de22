// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-netns.h"
#include "nf-synproxy.h"
#include "nf-transport-checksum.h"
#include "nf-transport-view.h"

namespace ns3
{

namespace
{

/**
 * Target "SYNPROXY": open TCP connections in the server's place, and pass on to the server only
 * those of clients that answer (Linux's ipt_SYNPROXY.c, ip6t_SYNPROXY.c; see NfSynproxy).
 *
 * It wants packets that belong to no connection: SYNs that the table raw has left untracked, and,
 * with the sysctl nf_conntrack_tcp_loose off, the acknowledgements that follow.
 */
class SynproxyTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        constexpr uint32_t sequence = 4;
        const std::optional<NfTcpView> tcp = NfTcpView::Of(packet);
        if (!tcp || packet.ip.fragmentOffset != 0 || !packet.netns->conntrack ||
            !NfTransportChecksum::IsGood(packet))
        {
            return NfTargetResult::DROP;
        }
        const uint32_t size = tcp->GetSize();
        const uint8_t* header = packet.L4(size);
        const NfSynproxyOptions options =
            NfSynproxyOptions::Read(header + NfTcpView::SIZE, size - NfTcpView::SIZE);
        constexpr uint8_t kinds = NfTcpView::SYN | NfTcpView::ACK | NfTcpView::FIN | NfTcpView::RST;
        NfSynproxy& proxy = NfSynproxy::Of(*packet.netns);
        switch (tcp->GetFlags() & kinds)
        {
        case NfTcpView::SYN:
            proxy.AnswerSyn(packet, options, GetRule());
            return NfTargetResult::STOLEN;
        case NfTcpView::ACK:
            return proxy.AnswerAck(packet, options, NfRead32(header + sequence))
                       ? NfTargetResult::STOLEN
                       : NfTargetResult::DROP;
        default:
            return NfTargetResult::CONTINUE;
        }
    }

    /// iptables ends the text with a blank.
    void List(std::ostream& os) const override
    {
        NfTarget::List(os);
        os << ' ';
    }

    NfSwitch m_sack;                //!< --sack-perm
    NfSwitch m_timestamp;           //!< --timestamp
    NfOptionValue<uint8_t> m_scale; //!< --wscale
    NfOptionValue<uint16_t> m_mss;  //!< --mss
    NfSwitch m_ecn;                 //!< --ecn

  private:
    NfSynproxy::Rule GetRule() const
    {
        using O = NfSynproxyOptions;
        NfSynproxy::Rule rule;
        rule.allowed = (m_sack.given ? O::SACK_PERMITTED : 0) |
                       (m_timestamp.given ? O::TIMESTAMP : 0) |
                       (m_scale.given ? O::WINDOW_SCALE : 0) | (m_mss.given ? O::MSS : 0) |
                       (m_ecn.given ? O::ECN : 0);
        rule.windowScale = m_scale.value;
        rule.mss = m_mss.value;
        return rule;
    }
};

} // namespace

NfTargetType
NfMakeSynproxyTargetType()
{
    using T = SynproxyTarget;
    NfTargetType type =
        NfMakeTargetType<T>("SYNPROXY", "open TCP connections in the server's place");
    type.stateless = true;
    type.options = {
        NfOptionRow(&T::m_sack, "sack-perm").Listed("sack-perm"),
        NfOptionRow(&T::m_timestamp, "timestamp").Listed("timestamp"),
        NfOptionRow(&T::m_scale, "wscale", NfNumberKind<uint8_t>()).Listed("wscale {}"),
        NfOptionRow(&T::m_mss, "mss", NfNumberKind<uint16_t>()).Listed("mss {}"),
        NfOptionRow(&T::m_ecn, "ecn").Listed("ecn"),
    };
    type.heading = "SYNPROXY";
    type.hooks = NfHookSet({NfHook::INPUT, NfHook::FORWARD});
    type.protocols = {NfProtocol::TCP};
    type.needsConntrack = true;
    type.typical = NfTargetResult::STOLEN;
    return type;
}

} // namespace ns3
