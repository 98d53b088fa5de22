// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-key.h"

#include <cstring>
#include <tuple>

namespace ns3
{

bool
operator<(const NfSetKey& a, const NfSetKey& b)
{
    const std::string_view deviceA = a.interface.View();
    const std::string_view deviceB = b.interface.View();
    return std::tie(a.address,
                    b.prefix,
                    a.protocol,
                    a.port,
                    a.mark,
                    a.mac,
                    a.address2,
                    b.prefix2,
                    a.bridged,
                    deviceA) < std::tie(b.address,
                                        a.prefix,
                                        b.protocol,
                                        b.port,
                                        b.mark,
                                        b.mac,
                                        b.address2,
                                        a.prefix2,
                                        b.bridged,
                                        deviceB);
}

std::size_t
NfSetKeyHash::operator()(const NfSetKey& key) const
{
    static_assert(sizeof(NfSetKey) == 64, "a key must have no padding, whose bytes are unknown");
    std::array<uint64_t, sizeof(NfSetKey) / sizeof(uint64_t)> words{};
    std::memcpy(words.data(), &key, sizeof(key));
    constexpr uint64_t multiplier = 0x9e3779b97f4a7c15U;
    constexpr unsigned shift = 32;
    uint64_t hash = 0;
    for (uint64_t word : words)
    {
        hash = (hash ^ word) * multiplier;
        hash ^= hash >> shift;
    }
    return hash;
}

} // namespace ns3
