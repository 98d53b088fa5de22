// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-packet.h"

#include "nf-extension.h"
#include "nf-option-text.h"
#include "nf-port-protocols.h"
#include "nf-prefix.h"

#include "ns3/mac48-address.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <optional>

namespace ns3
{

namespace
{

/// What of a packet is looked up or stored.
enum class Purpose : uint8_t
{
    LOOK, //!< an address stands for itself
    STORE //!< an address stands for the network that the set would have around it
};

/// How long a header must be for Linux to read ports of it.
uint32_t
HeaderSize(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
        return 20;
    case NfProtocol::SCTP:
        return 12;
    default:
        return 8;
    }
}

/// Reads protocol and port; false if there should be a port and is none.
bool
ReadPort(const NfPacket& packet, bool source, NfSetKey& key)
{
    const uint8_t protocol = packet.ip.protocol;
    const bool ports = NfHasPorts(protocol);
    key.protocol = protocol;
    key.port = 0;
    const bool icmp =
        protocol == (packet.ip.family == NfFamily::IPV6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP);
    if (!ports && !icmp)
    {
        return true;
    }
    const uint8_t* header = packet.ip.fragmentOffset ? nullptr : packet.L4(HeaderSize(protocol));
    if (!header)
    {
        return false;
    }
    constexpr unsigned byte = 8;
    const unsigned place = ports && !source ? 2 : 0;
    key.port = static_cast<uint16_t>(header[place] << byte | header[place + 1]);
    return true;
}

/// Reads an Ethernet address; false if there is none.
bool
ReadMac(const NfPacket& packet, bool source, NfSetKey& key)
{
    Address address = packet.sourceMac;
    if (!Mac48Address::IsMatchingType(address))
    {
        return false; // no frame, or none of Ethernet
    }
    const bool received = packet.in && packet.in->netDevice;
    if (!source && !received)
    {
        return false;
    }
    if (!source)
    {
        address = packet.packetType == NetDevice::PACKET_BROADCAST
                      ? packet.in->netDevice->GetBroadcast()
                      : packet.in->netDevice->GetAddress();
    }
    if (!Mac48Address::IsMatchingType(address))
    {
        return false;
    }
    address.CopyTo(key.mac.data());
    return key.HasMac();
}

/// Can the packet be in the set? One with addresses holds only packets of its family.
bool
IsOfFamily(const NfSet& set, const NfPacket& packet)
{
    return !set.GetType().HasFamily() || set.GetOptions().family == packet.ip.family;
}

/// Makes a key of a packet for one set.
class KeyReader
{
  public:
    KeyReader(const NfSet& set, const NfPacket& packet, Purpose purpose)
        : m_set(set),
          m_packet(packet),
          m_purpose(purpose)
    {
    }

    /// @return the key; nothing if the packet has not all that the set's type asks for
    std::optional<NfSetKey> Read(const NfSetChoice& choice)
    {
        const auto& parts = m_set.GetType().parts;
        for (std::size_t place = 0; place < parts.size(); ++place)
        {
            if (!ReadPart(parts[place], place, choice.source[place]))
            {
                return std::nullopt;
            }
        }
        return m_key;
    }

  private:
    bool ReadPart(NfSetPart part, std::size_t place, bool source)
    {
        switch (part)
        {
        case NfSetPart::IP:
            return ReadAddress(place, source);
        case NfSetPart::NET:
            ReadNetwork(place, source);
            return true;
        case NfSetPart::PORT:
            return ReadPortPart(source);
        case NfSetPart::MAC:
            return ReadMac(m_packet, source, m_key);
        case NfSetPart::INTERFACE: {
            const NfDevice* device = source ? m_packet.in : m_packet.out;
            m_key.interface = device ? device->name : NfInterfaceName();
            return device;
        }
        case NfSetPart::MARK:
            m_key.mark = m_packet.mark & m_set.GetOptions().markMask;
            return true;
        case NfSetPart::SET:
        case NfSetPart::NONE:
            break;
        }
        return true;
    }

    const NfAddress& AddressOf(bool source) const
    {
        return source ? m_packet.ip.source : m_packet.ip.destination;
    }

    bool ReadAddress(std::size_t place, bool source)
    {
        const NfSetType& type = m_set.GetType();
        const NfSetOptions& options = m_set.GetOptions();
        const NfAddress address = AddressOf(source).Masked(options.bitmask);
        (place == 0 ? m_key.address : m_key.address2) = address;
        if (type.method == NfSetMethod::BITMAP)
        {
            const uint32_t whole = AddressOf(source).V4();
            return whole >= options.first && whole <= options.last;
        }
        return type.CountParts() > 1 || !address.IsAny();
    }

    void ReadNetwork(std::size_t place, bool source)
    {
        const bool second = place > 0;
        const NfSetOptions& options = m_set.GetOptions();
        const uint8_t length =
            m_purpose == Purpose::STORE ? m_set.GetLongestPrefix(second) : options.GetWidth();
        const NfAddress address = AddressOf(source).Masked(options.bitmask);
        (second ? m_key.prefix2 : m_key.prefix) = length;
        (second ? m_key.address2 : m_key.address) =
            address.Masked(NfPrefix::MaskOf(length, options.family));
    }

