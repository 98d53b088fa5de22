// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Targets "TTL" and "HL": change the TTL, or the hop limit (Linux's xt_HL.c).
class TtlTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        int ttl = m_set.given         ? m_set.value
                  : m_increment.given ? packet.ip.ttl + m_increment.value
                                      : packet.ip.ttl - m_decrement.value;
        packet.ip.ttl = std::clamp(ttl, 0, UINT8_MAX);
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<uint8_t> m_set;       //!< --ttl-set, --hl-set
    NfOptionValue<uint8_t> m_increment; //!< --ttl-inc, --hl-inc
    NfOptionValue<uint8_t> m_decrement; //!< --ttl-dec, --hl-dec
};

} // namespace

NfTargetType
NfMakeTtlTargetType()
{
    using T = TtlTarget;
    const NfNumberKind<uint8_t> change(1, UINT8_MAX);
    NfTargetType type = NfMakeTargetType<T>("TTL", "change the TTL");
    type.stateless = true;
    type.family = NfFamily::IPV4;
    type.tables = {"mangle"};
    type.options = {
        NfOptionRow(&T::m_set, "ttl-set", NfNumberKind<uint8_t>())
            .Choice(1)
            .Listed("TTL set to {}"),
        NfOptionRow(&T::m_increment, "ttl-inc", change).Choice(1).Listed("TTL increment by {}"),
        NfOptionRow(&T::m_decrement, "ttl-dec", change).Choice(1).Listed("TTL decrement by {}"),
    };
    return type;
}

NfTargetType
NfMakeHlTargetType()
{
    using T = TtlTarget;
    const NfNumberKind<uint8_t> change(1, UINT8_MAX);
    NfTargetType type = NfMakeTargetType<T>("HL", "change the hop limit");
    type.stateless = true;
    type.family = NfFamily::IPV6;
    type.tables = {"mangle"};
    type.options = {
        NfOptionRow(&T::m_set, "hl-set", NfNumberKind<uint8_t>()).Choice(1).Listed("HL set to {}"),
        NfOptionRow(&T::m_increment, "hl-inc", change).Choice(1).Listed("HL increment by {}"),
        NfOptionRow(&T::m_decrement, "hl-dec", change).Choice(1).Listed("HL decrement by {}"),
    };
    return type;
}

} // namespace ns3
