// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Matches "ttl" and "hl": time to live, or hop limit (Linux's xt_hl.c).
class TtlMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const uint8_t ttl = packet.ip.ttl;
        return NfResult(m_equal.Holds(ttl == m_equal.value) && m_less.Holds(ttl < m_less.value) &&
                        m_greater.Holds(ttl > m_greater.value));
    }

    NfOptionValue<uint8_t> m_equal;   //!< --ttl-eq, --hl-eq
    NfOptionValue<uint8_t> m_less;    //!< --ttl-lt, --hl-lt
    NfOptionValue<uint8_t> m_greater; //!< --ttl-gt, --hl-gt
};

} // namespace

NfMatchType
NfMakeTtlMatchType()
{
    using M = TtlMatch;
    const NfNumberKind<uint8_t> ttl;
    NfMatchType type = NfMakeMatchType<M>("ttl", "time to live");
    type.family = NfFamily::IPV4;
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_equal, "ttl-eq", ttl)
            .Alias("ttl")
            .Invertible()
            .Choice(1)
            .Listed("TTL match TTL == {}", "TTL match TTL != {}"),
        NfOptionRow(&M::m_less, "ttl-lt", ttl).Choice(1).Listed("TTL match TTL < {}"),
        NfOptionRow(&M::m_greater, "ttl-gt", ttl).Choice(1).Listed("TTL match TTL > {}"),
    };
    return type;
}

NfMatchType
NfMakeHlMatchType()
{
    using M = TtlMatch;
    const NfNumberKind<uint8_t> limit;
    NfMatchType type = NfMakeMatchType<M>("hl", "hop limit");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_equal, "hl-eq", limit)
            .Alias("hl")
            .Invertible()
            .Choice(1)
            .Listed("HL match HL == {}", "HL match HL != {}"),
        NfOptionRow(&M::m_less, "hl-lt", limit).Choice(1).Listed("HL match HL < {}"),
        NfOptionRow(&M::m_greater, "hl-gt", limit).Choice(1).Listed("HL match HL > {}"),
    };
    return type;
}

} // namespace ns3
