// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
#include "nf-extension-type.h"
#include "nf-ip-protocol-names.h"
#include "nf-ipsec.h"
#include "nf-match-address.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>

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
    Field<uint32_t> request;            //!< --reqid
    Field<uint32_t> index;              //!< --spi
    Field<uint8_t> protocol;            //!< --proto
    Field<std::string> mode;            //!< --mode
    Field<NfAddressPattern> toTunnel;   //!< --tunnel-dst
    Field<NfAddressPattern> fromTunnel; //!< --tunnel-src

    bool IsEmpty() const
    {
        return !request.given && !index.given && !protocol.given && !mode.given &&
               !toTunnel.given && !fromTunnel.given;
    }

    /// @return true if the transformation is what the element asks for
    bool Holds(const NfIpsecTransform& transform) const
    {
        return fromTunnel.Holds(fromTunnel.value.Matches(transform.source)) &&
               toTunnel.Holds(toTunnel.value.Matches(transform.destination)) &&
               protocol.Holds(protocol.value == transform.protocol) &&
               mode.Holds((mode.value == "tunnel") == transform.tunnel) &&
               index.Holds(index.value == transform.index) &&
               request.Holds(request.value == transform.request);
    }
};

struct ProtocolName
{
    std::string_view name;
    uint8_t number;
};

constexpr std::array<ProtocolName, 3> PROTOCOLS{{{"esp", 50}, {"ah", 51}, {"ipcomp", 108}}};

constexpr std::size_t IN = 0; //!< an index of DIRECTIONS
constexpr std::array<std::string_view, 2> DIRECTIONS{"in", "out"};
constexpr std::size_t NONE = 0; //!< an index of POLICIES
constexpr std::array<std::string_view, 2> POLICIES{"none", "ipsec"};

/// The value of --dir, which must fit the hooks: where packets come in, or where they go out.
struct DirectionKind : NfChoiceKind<2>
{
    DirectionKind()
        : NfChoiceKind(DIRECTIONS, "in or out", false)
    {
    }

    NfComplaint Check(const Value& direction, const NfRuleContext& context) const
    {
        const auto wrong = direction == IN ? std::array{NfHook::OUTPUT, NfHook::POSTROUTING}
                                           : std::array{NfHook::PREROUTING, NfHook::INPUT};
        for (NfHook hook : wrong)
        {
            if (context.ReachedFrom(hook))
            {
                return fmt::format("--dir {} cannot be used in {}",
                                   DIRECTIONS[direction],
                                   NfToString(hook));
            }
        }
        return {};
    }
};

/**
 * Match "policy": IPsec that a packet came through or will go through (Linux's xt_policy.c).
 *
 * No node here has IPsec, but a script may mark packets as protected (NfIpsec). Elements are
 * compared from the innermost transformation on.
 */
class PolicyMatch : public NfMatch
{
  public:
    enum Option
    {
        REQUEST,
        INDEX,
        PROTOCOL,
        MODE,
        TUNNEL_DESTINATION,
        TUNNEL_SOURCE,
        NEXT
    };

    std::string GetCaveat(const NfRuleContext&) const override
    {
        return IsNone()
                   ? ""
                   : "policy finds protected packets only where a script marks them (NfIpsec), "
                     "because nodes have no IPsec";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (option.spec->take)
        {
            return NfMatch::Parse(option);
        }
        return option.spec->id == NEXT ? TakeNext() : ParseElement(option, NfArgumentOf(option));
    }

    NfComplaint FinishParse() override
    {
        if (IsNone())
        {
            m_elements.assign(1, {});
            return m_strict.given ? NfComplaint("--pol none cannot be used with --strict")
                                  : NfComplaint();
        }
        if (m_next && !m_strict.given)
        {
            return "--next needs --strict";
        }
        for (const Element& element : m_elements)
        {
            if (m_strict.given && element.IsEmpty())
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

    void Save(std::ostream& os) const override
    {
        os << " --dir " << DIRECTIONS[m_direction.value] << " --pol "
           << (IsNone() ? "none" : "ipsec") << (m_strict.given ? " --strict" : "");
        for (std::size_t i = 0; i < m_elements.size(); ++i)
        {
            os << (i ? " --next" : "");
            PrintElement(os, m_elements[i], true);
        }
    }

    void List(std::ostream& os) const override
    {
        os << "policy match dir " << DIRECTIONS[m_direction.value] << " pol "
           << (IsNone() ? "none" : "ipsec") << (m_strict.given ? " strict" : "");
        for (std::size_t i = 0; i < m_elements.size(); ++i)
        {
            os << (m_elements.size() > 1 ? fmt::format(" [{}]", i) : "");
            PrintElement(os, m_elements[i], false);
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const bool in = m_direction.value == IN;
        std::optional<NfIpsec::Path> path =
            in ? NfIpsec::GetReceived(packet) : NfIpsec::GetForSending(packet);
        if (!path || IsNone())
        {
            return NfResult(IsNone() && !path);
        }
        if (in)
        {
            std::reverse(path->begin(), path->end());
        }
        return NfResult(m_strict.given ? AllHold(*path) : AnyHolds(*path));
    }

    NfOptionValue<std::size_t> m_direction; //!< --dir: an index of DIRECTIONS
    NfOptionValue<std::size_t> m_policy;    //!< --pol: an index of POLICIES
    NfSwitch m_strict;                      //!< --strict

  private:
    bool IsNone() const
    {
        return m_policy.given && m_policy.value == NONE;
    }

    /// Each element holds for the transformation in its place, and there are no others.
    bool AllHold(const NfIpsec::Path& path) const
    {
        return std::equal(
            m_elements.begin(),
            m_elements.end(),
            path.begin(),
            path.end(),
            [](const Element& element, const auto& transform) { return element.Holds(transform); });
    }

    bool AnyHolds(const NfIpsec::Path& path) const
    {
        return std::any_of(path.begin(), path.end(), [this](const auto& transform) {
            return m_elements.front().Holds(transform);
        });
    }

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

    std::optional<NfAddressPattern> ReadAddress(const std::string& text) const
    {
        return NfAddressPattern::Parse(text, GetFamily());
    }

    /// @param options as iptables-save prints it, not as iptables -L
    void PrintElement(std::ostream& os, const Element& element, bool options) const
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
        print(element.toTunnel, "tunnel-dst", ToText(element.toTunnel.value));
        print(element.fromTunnel, "tunnel-src", ToText(element.fromTunnel.value));
    }

    std::string ToText(const NfAddressPattern& pattern) const
    {
        std::ostringstream text;
        pattern.Print(text, GetFamily());
        return text.str();
    }

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
        NfOptionRow(&M::m_direction, "dir", DirectionKind()).Mandatory(),
        NfOptionRow(&M::m_policy, "pol", NfChoiceKind<2>(POLICIES, "none or ipsec", false)),
        NfOptionRow(&M::m_strict, "strict"),
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
