// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address.h"
#include "nf-extension-type.h"
#include "nf-match-address.h"

namespace ns3
{

namespace
{

/// Addresses between two others, both included.
struct AddressRange
{
    NfAddress first;
    NfAddress last;

    bool Contains(const NfAddress& address) const
    {
        return !(address < first) && !(last < address);
    }
};

/// How AddressRange is written: first-last, or one address.
struct AddressRangeKind : NfWordKind
{
    using Value = AddressRange;

    NfFamily family{NfFamily::IPV4};

    /// @param own family of a rule
    /// @return the kind as its rules write it
    AddressRangeKind For(NfFamily own) const
    {
        AddressRangeKind kind;
        kind.family = own;
        return kind;
    }

    std::optional<Value> Read(std::string_view text) const
    {
        auto dash = text.find('-');
        auto first = NfParseHost(text.substr(0, dash), family);
        auto last = dash == text.npos ? first : NfParseHost(text.substr(dash + 1), family);
        return first && last ? std::optional(Value{*first, *last}) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return family == NfFamily::IPV6 ? "two IPv6 addresses: first-last"
                                        : "two IPv4 addresses: first-last";
    }

    void Print(std::ostream& os, const Value& value) const
    {
        os << NfToString(value.first, family) << '-' << NfToString(value.last, family);
    }

    void AddTo(NfRuleDescription& description,
               NfConditionField field,
               const Value& value,
               bool negated) const
    {
        description.AddRange(field, value.first, value.last, negated);
    }
};

/// Match "iprange": addresses between two others (Linux's xt_iprange.c).
class IprangeMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_source.Holds(m_source.value.Contains(packet.ip.source)) &&
                        m_destination.Holds(m_destination.value.Contains(packet.ip.destination)));
    }

    NfOptionValue<AddressRange> m_source;      //!< --src-range
    NfOptionValue<AddressRange> m_destination; //!< --dst-range
};

} // namespace

NfMatchType
NfMakeIprangeMatchType()
{
    using M = IprangeMatch;
    const AddressRangeKind range;
    NfMatchType type = NfMakeMatchType<M>("iprange", "addresses between two others");
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_source, "src-range", range, NfConditionField::SOURCE)
            .Invertible()
            .AtLeastOne(1)
            .Listed("source IP range {}", "source IP range ! {}"),
        NfOptionRow(&M::m_destination, "dst-range", range, NfConditionField::DESTINATION)
            .Invertible()
            .AtLeastOne(1)
            .Listed("destination IP range {}", "destination IP range ! {}"),
    };
    return type;
}

} // namespace ns3
