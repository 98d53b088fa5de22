// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-chain-check.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmpv6-error.h"
#include "nf-ipv6-address-book.h"
#include "nf-ipv6-piece.h"
#include "nf-types.h"

#include <algorithm>
#include <vector>

namespace ns3
{

namespace
{

constexpr NfIpv6ChainProblem SILENT{false, 0, 0};

/// Types of options that Linux knows.
constexpr uint8_t PAD1 = 0;
constexpr uint8_t PADN = 1;
constexpr uint8_t ROUTER_ALERT = 5;
constexpr uint8_t CALIPSO = 7;
constexpr uint8_t IOAM = 0x31;
constexpr uint8_t JUMBO = 0xc2;
constexpr uint8_t HOME_ADDRESS = 0xc9;

/**
 * @param option type of an option that is not known
 * @param pointer to it
 * @param toGroup whether the packet was sent to a group
 * @return what its first bits ask for (RFC 8200, 4.2); nothing: it is passed over
 */
std::optional<NfIpv6ChainProblem>
JudgeUnknown(uint8_t option, uint32_t pointer, bool toGroup)
{
    switch (option >> 6)
    {
    case 0:
        return std::nullopt;
    case 2:
        return NfIpv6ChainProblem{true, NfIcmpv6Error::UNKNOWN_OPTION, pointer};
    case 3:
        return NfIpv6ChainProblem{!toGroup, NfIcmpv6Error::UNKNOWN_OPTION, pointer};
    default:
        return SILENT;
    }
}

/// Reads the options of one header as Linux's ip6_parse_tlv.
class OptionsCheck
{
  public:
    /**
     * @param packet that has the header
     * @param header what it is
     */
    OptionsCheck(const NfPacket& packet, const NfIpv6Extensions::Header& header)
        : m_packet(packet),
          m_bytes(packet.GetExtensions()->GetData(header)),
          m_header(header)
    {
    }

    /// @return what is wrong, or nothing
    std::optional<NfIpv6ChainProblem> Run()
    {
        uint32_t at = 2;
        while (at < m_header.size)
        {
            const uint8_t option = m_bytes[at];
            const bool isWhole = option == PAD1 || (at + 2 <= m_header.size &&
                                                    at + 2 + m_bytes[at + 1] <= m_header.size);
            if (!isWhole)
            {
                return SILENT;
            }
            const uint32_t length = option == PAD1 ? 1 : 2U + m_bytes[at + 1];
            const auto problem = option == PAD1 || option == PADN ? CheckPadding(at, length)
                                                                  : CheckOption(option, at);
            if (problem)
            {
                return problem;
            }
            at += length;
        }
        return std::nullopt;
    }

  private:
    std::optional<NfIpv6ChainProblem> CheckPadding(uint32_t at, uint32_t length)
    {
        constexpr uint32_t most = 7; // more would be another eight bytes
        m_padding += length;
        const uint8_t* begin = m_bytes + at;
        const bool isEmpty =
            length <= 2 || std::all_of(begin + 2, begin + length, [](uint8_t b) { return b == 0; });
        return m_padding > most || !isEmpty ? std::optional(SILENT) : std::nullopt;
    }

    std::optional<NfIpv6ChainProblem> CheckOption(uint8_t option, uint32_t at)
    {
        constexpr uint32_t most = 8; // sysctl max_hbh_opts_number, max_dst_opts_number
        m_padding = 0;
        if (++m_count > most)
        {
            return SILENT;
        }
        if (m_header.type == NfProtocol::HOP_BY_HOP)
        {
            return CheckHopByHopOption(option, at);
        }
        // Taken, and never right: ns-3 knows no mobile nodes.
        return option == HOME_ADDRESS ? std::optional(SILENT) : CheckUnknown(option, at);
    }

    std::optional<NfIpv6ChainProblem> CheckHopByHopOption(uint8_t option, uint32_t at) const
    {
        switch (option)
        {
        case ROUTER_ALERT:
            return m_bytes[at + 1] == 2 ? std::nullopt : std::optional(SILENT);
        case CALIPSO: // is of a domain that has to be configured, and none is
            return SILENT;
        case IOAM: // must be aligned; what it says is only read by interfaces that are told to
            return at % 4 == 0 ? std::nullopt : std::optional(SILENT);
        case JUMBO:
            return CheckJumbo(at);
        default:
            return CheckUnknown(option, at);
        }
    }

    // A jumbo payload (RFC 2675): no frame of ns-3 is as long as one.
    NfIpv6ChainProblem CheckJumbo(uint32_t at) const
    {
        constexpr uint8_t size = 4;
        if (m_bytes[at + 1] != size || at % 4 != 2)
        {
            return SILENT;
        }
        if (NfRead32(m_bytes + at + 2) <= UINT16_MAX)
        {
            return {true, 0, PointerTo(at + 2)};
        }
        return m_packet.GetClaimedLength() != 0 ? NfIpv6ChainProblem{true, 0, PointerTo(at)}
                                                : SILENT;
    }

    std::optional<NfIpv6ChainProblem> CheckUnknown(uint8_t option, uint32_t at) const
    {
        const bool toGroup = NfIpv6Address::IsMulticast(m_packet.ip.destination);
        return JudgeUnknown(option, PointerTo(at), toGroup);
    }

