// SPDX-License-Identifier: GPL-2.0-only

#include "nf-device.h"
#include "nf-extension-type.h"
#include "nf-mac-parser.h"

#include "ns3/mac48-address.h"

#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

using Bytes = std::array<uint8_t, 6>;

void
PrintMac(std::ostream& os, const Bytes& mac)
{
    os << fmt::format("{:02x}", fmt::join(mac, ":"));
}

/// Match "mac": source address of the link layer (Linux's xt_mac.c).
class MacMatch : public NfMatch
{
  public:
    /// Without an Ethernet source address it never matches, even negated. What comes by lo has
    /// none.
    NfMatchResult Match(NfPacket& packet) override
    {
        if ((packet.in && packet.in->loopback) || !Mac48Address::IsMatchingType(packet.sourceMac))
        {
            return NfMatchResult::NO;
        }
        Bytes source{};
        packet.sourceMac.CopyTo(source.data());
        return NfResult(m_source.Holds(source == m_source.value));
    }

    NfOptionValue<Bytes> m_source; //!< --mac-source
};

} // namespace

NfMatchType
NfMakeMacMatchType()
{
    using M = MacMatch;
    const NfOwnKind<Bytes> mac(NfParseMac, PrintMac, "six hexadecimal bytes XX:XX:XX:XX:XX:XX");
    NfMatchType type = NfMakeMatchType<M>("mac", "link-layer source address");
    type.stateless = true;
    type.hooks = NfHookSet({NfHook::PREROUTING, NfHook::INPUT, NfHook::FORWARD});
    type.options = {NfOptionRow(&M::m_source, "mac-source", mac)
                        .Invertible()
                        .Mandatory()
                        .Listed("MAC {}", "MAC ! {}")};
    return type;
}

} // namespace ns3
