// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_TEXT_H
#define NF_IP_TEXT_H

#include "nf-device-table.h"
#include "nf-prefix.h"

#include "ns3/node.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What the commands of `ip` have in common.
 */

/// A word for what a route or rule does.
template <class T>
using NfIpWord = std::pair<std::string_view, T>;

/**
 * @param words all of them
 * @param word one
 * @return what it stands for; nothing if it is none of the words
 */
template <class T, std::size_t N>
std::optional<T>
NfFindIpWord(const std::array<NfIpWord<T>, N>& words, std::string_view word)
{
    auto found =
        std::find_if(words.begin(), words.end(), [word](const auto& n) { return n.first == word; });
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

/**
 * @param words all of them
 * @param value what one of them stands for
 * @return the word, or an empty one
 */
template <class T, std::size_t N>
std::string_view
NfIpWordOf(const std::array<NfIpWord<T>, N>& words, T value)
{
    auto found = std::find_if(words.begin(), words.end(), [value](const auto& n) {
        return n.second == value;
    });
    return found == words.end() ? "" : found->first;
}

/**
 * @tparam Ip Ipv4 or Ipv6
 * @param devices of a node
 * @return the node's stack; null if it has none
 */
template <class Ip>
Ptr<Ip>
NfFindIp(const NfDeviceTable& devices)
{
    const auto& all = devices.GetAll();
    return all.empty() ? nullptr : all.begin()->netDevice->GetNode()->template GetObject<Ip>();
}

/**
 * @tparam Ip Ipv4 or Ipv6
 * @param devices of a node
 * @param name of one of them
 * @return its interface; nothing if there is no such device, or it has none of this family
 */
template <class Ip>
std::optional<uint32_t>
NfFindIpInterface(const NfDeviceTable& devices, std::string_view name)
{
    const Ptr<Ip> ip = NfFindIp<Ip>(devices);
    const NfDevice* device = devices.Find(name);
    const int32_t number = ip && device ? ip->GetInterfaceForDevice(device->netDevice) : -1;
    return number < 0 ? std::nullopt : std::optional<uint32_t>(number);
}

/**
 * @param network a network
 * @param all what to call the network of all addresses
 * @return the network as iproute2 prints it: without a length if it is one address
 */
inline std::string
NfIpPrefixText(const NfPrefix& network, std::string_view all)
{
    return network.GetLength() == 0 ? std::string(all) : NfToString(network);
}

} // namespace ns3

#endif /* NF_IP_TEXT_H */
