// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-ring.h"

#include <algorithm>

namespace ns3
{

namespace
{
constexpr uint32_t CLOCK_PERIOD = 64; // calls of Reserve() between looks at the clock
} // namespace

NfTraceRing::NfTraceRing(std::size_t blocks,
                         std::size_t blockBytes,
                         std::chrono::milliseconds maxAge)
    : m_blockBytes(blockBytes),
      m_maxAge(maxAge),
      m_blocks(std::max<std::size_t>(blocks, 2)),
      m_current(m_blocks.data()),
      m_born(std::chrono::steady_clock::now())
{
}

uint8_t*
NfTraceRing::Reserve(std::size_t bytes, std::size_t charge)
{
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (m_current && m_current->used)
    {
        bool full = m_current->used + m_current->charge + bytes + charge > m_blockBytes;
        bool old =
            ++m_calls % CLOCK_PERIOD == 0 && std::chrono::steady_clock::now() - m_born > m_maxAge;
        if (full || old)
        {
            Submit(true);
        }
    }
    if (!m_current)
    {
        return nullptr;
    }
    Block& block = *m_current;
    if (!block.used)
    {
        m_born = std::chrono::steady_clock::now();
        block.bytes.resize(std::max(bytes, m_blockBytes));
        if (block.bytes.size() == m_blockBytes && block.bytes.capacity() > m_blockBytes)
        {
            block.bytes.shrink_to_fit();
        }
    }
    uint8_t* place = block.bytes.data() + block.used;
    block.used += bytes;
    block.charge += charge;
    return place;
}

bool
NfTraceRing::Submit(bool waitForNext)
{
    std::unique_lock<std::mutex> lock(m_mutex);
    ++m_head;
    m_current = nullptr;
    m_filled.notify_one();
    if (!waitForNext)
    {
        return !m_stopped;
    }
    if (m_head - m_tail == m_blocks.size() && !m_stopped)
    {
        ++m_waits;
        m_freed.wait(lock, [this] { return m_head - m_tail < m_blocks.size() || m_stopped; });
    }
    if (m_stopped)
    {
        return false;
    }
    m_current = &m_blocks[m_head % m_blocks.size()];
    m_current->used = 0;
    m_current->charge = 0;
    return true;
}

bool
NfTraceRing::Drain()
{
    if (m_current && m_current->used && !Submit(true))
    {
        return false;
    }
    std::unique_lock<std::mutex> lock(m_mutex);
    m_hurry = true;
    m_filled.notify_one();
    m_freed.wait(lock, [this] { return m_head == m_tail || m_stopped; });
    m_hurry = false;
    return !m_stopped;
}

void
NfTraceRing::Close()
{
    if (m_current && m_current->used)
    {
        Submit(false);
    }
    m_current = nullptr;
    std::lock_guard<std::mutex> lock(m_mutex);
    m_closed = true;
    m_filled.notify_one();
}

std::size_t
NfTraceRing::Wait(std::chrono::milliseconds patience)
{
    const std::size_t half = m_blocks.size() / 2;
    std::unique_lock<std::mutex> lock(m_mutex);
    m_filled.wait_for(lock, patience, [this, half] {
        return m_head - m_tail >= half || m_hurry || m_closed;
    });
    return std::min<std::size_t>(m_head - m_tail, half);
}

const NfTraceRing::Block&
NfTraceRing::At(std::size_t i) const
{
    // Only the consumer changes m_tail, so it may read it unlocked.
    return m_blocks[(m_tail + i) % m_blocks.size()];
}

void
NfTraceRing::Release(std::size_t n)
{
    std::lock_guard<std::mutex> lock(m_mutex);
    m_tail += n;
    m_freed.notify_one();
}

void
NfTraceRing::Stop()
{
    std::lock_guard<std::mutex> lock(m_mutex);
    m_stopped = true;
    m_freed.notify_one();
}

bool
NfTraceRing::IsAtEnd()
{
    std::lock_guard<std::mutex> lock(m_mutex);
    return m_closed && m_head == m_tail;
}

uint64_t
NfTraceRing::GetWaits()
{
    std::lock_guard<std::mutex> lock(m_mutex);
    return m_waits;
}

} // namespace ns3
