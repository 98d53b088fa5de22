// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_EXTENSIONS_H
#define NF_IPV6_EXTENSIONS_H

#include "nf-ip-header.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

struct NfIpv6Datagram;

/**
 * @ingroup netfilter
 * The extension headers of one IPv6 packet (RFC 8200), as they stood on the wire.
 *
 * They are walked once, when the packet appears at a node: rules find the upper layer in
 * NfIpHeader::protocol and at NfPacket::L4(), whatever stands in between, and look here for what
 * does. The walk ends where Linux's ipv6_find_hdr() ends: at the first header that is none of
 * hop-by-hop options, routing, fragment, authentication and destination options, and behind the
 * fragment header of a later piece, whose bytes are data.
 *
 * Immutable, and shared by copies of a packet. A chain that ends before its upper layer is known
 * is broken (NfIpHeader::brokenChain): the bytes that are left are the payload, and no protocol
 * matches it. A last header that claims more bytes than the packet has is kept as far as it goes.
 */
class NfIpv6Extensions : public SimpleRefCount<NfIpv6Extensions>
{
  public:
    /// One of the headers.
    struct Header
    {
        uint8_t type;    //!< NfProtocol: what announces it
        uint8_t next;    //!< NfProtocol: what it announces
        uint32_t offset; //!< of its first byte, in GetBytes()
        uint32_t size;   //!< bytes that are there
        uint32_t claim;  //!< bytes as its length field says; more than size: it is cut
    };

    /**
     * @param bytes of the headers, one after the other
     * @param headers what they are, in the same order; at least one
     */
    NfIpv6Extensions(std::vector<uint8_t> bytes, std::vector<Header> headers);

    /**
     * @param type number of a protocol
     * @return true if the walk goes on behind it
     */
    static bool IsExtension(uint8_t type);

    /**
     * Read a packet from its fixed header on.
     * @param bytes the packet, as far as it is known (an ICMPv6 error quotes the beginning)
     * @param size how many bytes there are
     * @return what it begins with; nothing if it has no whole header of version 6
     */
    static std::optional<NfIpv6Datagram> Read(const uint8_t* bytes, std::size_t size);

    /**
     * Read an ns-3 packet from its fixed header on.
     * @param frame the packet
     * @return what it begins with; nothing if it has no whole header of version 6
     */
    static std::optional<NfIpv6Datagram> Read(const Ptr<const Packet>& frame);

    /// @return the number that the fixed header announces
    uint8_t GetFirst() const
    {
        return m_headers.front().type;
    }

    /// @return all bytes between the fixed header and the upper layer
    const std::vector<uint8_t>& GetBytes() const
    {
        return m_bytes;
    }

    /// @return the headers in their order
    const std::vector<Header>& GetHeaders() const
    {
        return m_headers;
    }

    /**
     * @param type number of an extension header
     * @return the first one of that type; null if there is none
     */
    const Header* Find(uint8_t type) const;

    /**
     * @param header one of this chain
     * @return its first byte
     */
    const uint8_t* GetData(const Header& header) const
    {
        return m_bytes.data() + header.offset;
    }

    /**
     * The chain as it is once a datagram is whole again.
     * @return this without its fragment header; null if nothing else is left
     */
    Ptr<const NfIpv6Extensions> WithoutFragment() const;

    /**
     * The chain of a piece (RFC 8200, 4.5; measured with Linux): a fragment header behind
     * hop-by-hop options, the routing header, and destination options unless they follow that.
     * @param whole the chain of the datagram; null if it has none
     * @param ip header of the piece: protocol of the datagram, id, offset, more
     * @return the chain with a fragment header for it. What stands behind it is only kept in the
     *         first piece; later ones count it as data
     */
    static Ptr<const NfIpv6Extensions> WithFragment(const Ptr<const NfIpv6Extensions>& whole,
                                                    const NfIpHeader& ip);

  private:
    std::vector<uint8_t> m_bytes;
    std::vector<Header> m_headers;
};

/**
 * @ingroup netfilter
 * What an IPv6 packet begins with.
 */
struct NfIpv6Datagram
{
    NfIpHeader ip;                          //!< with the protocol of the upper layer
    Ptr<const NfIpv6Extensions> extensions; //!< null: there are none
    /// Bytes behind the fixed header, as its length field says. With hop-by-hop options, 0 stands
    /// for a jumbo payload there, of which Linux takes all that has come.
    uint32_t length{0};

    /// @return where the upper layer begins, counted from the fixed header's first byte
    uint32_t GetOffset() const
    {
        return ip.GetSize();
    }
};

} // namespace ns3

#endif /* NF_IPV6_EXTENSIONS_H */
