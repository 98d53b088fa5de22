// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_OPTIONS_H
#define NF_TCP_OPTIONS_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The options of a TCP header as Linux reads them (tcp_parse_options): reading stops without
 * complaint at the first length that cannot be true, an option of another length than its kind has
 * is passed over, and of two options of a kind the later one counts.
 *
 * ns-3's TcpHeader reads them otherwise: a maximum segment size of another length than 4 is an
 * abort, a length of 0 a loop or a read past the packet's end, and padding of more than three bytes
 * leaves the rest of it in the data.
 */
struct NfTcpOptions
{
    static constexpr uint8_t HIGHEST_WINDOW_SCALE = 14; //!< RFC 7323; Linux lowers what is higher

    /**
     * @param bytes the options
     * @param size how many bytes
     * @return what Linux takes from them
     */
    static NfTcpOptions Read(const uint8_t* bytes, std::size_t size);

    /**
     * @param bytes the options
     * @param size how many bytes
     * @return true if ns-3's TcpHeader reads all of them, and takes the same from them as Linux
     */
    static bool IsReadByStock(const uint8_t* bytes, std::size_t size);

    /// @return options of the same meaning, padded to words; never longer than what was read
    std::vector<uint8_t> Write() const;

    std::optional<uint16_t> maximumSegmentSize;               //!< never 0
    std::optional<uint8_t> windowScale;                       //!< at most HIGHEST_WINDOW_SCALE
    bool sackPermitted{false};                                //!< SACK may be used
    std::optional<std::pair<uint32_t, uint32_t>> timestamps;  //!< value and echo
    std::vector<std::pair<uint32_t, uint32_t>> selectiveAcks; //!< left and right edges
};

} // namespace ns3

#endif /* NF_TCP_OPTIONS_H */
