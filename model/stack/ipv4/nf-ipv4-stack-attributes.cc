// SPDX-License-Identifier: GPL-2.0-only

// NfIpv4Stack's attributes and trace sources.

#include "nf-ipv4-stack.h"

#include "ns3/boolean.h"
#include "ns3/nstime.h"
#include "ns3/uinteger.h"

namespace ns3
{

TypeId
NfIpv4Stack::MakeTypeId()
{
    TypeId tid("ns3::NfIpv4Stack");
    tid.SetParent<Object>()
        .SetGroupName("Netfilter")
        .AddConstructor<NfIpv4Stack>()
        .AddTraceSource("Dropped",
                        "A packet ended here: packet and reason.",
                        MakeTraceSourceAccessor(&NfIpv4Stack::m_dropped),
                        "ns3::NfIpv4Stack::DroppedTracedCallback")
        .AddTraceSource("Generated",
                        "The layer answers a packet: the answer, and the packet.",
                        MakeTraceSourceAccessor(&NfIpv4Stack::m_generated),
                        "ns3::NfIpv4Stack::GeneratedTracedCallback")
        .AddTraceSource("Logged",
                        "A line of the kernel log: packet, syslog level, text.",
                        MakeTraceSourceAccessor(&NfIpv4Stack::m_logged),
                        "ns3::NfIpv4Stack::LoggedTracedCallback");
    auto addSwitch =
        [&tid](const char* name, const char* help, bool value, bool NfIpv4Stack::*member) {
            tid.AddAttribute(name,
                             help,
                             BooleanValue(value),
                             MakeBooleanAccessor(member),
                             MakeBooleanChecker());
        };
    addSwitch("RouteLocalnet",
              "Accept 127/8 from and to the outside (sysctl route_localnet).",
              false,
              &NfIpv4Stack::routeLocalnet);
    addSwitch("AcceptLocal",
              "Accept packets from outside with a source address of this node (sysctl "
              "accept_local).",
              false,
              &NfIpv4Stack::acceptLocal);
    addSwitch("SrcValidMark",
              "The reverse path of a packet is looked up with its mark (sysctl src_valid_mark).",
              false,
              &NfIpv4Stack::srcValidMark);
    addSwitch("CheckAddresses",
              "Drop martians and apply RpFilter after PREROUTING, as Linux does.",
              true,
              &NfIpv4Stack::checkAddresses);
    addSwitch("LoopBroadcasts",
              "Let the node receive its own broadcasts, as Linux does and ns-3 does not. Routing "
              "protocols of ns-3 do not expect to hear themselves.",
              false,
              &NfIpv4Stack::loopBroadcasts);
    addSwitch("ReceiveMulticast",
              "Receive multicast to every group, as ns-3 does, which knows no membership. Linux "
              "receives 224.0.0.1 and what a socket has joined.",
              true,
              &NfIpv4Stack::receiveMulticast);
    addSwitch("ProtocolUnreachable",
              "Answer packets of a protocol that the node does not know, as Linux does if no raw "
              "socket takes them. ns-3 does not tell whether one has.",
              false,
              &NfIpv4Stack::protocolUnreachable);
    uint8_t NfIpv4Stack::*rpFilterMember = &NfIpv4Stack::rpFilter;
    tid.AddAttribute("RpFilter",
                     "Reverse path filter (sysctl rp_filter): 0 off, 1 strict, 2 loose.",
                     UintegerValue(0),
                     MakeUintegerAccessor(rpFilterMember),
                     MakeUintegerChecker<uint8_t>(0, 2));
    Time NfIpv4Stack::*rateLimitMember = &NfIpv4Stack::icmpRateLimit;
    tid.AddAttribute("IcmpRateLimit",
                     "A host gets six ICMP errors at once and then one in this time (sysctl "
                     "icmp_ratelimit); 0: as many as there are.",
                     TimeValue(Seconds(1)),
                     MakeTimeAccessor(rateLimitMember),
                     MakeTimeChecker(Time(0)));
    uint32_t NfIpv4Stack::*rateMaskMember = &NfIpv4Stack::icmpRateMask;
    tid.AddAttribute("IcmpRateMask",
                     "Bits of the ICMP types that IcmpRateLimit holds for (sysctl icmp_ratemask).",
                     UintegerValue(0x1818),
                     MakeUintegerAccessor(rateMaskMember),
                     MakeUintegerChecker<uint32_t>());
    return tid;
}

} // namespace ns3
