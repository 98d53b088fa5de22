// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-header.h"
#include "nf-extension-type.h"
#include "nf-ipv6-address-bytes.h"

#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_ADDRESSES = 16; //!< Linux's IP6T_RT_HOPS
constexpr uint32_t HEADER_SIZE = 4;       //!< what headers of all types have
constexpr uint32_t TYPE_0_SIZE = 8;       //!< of a header of type 0 without addresses
constexpr uint32_t ADDRESS_SIZE = 16;
constexpr uint32_t TYPE_PLACE = 2;
constexpr uint32_t SEGMENTS_PLACE = 3;
constexpr uint32_t RESERVED_PLACE = 4;

using Addresses = std::vector<NfAddress>;

std::optional<Addresses>
ReadAddresses(std::string_view text)
{
    Addresses addresses;
    for (auto word : NfSplit(text, ','))
    {
        const auto address = NfParseAddress(word, NfFamily::IPV6);
        if (!address || addresses.size() == MAX_ADDRESSES)
        {
            return std::nullopt;
        }
        addresses.push_back(*address);
    }
    return addresses;
}

void
PrintAddresses(std::ostream& os, const Addresses& addresses)
{
    const char* separator = "";
    for (const NfAddress& address : addresses)
    {
        os << separator << NfToString(address, NfFamily::IPV6);
        separator = ",";
    }
}

/// Match "rt": the routing header of IPv6 (Linux's ip6t_rt.c).
class RtMatch : public NfMatch
{
  public:
    NfComplaint FinishParse() override
    {
        const bool typeIs0 = m_type.given && m_type.value == 0 && !m_type.inverted;
        if ((m_reserved.given || m_addresses.given) && !typeIs0)
        {
            return "--rt-0-res and --rt-0-addrs need --rt-type 0";
        }
        if (m_notStrict.given && !m_addresses.given)
        {
            return "--rt-0-not-strict needs --rt-0-addrs";
        }
        return {};
    }

    void List(std::ostream& os) const override
    {
        const NfNumberRange& range = m_segments.value;
        const bool all = range.min == 0 && range.max == UINT32_MAX;
        auto mark = [](const auto& option) { return option.inverted ? "!" : ""; };
        os << "rt";
        if (m_type.given)
        {
            os << " type:" << mark(m_type) << m_type.value;
        }
        if (m_segments.given && (!all || m_segments.inverted))
        {
            os << (range.min == range.max ? " segsleft:" : " segslefts:") << mark(m_segments);
            NfPrintRange(os, range);
        }
        if (m_length.given)
        {
            os << " length:" << mark(m_length) << m_length.value;
        }
        os << (m_reserved.given ? " reserved" : "");
        if (m_addresses.given)
        {
            os << " 0-addrs ";
            PrintAddresses(os, m_addresses.value);
        }
        os << (m_notStrict.given ? " 0-not-strict" : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfExtensionHeader header(packet, NfProtocol::ROUTING);
        if (header.IsFound() != NfMatchResult::YES)
        {
            return header.IsFound();
        }
        const uint8_t* bytes = header.Read(0, HEADER_SIZE);
        const uint32_t length = header.GetClaim();
        if (!bytes || header.GetSize() < length)
        {
            return NfMatchResult::HOTDROP;
        }
        bool holds = m_segments.Holds(m_segments.value.Contains(bytes[SEGMENTS_PLACE])) &&
                     m_length.Holds(length == m_length.value) &&
                     m_type.Holds(bytes[TYPE_PLACE] == m_type.value);
        if (holds && m_reserved.given)
        {
            holds = NfRead32(header.Read(RESERVED_PLACE, sizeof(uint32_t))) == 0;
        }
        return NfResult(holds && (!m_addresses.given || HasAddresses(header)));
    }

    NfOptionValue<uint32_t> m_type;          //!< --rt-type
    NfOptionValue<NfNumberRange> m_segments; //!< --rt-segsleft
    NfOptionValue<uint32_t> m_length;        //!< --rt-len
    NfSwitch m_reserved;                     //!< --rt-0-res
    NfOptionValue<Addresses> m_addresses;    //!< --rt-0-addrs
    NfSwitch m_notStrict;                    //!< --rt-0-not-strict

  private:
    /// The addresses are those of the header; not strictly: they appear in it, in that order.
    bool HasAddresses(const NfExtensionHeader& header) const
    {
        const Addresses& asked = m_addresses.value;
        const std::size_t there = (header.GetClaim() - TYPE_0_SIZE) / ADDRESS_SIZE;
        std::size_t found = 0;
        for (std::size_t i = 0; i < there && found < asked.size(); ++i)
        {
            const uint8_t* bytes = header.Read(TYPE_0_SIZE + i * ADDRESS_SIZE, ADDRESS_SIZE);
            const bool same = NfReadIpv6Address(bytes) == asked[found];
            if (!same && !m_notStrict.given)
            {
                return false;
            }
            found += same;
        }
        return found == asked.size() && (m_notStrict.given || found == there);
    }
};

} // namespace

NfMatchType
NfMakeRtMatchType()
{
    using M = RtMatch;
    const NfNumberKind<uint32_t> number;
    const NfOwnKind<Addresses> addresses(ReadAddresses,
                                         PrintAddresses,
                                         "at most 16 IPv6 addresses, separated by commas");
    NfMatchType type = NfMakeMatchType<M>("rt", "routing header");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_type, "rt-type", number).Invertible(),
        NfOptionRow(&M::m_segments, "rt-segsleft", NfRangeKind(UINT32_MAX, false, true))
            .Invertible(),
        NfOptionRow(&M::m_length, "rt-len", number).Invertible(),
        NfOptionRow(&M::m_reserved, "rt-0-res"),
        NfOptionRow(&M::m_addresses, "rt-0-addrs", addresses),
        NfOptionRow(&M::m_notStrict, "rt-0-not-strict"),
    };
    return type;
}

} // namespace ns3