    uint32_t PointerTo(uint32_t at) const
    {
        return NfHeaderSize::IPV6 + m_header.offset + at;
    }

    const NfPacket& m_packet;
    const uint8_t* m_bytes;
    const NfIpv6Extensions::Header& m_header;
    uint32_t m_padding{0}; //!< bytes of padding in a row
    uint32_t m_count{0};   //!< options but padding
};

std::optional<NfIpv6ChainProblem>
CheckRouting(const uint8_t* bytes, const NfIpv6Extensions::Header& header)
{
    constexpr uint32_t typeField = 2;
    constexpr uint32_t segmentsLeft = 3;
    return bytes[segmentsLeft] == 0
               ? std::nullopt
               : std::optional(
                     NfIpv6ChainProblem{true, 0, NfHeaderSize::IPV6 + header.offset + typeField});
}

/// @return true if no handler of a host is for this header, where it stands
bool
IsUnknown(uint8_t type, bool areOptionsRead)
{
    return type == NfProtocol::AH || (type == NfProtocol::HOP_BY_HOP && !areOptionsRead);
}

/**
 * @param packet the begin, the middle or the end of a datagram
 * @param piece what it is a piece of
 * @return what is wrong with it, whatever the other pieces are
 */
std::optional<NfIpv6ChainProblem>
CheckPiece(const NfPacket& packet, const NfIpv6Piece& piece)
{
    constexpr uint32_t lengthField = 4; // of the fixed header
    constexpr uint32_t offsetField = 2; // of the fragment header
    if (NfIpv6Piece::LacksHeaders(packet))
    {
        return NfIpv6ChainProblem{true, NfIcmpv6Error::INCOMPLETE_HEADERS, 0};
    }
    if (piece.end > NfIpv6Piece::MAX_END)
    {
        return NfIpv6ChainProblem{true, 0, piece.place + offsetField};
    }
    return piece.more && piece.end % 8 != 0
               ? std::optional(NfIpv6ChainProblem{true, 0, lengthField})
               : std::nullopt;
}

} // namespace

std::optional<NfIpv6ChainProblem>
NfCheckHopByHop(const NfPacket& packet)
{
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    if (!extensions)
    {
        const bool isCut = packet.ip.brokenChain && packet.ip.protocol == NfProtocol::HOP_BY_HOP;
        return isCut ? std::optional(SILENT) : std::nullopt;
    }
    if (extensions->GetFirst() != NfProtocol::HOP_BY_HOP)
    {
        return std::nullopt;
    }
    const NfIpv6Extensions::Header& header = extensions->GetHeaders().front();
    if (header.size < header.claim)
    {
        return SILENT;
    }
    return OptionsCheck(packet, header).Run();
}

std::optional<NfIpv6ChainProblem>
NfCheckIpv6Chain(const NfPacket& packet, bool areOptionsRead)
{
    static const std::vector<NfIpv6Extensions::Header> none;
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    constexpr uint32_t firstField = 6;          // next header of the fixed header
    uint32_t field = firstField;                // names the header that is being looked at
    bool isWhole = packet.fragmentMaxSize != 0; // put together, which happens once
    for (const NfIpv6Extensions::Header& header : extensions ? extensions->GetHeaders() : none)
    {
        if (IsUnknown(header.type, header.offset == 0 && areOptionsRead))
        {
            return NfIpv6ChainProblem{true, NfIcmpv6Error::UNKNOWN_NEXT_HEADER, field};
        }
        field = NfHeaderSize::IPV6 + header.offset;
        const uint8_t* bytes = extensions->GetData(header);
        const bool isCut = header.size < header.claim;
        if (header.type == NfProtocol::FRAGMENT)
        {
            if (isCut || isWhole || packet.GetClaimedLength() == 0)
            {
                return NfIpv6ChainProblem{true, 0, field};
            }
            const NfIpv6Piece piece = *NfIpv6Piece::Read(packet);
            if (piece.begin != 0 || piece.more)
            {
                return CheckPiece(packet, piece); // what follows waits for the other pieces
            }
            isWhole = true;
            continue;
        }
        std::optional<NfIpv6ChainProblem> problem;
        if (isCut)
        {
            problem = SILENT;
        }
        else if (header.type == NfProtocol::ROUTING)
        {
            problem = CheckRouting(bytes, header);
        }
        else if (header.type == NfProtocol::DESTINATION_OPTIONS)
        {
            problem = OptionsCheck(packet, header).Run();
        }
        if (problem)
        {
            return problem;
        }
    }
    if (!packet.ip.brokenChain)
    {
        return std::nullopt;
    }
    // Announced, and not there.
    if (IsUnknown(packet.ip.protocol, false))
    {
        return NfIpv6ChainProblem{true, NfIcmpv6Error::UNKNOWN_NEXT_HEADER, field};
    }
    return packet.ip.protocol == NfProtocol::FRAGMENT
               ? NfIpv6ChainProblem{true, 0, packet.ip.GetSize()}
               : SILENT;
}

} // namespace ns3
