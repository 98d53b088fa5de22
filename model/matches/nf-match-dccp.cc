// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-listing-style.h"
#include "nf-port-kind.h"
#include "nf-text-case.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

constexpr uint8_t DCCP = 33;               //!< protocol number
constexpr uint32_t HEADER_SIZE = 12;       //!< with a short sequence number (RFC 4340)
constexpr uint32_t LONG_SEQUENCE_SIZE = 4; //!< what a long sequence number adds
constexpr uint32_t OFFSET_PLACE = 4;
constexpr uint32_t TYPE_PLACE = 8;
constexpr uint8_t TYPE_MASK = 0x0f;
constexpr uint8_t LAST_ONE_BYTE_OPTION = 1; //!< options up to this have no length
constexpr uint32_t INVALID = 10;            //!< this type and all above

/// A type of packet.
struct TypeRow
{
    std::string_view name;
    uint32_t size; //!< of what follows the common header, in bytes
};

constexpr std::array<TypeRow, 11> TYPES{{{"REQUEST", 4},
                                         {"RESPONSE", 12},
                                         {"DATA", 0},
                                         {"ACK", 8},
                                         {"DATAACK", 8},
                                         {"CLOSEREQ", 8},
                                         {"CLOSE", 8},
                                         {"RESET", 12},
                                         {"SYNC", 8},
                                         {"SYNCACK", 8},
                                         {"INVALID", 12}}};

/// Types of packets, as bits (1 << type). "INVALID" is all the types that the protocol lacks.
struct TypesKind : NfWordKind
{
    using Value = uint16_t;

    std::optional<Value> Read(std::string_view text) const
    {
        Value types = 0;
        for (std::string_view word : NfSplit(text, ','))
        {
            auto found = std::find_if(TYPES.begin(), TYPES.end(), [word](const TypeRow& row) {
                return NfEqualsIgnoringCase(row.name, word);
            });
            if (found == TYPES.end())
            {
                return std::nullopt;
            }
            auto number = static_cast<uint32_t>(found - TYPES.begin());
            types |= number == INVALID ? UINT32_MAX << INVALID : 1U << number;
        }
        return types;
    }

    const char* GetSyntax() const
    {
        return "a list of REQUEST, RESPONSE, DATA, ACK, DATAACK, CLOSEREQ, CLOSE, RESET, SYNC, "
               "SYNCACK, INVALID";
    }

    void Print(std::ostream& os, Value types) const
    {
        const char* separator = "";
        for (std::size_t i = 0; i < TYPES.size(); ++i)
        {
            if (types >> i & 1)
            {
                os << separator << TYPES[i].name;
                separator = ",";
            }
        }
    }

    /// Listed by their numbers.
    void List(std::ostream& os, Value types) const
    {
        const char* separator = "";
        for (unsigned i = 0; i < 16; ++i)
        {
            if (types >> i & 1)
            {
                os << separator << i;
                separator = ",";
            }
        }
    }
};

/// Match "dccp": ports, types of packets, options (Linux's xt_dccp.c).
class DccpMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        os << "dccp";
        NfListPorts(os, "spt", m_source, DCCP);
        NfListPorts(os, "dpt", m_destination, DCCP);
        if (m_types.given)
        {
            os << (m_types.inverted ? " ! " : " ");
            NfListsNames(os) ? TypesKind().Print(os, m_types.value)
                             : TypesKind().List(os, m_types.value);
        }
        if (m_option.given)
        {
            os << " option=" << (m_option.inverted ? "!" : "") << +m_option.value;
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(HEADER_SIZE);
        if (!header)
        {
            return NfMatchResult::HOTDROP;
        }
        const uint8_t kind = header[TYPE_PLACE] >> 1 & TYPE_MASK;
        if (!m_source.Holds(m_source.value.Contains(NfRead16(header))) ||
            !m_destination.Holds(m_destination.value.Contains(NfRead16(header + 2))) ||
            !m_types.Holds(m_types.value >> kind & 1))
        {
            return NfMatchResult::NO;
        }
        return m_option.given ? MatchOption(packet, kind) : NfMatchResult::YES;
    }

    NfOptionValue<NfNumberRange> m_source;      //!< --source-port
    NfOptionValue<NfNumberRange> m_destination; //!< --destination-port
    NfOptionValue<uint16_t> m_types;            //!< --dccp-types
    NfOptionValue<uint8_t> m_option;            //!< --dccp-option

  private:
    /// @param packet with a common header
    /// @param kind its type
    NfMatchResult MatchOption(NfPacket& packet, uint8_t kind) const
    {
        const std::vector<uint8_t> bytes = packet.CopyPayload();
        const bool longSequence = bytes[TYPE_PLACE] & 1;
        std::size_t place = HEADER_SIZE + (longSequence ? LONG_SEQUENCE_SIZE : 0) +
                            TYPES[std::min<uint32_t>(kind, INVALID)].size;
        const std::size_t end = bytes[OFFSET_PLACE] * 4U;
        if (end < place || (end > place && end > bytes.size()))
        {
            return NfMalformed(m_option.inverted);
        }
        while (place < end && bytes[place] != m_option.value)
        {
            bool hasLength = bytes[place] > LAST_ONE_BYTE_OPTION && place + 1 < end;
            place += hasLength ? std::max<uint8_t>(bytes[place + 1], 1) : 1;
        }
        return NfResult(m_option.Holds(place < end));
    }
};

} // namespace

NfMatchType
NfMakeDccpMatchType()
{
    using M = DccpMatch;
    NfMatchType type = NfMakeMatchType<M>("dccp", "DCCP ports, types of packets and options");
    const NfPortKind port(false, true);
    type.stateless = true;
    type.protocols = {DCCP};
    type.implicitProtocol = DCCP;
    type.options = {
        NfOptionRow(&M::m_source, "sport", port).Alias("source-port").Invertible(),
        NfOptionRow(&M::m_destination, "dport", port).Alias("destination-port").Invertible(),
        NfOptionRow(&M::m_types, "dccp-types", TypesKind()).Invertible(),
        NfOptionRow(&M::m_option, "dccp-option", NfNumberKind<uint8_t>(1)).Invertible(),
    };
    return type;
}

} // namespace ns3
