// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-defrag.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-address-kinds.h"
#include "nf-ipv6-piece.h"
#include "nf-raw-header.h"

#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t FRAGMENT_HEADER = 8;
constexpr uint8_t VERSION = 6 << 4;
constexpr uint32_t LENGTH_PLACE = 4;      // of the fixed header's payload length
constexpr uint32_t NEXT_HEADER_PLACE = 6; // of the fixed header's next header

const NfIpv6Extensions::Header*
FindFragmentHeader(const Ptr<const NfIpv6Extensions>& chain)
{
    return chain ? chain->Find(NfProtocol::FRAGMENT) : nullptr;
}

bool
IsShort(const NfIpv6Extensions::Header& header)
{
    return header.size < header.claim;
}

// Headers behind the fragment header: they are the datagram's first bytes.
std::vector<uint8_t>
HeadersWithin(const NfIpv6Extensions& chain, const NfIpv6Extensions::Header& fragment)
{
    const std::vector<uint8_t>& bytes = chain.GetBytes();
    return {bytes.begin() + fragment.offset + FRAGMENT_HEADER, bytes.end()};
}

bool
IsScopedToLink(const NfAddress& address)
{
    return NfIpv6Address::IsMulticast(address) || NfIpv6Address::IsLinkLocal(address);
}

// Where the number of the header behind the fragment header is put: into what announced that one.
uint32_t
FindAnnouncement(const NfIpv6Extensions& chain, const NfIpv6Extensions::Header& fragment)
{
    const bool isFirst = &fragment == &chain.GetHeaders().front();
    return isFirst ? NEXT_HEADER_PLACE : NfHeaderSize::IPV6 + (&fragment - 1)->offset;
}

// Linux keeps that place in a byte. Behind longer chains it changes another field of the packet,
// and what announced the fragment header goes on doing so.
uint32_t
WithinByte(uint32_t place)
{
    return place & UINT8_MAX;
}

// Read the headers of a datagram again: what stood within its first piece may not have been whole.
void
ReadAgain(NfPacket& packet, const NfIpv6Extensions& chain, const NfIpv6Extensions::Header& fragment)
{
    Ptr<Packet> frame = packet.GetPayload();
    const uint32_t size = frame->GetSize();
    NfFragmentPieces pieces = packet.pieces;
    packet.SetPayload(Create<Packet>());
    packet.SetExtensions(nullptr);
    std::vector<uint8_t> headers = packet.CopyBytes();
    const std::vector<uint8_t>& old = chain.GetBytes();
    headers.insert(headers.end(), old.begin(), old.begin() + fragment.offset);
    headers[NEXT_HEADER_PLACE] = chain.GetFirst();
    headers[WithinByte(FindAnnouncement(chain, fragment))] = fragment.next;
    headers[0] = VERSION | (headers[0] & 0xf); // nobody looks at it any more
    NfWrite16(&headers[LENGTH_PLACE], fragment.offset + frame->GetSize());
    frame->AddHeader(NfRawHeader(headers));
    const std::optional<NfIpv6Datagram> datagram = NfIpv6Extensions::Read(Ptr<const Packet>(frame));
    frame->RemoveAtStart(datagram->GetOffset());
    packet.ip = datagram->ip;
    packet.SetExtensions(datagram->extensions);
    packet.SetPayload(frame);
    // The first piece had those headers, too.
    const uint32_t headersWithin = size - frame->GetSize();
    if (pieces.front() > headersWithin)
    {
        pieces.front() -= headersWithin;
        packet.pieces = std::move(pieces);
    }
}

// A datagram leaves in its old pieces if the headers that stand in front of the fragment header of
// the first one find room in front of each other one: in what Linux's drivers leave there, and what
// its own headers took. Else it is cut anew.
bool
HaveRoomInFront(uint32_t repeated, uint32_t leastLaterHeader)
{
    constexpr uint64_t ofDriver = 64; // NET_SKB_PAD
    constexpr uint64_t ofLink = 16;   // LL_RESERVED_SPACE of the device that it leaves by
    return ofDriver + leastLaterHeader >= uint64_t{repeated} + FRAGMENT_HEADER + ofLink;
}

} // namespace

bool
NfIpv6Defrag::IsPiece(const NfPacket& packet) const
{
    const Ptr<const NfIpv6Extensions>& chain = packet.GetExtensions();
    return IsCut(packet) || (FindFragmentHeader(chain) && !NfIpv6Piece::LacksHeaders(packet) &&
                             packet.GetClaimedLength() != 0);
}

