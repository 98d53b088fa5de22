// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-extensions.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-ipv6-address-bytes.h"
#include "nf-types.h"

#include "ns3/assert.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t OPTION_HEADER = 2;  //!< bytes that tell type and length of an extension header
constexpr uint32_t ROUTING_HEADER = 4; //!< and its kind, and the segments left
constexpr uint32_t FRAGMENT_HEADER = 8;
constexpr uint32_t FRAGMENT_PLACE = 4;   //!< bytes of it that tell where in the datagram it belongs
constexpr uint16_t OFFSET_BITS = 0xfff8; //!< of the third word of a fragment header
constexpr uint16_t MORE_BIT = 0x0001;

uint32_t
ClaimOf(uint8_t type, uint8_t length)
{
    switch (type)
    {
    case NfProtocol::FRAGMENT:
        return FRAGMENT_HEADER;
    case NfProtocol::AH:
        return (length + 2U) * 4;
    default:
        return (length + 1U) * 8;
    }
}

// Bytes of a header without which the walk ends in front of it.
uint32_t
LeastOf(uint8_t type)
{
    switch (type)
    {
    case NfProtocol::FRAGMENT:
        return FRAGMENT_PLACE;
    case NfProtocol::ROUTING:
        return ROUTING_HEADER;
    default:
        return OPTION_HEADER;
    }
}

NfIpHeader
ReadFixedHeader(const uint8_t* bytes)
{
    const uint32_t first = NfRead32(bytes);
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.tos = first >> 20 & 0xff;
    ip.flowLabel = first & 0xfffff;
    ip.protocol = bytes[6];
    ip.ttl = bytes[7];
    ip.source = NfReadIpv6Address(bytes + 8);
    ip.destination = NfReadIpv6Address(bytes + 24);
    return ip;
}

/// Walks the chain behind a fixed header.
class Walk
{
  public:
    Walk(const uint8_t* bytes, uint32_t size, NfIpHeader& ip)
        : m_bytes(bytes),
          m_size(size),
          m_ip(ip)
    {
        while (NfIpv6Extensions::IsExtension(ip.protocol) && Step())
        {
        }
    }

    /// Headers that were found.
    std::vector<NfIpv6Extensions::Header> headers;
    uint32_t end{0}; //!< behind the last one

  private:
    // Take one more header; false if the walk ends there.
    bool Step()
    {
        const uint8_t type = m_ip.protocol;
        const uint32_t left = m_size - end;
        if (left < LeastOf(type))
        {
            m_ip.brokenChain = true;
            return false;
        }
        const uint8_t* header = m_bytes + end;
        const uint32_t claim = ClaimOf(type, header[1]);
        const uint32_t there = std::min(claim, left);
        headers.push_back({type, header[0], end, there, claim});
        m_ip.protocol = header[0];
        end += there;
        if (type == NfProtocol::FRAGMENT)
        {
            const uint16_t word = NfRead16(header + 2);
            m_ip.fragmentOffset = word & OFFSET_BITS;
            m_ip.moreFragments = word & MORE_BIT;
            m_ip.id = there < claim ? 0 : NfRead32(header + 4);
            // What a later piece announces begins in the first one.
            m_ip.brokenChain =
                m_ip.fragmentOffset != 0 && NfIpv6Extensions::IsExtension(m_ip.protocol);
            return m_ip.fragmentOffset == 0;
        }
        return true;
    }

    const uint8_t* m_bytes;
    uint32_t m_size;
    NfIpHeader& m_ip;
};

} // namespace

NfIpv6Extensions::NfIpv6Extensions(std::vector<uint8_t> bytes, std::vector<Header> headers)
    : m_bytes(std::move(bytes)),
      m_headers(std::move(headers))
{
    NS_ASSERT_MSG(!m_headers.empty(), "a packet without extension headers has no chain");
}

bool
NfIpv6Extensions::IsExtension(uint8_t type)
{
    switch (type)
    {
    case NfProtocol::HOP_BY_HOP:
    case NfProtocol::ROUTING:
    case NfProtocol::FRAGMENT:
    case NfProtocol::AH:
    case NfProtocol::DESTINATION_OPTIONS:
        return true;
    default:
        return false;
    }
}

