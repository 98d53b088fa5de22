// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-extension-type.h"
#include "nf-ip-protocol-names.h"
#include "nf-prefix.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_ELEMENTS = 4;

/// A value of an element, whether it was given, and whether "!" was before it.
template <class T>
using Field = NfOptionValue<T>;

/// One transformation that a packet must have come through.
struct Element
{
    Field<uint32_t> request;       //!< --reqid
    Field<uint32_t> index;         //!< --spi
    Field<uint8_t> protocol;       //!< --proto
    Field<std::string> mode;       //!< --mode
    Field<std::string> toTunnel;   //!< --tunnel-dst, as printed
    Field<std::string> fromTunnel; //!< --tunnel-src, as printed

    bool IsEmpty() const
    {
        return !request.given && !index.given && !protocol.given && !mode.given &&
               !toTunnel.given && !fromTunnel.given;
    }
};

struct ProtocolName
{
    std::string_view name;
    uint8_t number;
};

constexpr std::array<ProtocolName, 3> PROTOCOLS{{{"esp", 50}, {"ah", 51}, {"ipcomp", 108}}};

/**
 * Match "policy": IPsec that a packet came through or will go through (Linux's xt_policy.c).
 *
 * No node here has IPsec: what is asked of it holds for no packet, and `--pol none` for all.
 */
class PolicyMatch : public NfMatch
{
  public:
    enum Option
    {
        DIRECTION,
        POLICY,
        STRICT,
        REQUEST,
        INDEX,
        PROTOCOL,
        MODE,
        TUNNEL_DESTINATION,
        TUNNEL_SOURCE,
        NEXT
    };

    std::string GetCaveat() const override
    {
        return m_none ? "" : "policy finds no packet that IPsec protects, because nodes have none";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        const std::string text = option.arguments.empty() ? "" : NfArgumentOf(option);
        switch (option.spec->id)
        {
        case DIRECTION:
            m_direction = text;
            return text == "in" || text == "out" ? NfComplaint()
                                                 : NfBadArgument(option, "in or out");
        case POLICY:
            m_none = text == "none";
            return m_none || text == "ipsec" ? NfComplaint()
                                             : NfBadArgument(option, "none or ipsec");
        case STRICT:
            m_strict = true;
            return {};
        case NEXT:
            return TakeNext();
        default:
            return ParseElement(option, text);
        }
    }

