// SPDX-License-Identifier: GPL-2.0-only

#include "nf-transport-view.h"

#include "nf-checksum.h"

#include <algorithm>

namespace ns3
{

namespace
{

/**
 * @param get the first bytes, so many as one wants, or null
 * @return the header that they are
 */
template <class Get>
std::optional<NfTcpView>
FindTcp(const Get& get)
{
    const uint8_t* header = get(NfTcpView::SIZE);
    const uint32_t size = header ? NfTcpView(header).GetSize() : 0;
    header = size < NfTcpView::SIZE ? nullptr : get(size);
    return header ? std::optional(NfTcpView(header)) : std::nullopt;
}

} // namespace

NfRuleUpperLayer::NfRuleUpperLayer(const NfPacket& packet)
    : m_packet(packet)
{
    if (packet.ip.family == NfFamily::IPV6 && packet.ip.fragmentOffset != 0)
    {
        m_bytes = packet.CopyBytes();
    }
}

const uint8_t*
NfRuleUpperLayer::Get(uint32_t need) const
{
    if (m_bytes.empty())
    {
        return m_packet.L4(need);
    }
    return need <= m_bytes.size() ? m_bytes.data() : nullptr;
}

std::optional<NfTcpView>
NfTcpView::Of(const NfPacket& packet)
{
    return FindTcp([&packet](uint32_t need) { return packet.L4(need); });
}

std::optional<NfTcpView>
NfTcpView::Of(const NfRuleUpperLayer& upper)
{
    return FindTcp([&upper](uint32_t need) { return upper.Get(need); });
}

uint16_t
NfTcpView::GetSourcePort() const
{
    return NfRead16(m_header);
}

uint16_t
NfTcpView::GetDestinationPort() const
{
    return NfRead16(m_header + 2);
}

uint32_t
NfTcpView::Next(uint32_t place) const
{
    bool hasLength = m_header[place] >= MSS && place + 1 < GetSize();
    return place + (hasLength ? std::max<uint8_t>(m_header[place + 1], 1) : 1);
}

bool
NfTcpView::HasOption(uint8_t kind) const
{
    for (uint32_t i = SIZE; i < GetSize(); i = Next(i))
    {
        if (m_header[i] == kind)
        {
            return true;
        }
    }
    return false;
}

std::optional<uint16_t>
NfTcpView::GetMss() const
{
    for (uint32_t i = SIZE; i < GetSize(); i = Next(i))
    {
        if (m_header[i] == MSS && i + MSS_SIZE <= GetSize() && m_header[i + 1] == MSS_SIZE)
        {
            return NfRead16(m_header + i + 2);
        }
    }
    return std::nullopt;
}

} // namespace ns3
