// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-listing-style.h"
#include "nf-text-case.h"

namespace ns3
{

namespace
{

constexpr uint32_t HEADER_SIZE = 6; //!< up to the checksum
constexpr uint32_t TYPE_PLACE = 2;

/// A name of a type of mobility messages (RFC 6275).
struct TypeName
{
    std::string_view name;
    uint8_t type;
};

/// Of several names of one type the first one is printed.
constexpr TypeName NAMES[] = {
    {"binding-refresh-request", 0},
    {"brr", 0},
    {"home-test-init", 1},
    {"hoti", 1},
    {"careof-test-init", 2},
    {"coti", 2},
    {"home-test", 3},
    {"hot", 3},
    {"careof-test", 4},
    {"cot", 4},
    {"binding-update", 5},
    {"bu", 5},
    {"binding-acknowledgement", 6},
    {"ba", 6},
    {"binding-error", 7},
    {"be", 7},
};

/// The first name that begins so, unless one is meant exactly; or a number.
std::optional<uint8_t>
ReadType(std::string_view text)
{
    const TypeName* found = nullptr;
    for (const TypeName& entry : NAMES)
    {
        if (NfBeginsIgnoringCase(entry.name, text) && (!found || entry.name.size() == text.size()))
        {
            found = &entry;
        }
    }
    if (found)
    {
        return found->type;
    }
    const auto number = NfParseNumber(text, UINT8_MAX);
    return number ? std::optional(static_cast<uint8_t>(*number)) : std::nullopt;
}

void
ListType(std::ostream& os, uint8_t type)
{
    for (const TypeName& entry : NAMES)
    {
        if (NfListsNames(os) && entry.type == type)
        {
            os << entry.name;
            return;
        }
    }
    os << +type;
}

/// A type, or a rising range of types, of which either end may be left out.
struct TypesKind : NfWordKind
{
    using Value = NfNumberRange;

    std::optional<Value> Read(std::string_view text) const
    {
        const auto colon = text.find(':');
        const auto first = colon == 0 ? std::optional<uint8_t>(0) : ReadType(text.substr(0, colon));
        const auto rest = colon == text.npos ? "" : text.substr(colon + 1);
        const auto last = colon == text.npos ? first
                          : rest.empty()     ? std::optional<uint8_t>(UINT8_MAX)
                                             : ReadType(rest);
        const bool valid = first && last && *first <= *last;
        return valid ? std::optional(Value{*first, *last}) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "a type of mobility messages, 0 to 255 or a name such as binding-update, or a "
               "rising range first:last";
    }

    void Print(std::ostream& os, const Value& value) const
    {
        NfPrintRange(os, value);
    }

    bool IsSilent(const Value& value) const
    {
        return value.min == 0 && value.max == UINT8_MAX;
    }
};

/// Match "mh": type of a mobility message (Linux's ip6t_mh.c). One that announces something behind
/// itself is malformed.
class MhMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        const NfNumberRange& types = m_types.value;
        os << "mh";
        if (!m_types.given || (TypesKind().IsSilent(types) && !m_types.inverted))
        {
            return;
        }
        os << (m_types.inverted ? " !" : " ");
        ListType(os, types.min);
        if (types.min != types.max)
        {
            os << ':';
            ListType(os, types.max);
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfMatchResult::NO;
        }
        const uint8_t* header = packet.L4(HEADER_SIZE);
        if (!header || header[0] != NfProtocol::NO_NEXT_HEADER)
        {
            return NfMatchResult::HOTDROP;
        }
        return NfResult(m_types.Holds(m_types.value.Contains(header[TYPE_PLACE])));
    }

    NfOptionValue<NfNumberRange> m_types; //!< --mh-type
};

} // namespace

NfMatchType
NfMakeMhMatchType()
{
    using M = MhMatch;
    NfMatchType type = NfMakeMatchType<M>("mh", "type of a mobility message");
    type.family = NfFamily::IPV6;
    type.stateless = true;
    type.protocols = {NfProtocol::MOBILITY};
    type.implicitProtocol = NfProtocol::MOBILITY;
    type.options = {NfOptionRow(&M::m_types, "mh-type", TypesKind()).Invertible()};
    return type;
}

} // namespace ns3
