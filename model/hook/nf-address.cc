// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace ns3
{

std::string
NfToString(const NfAddress& address, NfFamily family)
{
    if (family != NfFamily::IPV6)
    {
        uint32_t a = address.V4();
        return fmt::format("{}.{}.{}.{}", a >> 24, (a >> 16) & 0xff, (a >> 8) & 0xff, a & 0xff);
    }
    std::array<uint32_t, 4> network;
    for (std::size_t i = 0; i < network.size(); ++i)
    {
        network[i] = htonl(address.Words()[i]);
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, network.data(), text.data(), text.size());
    return text.data();
}

std::optional<NfAddress>
NfParseAddress(std::string_view text, NfFamily family)
{
    std::array<uint32_t, 4> words{};
    const int ofSockets = family == NfFamily::IPV6 ? AF_INET6 : AF_INET;
    if (inet_pton(ofSockets, std::string(text).c_str(), words.data()) != 1)
    {
        return std::nullopt;
    }
    for (uint32_t& word : words)
    {
        word = ntohl(word);
    }
    return NfAddress(words);
}

} // namespace ns3
