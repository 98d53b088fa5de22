// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-listing-style.h"
#include "nf-port-kind.h"
#include "nf-sctp-chunks.h"
#include "nf-text-case.h"

#include <array>

namespace ns3
{

namespace
{

constexpr uint8_t SCTP = 132;        //!< protocol number
constexpr uint32_t HEADER_SIZE = 12; //!< ports, verification tag, checksum

constexpr std::array<std::string_view, 3> QUANTITIES{"all", "any", "only"}; //!< by Quantity

/// The two words of --chunk-types.
struct ChunkTypes
{
    NfSctpChunks::Quantity quantity{NfSctpChunks::ALL};
    NfSctpChunks chunks;
};

/// The value of --chunk-types.
struct ChunkTypesKind
{
    using Value = ChunkTypes;
    static constexpr uint8_t ARGUMENTS = 2;

    NfComplaint Take(const NfOption& option, ChunkTypes& types) const
    {
        const std::string& word = NfArgumentOf(option);
        auto chunks = NfSctpChunks::Read(option.arguments.at(1).text);
        for (std::size_t i = 0; i < QUANTITIES.size(); ++i)
        {
            if (chunks && NfEqualsIgnoringCase(word, QUANTITIES[i]))
            {
                types = {static_cast<NfSctpChunks::Quantity>(i), *chunks};
                return {};
            }
        }
        return NfBadArgument(option,
                             "all, any or only, and behind it ALL, NONE or a list of chunks, such "
                             "as DATA:Be,INIT");
    }

    void Print(std::ostream& os, const ChunkTypes& types) const
    {
        os << QUANTITIES[types.quantity] << ' ';
        types.chunks.Print(os, false);
    }
};

/// Match "sctp": ports and chunks (Linux's xt_sctp.c).
class SctpMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        os << "sctp";
        NfListPorts(os, "spt", m_source, NfProtocol::SCTP);
        NfListPorts(os, "dpt", m_destination, NfProtocol::SCTP);
        if (m_chunks.given)
        {
            os << (m_chunks.inverted ? " ! " : " ") << QUANTITIES[m_chunks.value.quantity] << ' ';
            m_chunks.value.chunks.Print(os, !NfListsNames(os));
        }
    }

    /// A packet with a chunk that is cut short is dropped only if its ports match.
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
        if (!m_source.Holds(m_source.value.Contains(NfRead16(header))) ||
            !m_destination.Holds(m_destination.value.Contains(NfRead16(header + 2))))
        {
            return NfMatchResult::NO;
        }
        return m_chunks.given ? MatchChunks(packet) : NfMatchResult::YES;
    }

    NfOptionValue<NfNumberRange> m_source;      //!< --source-port
    NfOptionValue<NfNumberRange> m_destination; //!< --destination-port
    NfOptionValue<ChunkTypes> m_chunks;         //!< --chunk-types

  private:
    NfMatchResult MatchChunks(const NfPacket& packet) const
    {
        const std::vector<uint8_t> bytes = packet.CopyPayload();
        auto verdict = m_chunks.value.chunks.Compare(bytes.data() + HEADER_SIZE,
                                                     bytes.size() - HEADER_SIZE,
                                                     m_chunks.value.quantity);
        return verdict == NfSctpChunks::Verdict::MALFORMED
                   ? NfMalformed(m_chunks.inverted)
                   : NfResult(m_chunks.Holds(verdict == NfSctpChunks::Verdict::YES));
    }
};

} // namespace

NfMatchType
NfMakeSctpMatchType()
{
    using M = SctpMatch;
    NfMatchType type = NfMakeMatchType<M>("sctp", "SCTP ports and chunks");
    const NfPortKind port(true, false);
    type.stateless = true;
    type.protocols = {SCTP};
    type.implicitProtocol = SCTP;
    type.options = {
        NfOptionRow(&M::m_source, "sport", port).Alias("source-port").Invertible(),
        NfOptionRow(&M::m_destination, "dport", port).Alias("destination-port").Invertible(),
        NfOptionRow(&M::m_chunks, "chunk-types", ChunkTypesKind()).Invertible(),
    };
    return type;
}

} // namespace ns3
