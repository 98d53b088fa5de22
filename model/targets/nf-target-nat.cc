// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-extension-type.h"
#include "nf-nat-options.h"
#include "nf-nat.h"
#include "nf-netns.h"
#include "nf-prefix.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

/// A range that an option gives; messages about it begin with the option's name.
struct RangeKind : NfWordKind
{
    using Value = NfNatRange;

    std::string_view target;         //!< whose option it is
    NfFamily family{NfFamily::IPV4}; //!< of the rule

    explicit RangeKind(std::string_view name)
        : target(name)
    {
    }

    /// A range of ports needs a protocol that has some.
    NfComplaint Check(const Value& range, const NfRuleContext& context) const
    {
        return NfCheckNatPorts(target, context, range);
    }

  protected:
    static NfComplaint Tell(const NfOption& option, const NfComplaint& complaint)
    {
        return complaint ? fmt::format("--{}: {}", option.spec->name, *complaint) : complaint;
    }
};

/// Addresses and ports, as SNAT and DNAT take them.
struct AddressesKind : RangeKind
{
    bool allowBase; //!< whether ports may be shifted

    AddressesKind(std::string_view name, bool base)
        : RangeKind(name),
          allowBase(base)
    {
    }

    /// @param own family of a rule
    /// @return the kind as its rules write it
    AddressesKind For(NfFamily own) const
    {
        AddressesKind kind = *this;
        kind.family = own;
        return kind;
    }

    /// Sets the whole range: without ports it has none, whatever it had before.
    NfComplaint Take(const NfOption& option, Value& range) const
    {
        range = Value();
        return Tell(option, NfParseNatRange(NfArgumentOf(option), allowBase, family, range));
    }

    void Print(std::ostream& os, const Value& range) const
    {
        NfPrintNatRange(os, range, family);
    }
};

/// Ports alone, as MASQUERADE and REDIRECT take them.
struct PortsKind : RangeKind
{
    using RangeKind::RangeKind;

    NfComplaint Take(const NfOption& option, Value& range) const
    {
        return Tell(option, NfParseNatPorts(NfArgumentOf(option), false, range));
    }

    void Print(std::ostream& os, const Value& range) const
    {
        NfPrintNatPorts(os, range);
    }
};

/// A network, as NETMAP takes it.
struct NetworkKind : NfWordKind
{
    using Value = NfPrefix;

    NfFamily family{NfFamily::IPV4}; //!< of the rule

    /// @param own family of a rule
    /// @return the kind as its rules write it
    NetworkKind For(NfFamily own) const
    {
        NetworkKind kind;
        kind.family = own;
        return kind;
    }

    NfComplaint Take(const NfOption& option, Value& network) const
    {
        const std::string_view text = NfArgumentOf(option);
        const std::size_t slash = text.find('/');
        auto address = NfParseHost(text.substr(0, slash), family);
        auto length =
            slash == text.npos ? NfPrefix::GetWidth(family) : ParseLength(text.substr(slash + 1));
        if (!address || !length)
        {
            return fmt::format("--{}: \"{}\" is not {} with an optional mask of leading ones",
                               option.spec->name,
                               text,
                               NfAddressSyntax(family));
        }
        network = NfPrefix(*address, *length, family);
        return {};
    }

    void Print(std::ostream& os, const Value& network) const
    {
        os << NfToString(network.GetAddress(), family) << '/' << +network.GetLength();
    }

  private:
    std::optional<uint8_t> ParseLength(std::string_view text) const
    {
        if (auto bits = NfParseNumber(text, NfPrefix::GetWidth(family)))
        {
            return static_cast<uint8_t>(*bits);
        }
        auto mask = NfParseHost(text, family);
        return mask ? NfPrefix::LengthOf(*mask, family) : std::nullopt;
    }
};

/// What the NAT targets have in common: a range, flags, the table nat.
class NatTarget : public NfTarget
{
  public:
    NfComplaint FinishParse() override
    {
        m_range.value.random = m_random.given;
        m_range.value.randomFully = m_randomFully.given;
        m_range.value.persistent = m_persistent.given;
        return {};
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (!packet.netns->nat)
        {
            return NfTargetResult::DROP;
        }
        NfVerdict verdict = Translate(*packet.netns->nat, packet);
        return verdict == NfVerdict::ACCEPT ? NfTargetResult::ACCEPT : NfTargetResult::DROP;
    }

    NfOptionValue<NfNatRange> m_range; //!< --to-source and the like, with the flags
    NfSwitch m_random;                 //!< --random
    NfSwitch m_randomFully;            //!< --random-fully
    NfSwitch m_persistent;             //!< --persistent

