// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SYN_COOKIE_H
#define NF_SYN_COOKIE_H

#include "nf-tuple.h"

#include "ns3/nstime.h"

#include <array>
#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * SYN cookies: the first sequence number of a SYN+ACK, from which the acknowledgement that answers
 * it can be recognised without anything having been remembered (Linux's syncookies.c; D. J.
 * Bernstein).
 *
 * A cookie holds one of four segment sizes and the minute in which it was made, and is good for up
 * to two minutes. Linux hashes with SipHash and a secret of the machine, so that its numbers
 * cannot be foretold; ours hashes with NfJhash2() and a secret that is given to it.
 */
class NfSynCookie
{
  public:
    /// @param secret numbers that others are not to guess
    explicit NfSynCookie(const std::array<uint32_t, 2>& secret)
        : m_secret(secret)
    {
    }

    /**
     * @param tuple of the client's packets
     * @param sequence number of the client's SYN
     * @param mss that the client's SYN offers; 0: none
     * @param now when the answer is sent
     * @return the sequence number of the answer
     */
    uint32_t Make(const NfTuple& tuple, uint32_t sequence, uint16_t mss, Time now) const;

    /**
     * @param tuple of the client's packets
     * @param sequence number of the client's SYN
     * @param cookie that the client acknowledges
     * @param now when that is received
     * @return the segment size in the cookie, which is at most what the client offered, and at
     *         least the smallest of the four; nothing if the cookie is none of ours, or too old
     */
    std::optional<uint16_t> Check(const NfTuple& tuple,
                                  uint32_t sequence,
                                  uint32_t cookie,
                                  Time now) const;

  private:
    uint32_t Hash(const NfTuple& tuple, uint32_t count, uint32_t secret) const;

    std::array<uint32_t, 2> m_secret;
};

} // namespace ns3

#endif /* NF_SYN_COOKIE_H */
