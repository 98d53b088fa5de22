// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-address-bytes.h"
#include "nf-netns.h"
#include "nf-prefix.h"

#include <array>

namespace ns3
{

namespace
{

constexpr uint8_t MAX_LENGTH = 64;    //!< of a prefix that is translated
constexpr uint8_t SUBNET_LENGTH = 48; //!< up to this, the word behind the prefix is adjusted
constexpr uint32_t SOURCE_OFFSET = 8; //!< in the IPv6 header
constexpr uint32_t DESTINATION_OFFSET = 24;
constexpr uint32_t MODULUS = 0xffff; //!< of one's-complement arithmetic
constexpr std::size_t WORDS = 8;     //!< of 16 bits

/// A prefix as written; its host part is refused only when the rule is checked.
struct WrittenPrefix
{
    NfAddress address;
    uint8_t length{0};

    NfPrefix Get() const
    {
        return NfPrefix(address, length, NfFamily::IPV6);
    }
};

struct PrefixKind : NfWordKind
{
    using Value = WrittenPrefix;

    std::optional<Value> Read(std::string_view text) const
    {
        const auto slash = text.find('/');
        const auto address = NfParseAddress(text.substr(0, slash), NfFamily::IPV6);
        const auto mask = slash == text.npos ? NfPrefix::MaskOf(128, NfFamily::IPV6)
                                             : NfParseMask(text.substr(slash + 1), NfFamily::IPV6);
        const auto length = mask ? NfPrefix::LengthOf(*mask, NfFamily::IPV6) : std::nullopt;
        return address && length ? std::optional(WrittenPrefix{*address, *length}) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "an IPv6 prefix such as 2001:db8:1::/48";
    }

    void Print(std::ostream& os, const Value& prefix) const
    {
        os << NfToString(prefix.address, NfFamily::IPV6) << '/' << +prefix.length;
    }

    NfComplaint Check(const Value& prefix, const NfRuleContext&) const
    {
        const bool zeros = prefix.Get().GetAddress() == prefix.address;
        return prefix.length <= MAX_LENGTH && zeros
                   ? NfComplaint()
                   : "translates prefixes of at most 64 bits, with zeros behind them";
    }
};

using Words16 = std::array<uint16_t, WORDS>;

Words16
Split(const NfAddress& address)
{
    Words16 words{};
    for (std::size_t i = 0; i < WORDS; ++i)
    {
        const uint32_t word = address.Words()[i / 2];
        words[i] = static_cast<uint16_t>(i % 2 ? word : word >> 16);
    }
    return words;
}

NfAddress
Join(const Words16& words)
{
    std::array<uint32_t, 4> joined{};
    for (std::size_t i = 0; i < joined.size(); ++i)
    {
        joined[i] = uint32_t{words[2 * i]} << 16 | words[2 * i + 1];
    }
    return NfAddress(joined);
}

/// The one's-complement sum of an address.
uint32_t
Sum(const NfAddress& address)
{
    uint32_t sum = 0;
    for (uint16_t word : Split(address))
    {
        sum += word;
    }
    return sum % MODULUS;
}

/**
 * Targets "SNPT" and "DNPT": exchange the prefix of an address such that all checksums stay right,
 * without remembering anything (RFC 6296; Linux's ip6t_NPT.c).
 *
 * Behind a prefix of at most 48 bits the next word is adjusted, else the first word of the
 * interface identifier that is not 0xffff; an address without one cannot be translated, and its
 * packet is answered and dropped. Every packet that the rule matches is translated, whatever prefix
 * it has. In what an ICMPv6 error quotes, the address of the other direction is translated too, if
 * it has the prefix.
 */
class NptTarget : public NfTarget
{
  public:
    explicit NptTarget(bool source)
        : m_source(source)
    {
    }

