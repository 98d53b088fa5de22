// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-chain-check.h"

#include "nf-header-size.h"
#include "nf-icmpv6-error.h"
#include "nf-ipv6-address-book.h"
#include "nf-types.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr NfIpv6ChainProblem SILENT{false, 0, 0};

/// Types of options that Linux knows.
constexpr uint8_t PAD1 = 0;
constexpr uint8_t PADN = 1;
constexpr uint8_t ROUTER_ALERT = 5;
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
     * @param bytes of the header
     * @param header what it is
     * @param toGroup whether the packet was sent to a group
     */
    OptionsCheck(const uint8_t* bytes, const NfIpv6Extensions::Header& header, bool toGroup)
        : m_bytes(bytes),
          m_header(header),
          m_toGroup(toGroup)
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
        if (m_header.type == NfProtocol::HOP_BY_HOP && option == ROUTER_ALERT)
        {
            return m_bytes[at + 1] == 2 ? std::nullopt : std::optional(SILENT);
        }
        const bool isTaken =
            m_header.type == NfProtocol::HOP_BY_HOP ? option == JUMBO : option == HOME_ADDRESS;
        // Taken, and never right: ns-3 knows no jumbograms and no mobile nodes.
        return isTaken ? std::optional(SILENT)
                       : JudgeUnknown(option, NfHeaderSize::IPV6 + m_header.offset + at, m_toGroup);
    }

    const uint8_t* m_bytes;
    const NfIpv6Extensions::Header& m_header;
    bool m_toGroup;
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
    return OptionsCheck(extensions->GetData(header),
                        header,
                        NfIpv6Address::IsMulticast(packet.ip.destination))
        .Run();
}

std::optional<NfIpv6ChainProblem>
NfCheckIpv6Chain(const NfPacket& packet)
{
    if (packet.ip.brokenChain)
    {
        return SILENT;
    }
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    if (!extensions)
    {
        return std::nullopt;
    }
    constexpr uint32_t firstField = 6; // next header of the fixed header
    uint32_t field = firstField;       // names the header that is being looked at
    const bool toGroup = NfIpv6Address::IsMulticast(packet.ip.destination);
    for (const NfIpv6Extensions::Header& header : extensions->GetHeaders())
    {
        if (header.type == NfProtocol::AH)
        {
            return NfIpv6ChainProblem{true, NfIcmpv6Error::UNKNOWN_NEXT_HEADER, field};
        }
        field = NfHeaderSize::IPV6 + header.offset;
        const bool isFirst = header.offset == 0;
        if (header.size < header.claim || (header.type == NfProtocol::HOP_BY_HOP && !isFirst))
        {
            return SILENT;
        }
        std::optional<NfIpv6ChainProblem> problem;
        const uint8_t* bytes = extensions->GetData(header);
        if (header.type == NfProtocol::ROUTING)
        {
            problem = CheckRouting(bytes, header);
        }
        else if (header.type == NfProtocol::DESTINATION_OPTIONS)
        {
            problem = OptionsCheck(bytes, header, toGroup).Run();
        }
        if (problem)
        {
            return problem;
        }
    }
    return std::nullopt;
}

} // namespace ns3
