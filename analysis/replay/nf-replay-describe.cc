// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-describe.h"

#include "nf-replay-values.h"
#include "nf-replay-view.h"

#include "ns3/nf-checksum.h"
#include "ns3/nf-header-size.h"
#include "ns3/nf-icmpv6-types.h"
#include "ns3/nf-types.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr std::size_t SHORT_HEADER = NfHeaderSize::UDP; // and of ICMP

std::string
TextOf(const NfAddress& address, const NfPacketView& view)
{
    return NfToString(address, view.ip.family);
}

const char*
HopWord(const NfPacketView& view)
{
    return view.ip.family == NfFamily::IPV6 ? "hop limit" : "ttl";
}

bool
IsIcmpError(uint8_t type, NfFamily family)
{
    constexpr std::array<uint8_t, 5> errors{3, 4, 5, 11, 12};
    constexpr uint8_t firstQuery6 = 128;
    return family == NfFamily::IPV6 ? type < firstQuery6
                                    : std::find(errors.begin(), errors.end(), type) != errors.end();
}

std::string
DescribeTransport(const Bytes& bytes, const NfPacketView& view)
{
    const std::size_t at = view.upper;
    const uint8_t protocol = view.ip.protocol;
    const std::size_t size = bytes.size() - at;
    const bool ipv6 = view.ip.family == NfFamily::IPV6;
    if (protocol == NfProtocol::UDP && size >= SHORT_HEADER)
    {
        return fmt::format("udp {}>{}", NfRead16(&bytes[at]), NfRead16(&bytes[at + 2]));
    }
    if (protocol == NfProtocol::TCP && size >= NfHeaderSize::TCP)
    {
        constexpr std::size_t flagsAt = 13;
        constexpr std::string_view letters = "FSRPAUEC";
        std::string flags;
        for (std::size_t i = 0; i < letters.size(); ++i)
        {
            flags += (bytes[at + flagsAt] >> i & 1) != 0 ? std::string(1, letters[i]) : "";
        }
        return fmt::format("tcp {}>{} [{}] seq {} ack {}",
                           NfRead16(&bytes[at]),
                           NfRead16(&bytes[at + 2]),
                           flags,
                           NfRead32(&bytes[at + 4]),
                           NfRead32(&bytes[at + 8]));
    }
    if (protocol == (ipv6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP) && size >= SHORT_HEADER)
    {
        std::string text =
            fmt::format("{} {}/{}", ipv6 ? "icmp6" : "icmp", bytes[at], bytes[at + 1]);
        if (ipv6 && bytes[at] > NfIcmpv6Type::ECHO_REPLY)
        {
            return text; // multicast listeners, neighbours: other fields than a query's
        }
        if (IsIcmpError(bytes[at], view.ip.family))
        {
            Bytes quote(bytes.begin() + at + SHORT_HEADER, bytes.end());
            return text + " {" + NfDescribePacket(quote) + "}";
        }
        return text +
               fmt::format(" id {} seq {}", NfRead16(&bytes[at + 4]), NfRead16(&bytes[at + 6]));
    }
    return fmt::format("proto {}", protocol);
}

} // namespace

std::string
NfDescribeChanges(const NfReplayHook& hook)
{
    std::string text;
    auto add = [&text](const char* name, const auto& before, const auto& after) {
        if (before != after)
        {
            text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", name, before, after);
        }
    };
    const Bytes& a = hook.begin;
    const Bytes& b = *hook.end;
    add("mark", fmt::format("{:#x}", hook.markBegin), fmt::format("{:#x}", *hook.markEnd));
    add("out", hook.out.value_or("-"), hook.outEnd.value_or("-"));
    const auto before = NfPacketView::Read(a);
    const auto after = NfPacketView::Read(b);
    if (!before || !after)
    {
        return text;
    }
    const NfIpHeader& x = before->ip;
    const NfIpHeader& y = after->ip;
    add("source", TextOf(x.source, *before), TextOf(y.source, *after));
    add("destination", TextOf(x.destination, *before), TextOf(y.destination, *after));
    add(HopWord(*before), unsigned(x.ttl), unsigned(y.ttl));
    add("tos", fmt::format("{:#04x}", x.tos), fmt::format("{:#04x}", y.tos));
    add("length", a.size(), b.size());
    const bool ports = x.protocol == NfProtocol::TCP || x.protocol == NfProtocol::UDP;
    if (ports && a.size() >= before->upper + 4 && b.size() >= after->upper + 4)
    {
        const uint8_t* p = &a[before->upper];
        const uint8_t* q = &b[after->upper];
        add("source port", NfRead16(p), NfRead16(q));
        add("destination port", NfRead16(p + 2), NfRead16(q + 2));
    }
    return text.empty() && a != b ? "payload" : text;
}

std::string
NfDescribePacket(const std::vector<uint8_t>& bytes)
{
    const auto view = NfPacketView::Read(bytes);
    if (!view)
    {
        return fmt::format("{} bytes: {}", bytes.size(), NfToHex(bytes));
    }
    const NfIpHeader& ip = view->ip;
    const bool ipv6 = ip.family == NfFamily::IPV6;
    std::string text = fmt::format("{} > {} {} {} tos {:#04x} len {}",
                                   TextOf(ip.source, *view),
                                   TextOf(ip.destination, *view),
                                   HopWord(*view),
                                   ip.ttl,
                                   ip.tos,
                                   view->length);
    text += ip.dontFragment ? " DF" : "";
    text += ip.flowLabel != 0 ? fmt::format(" flow {:#07x}", ip.flowLabel) : "";
    if (ip.IsFragment())
    {
        text += fmt::format(" frag {}{}", ip.fragmentOffset, ip.moreFragments ? "+" : "");
    }
    if (ipv6 && ip.extensionSize != 0 && !ip.IsFragment())
    {
        text += fmt::format(" {} bytes of extension headers", ip.extensionSize);
    }
    if (ip.fragmentOffset != 0 || ip.brokenChain || view->upper > bytes.size())
    {
        return text + fmt::format(" proto {}", ip.protocol);
    }
    return text + " " + DescribeTransport(bytes, *view);
}

bool
NfIsFragment(const std::vector<uint8_t>& bytes)
{
    const auto view = NfPacketView::Read(bytes);
    return view && view->ip.IsFragment();
}

} // namespace ns3
