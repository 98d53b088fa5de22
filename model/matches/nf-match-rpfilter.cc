// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-netns.h"

namespace ns3
{

namespace
{

/// Match "rpfilter": would an answer leave through the device the packet came in by (Linux's
/// ipt_rpfilter.c, ip6t_rpfilter.c)?
class RpfilterMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(IsReachable(packet) != m_invert.given);
    }

    NfSwitch m_loose;       //!< --loose
    NfSwitch m_validMark;   //!< --validmark
    NfSwitch m_acceptLocal; //!< --accept-local
    NfSwitch m_invert;      //!< --invert

  private:
    /// A host that has no address yet: in IPv4 it asks for one (DHCP, IGMP); of IPv6, Linux asks
    /// nothing of such packets, because forwarding drops them.
    static bool MayComeFromNowhere(const NfIpHeader& ip)
    {
        const uint32_t destination = ip.destination.V4();
        return ip.family == NfFamily::IPV6 || destination == 0xffffffff ||
               destination >> 8 == 0xe00000;
    }

    bool IsReachable(const NfPacket& packet) const
    {
        if (packet.in && packet.in->loopback)
        {
            return true;
        }
        if (packet.ip.source.IsAny() && MayComeFromNowhere(packet.ip))
        {
            return true;
        }
        return packet.netns->CheckReversePath(packet,
                                              m_loose.given,
                                              m_validMark.given,
                                              m_acceptLocal.given);
    }
};

} // namespace

NfMatchType
NfMakeRpfilterMatchType()
{
    using M = RpfilterMatch;
    NfMatchType type =
        NfMakeMatchType<M>("rpfilter",
                           "would an answer leave through the device the packet came in by");
    type.stateless = true;
    type.tables = {"raw", "mangle"};
    type.hooks = NfHookSet({NfHook::PREROUTING});
    type.heading = "rpfilter";
    type.options = {
        NfOptionRow(&M::m_loose, "loose").Listed("loose"),
        NfOptionRow(&M::m_validMark, "validmark").Listed("validmark"),
        NfOptionRow(&M::m_acceptLocal, "accept-local").Listed("accept-local"),
        NfOptionRow(&M::m_invert, "invert").Listed("invert"),
    };
    return type;
}

} // namespace ns3
