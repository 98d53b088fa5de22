// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "ttl": time to live (Linux's xt_hl.c).
class TtlMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const uint8_t ttl = packet.ip.ttl;
        return NfResult(m_equal.Holds(ttl == m_equal.value) && m_less.Holds(ttl < m_less.value) &&
                        m_greater.Holds(ttl > m_greater.value));
    }

    NfOptionValue<uint8_t> m_equal;   //!< --ttl-eq
    NfOptionValue<uint8_t> m_less;    //!< --ttl-lt
    NfOptionValue<uint8_t> m_greater; //!< --ttl-gt
};

} // namespace

NfMatchType
NfMakeTtlMatchType()
{
    using M = TtlMatch;
    const NfNumberKind<uint8_t> ttl;
    NfMatchType type = NfMakeMatchType<M>("ttl", "time to live");
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

} // namespace ns3
