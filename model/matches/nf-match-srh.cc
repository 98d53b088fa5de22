// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-header.h"
#include "nf-extension-type.h"
#include "nf-ipv6-address-bytes.h"
#include "nf-match-address.h"
#include "nf-prefix.h"

namespace ns3
{

namespace
{

constexpr uint8_t SEGMENT_ROUTING = 4; //!< type of the routing header (RFC 8754)
constexpr uint32_t FIXED_SIZE = 8;     //!< of the header without its segments
constexpr uint32_t SEGMENT_SIZE = 16;
constexpr uint32_t LENGTH_PLACE = 1;
constexpr uint32_t TYPE_PLACE = 2;
constexpr uint32_t LEFT_PLACE = 3;
constexpr uint32_t LAST_PLACE = 4;
constexpr uint32_t TAG_PLACE = 6;

/// An address with a prefix, which is always printed.
struct SegmentKind : NfWordKind
{
    using Value = NfAddressPattern;

    std::optional<Value> Read(std::string_view text) const
    {
        return NfAddressPattern::Parse(text, NfFamily::IPV6);
    }

    const char* GetSyntax() const
    {
        return "an IPv6 address, perhaps with a prefix length";
    }

    void Print(std::ostream& os, const Value& segment) const
    {
        constexpr uint8_t whole = 128;
        constexpr NfFamily family = NfFamily::IPV6;
        const bool one = segment.mask == NfPrefix::MaskOf(whole, family);
        os << NfToString(segment.address, family)
           << (one ? "/128" : NfMaskToString(segment.mask, family));
    }
};

/**
 * Match "srh": the segment routing header of IPv6 (Linux's ip6t_srh.c).
 *
 * The three comparisons of a field share one value in Linux's rule, the last one given. A tag is
 * compared as a little-endian machine reads it from the packet.
 */
class SrhMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfExtensionHeader header(packet, NfProtocol::ROUTING);
        if (header.IsFound() != NfMatchResult::YES)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* bytes = header.Read(0, FIXED_SIZE);
        if (!bytes || header.GetSize() < header.GetClaim() ||
            bytes[TYPE_PLACE] != SEGMENT_ROUTING || bytes[LEFT_PLACE] > bytes[LAST_PLACE])
        {
            return NfMatchResult::NO;
        }
        const uint8_t length = bytes[LENGTH_PLACE];
        const uint8_t left = bytes[LEFT_PLACE];
        const uint8_t last = bytes[LAST_PLACE];
        const uint16_t tag = bytes[TAG_PLACE] | bytes[TAG_PLACE + 1] << 8;
        return NfResult(
            m_next.Holds(bytes[0] == m_next.value) &&
            m_lengthIs.Holds(length == m_lengthIs.value) &&
            m_lengthAbove.Holds(length > m_lengthAbove.value) &&
            m_lengthBelow.Holds(length < m_lengthBelow.value) &&
            m_leftIs.Holds(left == m_leftIs.value) && m_leftAbove.Holds(left > m_leftAbove.value) &&
            m_leftBelow.Holds(left < m_leftBelow.value) && m_lastIs.Holds(last == m_lastIs.value) &&
            m_lastAbove.Holds(last > m_lastAbove.value) &&
            m_lastBelow.Holds(last < m_lastBelow.value) && m_tag.Holds(tag == m_tag.value) &&
            HasSegments(header, left, last));
    }

    NfOptionValue<uint8_t> m_next;               //!< --srh-next-hdr
    NfOptionValue<uint8_t> m_lengthIs;           //!< --srh-hdr-len-eq
    NfOptionValue<uint8_t> m_lengthAbove;        //!< --srh-hdr-len-gt
    NfOptionValue<uint8_t> m_lengthBelow;        //!< --srh-hdr-len-lt
    NfOptionValue<uint8_t> m_leftIs;             //!< --srh-segs-left-eq
    NfOptionValue<uint8_t> m_leftAbove;          //!< --srh-segs-left-gt
    NfOptionValue<uint8_t> m_leftBelow;          //!< --srh-segs-left-lt
    NfOptionValue<uint8_t> m_lastIs;             //!< --srh-last-entry-eq
    NfOptionValue<uint8_t> m_lastAbove;          //!< --srh-last-entry-gt
    NfOptionValue<uint8_t> m_lastBelow;          //!< --srh-last-entry-lt
    NfOptionValue<uint16_t> m_tag;               //!< --srh-tag
    NfOptionValue<NfAddressPattern> m_previous;  //!< --srh-psid
    NfOptionValue<NfAddressPattern> m_following; //!< --srh-nsid
    NfOptionValue<NfAddressPattern> m_final;     //!< --srh-lsid

