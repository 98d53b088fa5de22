// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-quota.h"

#include "nf-match-text.h"

#include <limits>

namespace ns3
{

namespace
{

class QuotaMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "quota";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        auto quota = NfParseNumber(NfArgumentOf(option), std::numeric_limits<uint64_t>::max());
        if (!quota)
        {
            return NfBadArgument(option, "a number of bytes, up to 18446744073709551615");
        }
        m_quota = *quota;
        m_inverted = option.inverted;
        return {};
    }

    void Start() override
    {
        m_left = m_quota;
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --quota " : " --quota ") << m_quota;
    }

    void List(std::ostream& os) const override
    {
        os << "quota: " << m_quota << " bytes";
    }

    /// The first packet that is too large ends the quota, for smaller ones too.
    NfMatchResult Match(NfPacket& packet) override
    {
        uint32_t header = packet.ip.family == NfFamily::IPV6 ? 40 : 20;
        uint32_t length = header + packet.GetPayloadSize();
        bool fits = m_left >= length;
        m_left = fits ? m_left - length : 0;
        return NfResult(fits != m_inverted);
    }

  private:
    uint64_t m_quota{0}; //!< bytes
    uint64_t m_left{0};  //!< bytes
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeQuotaMatchType()
{
    return NfMakeMatchType<QuotaMatch>(
        {"quota", {{0, "quota", "", 1, 1, true, true}}, "true until so many bytes have passed"});
}

} // namespace ns3
