// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-connection.h"
#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-icmp-types.h"
#include "nf-icmpv6-types.h"
#include "nf-jhash.h"
#include "nf-port-place.h"
#include "nf-prefix-length-kind.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace ns3
{

namespace
{

/// What --hmark-tuple names.
enum Tuple : uint8_t
{
    SOURCE = 1,
    DESTINATION = 2,
    SOURCE_PORT = 4,
    DESTINATION_PORT = 8,
    INDEX = 16,
    CONNECTION = 32,
    PROTOCOL = 64
};

struct TupleName
{
    std::string_view name;
    uint8_t bit;
};

constexpr TupleName TUPLE_NAMES[] = {{"src", SOURCE},
                                     {"dst", DESTINATION},
                                     {"sport", SOURCE_PORT},
                                     {"dport", DESTINATION_PORT},
                                     {"spi", INDEX},
                                     {"ct", CONNECTION},
                                     {"proto", PROTOCOL}};

/// Names separated by commas. Only "ct" is printed; the others become masks.
struct TupleKind : NfWordKind
{
    using Value = uint8_t;

    std::optional<Value> Read(std::string_view text) const
    {
        Value bits = 0;
        for (std::string_view word : NfSplit(text, ','))
        {
            auto row = std::find_if(std::begin(TUPLE_NAMES),
                                    std::end(TUPLE_NAMES),
                                    [word](const TupleName& name) { return name.name == word; });
            if (row == std::end(TUPLE_NAMES))
            {
                return std::nullopt;
            }
            bits |= row->bit;
        }
        return bits;
    }

    const char* GetSyntax() const
    {
        return "a list of src, dst, sport, dport, spi, ct and proto";
    }

    void Print(std::ostream& os, Value) const
    {
        os << "ct";
    }

    bool IsSilent(Value bits) const
    {
        return !(bits & CONNECTION);
    }
};

/// What is hashed: of the packet or its connection.
struct Flow
{
    NfAddress source;
    NfAddress destination;
    std::optional<uint32_t> ports; //!< the source port in the upper half; or an SPI
    uint8_t protocol{0};
};

/// @param type of ICMPv6
/// @return true if it quotes the packet that it is about
bool
IsIcmpv6Error(uint8_t type)
{
    return type != 0 && type < NfIcmpv6Type::FIRST_INFORMATIONAL;
}

/**
 * Target "HMARK": choose the mark by a hash of addresses and ports, the same for both directions
 * (Linux's xt_HMARK.c). Later fragments are hashed without ports; of an ICMP error, the packet that
 * it quotes is.
 */
class HmarkTarget : public NfTarget
{
  public:
    NfComplaint FinishParse() override
    {
        auto take = [this](Tuple bit, auto& field, auto value) {
            if (m_tuple.value & bit)
            {
                field.value = value;
                field.given = true;
            }
        };
        take(SOURCE, m_sourcePrefix, NfPrefix::GetWidth(GetFamily()));
        take(DESTINATION, m_destinationPrefix, NfPrefix::GetWidth(GetFamily()));
        take(SOURCE_PORT, m_sourceMask, UINT16_MAX);
        take(DESTINATION_PORT, m_destinationMask, UINT16_MAX);
        take(INDEX, m_indexMask, UINT32_MAX);
        take(PROTOCOL, m_protocolMask, UINT16_MAX);
        const bool ports = m_sourceMask.given || m_destinationMask.given || m_sourcePort.given ||
                           m_destinationPort.given;
        const bool index = m_indexMask.given || m_index.given;
        if (ports && index)
        {
            return "an SPI stands where ports do: --hmark-spi and --hmark-spi-mask go with neither";
        }
        if (!ports && !index && !m_tuple.given && !m_sourcePrefix.given &&
            !m_destinationPrefix.given && !m_protocolMask.given)
        {
            return "expects what to hash, such as --hmark-tuple src,dst";
        }
        return {};
    }

    void List(std::ostream& os) const override
    {
        os << "HMARK mod " << m_modulus.value;
        if (m_offset.given)
        {
            os << " + " << NfHex(m_offset.value);
        }
        os << (m_tuple.value & CONNECTION ? " ct," : "");
        ListDecimal(os, "src-prefix", m_sourcePrefix);
        ListDecimal(os, "dst-prefix", m_destinationPrefix);
        ListHex(os, "sport-mask", m_sourceMask);
        ListHex(os, "dport-mask", m_destinationMask);
        ListHex(os, "spi-mask", m_indexMask);
        ListHex(os, "sport", m_sourcePort);
        ListHex(os, "dport", m_destinationPort);
        ListHex(os, "spi", m_index);
        ListHex(os, "proto-mask", m_protocolMask);
        ListHex(os, "rnd", m_random);
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        const bool tracked = m_tuple.value & CONNECTION;
        const NfConnection* ct = tracked ? NfGetConnection(packet) : nullptr;
        const auto flow = ct ? FlowOf(*ct) : tracked ? std::nullopt : FlowOf(packet);
        if (flow)
        {
            packet.mark = Hash(*flow);
        }
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<uint8_t> m_sourcePrefix;      //!< --hmark-src-prefix
    NfOptionValue<uint8_t> m_destinationPrefix; //!< --hmark-dst-prefix
    NfOptionValue<uint16_t> m_sourceMask;       //!< --hmark-sport-mask
    NfOptionValue<uint16_t> m_destinationMask;  //!< --hmark-dport-mask
    NfOptionValue<uint32_t> m_indexMask;        //!< --hmark-spi-mask
    NfOptionValue<uint16_t> m_sourcePort;       //!< --hmark-sport
    NfOptionValue<uint16_t> m_destinationPort;  //!< --hmark-dport
    NfOptionValue<uint32_t> m_index;            //!< --hmark-spi
    NfOptionValue<uint16_t> m_protocolMask;     //!< --hmark-proto-mask
    NfOptionValue<uint32_t> m_random;           //!< --hmark-rnd
    NfOptionValue<uint32_t> m_modulus;          //!< --hmark-mod
    NfOptionValue<uint32_t> m_offset;           //!< --hmark-offset
    NfOptionValue<uint8_t> m_tuple;             //!< --hmark-tuple

  private:
    template <class T>
    static void ListHex(std::ostream& os, const char* name, const NfOptionValue<T>& value)
    {
        if (value.given)
        {
            os << ' ' << name << ' ' << NfHex(value.value);
        }
    }

    static void ListDecimal(std::ostream& os, const char* name, const NfOptionValue<uint8_t>& value)
    {
        if (value.given)
        {
            os << ' ' << name << ' ' << +value.value;
        }
    }

    /// The words of an address that count, folded into one.
    uint32_t Fold(const NfAddress& address, const NfOptionValue<uint8_t>& prefix) const
    {
        const NfAddress masked = address.Masked(NfPrefix::MaskOf(prefix.value, GetFamily()));
        uint32_t folded = 0;
        for (uint32_t word : masked.Words())
        {
            folded ^= word;
        }
        return folded;
    }

    static std::optional<Flow> FlowOf(const NfConnection& ct)
    {
        const NfTuple& original = ct.Original();
        const NfTuple& reply = ct.Reply();
        Flow flow{original.source, reply.source, {}, original.protocol};
        if (original.protocol != NfProtocol::ICMP)
        {
            flow.ports = static_cast<uint32_t>(original.sourcePort) << 16 | reply.sourcePort;
        }
        return flow;
    }

    static std::optional<Flow> FlowOf(const NfPacket& packet)
    {
        return packet.ip.family == NfFamily::IPV6 ? FlowOf6(packet) : FlowOf4(packet);
    }

    /// Of an IPv6 packet, unless it quotes one that cannot be read: one that has an authentication
    /// header is known by its SPI, and one with a fragment header has no ports, even if it is
    /// whole.
    static std::optional<Flow> FlowOf6(const NfPacket& packet)
    {
        std::vector<uint8_t> bytes = packet.CopyBytes();
        std::size_t begin = 0;
        auto datagram = NfIpv6Extensions::Read(bytes.data(), bytes.size());
        if (!datagram || datagram->ip.brokenChain)
        {
            return Flow();
        }
        auto hasFragment = [](const NfIpv6Datagram& read) {
            return read.extensions && read.extensions->Find(NfProtocol::FRAGMENT);
        };
        const std::size_t quote = datagram->GetOffset() + NfHeaderSize::ICMP;
        if (datagram->ip.protocol == NfProtocol::ICMPV6 && !hasFragment(*datagram) &&
            quote <= bytes.size() && IsIcmpv6Error(bytes[datagram->GetOffset()]))
        {
            begin = quote;
            datagram = NfIpv6Extensions::Read(bytes.data() + begin, bytes.size() - begin);
            if (!datagram || datagram->ip.brokenChain)
            {
                return std::nullopt;
            }
        }
        const auto* ah =
            datagram->extensions ? datagram->extensions->Find(NfProtocol::AH) : nullptr;
        const uint8_t protocol = ah ? NfProtocol::AH : datagram->ip.protocol;
        Flow flow{datagram->ip.source, datagram->ip.destination, {}, protocol};
        const std::size_t header =
            begin + (ah ? NfHeaderSize::IPV6 + ah->offset : datagram->GetOffset());
        const auto place = NfFindPorts(protocol);
        if (place && !hasFragment(*datagram) && header + *place + 4 <= bytes.size())
        {
            flow.ports = NfRead32(bytes.data() + header + *place);
        }
        return flow;
    }

    /// Of an IPv4 packet, unless it quotes one that cannot be read.
    static std::optional<Flow> FlowOf4(const NfPacket& packet)
    {
        Flow flow{packet.ip.source, packet.ip.destination, {}, packet.ip.protocol};
        bool fragment = packet.ip.IsFragment();
        uint32_t begin = 0;
        const uint8_t* icmp =
            flow.protocol == NfProtocol::ICMP ? packet.L4(NfHeaderSize::ICMP) : nullptr;
        if (icmp && !packet.ip.fragmentOffset && NfIcmpQuotesPacket(*icmp))
        {
            const uint8_t* quote = packet.L4(NfHeaderSize::ICMP + NfHeaderSize::IPV4);
            if (!quote)
            {
                return std::nullopt;
            }
            const uint8_t* header = quote + NfHeaderSize::ICMP;
            constexpr uint16_t moreAndOffset = 0x3fff;
            flow = {NfAddress(NfRead32(header + 12)),
                    NfAddress(NfRead32(header + 16)),
                    {},
                    header[9]};
            fragment = NfRead16(header + 6) & moreAndOffset;
            begin = NfHeaderSize::ICMP + (header[0] & 0xf) * 4U;
        }
        auto place = NfFindPorts(flow.protocol);
        const uint8_t* ports = place && !fragment ? packet.L4(begin + *place + 4) : nullptr;
        if (ports)
        {
            flow.ports = NfRead32(ports + begin + *place);
        }
        return flow;
    }

    uint32_t Hash(const Flow& flow) const
    {
        uint32_t low = Fold(flow.source, m_sourcePrefix);
        uint32_t high = Fold(flow.destination, m_destinationPrefix);
        if (high < low)
        {
            std::swap(low, high);
        }
        const uint32_t words[] = {low, high, SelectPorts(flow)};
        const uint32_t hash = NfJhash2(words, std::size(words), m_random.value) ^
                              (flow.protocol & m_protocolMask.value);
        return static_cast<uint32_t>(static_cast<uint64_t>(hash) * m_modulus.value >> 32) +
               m_offset.value;
    }

    /// The greater port comes first, so that both directions look the same. Without ports nothing
    /// is set either.
    uint32_t SelectPorts(const Flow& flow) const
    {
        if (!flow.ports)
        {
            return 0;
        }
        const uint32_t mask = m_indexMask.given ? m_indexMask.value
                                                : static_cast<uint32_t>(m_sourceMask.value) << 16 |
                                                      m_destinationMask.value;
        const uint32_t set = m_index.given ? m_index.value
                                           : static_cast<uint32_t>(m_sourcePort.value) << 16 |
                                                 m_destinationPort.value;
        const uint32_t ports = (*flow.ports & mask) | set;
        const auto [low, high] = std::minmax({ports >> 16, ports & UINT16_MAX});
        return high << 16 | low;
    }
};

} // namespace

NfTargetType
NfMakeHmarkTargetType()
{
    using T = HmarkTarget;
    const NfPrefixLengthKind<uint8_t> prefix;
    const NfNumberKind<uint16_t> port(0, UINT16_MAX, "0x{:04x}");
    const NfNumberKind<uint32_t> word(0, UINT32_MAX, "0x{:08x}");
    const NfNumberKind<uint32_t> number;
    NfTargetType type =
        NfMakeTargetType<T>("HMARK", "choose the mark by a hash of addresses and ports");
    type.stateless = true;
    type.options = {
        NfOptionRow(&T::m_sourcePrefix, "hmark-src-prefix", prefix),
        NfOptionRow(&T::m_destinationPrefix, "hmark-dst-prefix", prefix),
        NfOptionRow(&T::m_sourceMask, "hmark-sport-mask", port),
        NfOptionRow(&T::m_destinationMask, "hmark-dport-mask", port),
        NfOptionRow(&T::m_indexMask, "hmark-spi-mask", word),
        NfOptionRow(&T::m_sourcePort, "hmark-sport", port),
        NfOptionRow(&T::m_destinationPort, "hmark-dport", port),
        NfOptionRow(&T::m_index, "hmark-spi", word),
        NfOptionRow(&T::m_protocolMask,
                    "hmark-proto-mask",
                    NfNumberKind<uint16_t>(0, UINT16_MAX, "0x{:02x}")),
        NfOptionRow(&T::m_random, "hmark-rnd", word).Mandatory(),
        NfOptionRow(&T::m_modulus, "hmark-mod", NfNumberKind<uint32_t>(1)).Mandatory(),
        NfOptionRow(&T::m_offset, "hmark-offset", number),
        NfOptionRow(&T::m_tuple, "hmark-tuple", TupleKind()),
    };
    return type;
}

} // namespace ns3
