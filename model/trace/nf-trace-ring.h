// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_RING_H
#define NF_TRACE_RING_H

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A bounded ring of memory blocks between one producer thread and one consumer thread.
 *
 * The producer appends messages to a block of its own, without locking, and hands the block over
 * when it is full or old. When all blocks wait for the consumer the producer waits too: nothing is
 * ever dropped or reordered, and memory stays within blocks * blockBytes (plus one message, if it
 * is larger than a block).
 */
class NfTraceRing
{
  public:
    /// Alignment of messages.
    static constexpr std::size_t ALIGNMENT = 8;

    /**
     * @param blocks number of blocks, at least 2
     * @param blockBytes size of each
     * @param maxAge a block older than this is handed over by the next Reserve()
     */
    NfTraceRing(std::size_t blocks, std::size_t blockBytes, std::chrono::milliseconds maxAge);

    /**
     * Producer: get room for one message.
     * @param bytes its size
     * @param charge memory that the message refers to and that counts against the bound
     * @return where to write it, aligned; null once the consumer has stopped
     */
    uint8_t* Reserve(std::size_t bytes, std::size_t charge = 0);

    /**
     * Producer: hand over what there is and wait until the consumer has released all of it.
     * @return false if the consumer has stopped
     */
    bool Drain();

    /// Producer: hand over what there is; there will be no more. Does not wait for the consumer.
    void Close();

    /// Messages in a block, back to back, each padded to ALIGNMENT.
    struct Block
    {
        std::vector<uint8_t> bytes; //!< room
        std::size_t used{0};        //!< bytes in use
        std::size_t charge{0};      //!< memory that the messages refer to
    };

    /**
     * Consumer: wait for blocks. Returns when half the ring is full, the producer waits for them,
     * the ring is closed, or @p patience is over.
     * @param patience how long to wait for more
     * @return number of blocks that may be read; 0 only if the patience is over or the ring is
     *         closed and empty
     */
    std::size_t Wait(std::chrono::milliseconds patience);

    /// @param i number, below what Wait() returned
    /// @return the block
    const Block& At(std::size_t i) const;

    /// Consumer: give blocks back.
    /// @param n how many, oldest first
    void Release(std::size_t n);

    /// Consumer: take no more; wakes the producer.
    void Stop();

    /// @return true if the producer has closed the ring and all has been released
    bool IsAtEnd();

    /// @return how often the producer had to wait for the consumer
    uint64_t GetWaits();

  private:
    // Hand the current block over, and wait for a free one if asked to.
    bool Submit(bool waitForNext);

    const std::size_t m_blockBytes;
    const std::chrono::milliseconds m_maxAge;
    std::vector<Block> m_blocks;

    Block* m_current;    //!< the producer's; null: it has to wait for one
    uint32_t m_calls{0}; //!< calls of Reserve(), to look at the clock only now and then
    std::chrono::steady_clock::time_point m_born; //!< age of the current block

    std::mutex m_mutex; //!< guards what follows
    std::condition_variable m_filled;
    std::condition_variable m_freed;
    uint64_t m_head{0}; //!< blocks handed over so far
    uint64_t m_tail{0}; //!< blocks released so far
    uint64_t m_waits{0};
    bool m_hurry{false}; //!< the producer waits for the consumer
    bool m_closed{false};
    bool m_stopped{false};
};

} // namespace ns3

#endif /* NF_TRACE_RING_H */
