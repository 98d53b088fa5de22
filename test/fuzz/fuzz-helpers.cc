// SPDX-License-Identifier: GPL-2.0-only

// What connection helpers read: messages over a connection, through NAT. The first byte chooses the
// helper, the second the family and whether the address is translated. The messages follow, each
// behind a byte that tells which side sends it: 254 the client, 255 the server.

#include "fuzz-rules.h"
#include "nat-box.h"
#include "nf-nat-helpers.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"

#include <array>
#include <string>
#include <string_view>

using namespace ns3;

namespace
{

/// The two ends of a connection, as they know each other.
struct Ends
{
    const char* client;
    const char* server;
    const char* outside; //!< what the server knows the client by, with NAT
};

constexpr Ends IPV4{"10.0.0.5", "203.0.113.60", "192.0.2.1"};
constexpr Ends IPV6{"2001:db8:a::5", "2001:db8:c:60::60", "2001:db8:b::1"};
constexpr uint16_t CLIENT_PORT = 5061;

/// A connection through a router, whose packets one helper reads.
class Exchange
{
  public:
    Exchange(const NfConnectionHelper& helper, NatBox& box, bool ipv6, bool translated)
        : m_helper(helper),
          m_box(box),
          m_ipv6(ipv6),
          m_ends(ipv6 ? IPV6 : IPV4)
    {
        const NfFamily family = ipv6 ? NfFamily::IPV6 : NfFamily::IPV4;
        box.netns.primaryAddresses[&box.eth1] = ipv6 ? V6(IPV6.outside) : V4(IPV4.outside);
        if (translated)
        {
            box.rules[NfHook::POSTROUTING] = [&box](NfPacket& packet) {
                return packet.out == &box.eth1 ? box.nat->Masquerade(packet, {})
                                               : NfVerdict::ACCEPT;
            };
        }
        m_seenAs = translated ? m_ends.outside : m_ends.client;
        box.netns.hooks.Register(family,
                                 NfHook::PREROUTING,
                                 NfPriority::RAW,
                                 [&helper](NfPacket& packet) {
                                     packet.ct = NfConntrack::MakeTemplate(0, 3, &helper);
                                     return NfVerdict::ACCEPT;
                                 });
    }

    void Open()
    {
        if (m_helper.GetProtocol() == NfProtocol::TCP)
        {
            Send(0, packets::SYN, {});
            Send(1, packets::SYN | packets::ACK, {});
            Send(0, packets::ACK, {});
        }
    }

    /// @param side 0: the client sends
    void Say(unsigned side, std::string_view text)
    {
        Send(side, packets::ACK | packets::PSH, std::string(text));
    }

  private:
    void Send(unsigned side, uint8_t flags, const std::string& data)
    {
        const NfDevice& in = side == 0 ? m_box.eth0 : m_box.eth1;
        const NfDevice& out = side == 0 ? m_box.eth1 : m_box.eth0;
        const auto sent = m_box.Forward(Make(side, flags, data), in, out);
        if (sent && !WrongChecksums(*sent).empty())
        {
            FuzzFail("helper " + m_helper.GetName(), WrongChecksums(*sent));
        }
    }

    Bytes Make(unsigned side, uint8_t flags, const std::string& data)
    {
        const char* source = side == 0 ? m_ends.client : m_ends.server;
        const char* destination = side == 0 ? m_ends.server : m_seenAs;
        const std::array<uint16_t, 2> ports{CLIENT_PORT, m_helper.GetPort()};
        const uint16_t from = ports[side];
        const uint16_t to = ports[1 - side];
        if (m_helper.GetProtocol() == NfProtocol::UDP)
        {
            return m_ipv6 ? packets6::Udp(source, from, destination, to, data)
                          : packets::Udp(source, from, destination, to, data);
        }
        // Both acknowledge the handshake only, so that no change of length leaves the window.
        packets::Tcp tcp{flags, m_next[side], 0, {}, data};
        tcp.ack = flags & packets::ACK ? BEGIN[1 - side] + 1 : 0;
        m_next[side] += static_cast<uint32_t>(data.size()) + (flags & packets::SYN ? 1 : 0);
        return m_ipv6 ? packets6::TcpSegment(source, from, destination, to, tcp)
                      : packets::TcpSegment(source, from, destination, to, tcp);
    }

    static constexpr std::array<uint32_t, 2> BEGIN{1000, 5000};

    const NfConnectionHelper& m_helper;
    NatBox& m_box;
    bool m_ipv6;
    Ends m_ends;
    const char* m_seenAs;
    std::array<uint32_t, 2> m_next{BEGIN}; //!< sequence numbers
};

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    constexpr std::size_t header = 2;
    constexpr std::size_t longest = 4096;
    if (size < header || size > longest)
    {
        return 0;
    }
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true)); // else one of 0 is none
    NatBox box;
    const NfStandardHelpers helpers = NfRegisterStandardHelpers(*box.conntrack);
    NfTranslateHelpers(helpers, *box.nat, *box.conntrack);
    const std::array<const NfConnectionHelper*, 8> all{helpers.amanda.get(),
                                                       helpers.ftp.get(),
                                                       helpers.irc.get(),
                                                       helpers.pptp.get(),
                                                       helpers.sipOverTcp.get(),
                                                       helpers.sipOverUdp.get(),
                                                       helpers.snmp.get(),
                                                       helpers.tftp.get()};
    const NfConnectionHelper& helper = *all[data[0] % all.size()];
    const bool ipv6 = data[1] & 1 && helper.Serves(NfFamily::IPV6);
    Exchange exchange(helper, box, ipv6, data[1] & 2);
    exchange.Open();
    std::string_view rest(reinterpret_cast<const char*>(data) + header, size - header);
    for (;;)
    {
        const std::size_t begin = rest.find_first_of("\xfe\xff");
        if (begin == rest.npos)
        {
            return 0;
        }
        const unsigned side = rest[begin] == '\xff' ? 1 : 0;
        rest.remove_prefix(begin + 1);
        exchange.Say(side, rest.substr(0, rest.find_first_of("\xfe\xff")));
    }
}
