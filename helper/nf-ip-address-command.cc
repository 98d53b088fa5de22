// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-address-command.h"

#include "nf-ip-text.h"
#include "nf-ip-words.h"
#include "nf-ipv6-convert.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"

#include <fmt/format.h>
#include <optional>

namespace ns3
{

namespace
{

/// What differs between the families.
struct V4
{
    using Ip = Ipv4;

    static Ipv4InterfaceAddress Make(const NfAddress& address, const NfPrefix& network)
    {
        return Ipv4InterfaceAddress(address.ToIpv4(), network.ToIpv4Mask());
    }

    static Ipv4Address Own(const Ipv4InterfaceAddress& address)
    {
        return address.GetLocal();
    }

    static std::string Print(const Ipv4InterfaceAddress& address, const NfDevice& device)
    {
        return fmt::format("    inet {}/{} scope {} {}\n",
                           NfToString(address.GetLocal()),
                           address.GetMask().GetPrefixLength(),
                           device.loopback ? "host" : "global",
                           device.name.View());
    }
};

/// As V4.
struct V6
{
    using Ip = Ipv6;

    static Ipv6InterfaceAddress Make(const NfAddress& address, const NfPrefix& network)
    {
        return Ipv6InterfaceAddress(NfToIpv6(address), Ipv6Prefix(network.GetLength()));
    }

    static Ipv6Address Own(const Ipv6InterfaceAddress& address)
    {
        return address.GetAddress();
    }

    static std::string Print(const Ipv6InterfaceAddress& address, const NfDevice& device)
    {
        const char* usual = device.loopback ? "host" : "global";
        return fmt::format("    inet6 {}/{} scope {} \n",
                           NfToString(NfFromIpv6(address.GetAddress()), NfFamily::IPV6),
                           address.GetPrefix().GetPrefixLength(),
                           address.GetAddress().IsLinkLocal() ? "link" : usual);
    }
};

/// @return the interface of a device; nothing and an error if it is none
template <class Ip>
std::optional<uint32_t>
TakeInterface(NfIpWords& words, const NfDeviceTable& devices)
{
    if (!words.TakeIf("dev"))
    {
        words.Take("\"dev\" and an interface");
        words.Fail("expected \"dev\" and an interface");
        return std::nullopt;
    }
    const std::string name = words.Take("an interface");
    const std::optional<uint32_t> number = NfFindIpInterface<Ip>(devices, name);
    if (!number)
    {
        words.Fail("the node has no interface \"" + name + "\" of this family");
    }
    return number;
}

template <class Family>
void
Change(NfIpWords& words, const NfDeviceTable& devices, bool add)
{
    const std::string text = words.Take("an address");
    const auto own = NfParseAddress(text.substr(0, text.find('/')), words.GetFamily());
    const auto network = NfParsePrefix(text, words.GetFamily());
    if (!own || !network)
    {
        words.Fail("\"" + text + "\" is no address: expected ADDRESS/LENGTH");
    }
    const auto number = TakeInterface<typename Family::Ip>(words, devices);
    if (!words.AtEnd())
    {
        words.Take("");
        words.Fail("expected nothing more");
    }
    if (words.GetError())
    {
        return;
    }
    const auto ip = NfFindIp<typename Family::Ip>(devices);
    const auto address = Family::Make(*own, *network);
    uint32_t at = 0;
    while (at < ip->GetNAddresses(*number) &&
           Family::Own(ip->GetAddress(*number, at)) != Family::Own(address))
    {
        ++at;
    }
    const bool isThere = at < ip->GetNAddresses(*number);
    if (isThere == add)
    {
        words.FailWhole(add ? "the interface has this address already"
                            : "the interface has no such address");
    }
    else if (add)
    {
        ip->AddAddress(*number, address);
    }
    else
    {
        ip->RemoveAddress(*number, at);
    }
}

std::string
PrintFlags(const NfDevice& device)
{
    const Ptr<NetDevice> net = device.netDevice;
    std::string flags = device.loopback         ? "LOOPBACK,"
                        : net->IsPointToPoint() ? "POINTOPOINT,MULTICAST,NOARP,"
                                                : "BROADCAST,MULTICAST,";
    return flags + (net->IsLinkUp() ? "UP,LOWER_UP" : "UP");
}

template <class Family>
void
List(NfIpWords& words, const NfDeviceTable& devices, std::string& output)
{
    using Ip = typename Family::Ip;
    const bool all = words.AtEnd();
    const auto wanted = all ? std::nullopt : TakeInterface<Ip>(words, devices);
    const Ptr<Ip> ip = NfFindIp<Ip>(devices);
    for (const NfDevice& device : devices.GetAll())
    {
        const int32_t number = ip ? ip->GetInterfaceForDevice(device.netDevice) : -1;
        const bool isShown = all ? number >= 0 && ip->GetNAddresses(number) > 0
                                 : wanted && static_cast<int32_t>(*wanted) == number;
        if (!isShown)
        {
            continue;
        }
        output += fmt::format("{}: {}: <{}> mtu {} state {} qlen 1000\n",
                              device.ifindex,
                              device.name.View(),
                              PrintFlags(device),
                              device.netDevice->GetMtu(),
                              device.loopback ? "UNKNOWN" : "UP");
        for (uint32_t i = 0; i < ip->GetNAddresses(number); ++i)
        {
            output += Family::Print(ip->GetAddress(number, i), device) +
                      "       valid_lft forever preferred_lft forever\n";
        }
    }
}

template <class Family>
void
Execute(NfIpWords& words, const NfDeviceTable& devices, std::string& output)
{
    const std::string verb = words.AtEnd() ? "list" : words.Take("a command");
    if (verb == "add" || verb == "del" || verb == "delete")
    {
        Change<Family>(words, devices, verb == "add");
    }
    else if (verb == "list" || verb == "show" || verb == "ls")
    {
        List<Family>(words, devices, output);
    }
    else
    {
        words.Fail("\"" + verb + "\" is not understood: expected add, del or list");
    }
}

} // namespace

void
NfExecuteIpAddress(NfIpWords& words, const NfDeviceTable& devices, std::string& output)
{
    words.GetFamily() == NfFamily::IPV6 ? Execute<V6>(words, devices, output)
                                        : Execute<V4>(words, devices, output);
}

} // namespace ns3