  private:
    virtual NfVerdict Translate(NfNat& nat, NfPacket& packet) = 0;
};

class SnatTarget : public NatTarget
{
    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Setup(packet, m_range.value, NfManip::SOURCE);
    }
};

class DnatTarget : public NatTarget
{
    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Setup(packet, m_range.value, NfManip::DESTINATION);
    }
};

class MasqueradeTarget : public NatTarget
{
    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Masquerade(packet, m_range.value);
    }
};

class RedirectTarget : public NatTarget
{
    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Redirect(packet, m_range.value);
    }
};

class NetmapTarget : public NatTarget
{
  public:
    NfComplaint FinishParse() override
    {
        m_range.value.mapAddresses = true;
        m_range.value.minAddress = m_network.value.GetAddress();
        m_range.value.maxAddress = m_network.value.GetLast();
        return NatTarget::FinishParse();
    }

    NfOptionValue<NfPrefix> m_network; //!< --to

  private:
    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Netmap(packet, m_range.value);
    }
};

constexpr uint32_t SOURCE_HOOKS = NfHookSet({NfHook::POSTROUTING, NfHook::INPUT});
constexpr uint32_t DESTINATION_HOOKS = NfHookSet({NfHook::PREROUTING, NfHook::OUTPUT});

/**
 * What all targets of the table nat declare alike.
 * @tparam T the target
 * @param name of the target
 * @param summary what it does, for people
 * @return its type, still without hooks of its own and options
 */
template <class T>
NfTargetType
MakeNatTargetType(const char* name, const char* summary)
{
    NfTargetType type = NfMakeTargetType<T>(name, summary);
    type.tables = {"nat"};
    type.needsConntrack = true;
    type.typical = NfTargetResult::ACCEPT;
    type.ends = true;
    type.stateless = true;
    return type;
}

using T = NatTarget;

NfOptionSpec
RandomRow()
{
    return NfOptionRow(&T::m_random, "random").Listed("random");
}

NfOptionSpec
RandomFullyRow()
{
    return NfOptionRow(&T::m_randomFully, "random-fully").Listed("random-fully");
}

NfOptionSpec
PersistentRow()
{
    return NfOptionRow(&T::m_persistent, "persistent").Listed("persistent");
}

} // namespace

NfTargetType
NfMakeSnatTargetType()
{
    NfTargetType type =
        MakeNatTargetType<SnatTarget>("SNAT", "choose the source that a connection leaves with");
    type.options = {NfOptionRow(&T::m_range, "to-source", AddressesKind("SNAT", false))
                        .Mandatory()
                        .Own()
                        .Listed("to:{}"),
                    RandomRow(),
                    RandomFullyRow(),
                    PersistentRow()};
    type.hooks = SOURCE_HOOKS;
    return type;
}

NfTargetType
NfMakeDnatTargetType()
{
    NfTargetType type =
        MakeNatTargetType<DnatTarget>("DNAT", "choose the destination of a connection");
    type.options = {NfOptionRow(&T::m_range, "to-destination", AddressesKind("DNAT", true))
                        .Mandatory()
                        .Own()
                        .Listed("to:{}"),
                    RandomRow(),
                    PersistentRow()};
    type.hooks = DESTINATION_HOOKS;
    return type;
}

NfTargetType
NfMakeMasqueradeTargetType()
{
    NfTargetType type =
        MakeNatTargetType<MasqueradeTarget>("MASQUERADE",
                                            "take the address of the device it leaves through");
    type.options = {
        NfOptionRow(&T::m_range, "to-ports", PortsKind("MASQUERADE")).Listed("masq ports: {}"),
        RandomRow(),
        RandomFullyRow()};
    type.hooks = NfHookSet({NfHook::POSTROUTING});
    return type;
}

NfTargetType
NfMakeRedirectTargetType()
{
    NfTargetType type =
        MakeNatTargetType<RedirectTarget>("REDIRECT", "deliver the connection to this node");
    type.options = {NfOptionRow(&T::m_range, "to-ports", PortsKind("REDIRECT"))
                        .Alias("to-port")
                        .Listed("redir ports {}"),
                    RandomRow()};
    type.hooks = DESTINATION_HOOKS;
    return type;
}

NfTargetType
NfMakeNetmapTargetType()
{
    NfTargetType type =
        MakeNatTargetType<NetmapTarget>("NETMAP", "exchange the network part of an address");
    type.options = {NfOptionRow(&NetmapTarget::m_network, "to", NetworkKind())
                        .Mandatory()
                        .Own()
                        .Listed("to:{}")};
    return type;
}

} // namespace ns3