std::optional<NfIpv6Datagram>
NfIpv6Extensions::Read(const uint8_t* bytes, std::size_t size)
{
    if (size < NfHeaderSize::IPV6 || bytes[0] >> 4 != 6)
    {
        return std::nullopt;
    }
    NfIpv6Datagram datagram;
    datagram.ip = ReadFixedHeader(bytes);
    datagram.length = NfRead16(bytes + 4);
    const uint8_t* chain = bytes + NfHeaderSize::IPV6;
    std::size_t there = size - NfHeaderSize::IPV6;
    if (datagram.length == 0 && datagram.ip.protocol == NfProtocol::HOP_BY_HOP)
    {
        there = std::min<std::size_t>(there, UINT16_MAX);
        datagram.length = there;
        datagram.ip.unclaimed = there;
    }
    there = std::min<std::size_t>(there, datagram.length);
    Walk walk(chain, there, datagram.ip);
    if (!walk.headers.empty())
    {
        datagram.ip.extensionSize = walk.end;
        datagram.extensions =
            Create<const NfIpv6Extensions>(std::vector<uint8_t>(chain, chain + walk.end),
                                           std::move(walk.headers));
    }
    return datagram;
}

std::optional<NfIpv6Datagram>
NfIpv6Extensions::Read(const Ptr<const Packet>& frame)
{
    // Enough for what nearly every packet has: a copy of all is only made for long chains.
    std::array<uint8_t, NfHeaderSize::IPV6 + 24> start{};
    const uint32_t size = frame->CopyData(start.data(), start.size());
    if (size < start.size() || !IsExtension(start[6]))
    {
        return Read(start.data(), size);
    }
    std::vector<uint8_t> bytes(frame->GetSize());
    frame->CopyData(bytes.data(), bytes.size());
    return Read(bytes.data(), bytes.size());
}

const NfIpv6Extensions::Header*
NfIpv6Extensions::Find(uint8_t type) const
{
    auto found = std::find_if(m_headers.begin(), m_headers.end(), [type](const Header& header) {
        return header.type == type;
    });
    return found == m_headers.end() ? nullptr : &*found;
}

Ptr<const NfIpv6Extensions>
NfIpv6Extensions::WithoutFragment() const
{
    std::vector<uint8_t> bytes;
    std::vector<Header> headers;
    bytes.reserve(m_bytes.size());
    headers.reserve(m_headers.size());
    for (const Header& header : m_headers)
    {
        if (header.type == NfProtocol::FRAGMENT)
        {
            if (!headers.empty())
            {
                headers.back().next = header.next;
                bytes[headers.back().offset] = header.next;
            }
            continue;
        }
        headers.push_back(header);
        headers.back().offset = bytes.size();
        bytes.insert(bytes.end(), GetData(header), GetData(header) + header.size);
    }
    return headers.empty() ? nullptr
                           : Create<const NfIpv6Extensions>(std::move(bytes), std::move(headers));
}

Ptr<const NfIpv6Extensions>
NfIpv6Extensions::WithFragment(const Ptr<const NfIpv6Extensions>& whole, const NfIpHeader& ip)
{
    static const std::vector<Header> none;
    const std::vector<Header>& old = whole ? whole->m_headers : none;
    // The part that every piece repeats, as Linux's ip6_find_1stfragopt() finds it.
    std::size_t repeated = 0;
    bool isRouted = false;
    for (; repeated < old.size(); ++repeated)
    {
        const uint8_t type = old[repeated].type;
        const bool isRepeated = type == NfProtocol::HOP_BY_HOP || type == NfProtocol::ROUTING ||
                                (type == NfProtocol::DESTINATION_OPTIONS && !isRouted);
        if (!isRepeated)
        {
            break;
        }
        isRouted = isRouted || type == NfProtocol::ROUTING;
    }
    const bool first = ip.fragmentOffset == 0;
    std::vector<uint8_t> bytes;
    std::vector<Header> headers;
    headers.reserve(old.size() + 1);
    auto append = [&](const Header& header) {
        headers.push_back(header);
        headers.back().offset = bytes.size();
        bytes.insert(bytes.end(), whole->GetData(header), whole->GetData(header) + header.size);
    };
    for (std::size_t i = 0; i < repeated; ++i)
    {
        append(old[i]);
    }
    const uint8_t next = repeated < old.size() ? old[repeated].type : ip.protocol;
    if (!headers.empty())
    {
        headers.back().next = NfProtocol::FRAGMENT;
        bytes[headers.back().offset] = NfProtocol::FRAGMENT;
    }
    const uint32_t place = bytes.size();
    headers.push_back({NfProtocol::FRAGMENT, next, place, FRAGMENT_HEADER, FRAGMENT_HEADER});
    bytes.resize(place + FRAGMENT_HEADER);
    bytes[place] = next;
    NfWrite16(&bytes[place + 2],
              (ip.fragmentOffset & OFFSET_BITS) | (ip.moreFragments ? MORE_BIT : 0));
    NfWrite32(&bytes[place + 4], ip.id);
    for (std::size_t i = repeated; first && i < old.size(); ++i)
    {
        append(old[i]);
    }
    return Create<const NfIpv6Extensions>(std::move(bytes), std::move(headers));
}

} // namespace ns3
