// SPDX-License-Identifier: GPL-2.0-only

#include "nf-syn-cookie.h"

#include "nf-jhash.h"

namespace ns3
{

namespace
{

constexpr uint32_t COUNT_SHIFT = 24; //!< above it stands the minute, below it the size
constexpr uint32_t DATA_MASK = (1U << COUNT_SHIFT) - 1;
constexpr uint32_t MAX_AGE = 2; //!< minutes that a cookie must not reach

/// The sizes that a cookie can hold, as Linux has them: rising.
using Sizes = std::array<uint16_t, 4>;
constexpr Sizes SIZES{536, 1300, 1440, 1460};
constexpr Sizes SIZES_6{1220, 1420, 1440, 8940};

const Sizes&
SizesOf(NfFamily family)
{
    return family == NfFamily::IPV6 ? SIZES_6 : SIZES;
}

uint32_t
MinuteOf(Time now)
{
    return static_cast<uint32_t>(now.GetSeconds() / 60);
}

} // namespace

uint32_t
NfSynCookie::Hash(const NfTuple& tuple, uint32_t count, uint32_t secret) const
{
    std::array<uint32_t, 10> key{};
    std::size_t size = 0;
    for (const NfAddress* address : {&tuple.source, &tuple.destination})
    {
        for (uint32_t word : address->Words())
        {
            key.at(size++) = word;
        }
    }
    constexpr uint32_t portBits = 16;
    key.at(size++) = static_cast<uint32_t>(tuple.sourcePort) << portBits | tuple.destinationPort;
    key.at(size++) = count;
    return NfJhash2(key.data(), size, secret);
}

uint32_t
NfSynCookie::Make(const NfTuple& tuple, uint32_t sequence, uint16_t mss, Time now) const
{
    const Sizes& sizes = SizesOf(tuple.family);
    uint32_t index = sizes.size() - 1;
    while (index > 0 && mss < sizes.at(index))
    {
        --index;
    }
    const uint32_t minute = MinuteOf(now);
    return Hash(tuple, 0, m_secret[0]) + sequence + (minute << COUNT_SHIFT) +
           ((Hash(tuple, minute, m_secret[1]) + index) & DATA_MASK);
}

std::optional<uint16_t>
NfSynCookie::Check(const NfTuple& tuple, uint32_t sequence, uint32_t cookie, Time now) const
{
    const uint32_t minute = MinuteOf(now);
    const uint32_t rest = cookie - Hash(tuple, 0, m_secret[0]) - sequence;
    const uint32_t age = (minute - (rest >> COUNT_SHIFT)) & (UINT32_MAX >> COUNT_SHIFT);
    if (age >= MAX_AGE)
    {
        return std::nullopt;
    }
    const uint32_t index = (rest - Hash(tuple, minute - age, m_secret[1])) & DATA_MASK;
    const Sizes& sizes = SizesOf(tuple.family);
    return index < sizes.size() ? std::optional(sizes.at(index)) : std::nullopt;
}

} // namespace ns3