    bool ReadPortPart(bool source)
    {
        if (!ReadPort(m_packet, source, m_key))
        {
            return false;
        }
        if (m_set.GetType().method != NfSetMethod::BITMAP)
        {
            return true;
        }
        const bool known = m_key.protocol == NfProtocol::TCP || m_key.protocol == NfProtocol::UDP;
        m_key.protocol = NfProtocol::TCP; // as commands write it: a bitmap of ports has none
        const NfSetOptions& options = m_set.GetOptions();
        return known && m_key.port >= options.first && m_key.port <= options.last;
    }

    const NfSet& m_set;
    const NfPacket& m_packet;
    Purpose m_purpose;
    NfSetKey m_key;
};

bool
MatchList(NfSets& sets,
          NfSet& list,
          const NfPacket& packet,
          const NfSetChoice& choice,
          const NfSetQuery& query,
          const NfSet::Entry** hit)
{
    NfSetQuery inner = query;
    inner.packetsTest = {};
    inner.bytesTest = {};
    inner.countPacket &= query.countInMembers;
    for (NfSet::Member& member : list.GetMembers())
    {
        NfSet* set = sets.Find(member.name);
        const bool inside = set && NfMatchSet(sets, *set, packet, choice, inner, hit);
        if (inside && list.Accept(member.entry, query))
        {
            *hit = &member.entry;
            return true;
        }
    }
    *hit = nullptr;
    return false;
}

} // namespace

NfComplaint
NfSetChoiceKind::Take(const NfOption& option, NfSetChoice& choice) const
{
    choice.name = option.arguments[0].text;
    if (choice.name.size() > NfSets::MAX_NAME)
    {
        return fmt::format("setname `{}' too long, max {} characters.",
                           choice.name,
                           NfSets::MAX_NAME);
    }
    choice.parts = 0;
    for (std::string_view word : NfSplit(option.arguments[1].text, ','))
    {
        if (choice.parts == NfSetChoice::MAX_PARTS)
        {
            return fmt::format("Can't be more src/dst options than {}.", NfSetChoice::MAX_PARTS);
        }
        if (word != "src" && word != "dst")
        {
            return "You must spefify (the comma separated list of) 'src' or 'dst'.";
        }
        choice.source[choice.parts++] = word == "src";
    }
    return {};
}

std::string
NfSetChoice::GetDirections() const
{
    std::string text;
    for (uint32_t part = 0; part < parts; ++part)
    {
        text += part ? "," : "";
        text += source[part] ? "src" : "dst";
    }
    return text;
}

NfComplaint
NfSetChoiceKind::Check(const NfSetChoice& choice, const NfRuleContext& context) const
{
    const NfSets* sets = context.netns ? NfSets::Find(*context.netns) : nullptr;
    const bool known = !context.netns || (sets && sets->Find(choice.name));
    return known ? NfComplaint() : "Set " + choice.name + " doesn't exist.";
}

bool
NfMatchSet(NfSets& sets,
           NfSet& set,
           const NfPacket& packet,
           const NfSetChoice& choice,
           const NfSetQuery& query,
           const NfSet::Entry** hit)
{
    *hit = nullptr;
    if (choice.parts < set.GetType().CountParts() || !IsOfFamily(set, packet))
    {
        return false;
    }
    if (set.GetType().method == NfSetMethod::LIST)
    {
        return MatchList(sets, set, packet, choice, query, hit);
    }
    auto key = KeyReader(set, packet, Purpose::LOOK).Read(choice);
    if (!key)
    {
        return false;
    }
    const NfSetAnswer answer = set.Match(*key, query, hit);
    if (answer == NfSetAnswer::YES && key->HasMac())
    {
        set.Learn(*key);
    }
    const bool inverted = query.ignoreNomatch && set.GetType().HasNomatch();
    return answer == (inverted ? NfSetAnswer::EXCEPTION : NfSetAnswer::YES);
}

namespace
{

// Does something with the element that a packet makes in a set, or in the first member of a list
// for which it succeeds.
bool
ChangeFirst(NfSets& sets,
            NfSet& set,
            const NfPacket& packet,
            const NfSetChoice& choice,
            const std::function<NfSetOutcome(NfSet& set, const NfSetKey& key)>& change)
{
    if (choice.parts < set.GetType().CountParts() || !IsOfFamily(set, packet))
    {
        return false;
    }
    if (set.GetType().method == NfSetMethod::LIST)
    {
        auto& members = set.GetMembers();
        return std::any_of(members.begin(), members.end(), [&](const NfSet::Member& member) {
            NfSet* inner = sets.Find(member.name);
            return inner && ChangeFirst(sets, *inner, packet, choice, change);
        });
    }
    auto key = KeyReader(set, packet, Purpose::STORE).Read(choice);
    return key && change(set, *key) == NfSetOutcome::DONE;
}

} // namespace

bool
NfAddToSet(NfSets& sets,
           NfSet& set,
           const NfPacket& packet,
           const NfSetChoice& choice,
           const NfSetDetails& details,
           bool exist)
{
    return ChangeFirst(sets, set, packet, choice, [&](NfSet& target, const NfSetKey& key) {
        return sets.Add(target, key, details, exist);
    });
}

bool
NfDeleteFromSet(NfSets& sets, NfSet& set, const NfPacket& packet, const NfSetChoice& choice)
{
    return ChangeFirst(sets, set, packet, choice, [](NfSet& target, const NfSetKey& key) {
        return target.Delete(key);
    });
}

} // namespace ns3