    NfComplaint FinishParse() override
    {
        if (m_none)
        {
            m_elements.assign(1, {});
            return m_strict ? NfComplaint("--pol none cannot be used with --strict")
                            : NfComplaint();
        }
        if (m_next && !m_strict)
        {
            return "--next needs --strict";
        }
        for (const Element& element : m_elements)
        {
            if (m_strict && element.IsEmpty())
            {
                return "with --strict each element needs one of --reqid, --spi, --proto, --mode, "
                       "--tunnel-src and --tunnel-dst";
            }
            bool tunnel = element.mode.value == "tunnel" && !element.mode.inverted;
            if ((element.toTunnel.given || element.fromTunnel.given) && !tunnel)
            {
                return "--tunnel-src and --tunnel-dst need --mode tunnel";
            }
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        const bool in = m_direction == "in";
        const auto wrong = in ? std::array{NfHook::OUTPUT, NfHook::POSTROUTING}
                              : std::array{NfHook::PREROUTING, NfHook::INPUT};
        for (NfHook hook : wrong)
        {
            if (context.ReachedFrom(hook))
            {
                return fmt::format("--dir {} cannot be used in {}", m_direction, NfToString(hook));
            }
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << " --dir " << m_direction << " --pol " << (m_none ? "none" : "ipsec")
           << (m_strict ? " --strict" : "");
        for (std::size_t i = 0; i < m_elements.size(); ++i)
        {
            os << (i ? " --next" : "");
            PrintElement(os, m_elements[i], true);
        }
    }

    void List(std::ostream& os) const override
    {
        os << "policy match dir " << m_direction << " pol " << (m_none ? "none" : "ipsec")
           << (m_strict ? " strict" : "");
        for (std::size_t i = 0; i < m_elements.size(); ++i)
        {
            os << (m_elements.size() > 1 ? fmt::format(" [{}]", i) : "");
            PrintElement(os, m_elements[i], false);
        }
    }

    NfMatchResult Match(NfPacket&) override
    {
        return NfResult(m_none);
    }

  private:
    NfComplaint TakeNext()
    {
        m_next = true;
        if (m_elements.size() == MAX_ELEMENTS)
        {
            return fmt::format("takes at most {} elements", MAX_ELEMENTS);
        }
        m_elements.emplace_back();
        return {};
    }

    /// Store a value in a field that must not have one yet.
    template <class T>
    static NfComplaint Take(const NfOption& option,
                            Field<T>& field,
                            std::optional<T> value,
                            const char* expected)
    {
        if (field.given)
        {
            return fmt::format("{} can be given only once for each element", option.name.text);
        }
        if (!value)
        {
            return NfBadArgument(option, expected);
        }
        field = {*std::move(value), true, option.inverted};
        return {};
    }

    NfComplaint ParseElement(const NfOption& option, const std::string& text)
    {
        Element& element = m_elements.back();
        auto number = NfParseNumber(text, UINT32_MAX);
        auto word = number ? std::optional(static_cast<uint32_t>(*number)) : std::nullopt;
        constexpr const char* numbers = "a number from 0 to 4294967295";
        switch (option.spec->id)
        {
        case REQUEST:
            return Take(option, element.request, word, numbers);
        case INDEX:
            return Take(option, element.index, word, numbers);
        case PROTOCOL:
            return Take(option, element.protocol, ReadProtocol(text), "ah, esp or ipcomp");
        case MODE: {
            bool known = text == "transport" || text == "tunnel";
            return Take(option,
                        element.mode,
                        known ? std::optional(text) : std::nullopt,
                        "transport or tunnel");
        }
        case TUNNEL_DESTINATION:
            return Take(option, element.toTunnel, ReadAddress(text), "an address, perhaps /mask");
        default:
            return Take(option, element.fromTunnel, ReadAddress(text), "an address, perhaps /mask");
        }
    }

    static std::optional<uint8_t> ReadProtocol(const std::string& text)
    {
        auto number = NfParseIpProtocol(text);
        auto found = std::find_if(PROTOCOLS.begin(), PROTOCOLS.end(), [&](const auto& row) {
            return number == row.number;
        });
        return found == PROTOCOLS.end() ? std::nullopt : std::optional(found->number);
    }

    /// @return the address as iptables-save prints it: not masked, and without the mask of all bits
    std::optional<std::string> ReadAddress(const std::string& text) const
    {
        const std::size_t slash = text.find('/');
        auto address = NfParseHost(text.substr(0, slash), GetFamily());
        std::vector<NfAddressAndMask> parsed;
        if (!address || text.find(',') != text.npos ||
            NfParseAddressList(text, parsed, GetFamily()))
        {
            return std::nullopt;
        }
        const std::string mask = NfMaskToString(parsed.front().mask, GetFamily());
        const std::string all = fmt::format("/{}", NfPrefix::GetWidth(GetFamily()));
        return NfToString(*address, GetFamily()) + (mask == all ? "" : mask);
    }

    /// @param options as iptables-save prints it, not as iptables -L
    static void PrintElement(std::ostream& os, const Element& element, bool options)
    {
        auto print = [&os, options](const auto& field, const char* name, const auto& value) {
            if (field.given)
            {
                os << (field.inverted ? " !" : "") << (options ? " --" : " ") << name << ' '
                   << value;
            }
        };
        auto row = std::find_if(PROTOCOLS.begin(), PROTOCOLS.end(), [&](const auto& protocol) {
            return protocol.number == element.protocol.value;
        });
        print(element.request, "reqid", element.request.value);
        print(element.index, "spi", NfHex(element.index.value));
        print(element.protocol,
              "proto",
              options && row != PROTOCOLS.end() ? std::string(row->name)
                                                : std::to_string(element.protocol.value));
        print(element.mode, "mode", element.mode.value);
        print(element.toTunnel, "tunnel-dst", element.toTunnel.value);
        print(element.fromTunnel, "tunnel-src", element.fromTunnel.value);
    }

    std::string m_direction;
    bool m_none{false};
    bool m_strict{false};
    bool m_next{false}; //!< --next was given
    std::vector<Element> m_elements{1};
};

} // namespace

NfMatchType
NfMakePolicyMatchType()
{
    using M = PolicyMatch;
    NfMatchType type = NfMakeMatchType<M>("policy", "IPsec that the packet goes through");
    auto element = [](int id, std::string_view name) {
        NfOptionSpec row{id, name, "", 1, 1, true};
        return row.Repeatable();
    };
    type.stateless = true;
    type.options = {
        {M::DIRECTION, "dir", "", 1, 1, false, true},
        {M::POLICY, "pol", "", 1, 1},
        {M::STRICT, "strict", "", 0, 0},
        element(M::REQUEST, "reqid"),
        element(M::INDEX, "spi"),
        element(M::PROTOCOL, "proto"),
        element(M::MODE, "mode"),
        element(M::TUNNEL_DESTINATION, "tunnel-dst"),
        element(M::TUNNEL_SOURCE, "tunnel-src"),
        {M::NEXT, "next", "", 0, 0, false, false, true},
    };
    return type;
}

} // namespace ns3
