// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SYNPROXY_OPTIONS_H
#define NF_SYNPROXY_OPTIONS_H

#include "ns3/nstime.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The TCP options that a SYN proxy reads, passes on and writes (Linux's struct
 * nf_synproxy_options).
 *
 * A proxy that remembers nothing has only the client's timestamp to keep the client's options in:
 * the last six bits of the time that it sends hold them, and come back in the client's answer.
 */
struct NfSynproxyOptions
{
    /// What there is.
    enum Flag : uint8_t
    {
        MSS = 1 << 0,
        WINDOW_SCALE = 1 << 1,
        SACK_PERMITTED = 1 << 2,
        TIMESTAMP = 1 << 3,
        ECN = 1 << 4 //!< no option, but two flags of the SYN
    };

    uint8_t present{0};       //!< Flags
    uint8_t windowScale{0};   //!< at most 14, as read
    uint16_t mss{0};          //!< largest segment
    uint32_t time{0};         //!< of the sender
    uint32_t answeredTime{0}; //!< of the other side, as the sender knows it

    /**
     * @param flag a Flag
     * @return true if it is there
     */
    bool Has(Flag flag) const
    {
        return present & flag;
    }

    /**
     * @param bytes the options of a TCP header
     * @param size how many there are
     * @return the options up to the first that is malformed
     */
    static NfSynproxyOptions Read(const uint8_t* bytes, uint32_t size);

    /// @return the bytes of the options, padded to words of four bytes
    std::vector<uint8_t> Write() const;

    /**
     * Answer a timestamp with one that holds the other options.
     * @param scale of the proxy's window, which takes the place of the client's
     * @param now when the answer is sent
     */
    void HideInTime(uint8_t scale, Time now);

    /// The inverse of HideInTime(): what the answered time holds is there again.
    void RevealFromTime();
};

} // namespace ns3

#endif /* NF_SYNPROXY_OPTIONS_H */
