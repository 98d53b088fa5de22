// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-host-kind.h"
#include "nf-mark-operation.h"
#include "nf-netns.h"
#include "nf-socket-lookup.h"
#include "nf-transport-view.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

/**
 * Target "TPROXY": give the packet, unchanged, to a socket of a proxy (Linux's xt_TPROXY.c).
 *
 * The socket must be transparent (NetfilterHelper::SetTransparent()). It is the one that is
 * connected to the packet's sender; else the one that listens at --on-ip, by default the primary
 * address of the in device, and --on-port. Without such a socket the packet is dropped. That the
 * packet gets to the node's transports at all is a matter of routing: the mark that it gets lets a
 * rule of policy routing lead it to a local route.
 *
 * Difference from Linux: a SYN for a connection in TIME_WAIT is given to the listener's place only
 * in the verdict; ns-3's socket that waits gets it, and ignores it.
 */
class TproxyTarget : public NfTarget
{
  public:
    /// All three are always printed.
    void Save(std::ostream& os) const override
    {
        os << " --on-port " << m_port.value << " --on-ip " << NfToString(m_ip.value, GetFamily())
           << " --tproxy-mark " << MarkText();
    }

    void List(std::ostream& os) const override
    {
        os << "TPROXY redirect " << NfToString(m_ip.value, GetFamily()) << ':' << m_port.value
           << " mark " << MarkText();
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        NfSocketLookup* sockets = NfSocketLookup::Of(*packet.netns);
        const uint8_t* header = packet.ip.fragmentOffset == 0 ? packet.L4(LEAST_HEADER) : nullptr;
        if (!sockets || !header)
        {
            return NfTargetResult::DROP;
        }
        NfSocketEnds ends = NfSocketEnds::Of(packet, header);
        std::optional<NfFoundSocket> socket = sockets->Find(ends, packet.in);
        const bool connected = socket && socket->connected && !socket->wildcard;
        if (!connected || (socket->timeWait && IsSyn(packet)))
        {
            ends.local = ChooseAddress(packet);
            ends.localPort = m_port.value != 0 ? m_port.value : ends.localPort;
            socket = sockets->Find(ends, packet.in);
            const bool waits =
                socket &&
                (packet.ip.protocol == NfProtocol::TCP ? socket->listening : !socket->connected);
            socket = waits ? socket : std::nullopt;
        }
        if (!socket || !socket->transparent)
        {
            return NfTargetResult::DROP;
        }
        packet.mark = NfMarkOperation{m_mark.value.value, m_mark.value.mask}.Apply(packet.mark);
        sockets->Assign(packet, ends);
        return NfTargetResult::ACCEPT;
    }

    NfOptionValue<uint16_t> m_port;       //!< --on-port; 0: the packet's own
    NfOptionValue<NfAddress> m_ip;        //!< --on-ip
    NfOptionValue<NfMaskedNumber> m_mark; //!< --tproxy-mark; without: the mark stays

  private:
    static constexpr uint32_t LEAST_HEADER = 8; //!< what Linux reads of TCP, too

    std::string MarkText() const
    {
        return fmt::format("{:#x}/{:#x}", m_mark.value.value, m_mark.value.mask);
    }

    static bool IsSyn(const NfPacket& packet)
    {
        const std::optional<NfTcpView> tcp = NfTcpView::Of(packet);
        return tcp && tcp->Has(NfTcpView::SYN) && !tcp->Has(NfTcpView::RST) &&
               !tcp->Has(NfTcpView::ACK) && !tcp->Has(NfTcpView::FIN);
    }

    NfAddress ChooseAddress(const NfPacket& packet) const
    {
        if (m_ip.given && !m_ip.value.IsAny())
        {
            return m_ip.value;
        }
        return packet.netns->GetPrimaryAddress(packet.ip.family, packet.in)
            .value_or(packet.ip.destination);
    }
};

} // namespace

NfTargetType
NfMakeTproxyTargetType()
{
    using T = TproxyTarget;
    NfTargetType type =
        NfMakeTargetType<T>("TPROXY", "give the packet, unchanged, to a socket of a proxy");
    type.stateless = true;
    type.options = {
        NfOptionRow(&T::m_port, "on-port", NfNumberKind<uint16_t>()).Mandatory(),
        NfOptionRow(&T::m_ip, "on-ip", NfHostKind()),
        NfOptionRow(&T::m_mark, "tproxy-mark", NfMarkKind()),
    };
    type.tables = {"mangle"};
    type.hooks = NfHookSet({NfHook::PREROUTING});
    type.protocols = {NfProtocol::TCP, NfProtocol::UDP};
    type.typical = NfTargetResult::ACCEPT;
    type.ends = true;
    return type;
}

} // namespace ns3
