// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_OPTION_WALK_H
#define NF_TCP_OPTION_WALK_H

#include <cstddef>
#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Kinds of TCP options that Linux and ns-3 know (RFC 9293, 7323, 2018).
 */
namespace NfTcpOptionKind
{
constexpr uint8_t END = 0;
constexpr uint8_t NOP = 1;
constexpr uint8_t MSS = 2;
constexpr uint8_t WINDOW_SCALE = 3;
constexpr uint8_t SACK_PERMITTED = 4;
constexpr uint8_t SACK = 5;
constexpr uint8_t TIMESTAMPS = 8;
} // namespace NfTcpOptionKind

/**
 * Walk over TCP options as Linux's stack and connection tracking do: until END, until all are read,
 * or until a length is impossible. Matches and targets that Linux writes otherwise have their own
 * ways.
 * @tparam Visit callable with (kind, bytes from the kind on, length)
 * @param bytes the options
 * @param size how many bytes
 * @param visit called for each option but NOP and END; may change what follows kind and length
 * @return where END is, or size if there is none; nothing if a length is impossible
 */
template <class Visit>
std::optional<std::size_t>
NfWalkTcpOptions(const uint8_t* bytes, std::size_t size, const Visit& visit)
{
    constexpr uint8_t prefix = 2; // kind and length
    std::size_t at = 0;
    while (at < size && bytes[at] != NfTcpOptionKind::END)
    {
        if (bytes[at] == NfTcpOptionKind::NOP)
        {
            ++at;
            continue;
        }
        if (at + 1 == size || bytes[at + 1] < prefix || bytes[at + 1] > size - at)
        {
            return std::nullopt;
        }
        visit(bytes[at], bytes + at, bytes[at + 1]);
        at += bytes[at + 1];
    }
    return at;
}

} // namespace ns3

#endif /* NF_TCP_OPTION_WALK_H */
