// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-element.h"

#include "nf-ip-protocol-names.h"
#include "nf-prefix.h"
#include "nf-set-icmp-names.h"

#include <array>
#include <fmt/format.h>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint8_t WHOLE = 32; //!< bits of an IPv4 address

/// How many elements one command may stand for: a bound on its time, which Linux has not.
constexpr uint64_t MAX_ELEMENTS = 1U << 26U;

/// A block of addresses: one element's part.
struct Block
{
    NfAddress address;
    uint8_t prefix;
};

uint32_t
MaskOf(uint8_t prefix)
{
    return NfPrefix::MaskOf(prefix).V4();
}

/// The largest block that begins at an address and ends at another, at the latest.
Block
LargestBlock(uint32_t first, uint32_t last)
{
    uint8_t prefix = 1;
    while (prefix < WHOLE && ((first & ~MaskOf(prefix)) || (first | ~MaskOf(prefix)) > last))
    {
        ++prefix;
    }
    return {NfAddress(first), prefix};
}

/// Steps through what an address stands for: blocks of a network, addresses else. One of IPv6
/// stands for itself.
class Blocks
{
  public:
    Blocks(const NfSet& set, NfSetPart part, const NfSetAddressText& text, NfSetAction action)
        : m_network(part == NfSetPart::NET),
          m_mask(set.GetOptions().bitmask.V4()),
          m_next(text.first.V4()),
          m_last(text.last.V4())
    {
        const NfSetOptions& options = set.GetOptions();
        const NfAddress counts = text.first.Masked(options.bitmask);
        if (m_network && !text.isRange)
        {
            const NfAddress mask = NfPrefix::MaskOf(text.prefix, options.family);
            m_whole = Block{counts.Masked(mask), text.prefix};
            return;
        }
        if (options.family == NfFamily::IPV6)
        {
            m_whole = Block{counts, 0};
            return;
        }
        m_step = options.netmask == WHOLE ? 1 : ~MaskOf(options.netmask) + 1;
        if (text.hasPrefix)
        {
            m_next &= MaskOf(text.prefix);
            m_last = m_next | ~MaskOf(text.prefix);
        }
        m_next &= m_network ? UINT32_MAX : m_mask;
        if (action == NfSetAction::TEST || (!text.hasPrefix && !text.isRange))
        {
            m_last = m_next;
        }
    }

    /// @return how many there are, at most
    uint64_t Count() const
    {
        return m_whole ? 1 : (uint64_t{m_last} - m_next) / m_step + 1;
    }

    /// @return the next one, or nothing
    std::optional<Block> Next()
    {
        if (m_done)
        {
            return std::nullopt;
        }
        if (m_whole)
        {
            m_done = true;
            return m_whole;
        }
        Block block =
            m_network ? LargestBlock(m_next, m_last) : Block{NfAddress(m_next & m_mask), 0};
        const uint32_t end =
            m_network ? block.address.V4() | ~MaskOf(block.prefix) : m_next + (m_step - 1);
        m_done = end >= m_last || end < m_next;
        m_next = end + 1;
        return block;
    }

  private:
    bool m_network;
    uint32_t m_mask;
    uint32_t m_step{1};
    uint32_t m_next;
    uint32_t m_last;
    std::optional<Block> m_whole; //!< a network alone
    bool m_done{false};
};

/// What the kernel refuses of an address as written.
NfComplaint
CheckAddress(const NfSetType& type, NfSetPart part, const NfSetAddressText& text)
{
    const bool allowed = part == NfSetPart::NET && type.TakesWholeSpace();
    if (text.prefix == 0 && !allowed)
    {
        return "The value of the CIDR parameter of the IP address is invalid";
    }
    if (part == NfSetPart::NET && text.isRange && text.first.IsAny() &&
        text.last.V4() == UINT32_MAX)
    {
        return "Invalid range, covers the whole address space";
    }
    return {};
}

/// What the kernel refuses of an element of a bitmap, as a whole.
NfComplaint
CheckRange(const NfSet& set, const NfSetElement& element)
{
    const NfSetOptions& options = set.GetOptions();
    const bool ports = set.GetType().parts[0] == NfSetPart::PORT;
    const NfSetAddressText& address = element.address;
    uint32_t first = ports ? element.firstPort : address.first.V4();
    uint32_t last = ports ? element.lastPort : address.last.V4();
    if (!ports && address.hasPrefix)
    {
        first &= MaskOf(address.prefix);
        last = first | ~MaskOf(address.prefix);
    }
    const bool inside = first >= options.first && last <= options.last;
    return inside ? NfComplaint() : "Element is out of the range of the set";
}

/// What the kernel refuses of a key.
NfComplaint
CheckKey(const NfSetType& type, const NfSetKey& key)
{
    const bool nothing =
        (type.name == "hash:ip" && key.address.IsAny()) ||
        (type.method == NfSetMethod::HASH && type.Has(NfSetPart::MAC) && !key.HasMac());
    return nothing ? NfComplaint("Null-valued element, cannot be stored in a hash type of set")
                   : NfComplaint();
}

std::string
AddressTextToString(const NfSetAddressText& text, NfFamily family)
{
    std::string result = NfToString(text.first, family);
    if (text.isRange)
    {
        result += "-" + NfToString(text.last, family);
    }
    else if (text.hasPrefix)
    {
        result += fmt::format("/{}", text.prefix);
    }
    return result;
}

