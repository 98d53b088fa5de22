// SPDX-License-Identifier: GPL-2.0-only

#include "nf-transport-view.h"

#include "nf-checksum.h"

#include <algorithm>

namespace ns3
{

std::optional<NfTcpView>
NfTcpView::Of(const NfPacket& packet)
{
    const uint8_t* header = packet.L4(SIZE);
    const uint32_t size = header ? NfTcpView(header).GetSize() : 0;
    header = size < SIZE ? nullptr : packet.L4(size);
    return header ? std::optional(NfTcpView(header)) : std::nullopt;
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
