// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HASHLIMIT_RATE_H
#define NF_HASHLIMIT_RATE_H

#include "nf-option-kinds.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * The rates of the match hashlimit, as rules write them (iptables-extensions(8),
 * libxt_hashlimit.c): packets per second, minute, hour or day, or bytes per second.
 *
 * A rate of bytes is kept as the kernel keeps it, as 2^32 over the units of 16 bytes in a second,
 * and loses its last bits on the way there and on the way back.
 */
struct NfHashlimitRate
{
    bool above{false};   //!< what exceeds the rate matches
    bool bytes{false};   //!< it counts bytes
    uint64_t average{0}; //!< see NfHashlimitConfig
    uint32_t unit{1000}; //!< in which a rate of packets was written, in ms

    /**
     * @param text of bytes
     * @param suffix of the text, "/s" for a rate; may be empty
     * @return bytes, if the text is a number, then b, kb or mb, then the suffix
     */
    static std::optional<uint64_t> ParseBytes(std::string_view text, std::string_view suffix);

    /**
     * @param average of a rate of bytes
     * @return bytes in a second
     */
    static uint64_t GetBytes(uint64_t average);

    /**
     * @param average of a rate of bytes
     * @return it in the largest unit in which the kernel sees the same rate, e.g. "512kb"
     */
    static std::string PrintBytes(uint64_t average);

    /**
     * @param average of a rate of bytes
     * @param seconds of that rate that may come at once
     * @return their bytes, in whole numbers of the largest unit that is not more
     */
    static std::string PrintBurst(uint64_t average, uint64_t seconds);

    /**
     * @param rate of packets as NfParseRate() reads it, e.g. "3/hour"
     * @return the unit behind the slash in milliseconds; a second if there is none
     */
    static uint32_t GetUnit(std::string_view rate);
};

/// The value of --hashlimit-upto and --hashlimit-above.
struct NfHashlimitRateKind : NfWordKind
{
    using Value = NfHashlimitRate; //!< of the field

    bool above; //!< which of the two options it is

    /// @param own which of the two options it is
    explicit NfHashlimitRateKind(bool own)
        : above(own)
    {
    }

    /**
     * @param option as given
     * @param rate receives its value
     * @return what is wrong with it
     */
    NfComplaint Take(const NfOption& option, NfHashlimitRate& rate) const;

    /**
     * @param os where to
     * @param rate of a rule
     */
    void Print(std::ostream& os, const NfHashlimitRate& rate) const
    {
        os << rate.average;
    }
};

} // namespace ns3

#endif /* NF_HASHLIMIT_RATE_H */