/// "tcp:80"; bitmaps of ports know no protocol.
std::string
PortsToString(const NfSetType& type, uint8_t protocol, uint16_t first, uint16_t last)
{
    if (type.method == NfSetMethod::BITMAP)
    {
        return std::to_string(first);
    }
    const std::string_view name = NfIpProtocolName(protocol);
    std::string result = name.empty() ? std::to_string(protocol) : std::string(name);
    result += ':';
    if (protocol == NfProtocol::ICMP || protocol == NfProtocol::ICMPV6)
    {
        return result + NfSetIcmpToString(protocol, first);
    }
    result += std::to_string(first);
    return first == last ? result : result + "-" + std::to_string(last);
}

std::string
DeviceToString(const NfSetKey& key)
{
    std::string name(key.interface.View());
    if (name.find('-') != std::string::npos)
    {
        name = "[" + name + "]";
    }
    return (key.bridged ? "physdev:" : "") + name;
}

/// A written element for one key, to print it.
NfSetElement
ElementOf(const NfSet& set, const NfSetKey& key)
{
    const uint8_t whole = set.GetOptions().GetWidth();
    NfSetElement element;
    element.key = key;
    auto text = [whole](const NfAddress& address, uint8_t prefix) {
        return NfSetAddressText{address, address, prefix, prefix != whole, false};
    };
    element.address = text(key.address, key.prefix);
    element.address2 = text(key.address2, key.prefix2);
    element.firstPort = element.lastPort = key.port;
    return element;
}

std::string
PartToString(const NfSet& set, std::size_t place, const NfSetElement& element)
{
    const NfSetType& type = set.GetType();
    switch (type.parts[place])
    {
    case NfSetPart::IP:
    case NfSetPart::NET:
        return AddressTextToString(place == 0 ? element.address : element.address2,
                                   set.GetOptions().family);
    case NfSetPart::PORT:
        return PortsToString(type, element.key.protocol, element.firstPort, element.lastPort);
    case NfSetPart::MAC:
        return element.key.HasMac() ? fmt::format("{:02X}", fmt::join(element.key.mac, ":")) : "";
    case NfSetPart::INTERFACE:
        return DeviceToString(element.key);
    case NfSetPart::MARK:
        return fmt::format("0x{:08x}", element.key.mark);
    case NfSetPart::SET:
        return element.name;
    case NfSetPart::NONE:
        break;
    }
    return "";
}

} // namespace

NfComplaint
NfVisitSetElement(const NfSet& set,
                  const NfSetElement& element,
                  NfSetAction action,
                  const std::function<NfComplaint(const NfSetKey&)>& visit)
{
    const NfSetType& type = set.GetType();
    const bool secondIsNetwork = type.parts[1] == NfSetPart::NET || type.parts[2] == NfSetPart::NET;
    const NfSetPart second = secondIsNetwork ? NfSetPart::NET : NfSetPart::IP;
    auto complaint = CheckAddress(type, type.parts[0], element.address);
    complaint = complaint ? complaint : CheckAddress(type, second, element.address2);
    if (!complaint && type.method == NfSetMethod::BITMAP && action != NfSetAction::TEST)
    {
        complaint = CheckRange(set, element);
    }
    if (complaint)
    {
        return complaint;
    }
    Blocks firsts(set, type.parts[0], element.address, action);
    const Blocks seconds(set, second, element.address2, action);
    const uint64_t ports = uint64_t{element.lastPort} - element.firstPort + 1;
    const uint64_t networks = 2 * WHOLE; // blocks that a range falls into, at most
    const uint64_t count1 = type.parts[0] == NfSetPart::NET ? networks : firsts.Count();
    if (count1 * ports * networks > MAX_ELEMENTS * networks)
    {
        return fmt::format("the element stands for more than {} elements, which this module does "
                           "not take apart",
                           MAX_ELEMENTS);
    }
    NfSetKey key = element.key;
    key.mark &= set.GetOptions().markMask;
    while (auto first = firsts.Next())
    {
        key.address = first->address;
        key.prefix = first->prefix;
        for (uint32_t port = element.firstPort; port <= element.lastPort; ++port)
        {
            key.port = port;
            Blocks blocks = seconds;
            while (auto block = blocks.Next())
            {
                key.address2 = block->address;
                key.prefix2 = secondIsNetwork ? block->prefix : 0;
                complaint = CheckKey(type, key);
                complaint = complaint ? complaint : visit(key);
                if (complaint)
                {
                    return complaint;
                }
            }
        }
    }
    return {};
}

std::string
NfSetElementToString(const NfSet& set, const NfSetElement& element)
{
    std::string result = PartToString(set, 0, element);
    for (std::size_t place = 1; place < set.GetType().CountParts(); ++place)
    {
        const std::string part = PartToString(set, place, element);
        result += part.empty() ? "" : "," + part;
    }
    if (!element.place.reference.empty())
    {
        result += " after " + element.place.reference; // of "before" too, as ipset prints it
    }
    return result;
}

std::string
NfSetKeyToString(const NfSet& set, const NfSetKey& key)
{
    const NfSetType& type = set.GetType();
    NfSetElement element = ElementOf(set, key);
    // What is no network has no prefix.
    element.address.hasPrefix &= type.parts[0] == NfSetPart::NET;
    element.address2.hasPrefix &=
        type.parts[1] == NfSetPart::NET || type.parts[2] == NfSetPart::NET;
    return NfSetElementToString(set, element);
}

} // namespace ns3
