// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter-value.h"

#include "ns3/nf-protocol-names.h"
#include "ns3/nf-service-names.h"
#include "ns3/nf-types.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

NfPrefix
MakeHost(const NfAddress& address, NfFamily family)
{
    return NfPrefix(address, NfPrefix::GetWidth(family), family);
}

} // namespace

std::optional<int>
NfParseFilterNumber(const std::string& text, int largest)
{
    if (text.empty() || text.size() > 9 ||
        text.find_first_not_of("0123456789") != std::string::npos)
    {
        return {};
    }
    const int number = std::stoi(text);
    return number <= largest ? std::optional<int>(number) : std::nullopt;
}

std::optional<NfPrefix>
NfParseHost(const std::string& text)
{
    const NfFamily family = text.find(':') == std::string::npos ? NfFamily::IPV4 : NfFamily::IPV6;
    const auto address = NfParseAddress(text, family);
    return address ? std::optional(MakeHost(*address, family)) : std::nullopt;
}

std::optional<NfPrefix>
NfHostOfBytes(const std::string& bytes)
{
    constexpr std::size_t word = sizeof(uint32_t);
    std::array<uint32_t, 4> words{};
    if (bytes.size() != word && bytes.size() != sizeof(words))
    {
        return {};
    }
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        words[i / word] = words[i / word] << 8 | static_cast<uint8_t>(bytes[i]);
    }
    return MakeHost(NfAddress(words), bytes.size() == word ? NfFamily::IPV4 : NfFamily::IPV6);
}

std::optional<NfPrefix>
NfParseShortNet(const std::string& text)
{
    const auto dots = std::count(text.begin(), text.end(), '.');
    if (dots > 2)
    {
        return {};
    }
    std::string whole = text;
    for (auto i = dots; i < 3; ++i)
    {
        whole += ".0";
    }
    const auto address = NfParseAddress(whole);
    return address ? std::optional(NfPrefix(*address, static_cast<uint8_t>((dots + 1) * 8)))
                   : std::nullopt;
}

std::optional<uint8_t>
NfFindFlowProtocol(const std::string& text)
{
    if (text == "icmp6") // as pcap-filter(7) has it
    {
        return NfProtocol::ICMPV6;
    }
    const auto number = NfFindIpProtocol(text);
    return number && !NfFlowProtocolName(*number).empty() ? number : std::nullopt;
}

std::optional<uint16_t>
NfParseFilterPort(const std::string& text)
{
    constexpr int largest = 65535;
    if (const auto number = NfParseFilterNumber(text, largest))
    {
        return static_cast<uint16_t>(*number);
    }
    return NfFindService(text);
}

} // namespace ns3
