// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Target "TTL": change the TTL (Linux's xt_HL.c).
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

    NfOptionValue<uint8_t> m_set;       //!< --ttl-set
    NfOptionValue<uint8_t> m_increment; //!< --ttl-inc
    NfOptionValue<uint8_t> m_decrement; //!< --ttl-dec
};

} // namespace

NfTargetType
NfMakeTtlTargetType()
{
    using T = TtlTarget;
    const NfNumberKind<uint8_t> change(1, UINT8_MAX);
    NfTargetType type = NfMakeTargetType<T>("TTL", "change the TTL");
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

} // namespace ns3