  private:
    /// The segments before and behind the one that the packet goes to, and the path's last one,
    /// which comes first in the list. Of one that is not there nothing holds, not even the
    /// contrary.
    bool HasSegments(const NfExtensionHeader& header, uint32_t left, uint32_t last) const
    {
        return (!m_previous.given || (left != last && Holds(header, left + 1, m_previous))) &&
               (!m_following.given || (left != 0 && Holds(header, left - 1, m_following))) &&
               (!m_final.given || Holds(header, 0, m_final));
    }

    static bool Holds(const NfExtensionHeader& header,
                      uint32_t index,
                      const NfOptionValue<NfAddressPattern>& option)
    {
        const uint8_t* bytes = header.Read(FIXED_SIZE + index * SEGMENT_SIZE, SEGMENT_SIZE);
        return bytes && option.Holds(option.value.Matches(NfReadIpv6Address(bytes)));
    }
};

using Field = NfOptionValue<uint8_t> SrhMatch::*;

/// A comparison, which shares its value with two others of the same field.
NfOptionSpec
MakeComparison(Field own, Field second, Field third, std::string_view name)
{
    NfOptionSpec row = NfOptionRow(own, name, NfNumberKind<uint8_t>()).Invertible();
    row.take = [take = row.take, own, second, third](NfExtension& extension,
                                                     const NfOption& option) {
        const NfComplaint complaint = take(extension, option);
        auto& match = static_cast<SrhMatch&>(extension);
        (match.*second).value = (match.*third).value = (match.*own).value;
        return complaint;
    };
    return row;
}

} // namespace

NfMatchType
NfMakeSrhMatchType()
{
    using M = SrhMatch;
    const SegmentKind segment;
    NfMatchType type = NfMakeMatchType<M>("srh", "segment routing header");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.heading = "srh";
    type.options = {
        NfOptionRow(&M::m_next, "srh-next-hdr", NfNumberKind<uint8_t>())
            .Invertible()
            .Listed("next-hdr:{}", "next-hdr:!{}"),
        MakeComparison(&M::m_lengthIs, &M::m_lengthAbove, &M::m_lengthBelow, "srh-hdr-len-eq")
            .Listed("hdr-len-eq:{}", "hdr-len-eq:!{}"),
        MakeComparison(&M::m_lengthAbove, &M::m_lengthIs, &M::m_lengthBelow, "srh-hdr-len-gt")
            .Listed("hdr-len-gt:{}", "hdr-len-gt:!{}"),
        MakeComparison(&M::m_lengthBelow, &M::m_lengthIs, &M::m_lengthAbove, "srh-hdr-len-lt")
            .Listed("hdr-len-lt:{}", "hdr-len-lt:!{}"),
        MakeComparison(&M::m_leftIs, &M::m_leftAbove, &M::m_leftBelow, "srh-segs-left-eq")
            .Listed("segs-left-eq:{}", "segs-left-eq:!{}"),
        MakeComparison(&M::m_leftAbove, &M::m_leftIs, &M::m_leftBelow, "srh-segs-left-gt")
            .Listed("segs-left-gt:{}", "segs-left-gt:!{}"),
        MakeComparison(&M::m_leftBelow, &M::m_leftIs, &M::m_leftAbove, "srh-segs-left-lt")
            .Listed("segs-left-lt:{}", "segs-left-lt:!{}"),
        MakeComparison(&M::m_lastIs, &M::m_lastAbove, &M::m_lastBelow, "srh-last-entry-eq")
            .Listed("last-entry-eq:{}", "last-entry-eq:!{}"),
        MakeComparison(&M::m_lastAbove, &M::m_lastIs, &M::m_lastBelow, "srh-last-entry-gt")
            .Listed("last-entry-gt:{}", "last-entry-gt:!{}"),
        MakeComparison(&M::m_lastBelow, &M::m_lastIs, &M::m_lastAbove, "srh-last-entry-lt")
            .Listed("last-entry-lt:{}", "last-entry-lt:!{}"),
        NfOptionRow(&M::m_tag, "srh-tag", NfNumberKind<uint16_t>())
            .Invertible()
            .Listed("tag:{}", "tag:!{}"),
        NfOptionRow(&M::m_previous, "srh-psid", segment)
            .Invertible()
            .Listed("psid  {}", "psid ! {}"),
        NfOptionRow(&M::m_following, "srh-nsid", segment)
            .Invertible()
            .Listed("nsid  {}", "nsid ! {}"),
        NfOptionRow(&M::m_final, "srh-lsid", segment).Invertible().Listed("lsid  {}", "lsid ! {}"),
    };
    return type;
}

} // namespace ns3