    NfComplaint FinishParse() override
    {
        m_adjustment = (Sum(m_from.value.address) + MODULUS - Sum(m_to.value.address)) % MODULUS;
        return {};
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        NfAddress& address = m_source ? packet.ip.source : packet.ip.destination;
        if (!Translate(address))
        {
            packet.netns->SendIcmpError(packet,
                                        NfIcmpv6Type::PARAMETER_PROBLEM,
                                        0,
                                        m_source ? SOURCE_OFFSET : DESTINATION_OFFSET);
            return NfTargetResult::DROP;
        }
        TranslateQuote(packet);
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<WrittenPrefix> m_from; //!< --src-pfx
    NfOptionValue<WrittenPrefix> m_to;   //!< --dst-pfx

  private:
    /**
     * Give an address the other prefix.
     * @param address the address; it has the prefix even if nothing could be adjusted, as in Linux
     * @return false if no word can be adjusted
     */
    bool Translate(NfAddress& address) const
    {
        const uint8_t length = std::max(m_from.value.length, m_to.value.length);
        const NfAddress mask = NfPrefix::MaskOf(length, NfFamily::IPV6);
        std::array<uint32_t, 4> joined{};
        for (std::size_t i = 0; i < joined.size(); ++i)
        {
            const uint32_t bits = mask.Words()[i];
            joined[i] = (address.Words()[i] & ~bits) | (m_to.value.address.Words()[i] & bits);
        }
        address = NfAddress(joined);
        Words16 words = Split(address);
        std::size_t place = 3;
        if (length > SUBNET_LENGTH)
        {
            place = WORDS / 2;
            while (place < WORDS && words[place] == MODULUS)
            {
                ++place;
            }
        }
        if (place == WORDS)
        {
            return false;
        }
        words[place] = (words[place] + m_adjustment) % MODULUS;
        address = Join(words);
        return true;
    }

    /// Linux looks only behind a header without extension headers, and at whole quotes.
    void TranslateQuote(NfPacket& packet) const
    {
        constexpr uint32_t size = NfHeaderSize::ICMP + NfHeaderSize::IPV6;
        const bool plain = packet.ip.protocol == NfProtocol::ICMPV6 && !packet.GetExtensions();
        const uint8_t* seen = plain ? packet.L4(size) : nullptr;
        if (!seen || seen[0] < 1 || seen[0] > NfIcmpv6Type::PARAMETER_PROBLEM)
        {
            return;
        }
        const uint32_t offset =
            NfHeaderSize::ICMP + (m_source ? DESTINATION_OFFSET : SOURCE_OFFSET);
        NfAddress quoted = NfReadIpv6Address(seen + offset);
        if (!m_from.value.Get().Contains(quoted))
        {
            return;
        }
        Translate(quoted);
        uint8_t* bytes = packet.MutableL4(size) + offset;
        for (uint32_t word : quoted.Words())
        {
            NfWrite32(bytes, word);
            bytes += sizeof(word);
        }
    }

    bool m_source;
    uint32_t m_adjustment{0}; //!< what the other prefix takes from the address's sum
};

NfTargetType
MakeType(std::string_view name, std::string_view help, bool source)
{
    using T = NptTarget;
    NfTargetType type;
    type.name = name;
    type.help = help;
    type.make = [source] { return std::make_unique<NptTarget>(source); };
    type.stateless = true;
    type.family = NfFamily::IPV6;
    type.tables = {"mangle"};
    type.options = {
        NfOptionRow(&T::m_from, "src-pfx", PrefixKind()).Mandatory().Listed("src-pfx {}"),
        NfOptionRow(&T::m_to, "dst-pfx", PrefixKind()).Mandatory().Listed("dst-pfx {}"),
    };
    return type;
}

} // namespace

NfTargetType
NfMakeSnptTargetType()
{
    NfTargetType type = MakeType("SNPT", "exchange the prefix of the source, without memory", true);
    type.heading = "SNPT";
    type.hooks = NfHookSet({NfHook::INPUT, NfHook::POSTROUTING});
    return type;
}

NfTargetType
NfMakeDnptTargetType()
{
    NfTargetType type =
        MakeType("DNPT", "exchange the prefix of the destination, without memory", false);
    type.heading = "DNPT";
    type.hooks = NfHookSet({NfHook::PREROUTING, NfHook::OUTPUT});
    return type;
}

} // namespace ns3