// The fragment header is announced, and is not whole. What has a payload length of 0, as jumbo
// payloads have, claims to reach beyond the packet, or lacks what the header announces, goes on.
bool
NfIpv6Defrag::IsCut(const NfPacket& packet) const
{
    const Ptr<const NfIpv6Extensions>& chain = packet.GetExtensions();
    if (packet.GetClaimedLength() == 0)
    {
        return false;
    }
    if (const NfIpv6Extensions::Header* fragment = FindFragmentHeader(chain))
    {
        return IsShort(*fragment) && !NfIpv6Piece::LacksHeaders(packet);
    }
    return packet.ip.brokenChain && packet.ip.protocol == NfProtocol::FRAGMENT &&
           !(chain && IsShort(chain->GetHeaders().back()));
}

NfDefrag::Key
NfIpv6Defrag::MakeKey(const NfPacket& packet) const
{
    const bool scoped = packet.in && IsScopedToLink(packet.ip.destination);
    return {packet.ip.source,
            packet.ip.destination,
            NfIpv6Piece::Read(packet)->id,
            scoped ? packet.in->ifindex : 0,
            packet.hook};
}

bool
NfIpv6Defrag::TellsSender(const NfPacket& packet) const
{
    return packet.in;
}

NfDefrag::Outcome
NfIpv6Defrag::Add(Queue& queue, NfPacket& packet) const
{
    const NfIpv6Piece piece = *NfIpv6Piece::Read(packet);
    const auto [begin, end] = std::pair(piece.begin, piece.end);
    if (end > NfIpv6Piece::MAX_END)
    {
        return Outcome::REFUSED;
    }
    const Outcome useless = packet.hook == NfHook::INPUT ? Outcome::CORRUPT : Outcome::REFUSED;
    if (piece.more)
    {
        if (end % 8 != 0)
        {
            return Outcome::PASSES;
        }
        if (end > queue.length)
        {
            if (queue.haveLast)
            {
                return useless;
            }
            queue.length = end;
        }
    }
    else
    {
        if (end < queue.length || (queue.haveLast && end != queue.length))
        {
            return useless;
        }
        queue.haveLast = true;
        queue.length = end;
    }
    const uint32_t size = end - begin;
    if (size == 0)
    {
        return useless;
    }
    const NfIpv6Extensions& chain = *packet.GetExtensions();
    const std::vector<uint8_t> within = HeadersWithin(chain, *chain.Find(NfProtocol::FRAGMENT));
    Ptr<Packet> bytes = packet.GetPayload();
    if (!within.empty())
    {
        bytes = bytes->Copy();
        bytes->AddHeader(NfRawHeader(within));
    }
    const Outcome outcome = Place(queue, begin, end, bytes);
    if (outcome == Outcome::WAITS)
    {
        Note(queue, packet, begin, packet.ip.GetSize() - within.size(), size);
    }
    return outcome;
}

bool
NfIpv6Defrag::Assemble(Queue& queue, NfPacket& packet) const
{
    const Ptr<const NfIpv6Extensions> chain = queue.extensions;
    const NfIpv6Extensions::Header& fragment = *FindFragmentHeader(chain);
    if (fragment.offset + queue.length > NfIpv6Piece::MAX_END || !Join(queue, packet))
    {
        return false;
    }
    packet.ip.id = 0;
    const uint32_t place = FindAnnouncement(*chain, fragment);
    if (NfIpv6Extensions::IsExtension(fragment.next) || place != WithinByte(place))
    {
        ReadAgain(packet, *chain, fragment);
    }
    else
    {
        packet.SetExtensions(chain->WithoutFragment());
    }
    if (!HaveRoomInFront(NfHeaderSize::IPV6 + fragment.offset, queue.leastLaterHeader))
    {
        packet.pieces.clear();
    }
    return true;
}

void
NfIpv6Defrag::TellSender(const Queue& queue) const
{
    constexpr uint8_t inReassembly = 1;
    NfPacket about = MakeFirst(queue);
    const NfIpv6Extensions::Header& fragment = *FindFragmentHeader(queue.extensions);
    Ptr<Packet> upper = about.GetPayload();
    upper->RemoveAtStart(HeadersWithin(*queue.extensions, fragment).size());
    about.SetPayload(upper);
    about.SetExtensions(queue.extensions);
    queue.netns->SendIcmpError(about, NfIcmpv6Type::TIME_EXCEEDED, inReassembly, 0);
}

} // namespace ns3
