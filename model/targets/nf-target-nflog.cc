// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-log-prefix.h"
#include "nf-netns.h"
#include "nf-packet-text.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_PREFIX = 63;
constexpr uint8_t LEVEL_INFO = 6;

/// Target "NFLOG": give the packet to a log group (Linux's xt_NFLOG.c).
class NflogTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        std::string text = fmt::format("NFLOG group {}: {}{}{}",
                                       m_group.value,
                                       m_prefix.value,
                                       m_prefix.value.empty() ? "" : " ",
                                       NfPacketText::Write(packet, 0));
        packet.netns->Log(packet, LEVEL_INFO, text);
        return NfTargetResult::CONTINUE;
    }

    std::string GetCaveat(const NfRuleContext&) const override
    {
        return m_range.value || m_size.given || m_threshold.value
                   ? "NFLOG's --nflog-range, --nflog-size and --nflog-threshold, which are about "
                     "netlink messages, have no effect here"
                   : "";
    }

    NfOptionValue<std::string> m_prefix; //!< --nflog-prefix
    NfOptionValue<uint32_t> m_group;     //!< --nflog-group
    NfOptionValue<uint32_t> m_size;      //!< --nflog-size
    NfOptionValue<uint32_t> m_range;     //!< --nflog-range
    NfOptionValue<uint32_t> m_threshold; //!< --nflog-threshold
};

} // namespace

NfTargetType
NfMakeNflogTargetType()
{
    NfTargetType type =
        NfMakeTargetType<NflogTarget>("NFLOG", "give the packet to the listeners of a log group");
    type.stateless = true;
    using T = NflogTarget;
    const NfNumberKind<uint32_t> group(0, UINT16_MAX, "{}", 0);
    const NfNumberKind<uint32_t> threshold(0, UINT16_MAX, "{}", 0);
    const NfNumberKind<uint32_t> range(0, UINT32_MAX, "{}", 0);
    const NfOwnKind<std::string> prefix = NfLogPrefixKind<MAX_PREFIX>();
    type.options = {
        NfOptionRow(&T::m_prefix, "nflog-prefix", prefix).Own().Listed("nflog-prefix {}"),
        NfOptionRow(&T::m_group, "nflog-group", group).Listed("nflog-group {}"),
        NfOptionRow(&T::m_size, "nflog-size", NfNumberKind<uint32_t>())
            .AtMostOne(1)
            .Listed("nflog-size {}"),
        NfOptionRow(&T::m_range, "nflog-range", range).AtMostOne(1).Listed("nflog-range {}"),
        NfOptionRow(&T::m_threshold, "nflog-threshold", threshold).Listed("nflog-threshold {}"),
    };
    type.changes = false;
    return type;
}

} // namespace ns3
