// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

/// Match "quota": true until so many bytes have passed (Linux's xt_quota.c).
class QuotaMatch : public NfMatch
{
  public:
    void Start() override
    {
        m_left = m_quota.value;
    }

    /// The first packet that is too large ends the quota, for smaller ones too.
    NfMatchResult Match(NfPacket& packet) override
    {
        uint32_t length = packet.GetSize();
        bool fits = m_left >= length;
        m_left = fits ? m_left - length : 0;
        return NfResult(m_quota.Holds(fits));
    }

    NfOptionValue<uint64_t> m_quota; //!< --quota, in bytes

  private:
    uint64_t m_left{0}; //!< bytes
};

} // namespace

NfMatchType
NfMakeQuotaMatchType()
{
    using M = QuotaMatch;
    NfMatchType type = NfMakeMatchType<M>("quota", "true until so many bytes have passed");
    type.options = {NfOptionRow(&M::m_quota, "quota", NfNumberKind<uint64_t>())
                        .Invertible()
                        .Mandatory()
                        .Listed("quota: {} bytes", "quota: {} bytes")};
    return type;
}

} // namespace ns3
