// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-fate.h"

#include <algorithm>
#include <array>

namespace ns3
{

const char*
NfToString(NfFate fate)
{
    static constexpr std::array<const char*, NF_N_FATES> names{"delivered",
                                                               "dropped",
                                                               "lost",
                                                               "held",
                                                               "not seen again"};
    return names[static_cast<std::size_t>(fate)];
}

void
NfPacketFateJudge::PassHook(int64_t event,
                            int64_t node,
                            int64_t journey,
                            bool isInput,
                            int64_t verdict)
{
    m_last.event = event;
    m_last.fate = verdict == 0 ? NfFate::DROPPED : verdict == 1 ? NfFate::LEFT : NfFate::HELD;
    if (isInput && verdict == 1)
    {
        m_deliveries.push_back({event, node, journey});
    }
}

void
NfPacketFateJudge::DropInStack(int64_t event, int64_t node, int64_t journey)
{
    m_last = {NfFate::DROPPED, event};
    auto dropped = [node, journey](const Delivery& delivery) {
        return delivery.node == node && (journey < 0 || delivery.journey == journey);
    };
    m_deliveries.erase(std::remove_if(m_deliveries.begin(), m_deliveries.end(), dropped),
                       m_deliveries.end());
}

void
NfPacketFateJudge::Lose(int64_t event)
{
    m_last = {NfFate::LOST, event};
}

NfPacketFateJudge::Verdict
NfPacketFateJudge::Decide() const
{
    return m_deliveries.empty() ? m_last : Verdict{NfFate::DELIVERED, m_deliveries.back().event};
}

void
NfPacketFateJudge::Reset()
{
    m_deliveries.clear();
    m_last = {};
}

} // namespace ns3
